/// Upper-layer protocols by number and name: the built-in table, so that `check` and `compile` give the same on every
/// host. Source: the IANA protocol number registry, by the names of Debian's `/etc/protocols`.
public enum ProtocolNames {
    public static let tcp: UInt8 = 6
    public static let udp: UInt8 = 17
    public static let icmp: UInt8 = 1
    public static let igmp: UInt8 = 2
    public static let icmpv6: UInt8 = 58
    public static let ospf: UInt8 = 89
    public static let authenticationHeader: UInt8 = 51

    /// The protocols with source and destination ports in their first four bytes:
    /// TCP, UDP, DCCP, SCTP, UDP-Lite.
    public static let withPorts: [UInt8] = [6, 17, 33, 132, 136]

    /// IPv6 extension headers (IANA "IPv6 Extension Header Types"), which are no upper-layer protocols.
    /// ESP (50) and AH (51) stand in that registry too, but end the chain for us.
    public static let extensionHeaders: Set<UInt8> = [0, 43, 44, 60, 135, 139, 140]

    /// The first name of a number is the one printed. `ipip` is what Linux's tunnels send (`IPPROTO_IPIP`), 4.
    public static let names: [(name: String, number: UInt8)] = [
        ("icmp", 1), ("igmp", 2), ("ggp", 3), ("ipip", 4), ("ipencap", 4), ("st", 5), ("tcp", 6), ("egp", 8),
        ("igp", 9), ("pup", 12), ("udp", 17), ("hmp", 20), ("xns-idp", 22), ("rdp", 27), ("iso-tp4", 29),
        ("dccp", 33), ("xtp", 36), ("ddp", 37), ("idpr-cmtp", 38), ("ipv6", 41), ("sit", 41), ("idrp", 45),
        ("rsvp", 46), ("gre", 47), ("esp", 50), ("ah", 51), ("skip", 57), ("icmpv6", 58), ("ipv6-icmp", 58),
        ("ipv6-nonxt", 59), ("rspf", 73), ("vmtp", 81), ("eigrp", 88), ("ospf", 89), ("ax.25", 93),
        ("etherip", 97), ("encap", 98), ("pim", 103), ("ipcomp", 108), ("vrrp", 112), ("l2tp", 115), ("isis", 124),
        ("sctp", 132), ("fc", 133), ("udplite", 136), ("mpls-in-ip", 137), ("manet", 138), ("wesp", 141),
        ("rohc", 142), ("ethernet", 143),
    ]

    private static let byName = Dictionary(names.map { ($0.name, $0.number) }, uniquingKeysWith: { first, _ in first })
    private static let nameOf = Dictionary(names.map { ($0.number, $0.name) }, uniquingKeysWith: { first, _ in first })

    /// Names of extension headers, known only to say why they are refused.
    static let extensionHeaderNames: [String: UInt8] = [
        "hopopt": 0, "ipv6-route": 43, "ipv6-frag": 44, "ipv6-opts": 60, "mobility-header": 135, "hip": 139,
        "shim6": 140,
    ]

    public static func number(_ name: String) -> UInt8? { byName[name] }

    public static func name(_ number: UInt8) -> String? { nameOf[number] }

    public static func hasPorts(_ number: UInt8) -> Bool { withPorts.contains(number) }
}
