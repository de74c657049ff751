import NetlinkModel
import QoSCompiler

/// What of a packet a rule can look at, as the kernel loads it. Each has one value a packet, or none.
enum PacketField: Hashable, Sendable {
    /// Upper-layer protocol.
    case proto
    case saddr
    case daddr
    /// The two bytes where a port would stand, whatever the packet is: the kernel reads them from any packet.
    case sport
    case dport
    /// The 16 bits with the fragment offset: of the IPv4 header, or of IPv6's fragment header.
    case fragment
    /// DSCP and ECN together, 8 bits.
    case trafficClass
    case iif
    case oif
    case user
    case group
    case mark
    /// What no policy looks at.
    case other(OtherLoad)

    /// The fields that every packet world has, in the order of their numbers.
    static let known: [PacketField] = [
        .proto, .saddr, .daddr, .sport, .dport, .fragment, .trafficClass, .iif, .oif, .user, .group, .mark,
    ]
}

/// A load of something that no policy looks at, but an edited table may.
enum OtherLoad: Hashable, Sendable {
    case meta(NFTMetaKey)
    case payload(NFTPayload)
    case extensionHeader(NFTExtensionHeader)

    /// Width in bits.
    var width: Int {
        switch self {
        case .meta: 32
        case .payload(let payload): Int(payload.length) * 8
        case .extensionHeader(let header): Int(header.length) * 8
        }
    }
}

/// The values that a field can have in some packet.
struct FieldDomain {
    /// Bits.
    var width: Int
    /// Sorted and disjoint; none where the field is always absent.
    var values: [ClosedRange<UInt128>]
    /// Whether there are packets without the field: a load of it breaks the rule.
    var hasAbsent = false
    /// Values are interface names, in 16 bytes.
    var isName = false
}

/// The packets of one path and family, which go through the same base chains and have the same headers.
struct PacketWorld: Hashable, Sendable {
    var path: PacketPath
    var family: IPFamily

    func domain(of field: PacketField) -> FieldDomain {
        func number(_ width: Int, hasAbsent: Bool = false) -> FieldDomain {
            FieldDomain(width: width, values: [0...ValueSet.allOnes(width)], hasAbsent: hasAbsent)
        }
        switch field {
        // The IPv4 header always names one; behind IPv6 extension headers the kernel may find none.
        case .proto: return number(8, hasAbsent: family == .ip6)
        case .saddr, .daddr: return number(family.addressWidth)
        // A packet may end before them.
        case .sport, .dport: return number(16, hasAbsent: true)
        case .fragment: return number(16, hasAbsent: family == .ip6)
        case .trafficClass: return number(8)
        case .iif:
            guard path == .output else { return names }
            // Of a packet without an input device the name reads as zeros.
            return FieldDomain(width: 128, values: [0...0])
        case .oif: return names
        case .user, .group:
            guard path == .output else { return FieldDomain(width: 32, values: [], hasAbsent: true) }
            // -1 is nobody's number.
            return FieldDomain(width: 32, values: [0...UInt128(UInt32.max - 1)], hasAbsent: true)
        case .mark: return number(32)
        case .other(let load): return number(load.width, hasAbsent: canLack(load))
        }
    }

    private var names: FieldDomain { FieldDomain(width: 128, values: [1...UInt128.max], isName: true) }

    private func canLack(_ load: OtherLoad) -> Bool {
        switch load {
        case .meta: false
        case .payload(let payload):
            payload.base != .network || payload.offset + payload.length > (family == .ip ? 20 : 40)
        case .extensionHeader: true
        }
    }

    /// The values of `fragment` that fragments after the first have: an offset that is not zero.
    var laterFragments: ValueSet {
        var first = ValueSet()
        let offset: UInt128 = family == .ip ? 0x1fff : 0xfff8
        first.insert(BitPattern(mask: offset, bits: 0), width: 16)
        return first.negated
    }

    /// The others, packets without a fragment header among them.
    var wholeOrFirst: ValueSet {
        var set = laterFragments.negated
        set.hasAbsent = family == .ip6
        return set
    }
}
