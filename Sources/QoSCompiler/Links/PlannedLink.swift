public import NetlinkModel

/// What a `link` statement asks of its interface, as values that need no look at the host.
public struct PlannedLink: Hashable, Sendable {
    public enum Work: Hashable, Sendable {
        /// Entries of a VLAN device's egress-qos-map; others stay.
        case egressMap([VLANMapping])
        /// Entries of its ingress-qos-map; others stay.
        case ingressMap([VLANMapping])
        case filters(LinkFilters)
    }

    public var interface: InterfaceName
    /// `link?`
    public var isOptional: Bool
    /// The words of the form.
    public var keyword: String
    /// Which of the policy's `links` it comes from.
    public var statement: Int
    public var work: Work

    /// All links of a policy, in its order.
    public static func all(of policy: Policy) -> [PlannedLink] {
        let tokens = policy.tokens()
        return policy.links.enumerated().map { index, link in
            PlannedLink(
                interface: link.interface.value, isOptional: link.isOptional, keyword: link.form.keyword,
                statement: index, work: work(link.form, policy, tokens))
        }
    }

    private static func work(_ form: LinkForm, _ policy: Policy, _ tokens: [PriorityToken]) -> Work {
        switch form {
        case .egressMapAuto:
            .egressMap(policy.statedPCPs.map { VLANMapping(priority: $0.priority.value, pcp: $0.pcp.value) })
        case .egressMap(let entries): .egressMap(Self.mappings(entries).sorted { $0.priority < $1.priority })
        case .ingressMap(let entries): .ingressMap(Self.mappings(entries).sorted { $0.pcp < $1.pcp })
        case .tagPriority: .filters(LinkFilters(.tag(tokens), policy))
        case .retag: .filters(LinkFilters(.retag(tokens), policy))
        case .trustPCP: .filters(LinkFilters(.trustPCP, policy))
        case .trustDSCP: .filters(LinkFilters(.trustDSCP, policy))
        }
    }

    private static func mappings(_ entries: [LinkMapEntry]) -> [VLANMapping] {
        entries.map { VLANMapping(priority: $0.priority, pcp: $0.pcp.value) }
    }

    /// Whether it gives untagged frames a tag.
    public var pushesTags: Bool {
        if case .filters(let filters) = work, case .tag = filters.form { true } else { false }
    }

    /// Whether packets have to come to the interface with tokens.
    public var wantsTokens: Bool {
        if case .filters(let filters) = work { filters.wantsTokens } else { false }
    }

    /// Whether frames of VLAN devices above the interface are meant too.
    public var includesVLANsAbove: Bool {
        if case .filters(let filters) = work { filters.includesVLANsAbove } else { false }
    }
}
