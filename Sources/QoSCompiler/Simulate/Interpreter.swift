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
            guard let field = failingField(of: rule, packet) else {
                return Decision(ruleIndex: index, isInScope: true, marking: rule.action.marking, skipped: skipped)
            }
            skipped.append(Decision.Skipped(rule: rule.name, field: field))
        }
        return Decision(ruleIndex: nil, isInScope: true, marking: policy.defaultAction.marking, skipped: skipped)
    }

    /// Index of the first rule that takes the packet, without the explanation.
    public func ruleIndex(for packet: Packet) -> Int? {
        guard policy.scope.paths.contains(packet.path) else { return nil }
        return policy.rules.firstIndex { failingField(of: $0, packet) == nil }
    }

    /// Nil when the rule takes the packet.
    private func failingField(of rule: PolicyRule, _ packet: Packet) -> String? {
        guard rule.isEnabled else { return "disabled" }
        return rule.matches.first { !holds($0, packet) }?.field.rawValue
    }

    /// Whether one condition holds. A field that the packet does not have never holds, negated or not.
    ///
    /// Adding a match field: what it means is said here.
    func holds(_ match: FieldMatch, _ packet: Packet) -> Bool {
        switch match.values {
        case .families(let families):
            return families.contains(packet.family) != match.isNegated
        case .protocols(let protocols):
            guard let proto = packet.proto else { return false }
            return protocols.contains(proto) != match.isNegated
        case .addresses(let set):
            guard let address = match.field == .saddr ? packet.saddr : packet.daddr else { return false }
            // Negation keeps the family: addresses of a family that is not named are no match either way.
            guard set.names(address.family) else { return false }
            return set.contains(address) != match.isNegated
        case .ports(let ports):
            guard let port = match.field == .sport ? packet.sport : packet.dport, let proto = packet.proto,
                ProtocolNames.hasPorts(proto), !packet.isLaterFragment
            else { return false }
            return ports.contains(port) != match.isNegated
        case .interfaces(let patterns):
            guard let name = match.field == .iif ? packet.iif : packet.oif else { return false }
            return patterns.contains { $0.matches(name) } != match.isNegated
        case .owners(let owners):
            guard packet.path == .output, let owner = match.field == .user ? packet.user : packet.group else {
                return false
            }
            return isOne(of: owners, owner, field: match.field) != match.isNegated
        case .dscps(let dscps):
            return dscps.contains(packet.dscp.value) != match.isNegated
        case .marks(let marks):
            return marks.contains(packet.mark) != match.isNegated
        case .names:
            return false
        }
    }

    private func isOne(of owners: OwnerSet, _ owner: Owner, field: MatchField) -> Bool {
        func number(_ name: String) -> UInt32? { resolve?(name, field) }
        switch owner {
        case .id(let id):
            return owners.ids.contains(id) || owners.names.contains { number($0) == id }
        case .name(let name):
            if owners.names.contains(name) { return true }
            guard let id = number(name) else { return false }
            return owners.ids.contains(id) || owners.names.contains { number($0) == id }
        }
    }
}
