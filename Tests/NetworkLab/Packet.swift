/// An IP packet to send, and the socket it is sent from. `Lab.exchange` gives it an id, which stands with a magic in its
/// last 12 bytes, so that it is found again whatever its protocol.
public struct Packet: Sendable, Hashable {
    /// Upper-layer protocol number, 0-255.
    public var protocolNumber: UInt8
    public var source: Address
    public var destination: Address
    /// Ports of tcp, udp, udplite, sctp and dccp. In any other protocol and in later fragments these are the first four
    /// bytes after the IP headers: a trap for code that reads ports where there are none.
    public var sourcePort: UInt16 = 40000
    public var destinationPort: UInt16 = 9
    /// 0-63
    public var dscp: UInt8 = 0
    /// 0-3
    public var ecn: UInt8 = 0
    public var fragment: Fragment = .whole
    /// In the order in which they stand. IPv4 knows only `.authentication`.
    public var headers: [ExtensionHeader] = []
    /// IPv4 options: a multiple of four bytes, at most 40.
    public var options: [UInt8] = []
    /// Filler between the transport header and the 12 bytes at the end.
    public var payloadLength = 20
    /// TCP flags; ACK and PSH unless told.
    public var tcpFlags: UInt8 = 0x18
    /// Type of icmp, icmpv6 (echo request unless told) and igmp.
    public var messageType: UInt8?

    /// SO_MARK
    public var mark: UInt32 = 0
    /// SO_PRIORITY: the skb priority that the application asks for.
    public var priority: UInt32 = 0
    /// Owner of the socket.
    public var owner = Owner.caller
    /// The cgroup v2 directory in which the socket is opened.
    public var cgroup: String?
    /// The interface that the packet has to leave by (SO_BINDTODEVICE); nil: as routed.
    public var interface: String?

    public var family: Family { destination.family }

    public enum Fragment: Sendable, Hashable {
        case whole
        /// Offset 0, more to come.
        case first
        /// Offset in units of eight bytes.
        case later(offset: UInt16, more: Bool)
    }

    public enum ExtensionHeader: Sendable, Hashable {
        case hopByHop
        case destinationOptions
        /// Type 253 (experiments) with no segments left.
        case routing
        /// Where the fragment header stands; without it, it comes last. In a packet that is whole: an atomic fragment.
        case fragment
        /// AH with a made-up integrity value.
        case authentication

        var number: UInt8 {
            switch self {
            case .hopByHop: 0
            case .routing: 43
            case .fragment: 44
            case .authentication: 51
            case .destinationOptions: 60
            }
        }
    }

    /// A packet from the laboratory's sender unless a source is given.
    public init(_ protocolNumber: UInt8, from source: Address? = nil, to destination: Address) {
        self.protocolNumber = protocolNumber
        self.source = source ?? (destination.family == .ip ? Lab.senderIP : Lab.senderIP6)
        self.destination = destination
    }
}

/// Protocol numbers by name.
extension UInt8 {
    public static let icmp: UInt8 = 1
    public static let igmp: UInt8 = 2
    public static let ipip: UInt8 = 4
    public static let tcp: UInt8 = 6
    public static let udp: UInt8 = 17
    public static let dccp: UInt8 = 33
    public static let gre: UInt8 = 47
    public static let esp: UInt8 = 50
    public static let ah: UInt8 = 51
    public static let icmpv6: UInt8 = 58
    public static let ospf: UInt8 = 89
    public static let sctp: UInt8 = 132
    public static let udplite: UInt8 = 136
}
