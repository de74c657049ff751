/// One thing that packets differ in and that conditions look at, as numbers from 0. Most match fields are one axis.
enum Axis: Hashable, Sendable {
    /// Protocols, ports, DSCPs, numbers of owners, and interfaces by their names (`InterfaceNumber`).
    case number(MatchField)
    /// Each family has addresses of its own.
    case address(MatchField, IPFamily)
    /// Some bits of the fwmark: masks ask for some bits and not for others.
    case markBits(Range<Int>)
    /// 1 where the owner is called so. Nobody but the host knows which number that is, so it may be any.
    case ownerName(MatchField, String)

    /// The largest number.
    var maximum: UInt128 {
        switch self {
        case .number(.proto): 256
        case .number(.sport), .number(.dport): 65536
        case .number(.iif), .number(.oif): InterfaceNumber.maximum
        case .number(.dscp): UInt128(DSCP.maximum)
        case .number: UInt128(UInt32.max)
        case .address(_, let family): family.addressMaximum
        case .markBits(let bits): (1 << UInt128(bits.count)) - 1
        case .ownerName: 1
        }
    }

    /// The number of packets that have no such thing; nil where all have one.
    var absent: UInt128? {
        switch self {
        case .number(.proto), .number(.sport), .number(.dport): maximum
        // As an owner, (uid_t)-1 is nobody.
        case .number(.user), .number(.group): maximum
        case .number(.iif): 0
        default: nil
        }
    }

    /// The numbers of packets that have it.
    var present: IntervalSet<UInt128> {
        switch self {
        case .number(.iif), .number(.oif): IntervalSet([1...maximum])
        case .number(.proto), .number(.sport), .number(.dport), .number(.user), .number(.group):
            IntervalSet([0...(maximum - 1)])
        default: IntervalSet([0...maximum])
        }
    }

    /// The field whose conditions look at it.
    var field: MatchField {
        switch self {
        case .number(let field), .address(let field, _), .ownerName(let field, _): field
        case .markBits: .mark
        }
    }

    /// Whether packets of a family have it at all.
    func belongs(to family: IPFamily) -> Bool { !isAddress || isAddress(of: family) }

    var isAddress: Bool {
        if case .address = self { true } else { false }
    }

    func isAddress(of family: IPFamily) -> Bool {
        if case .address(_, let own) = self { own == family } else { false }
    }

    /// What example packets have where they are free to: numbers that a reader takes for an example.
    var examples: [UInt128] {
        switch self {
        case .number(.proto): [UInt128(ProtocolNames.udp), UInt128(ProtocolNames.tcp)]
        case .number(.sport): [40_000]
        case .number(.dport): [9]
        case .number(.iif): [InterfaceNumber.number("eth1".utf8)]
        case .number(.oif): [InterfaceNumber.number("eth0".utf8)]
        case .number(.user), .number(.group): [1000]
        // 192.0.2.1 and 198.51.100.7 (RFC 5737), 2001:db8:1::1 and 2001:db8:2::7 (RFC 3849).
        case .address(.saddr, .ip): [0xc000_0201]
        case .address(_, .ip): [0xc633_6407]
        case .address(.saddr, .ip6): [0x2001_0db8_0001 << 80 | 1]
        case .address(_, .ip6): [0x2001_0db8_0002 << 80 | 7]
        case .number, .markBits, .ownerName: [0]
        }
    }
}
