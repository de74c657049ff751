/// An IP packet as it arrived on the far side.
public struct Frame: Sendable, Hashable, CustomStringConvertible {
    /// The laboratory's id, when the packet ends with its magic.
    public let id: UInt32?
    /// The interface that it arrived on.
    public let interface: UInt32
    /// The skb priority at the end of the transmit path that was stamped; nil when it was not stamped.
    public let priority: UInt32?
    /// 802.1Q tags from the outermost on.
    public let tags: [VLANTag]
    public let family: Family
    public let source: Address
    public let destination: Address
    public let dscp: UInt8
    public let ecn: UInt8
    /// TTL or hop limit.
    public let hopLimit: UInt8
    /// Always true for IPv6, which has none.
    public let headerChecksumIsValid: Bool
    /// The protocol behind all extension headers; AH counts as one of them here.
    public let protocolNumber: UInt8
    /// Offset of what the protocol carries, from the IP header on.
    public let payloadOffset: Int
    /// Not whole: a fragment with an offset or with more to come.
    public let isFragment: Bool
    public let isLaterFragment: Bool
    /// Of the ports that tcp, udp, udplite, sctp and dccp have; nil otherwise and in later fragments.
    public let sourcePort: UInt16?
    public let destinationPort: UInt16?
    /// nil where there is none or where it cannot be computed (fragments).
    public let checksumIsValid: Bool?
    /// From the IP header on.
    public let bytes: [UInt8]

    /// nil when the frame is not IP or is damaged.
    public init?(ethernet bytes: [UInt8]) {
        guard let frame = LinkFrame(bytes) else { return nil }
        self.init(frame)
    }

    /// nil when the frame is not IP or is damaged.
    public init?(_ frame: LinkFrame) {
        tags = frame.tags
        interface = frame.interface
        priority = frame.priority
        guard let header = IPHeader(frame.payload), (frame.etherType == 0x0800) == (header.family == .ip) else {
            return nil
        }
        family = header.family
        source = header.source
        destination = header.destination
        dscp = header.trafficClass >> 2
        ecn = header.trafficClass & 3
        hopLimit = header.hopLimit
        headerChecksumIsValid = header.checksumIsValid
        protocolNumber = header.protocolNumber
        payloadOffset = header.payloadOffset
        isFragment = header.isFragment
        isLaterFragment = header.isLaterFragment
        bytes = header.bytes
        id = Trailer.id(atEndOf: bytes)
        let transport = Array(bytes[payloadOffset...])
        let hasPorts = [.tcp, .udp, .udplite, .sctp, .dccp].contains(protocolNumber) && !isLaterFragment
        sourcePort = hasPorts && transport.count >= 4 ? transport.be16(0) : nil
        destinationPort = hasPorts && transport.count >= 4 ? transport.be16(2) : nil
        checksumIsValid =
            isFragment
            ? nil
            : TransportChecksum.isValid(
                transport, protocol: protocolNumber, source: source, destination: destination)
    }

    public var description: String {
        "\(id.map { "#\($0) " } ?? "")\(source) > \(destination) proto \(protocolNumber)"
            + (destinationPort.map { " dport \($0)" } ?? "") + (isFragment ? " fragment" : "")
            + tags.map { " \($0)" }.joined() + " dscp \(dscp) ecn \(ecn) priority \(priority.map { "\($0)" } ?? "-")"
    }
}

/// Checks the checksum of a whole upper-layer message.
enum TransportChecksum {
    static func isValid(_ bytes: [UInt8], protocol number: UInt8, source: Address, destination: Address) -> Bool? {
        func sum(over length: Int? = nil) -> Bool {
            let pseudo = Checksum.pseudoHeader(
                source: source, destination: destination, protocol: number, length: bytes.count)
            return Checksum.internet(pseudo, Array(bytes.prefix(length ?? bytes.count))) == 0
        }
        switch number {
        case .tcp: return bytes.count >= 20 ? sum() : nil
        case .udp:
            guard bytes.count >= 8 else { return nil }
            // 0 means "none", which IPv6 does not allow.
            return bytes.be16(6) == 0 ? source.family == .ip : sum()
        case .udplite:
            guard bytes.count >= 8 else { return nil }
            let coverage = Int(bytes.be16(4))
            return coverage == 0 ? sum() : coverage >= 8 && coverage <= bytes.count && sum(over: coverage)
        case .dccp:
            guard bytes.count >= 12 else { return nil }
            let coverage = Int(bytes[5] & 0xf)
            return coverage == 0 ? sum() : sum(over: Int(bytes[4]) * 4 + (coverage - 1) * 4)
        case .sctp:
            guard bytes.count >= 12 else { return nil }
            let crc = Checksum.crc32c(bytes[..<8] + [0, 0, 0, 0] + bytes[12...])
            return Array(bytes[8..<12]) == crc
        case .icmp, .igmp: return bytes.count >= 4 ? Checksum.internet(bytes) == 0 : nil
        case .icmpv6: return bytes.count >= 4 ? sum() : nil
        default: return nil
        }
    }
}

extension [UInt8] {
    /// Big endian; the caller has checked the bounds.
    func be16(_ offset: Int) -> UInt16 { UInt16(self[offset]) << 8 | UInt16(self[offset + 1]) }
}
