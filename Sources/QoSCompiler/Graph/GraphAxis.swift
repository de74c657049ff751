import NetlinkModel

/// What a node of the graph can test: one value of a packet, as one load (or a few) brings it into a register.
///
/// A packet may lack the value; then no condition on the axis holds, negated ones too.
enum GraphAxis: Hashable {
    case family
    case proto
    case iif
    case oif
    case user
    case group
    /// Whether the socket's owner is this user, whose number is not known yet: 1, or 0 for somebody else.
    case userName(String)
    case groupName(String)
    /// The bits of the fwmark under a mask.
    case mark(mask: UInt32)
    case dscp
    case dport
    case sport
    case daddr
    case saddr
    /// Whether the address or port is in a set that is too large to be taken apart: 1, or 0 where it is not.
    case member(MatchField, set: Int)

    /// The greatest value, of either family.
    func maximum(_ family: IPFamily) -> UInt128 {
        switch self {
        case .family: 1
        case .proto: 255
        case .iif, .oif: .max
        case .user, .group, .mark: UInt128(UInt32.max)
        case .userName, .groupName, .member: 1
        case .dscp: UInt128(DSCP.maximum)
        case .dport, .sport: UInt128(UInt16.max)
        case .daddr, .saddr: family.addressMaximum
        }
    }

    /// Whether its values are names of interfaces.
    var isInterface: Bool {
        switch self {
        case .iif, .oif: true
        default: false
        }
    }

    /// The word in names of chains, and in explanations.
    var word: String {
        switch self {
        case .family: "family"
        case .proto: "proto"
        case .iif: "iif"
        case .oif: "oif"
        case .user, .userName: "user"
        case .group, .groupName: "group"
        case .mark: "mark"
        case .dscp: "dscp"
        case .dport: "dport"
        case .sport: "sport"
        case .daddr: "daddr"
        case .saddr: "saddr"
        case .member(let field, _): field.rawValue
        }
    }

    /// The place of its condition in a kernel rule: as nft puts them, network before transport before the rest.
    var rank: Int {
        switch self {
        case .family: 0
        case .saddr, .member(.saddr, _): 1
        case .daddr, .member(.daddr, _): 2
        case .dscp: 3
        case .proto: 4
        case .sport, .member(.sport, _): 5
        case .dport, .member: 6
        case .iif: 7
        case .oif: 8
        case .user, .userName: 9
        case .group, .groupName: 10
        case .mark: 11
        }
    }
}

/// Values on an axis, in two parts where a family has a header of its own: sorted, disjoint, not adjacent.
struct AxisValues: Hashable {
    /// Of IPv4 packets, or of all where the axis is the same in both families.
    var ip: [ClosedRange<UInt128>]
    /// Of IPv6 packets, on the axes that depend on the family.
    var ip6: [ClosedRange<UInt128>] = []

    var isEmpty: Bool { ip.isEmpty && ip6.isEmpty }

    static let yes = AxisValues(ip: [1...1])
    static let no = AxisValues(ip: [0...0])
}
