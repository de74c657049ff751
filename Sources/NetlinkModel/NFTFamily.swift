/// The address family of an nf_tables table (`NFPROTO_*`, linux/netfilter.h).
public enum NFTFamily: UInt8, Hashable, Sendable, CaseIterable {
    /// IPv4 and IPv6 in one table.
    case inet = 1
    case ipv4 = 2
    case arp = 3
    case netdev = 5
    case bridge = 7
    case ipv6 = 10

    /// The word that nft(8) uses.
    public var keyword: String {
        switch self {
        case .inet: "inet"
        case .ipv4: "ip"
        case .arp: "arp"
        case .netdev: "netdev"
        case .bridge: "bridge"
        case .ipv6: "ip6"
        }
    }
}

/// The per-packet layer 3 protocol that `meta nfproto` loads in an `inet` table.
public enum NFTLayer3Protocol: UInt8, Hashable, Sendable, CaseIterable {
    case ipv4 = 2
    case ipv6 = 10
}
