import NetlinkModel

/// Numbers for the users and groups that a policy and a packet name: the host's, or one that nobody else has.
struct OwnerNumbers {
    private(set) var user: UInt32?
    private(set) var group: UInt32?
    private var users: [String: UInt32] = [:]
    private var groups: [String: UInt32] = [:]

    init(_ packet: Packet, _ policy: Policy, _ resolve: Interpreter.OwnerResolver?) {
        (user, users) = Self.numbers(packet.user, .user, policy, resolve)
        (group, groups) = Self.numbers(packet.group, .group, policy, resolve)
    }

    func number(_ operand: NFTOperand) -> UInt32? {
        switch operand {
        case .user(let name): users[name]
        case .group(let name): groups[name]
        case .bytes: nil
        }
    }

    private static func numbers(
        _ owner: Owner?, _ field: MatchField, _ policy: Policy, _ resolve: Interpreter.OwnerResolver?
    ) -> (UInt32?, [String: UInt32]) {
        var names: [String] = []
        var taken: [ClosedRange<UInt32>] = []
        for rule in policy.rules {
            guard let match = rule.match(on: field), case .owners(let owners) = match.values else { continue }
            names += owners.names
            taken += owners.ids.intervals
        }
        switch owner {
        case .name(let name): names.append(name)
        case .id(let id): taken.append(id...id)
        case nil: break
        }
        var known: [String: UInt32] = [:]
        var unknown: [String] = []
        for name in names where known[name] == nil {
            if let id = resolve?(name, field) {
                known[name] = id
                taken.append(id...id)
            } else {
                unknown.append(name)
            }
        }
        // From the top, where users are rare; the last number is no user, and comes last.
        let rest = IntervalSet(taken).complement(upTo: .max).intervals
        var last = rest.last?.upperBound == .max ? UInt32.max : nil
        var others = rest.reversed().lazy.flatMap { $0.reversed() }.filter { $0 != .max }.makeIterator()
        for name in unknown where known[name] == nil {
            if let number = others.next() {
                known[name] = number
            } else {
                known[name] = last
                last = nil
            }
        }
        switch owner {
        case .name(let name): return (known[name], known)
        case .id(let id): return (id, known)
        case nil: return (nil, known)
        }
    }
}
