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
        ruleIndices(for: [packet])[0]
    }

    /// As `ruleIndex`, for several packets in one pass over the rules.
    public func ruleIndices(for packets: [Packet]) -> [Int?] {
        var takers = [Int?](repeating: nil, count: packets.count)
        var waiting = packets.indices.filter { policy.scope.paths.contains(packets[$0].path) }
        for index in policy.rules.indices where !waiting.isEmpty && policy.rules[index].isEnabled {
            let matches = policy.rules[index].matches
            waiting.removeAll { place in
                guard failingField(of: matches, packets[place]) == nil else { return false }
                takers[place] = index
                return true
            }
        }
        return takers
    }

    /// Nil when all conditions hold.
    private func failingField(of matches: [FieldMatch], _ packet: Packet) -> MatchField? {
        matches.first { !$0.holds(packet, resolvingOwners: resolve) }?.field
    }
}
