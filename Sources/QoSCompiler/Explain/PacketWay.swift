import NetlinkModel

/// The way of one packet through a plan: chain by chain, as the kernel goes it.
public struct PacketWay: Sendable {
    /// What happens to the packet in one chain.
    public struct Step: Hashable, Sendable {
        public var chain: String
        /// Rules of the chain that are looked at, the last one included.
        public var rules = 0
        /// Lookups in maps and sets.
        public var lookups = 0
        /// What the line asks that the packet fits, in words of the policy: empty for every packet, nil where it fits none.
        public var holds: String?
        /// Where it goes: a chain, what becomes of it, or `back`.
        public var target: String
    }

    public internal(set) var steps: [Step] = []
    /// The rule that takes it, where the plan can tell: it cannot where rules with one marking are not counted apart.
    public internal(set) var rule: String?
    /// What becomes of it, as a policy writes it: `class voice`.
    public internal(set) var action: String

    public var lookups: Int { steps.reduce(0) { $0 + $1.lookups } }
    public var rules: Int { steps.reduce(0) { $0 + $1.rules } }

    /// Whether it ends where the policy says. It may not for a packet that is described without what all packets have: a
    /// condition on it that holds for every value is none to the kernel.
    public func agrees(with decision: Decision, of policy: Policy) -> Bool {
        let taker = decision.ruleIndex.map { policy.rules[$0] }
        if let rule, rule != taker?.name { return false }
        let wanted = taker?.action ?? policy.defaultAction
        // Markings with the same effect can share a chain.
        if case .set = wanted { return action.hasPrefix("set ") }
        return action == wanted.text
    }

    /// Nil for a packet that the policy does not look at.
    public static func follow(
        _ packet: Packet, through plan: Plan, of policy: Policy,
        resolvingOwners resolve: Interpreter.OwnerResolver? = nil
    ) -> PacketWay? {
        guard policy.scope.paths.contains(packet.path) else { return nil }
        var walk = PacketWalk(packet, PlanReader(plan, of: policy), OwnerNumbers(packet, policy, resolve))
        return walk.run(from: Plan.rulesChainName(packet.path))
    }
}

/// Follows a packet through chains.
private struct PacketWalk {
    private let reader: PlanReader
    private let bytes: PacketBytes
    private let owners: OwnerNumbers
    private var way: PacketWay
    private var depth = 0

    /// The kernel's limit for chains inside chains (`NFT_JUMP_STACK_SIZE`).
    private static let depthLimit = 16

    /// What decides in a rule that the packet fits.
    private enum End {
        case verdict
        /// The element of a map at this place.
        case element(Int)
    }

    init(_ packet: Packet, _ reader: PlanReader, _ owners: OwnerNumbers) {
        self.reader = reader
        self.owners = owners
        bytes = PacketBytes(packet: packet, owners: owners)
        way = PacketWay(action: reader.policy.defaultAction.text)
    }

    mutating func run(from chain: String) -> PacketWay {
        _ = walk(chain)
        return way
    }

    /// Whether the packet is done with; false where it comes back.
    private mutating func walk(_ chain: String) -> Bool {
        guard depth < Self.depthLimit else { return true }
        depth += 1
        defer { depth -= 1 }
        var step = PacketWay.Step(chain: chain, target: PlanReader.Target.back.words)
        for index in reader.rules(in: chain) {
            step.rules += 1
            guard let end = run(index, &step), let line = line(index, end) else { continue }
            step.holds = line.condition
            step.target = line.target.words
            way.steps.append(step)
            switch line.target {
            case .chain(let name):
                let isDone = walk(name)
                guard line.isCall, !isDone else { return isDone }
                step = PacketWay.Step(chain: chain, target: PlanReader.Target.back.words)
            case .outcome(let rule, let action):
                way.rule = rule
                way.action = action
                return true
            case .default: return true
            case .back: return false
            }
        }
        way.steps.append(step)
        return false
    }

    private func line(_ index: Int, _ end: End) -> PlanReader.Line? {
        switch end {
        case .verdict: reader.lines(index, limit: 8).first
        case .element(let place): reader.line(index, element: place)
        }
    }

    // MARK: A rule

    /// Nil where the packet does not fit.
    private func run(_ index: Int, _ step: inout PacketWay.Step) -> End? {
        var register: [UInt8] = []
        for expression in reader.plan.contents.rules[index].expressions {
            switch expression {
            case .meta, .payload, .extensionHeader, .immediate:
                guard let loaded = bytes.load(expression) else { return nil }
                register = loaded
            case .bitwise(_, _, let mask, let xor):
                register = zip(register, zip(mask, xor)).map { $0 & $1.0 ^ $1.1 }
            case .hostToNetwork:
                register = HostOrder.number(register).map { NumberMatch.bigEndian(UInt128($0), count: 4) } ?? register
            case .compare(let operation, _, let operand):
                guard compare(register, operation, operand) else { return nil }
            case .range(_, let lower, let upper, let isInverted):
                let isInside =
                    !register.lexicographicallyPrecedes(lower) && !upper.lexicographicallyPrecedes(register)
                guard isInside != isInverted else { return nil }
            case .lookup(let reference, _, let isInverted):
                step.lookups += 1
                guard let set = set(reference), (place(of: register, in: set) != nil) != isInverted else { return nil }
            case .lookupVerdict(let name, _):
                step.lookups += 1
                guard let map = reader.set(name), let place = place(of: register, in: map),
                    map.isMap
                else { return nil }
                return .element(place)
            case .verdict: return .verdict
            case .countOn: break
            case .setMeta, .setPayload, .unknown: return nil
            }
        }
        return nil
    }

    private func compare(_ register: [UInt8], _ operation: NFTCompareOperator, _ operand: NFTOperand) -> Bool {
        let bytes: [UInt8]
        switch operand {
        case .bytes(let stated): bytes = stated
        case .user, .group: bytes = owners.number(operand).map(HostOrder.bytes) ?? []
        }
        let part = Array(register.prefix(max(bytes.count, 1)))
        switch operation {
        case .equal: return part == bytes
        case .notEqual: return part != bytes
        case .less: return part.lexicographicallyPrecedes(bytes)
        case .lessOrEqual: return !bytes.lexicographicallyPrecedes(part)
        case .greater: return bytes.lexicographicallyPrecedes(part)
        case .greaterOrEqual: return !part.lexicographicallyPrecedes(bytes)
        }
    }

    private func set(_ reference: NFTSetReference) -> NFTSet? {
        switch reference {
        case .anonymous(let set): set
        case .named(let name): reader.set(name)
        }
    }

    /// The element that holds a value.
    private func place(of register: [UInt8], in set: NFTSet) -> Int? {
        guard register.count == set.key.length,
            let number = NFTValueText.number(register, key: set.key, isNetworkOrder: set.isInterval)
        else { return nil }
        var (low, high) = (0, set.elements.count)
        while low < high {
            let middle = (low + high) / 2
            if set.elements[middle].upper < number { low = middle + 1 } else { high = middle }
        }
        return low < set.elements.count && set.elements[low].lower <= number ? low : nil
    }
}
