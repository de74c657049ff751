/// From where a payload offset counts (`enum nft_payload_bases`).
public enum NFTPayloadBase: UInt32, Hashable, Sendable, CaseIterable {
    case link = 0
    case network = 1
    case transport = 2
}

/// A run of packet bytes.
public struct NFTPayload: Hashable, Sendable {
    public var base: NFTPayloadBase
    /// Bytes from the base.
    public var offset: UInt32
    /// Bytes, 1-16.
    public var length: UInt32

    public init(base: NFTPayloadBase, offset: UInt32, length: UInt32) {
        self.base = base
        self.offset = offset
        self.length = length
    }
}

/// A run of bytes of an IPv6 extension header (`NFT_EXTHDR_OP_IPV6`).
public struct NFTExtensionHeader: Hashable, Sendable {
    /// Protocol number of the header.
    public var type: UInt8
    /// Bytes from its start.
    public var offset: UInt32
    /// Bytes, 1-16.
    public var length: UInt32

    public init(type: UInt8, offset: UInt32, length: UInt32) {
        self.type = type
        self.offset = offset
        self.length = length
    }

    /// RFC 8200 section 4.5: the fragment offset, in the upper 13 bits.
    public static let fragmentOffset = NFTExtensionHeader(type: 44, offset: 2, length: 2)
    public static let fragmentOffsetMask: [UInt8] = [0xff, 0xf8]
}

/// How the kernel repairs a checksum after a payload write.
public enum NFTChecksum: Hashable, Sendable {
    /// `NFT_PAYLOAD_CSUM_NONE`
    case none
    /// `NFT_PAYLOAD_CSUM_INET` at this offset from the same base.
    case internet(offset: UInt32)
    /// Anything else, kept from a read-back.
    case other(type: UInt32, offset: UInt32, flags: UInt32)
}

/// A header field that carries its own place, mask and checksum rule, so that no caller spells them again.
public struct NFTHeaderField: Hashable, Sendable {
    /// The bytes that hold the field.
    public var payload: NFTPayload
    /// The bits of those bytes that belong to the field; nil when all do.
    public var mask: [UInt8]?
    /// What a write to the field must repair.
    public var checksum: NFTChecksum
    /// The protocol that a packet must have for the field to exist; nil for transport ports.
    public var layer3: NFTLayer3Protocol?

    private init(
        _ base: NFTPayloadBase, _ offset: UInt32, _ length: UInt32, mask: [UInt8]? = nil,
        checksum: NFTChecksum = .none, layer3: NFTLayer3Protocol? = nil
    ) {
        payload = NFTPayload(base: base, offset: offset, length: length)
        self.mask = mask
        self.checksum = checksum
        self.layer3 = layer3
    }

    /// RFC 791 section 3.1.
    public static let ipv4SourceAddress = NFTHeaderField(.network, 12, 4, layer3: .ipv4)
    public static let ipv4DestinationAddress = NFTHeaderField(.network, 16, 4, layer3: .ipv4)
    /// RFC 8200 section 3.
    public static let ipv6SourceAddress = NFTHeaderField(.network, 8, 16, layer3: .ipv6)
    public static let ipv6DestinationAddress = NFTHeaderField(.network, 24, 16, layer3: .ipv6)
    /// RFC 791 section 3.1: the fragment offset, without the three flags above it.
    public static let ipv4FragmentOffset = NFTHeaderField(.network, 6, 2, mask: [0x1f, 0xff], layer3: .ipv4)
    /// RFC 2474 section 3: the upper six bits of the former TOS byte, read from that byte.
    public static let ipv4DSCP = NFTHeaderField(.network, 1, 1, mask: [0xfc], layer3: .ipv4)
    /// The same bits for writing. Two bytes from offset 0: the kernel's checksum repair sums 16-bit words, so a
    /// write to the odd byte alone would corrupt the IPv4 header checksum (at offset 10).
    public static let ipv4DSCPWord = NFTHeaderField(
        .network, 0, 2, mask: [0x00, 0xfc], checksum: .internet(offset: 10), layer3: .ipv4)
    /// RFC 8200 section 7: bits 4-9 of the first word. No checksum covers it.
    public static let ipv6DSCP = NFTHeaderField(.network, 0, 2, mask: [0x0f, 0xc0], layer3: .ipv6)
    /// RFC 768, 9293, 9260, 4340, 3828: the first four bytes of all port protocols.
    public static let sourcePort = NFTHeaderField(.transport, 0, 2)
    public static let destinationPort = NFTHeaderField(.transport, 2, 2)

    /// The fields that rules compare, with nft's words for them and the kind of their values.
    public static let compared: [(field: NFTHeaderField, name: String, key: NFTSetKey)] = [
        (.ipv4SourceAddress, "ip saddr", .ipv4Address), (.ipv4DestinationAddress, "ip daddr", .ipv4Address),
        (.ipv6SourceAddress, "ip6 saddr", .ipv6Address), (.ipv6DestinationAddress, "ip6 daddr", .ipv6Address),
        (.ipv4DSCP, "ip dscp", .dscp(length: 1)), (.ipv6DSCP, "ip6 dscp", .dscp(length: 2)),
    ]
}
