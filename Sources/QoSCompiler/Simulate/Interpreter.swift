/// What happens to a packet, and why.
public struct Decision: Hashable, Sendable {
    /// A rule that did not take the packet, and the first of its fields that did not hold.
    public struct Skipped: Hashable, Sendable {
        public var rule: String
        /// A field's word, or `disabled`.
        public var field: String
    }

    /// Index of the rule that takes the packet; nil when none does.
    public var ruleIndex: Int?
    /// Whether the packet is one that the policy looks at: its scope covers the packet's path.
    public var isInScope: Bool
    /// What the packet gets.
    public var marking: Marking
    /// The rules before the one that takes it, in order.
    public var skipped: [Skipped]
}

/// The reference: a loop over the rules. Whatever the compiler makes of a policy has to give what this gives.
public struct Interpreter: Sendable {
    /// What a user or group name stands for; nil leaves names unresolved, equal to themselves only.
    public typealias OwnerResolver = @Sendable (String, MatchField) -> UInt32?

    private let policy: Policy
    private let resolve: OwnerResolver?

    public init(_ policy: Policy, resolvingOwners resolve: OwnerResolver? = nil) {
        self.policy = policy
        self.resolve = resolve
    }

    public func decide(_ packet: Packet) -> Decision {
        guard policy.scope.paths.contains(packet.path) else {
            return Decision(ruleIndex: nil, isInScope: false, marking: .none, skipped: [])
        }
        var skipped: [Decision.Skipped] = []
        for (index, rule) in policy.rules.enumerated() {
            guard rule.isEnabled else {
                skipped.append(Decision.Skipped(rule: rule.name, field: "disabled"))
                continue
            }
            guard let field = failingField(of: rule.matches, packet) else {
                return Decision(ruleIndex: index, isInScope: true, marking: rule.action.marking, skipped: skipped)
            }
            skipped.append(Decision.Skipped(rule: rule.name, field: field.rawValue))
        }
        return Decision(ruleIndex: nil, isInScope: true, marking: policy.defaultAction.marking, skipped: skipped)
    }

    /// Index of the first rule that takes the packet, without the explanation.
    public func ruleIndex(for packet: Packet) -> Int? {
        guard policy.scope.paths.contains(packet.path) else { return nil }
        return policy.rules.indices.first { isMatch($0, packet) }
    }

    /// As `ruleIndex`, for several packets in one pass over the rules.
    public func ruleIndices(for packets: [Packet]) -> [Int?] {
        var takers = [Int?](repeating: nil, count: packets.count)
        let shared = packets.map(SharedPacket.init)
        var waiting = packets.indices.filter { policy.scope.paths.contains(packets[$0].path) }
        for index in policy.rules.indices where !waiting.isEmpty && policy.rules[index].isEnabled {
            var taken: [Int]?
            // Each condition with all packets: neither is copied for each.
            for match in policy.rules[index].matches where taken?.isEmpty != true {
                taken = (taken ?? waiting).filter { shared[$0].fits(match, resolve) }
            }
            let places = taken ?? waiting
            guard !places.isEmpty else { continue }
            for place in places { takers[place] = index }
            waiting.removeAll { takers[$0] != nil }
        }
        return takers
    }

    private final class SharedPacket {
        private let packet: Packet

        init(_ packet: Packet) { self.packet = packet }

        func fits(_ match: FieldMatch, _ resolve: OwnerResolver?) -> Bool {
            match.holds(packet, resolvingOwners: resolve)
        }
    }

    /// Indices of all rules that match a packet, in order: the first one takes it. None where the scope does not look at
    /// the packet.
    public func matchingRules(for packet: Packet) -> [Int] {
        guard policy.scope.paths.contains(packet.path) else { return [] }
        return policy.rules.indices.filter { isMatch($0, packet) }
    }

    /// Whether a rule matches a packet that the scope looks at, whoever takes it.
    func isMatch(_ index: Int, _ packet: Packet) -> Bool {
        policy.rules[index].isEnabled && failingField(of: policy.rules[index].matches, packet) == nil
    }

    /// Nil when all conditions hold.
    private func failingField(of matches: [FieldMatch], _ packet: Packet) -> MatchField? {
        matches.first { !$0.holds(packet, resolvingOwners: resolve) }?.field
    }
}
