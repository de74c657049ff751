/// What a rule can look at. The raw value is the word of the language.
///
/// Adding a match field begins here; CONTRIBUTING.md has the list of places.
public enum MatchField: String, Hashable, Sendable, CaseIterable {
    case family
    case proto
    case saddr
    case daddr
    case sport
    case dport
    case iif
    case oif
    case user
    case group
    case cgroup
    case unit
    case app
    case dscp
    case mark

    /// What the manual, completion and `values` say about the field.
    public var summary: String {
        switch self {
        case .family: "ip or ip6"
        case .proto: "upper-layer protocol, by name or number 0-255"
        case .saddr: "source address: address, prefix, range, @set"
        case .daddr: "destination address: address, prefix, range, @set"
        case .sport: "source port: number, range, service name, @set"
        case .dport: "destination port: number, range, service name, @set"
        case .iif: "interface that a forwarded packet came in on; * at the end as wildcard"
        case .oif: "interface that the packet leaves on; * at the end as wildcard"
        case .user: "owner of the socket (fsuid): name, number, range"
        case .group: "group of the socket's owner (fsgid, not membership): name, number, range"
        case .cgroup: "control group (v2) of the socket"
        case .unit: "systemd unit of the socket"
        case .app: "program, defined by an app statement"
        case .dscp: "the DSCP that the packet already carries"
        case .mark: "fwmark: N, N/MASK, range"
        }
    }

    /// How its values are written.
    public var form: String {
        switch self {
        case .family: "ip, ip6"
        case .proto: "a name, 0-255 or 0x00-0xff; no range"
        case .saddr, .daddr: "an address, prefix or range a-b of IPv4 or IPv6, or @set"
        case .sport, .dport: "0-65535, a range, a service name, or @set"
        case .iif, .oif: "a name of at most 15 bytes, prefix*, or \"*\""
        case .user, .group: "a name, 0-4294967294, or a range of numbers"
        case .cgroup: "a path in quotes, relative to the root of cgroup v2"
        case .unit: "a unit's name in quotes: \"packagekit.service\""
        case .app: "the name of an app statement"
        case .dscp: "a name, 0-63 or 0x00-0x3f, a range"
        case .mark: "N, N/MASK or a range; 32 bits, decimal or 0x"
        }
    }

    /// What is easily missed about it.
    public var notes: [String] {
        switch self {
        case .proto:
            [
                "the upper-layer protocol, behind IPv6 extension headers; their own numbers are an error: "
                    + ProtocolNames.extensionHeaders.sorted().map(String.init).joined(separator: ", "),
                "it never implies a family",
            ]
        case .sport, .dport:
            [
                "names are those of 'qosctl values service'",
                "without proto: " + ProtocolNames.withPorts.compactMap(ProtocolNames.name).joined(separator: ", "),
                "fragments after the first have no ports",
            ]
        case .saddr, .daddr: ["a prefix has no host bits", "a negated list keeps the family of its addresses"]
        case .iif, .oif: ["names are compared for each packet, so interfaces may come later"]
        case .user, .group: [Self.ownership, "forwarded packets and packets after close() have no owner"]
        case .mark: ["N/MASK is (mark & MASK) == N; N outside MASK is an error"]
        case .cgroup, .unit, .app: ["not supported yet: every command refuses it"]
        case .family, .dscp: []
        }
    }

    /// What `user` and `group` mean.
    static let ownership =
        "user and group are those that the socket's owner ran with (fsuid, fsgid), not membership: a user's other "
        + "groups do not count"

    /// Whether commands of this version can honour the field.
    public var isSupported: Bool {
        switch self {
        case .cgroup, .unit, .app: false
        default: true
        }
    }
}

/// The values of one field of a rule, read and merged.
public enum MatchValues: Hashable, Sendable {
    case families(Set<IPFamily>)
    /// `proto`
    case protocols(IntervalSet<UInt8>)
    /// `saddr`, `daddr`
    case addresses(AddressSet)
    /// `sport`, `dport`
    case ports(IntervalSet<UInt16>)
    /// `iif`, `oif`
    case interfaces([InterfacePattern])
    /// `user`, `group`
    case owners(OwnerSet)
    /// `dscp`
    case dscps(IntervalSet<UInt8>)
    /// `mark`
    case marks(MarkSet)
    /// `cgroup`, `unit`, `app`
    case names([String])
}
