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
