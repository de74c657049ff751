/// The checksums of the protocols that packets are built with.
enum Checksum {
    /// The Internet checksum (RFC 1071) over all parts as one run of bytes; every part but the last has even length.
    static func internet(_ parts: [UInt8]...) -> UInt16 {
        var sum: UInt64 = 0
        for bytes in parts {
            for index in stride(from: 0, to: bytes.count, by: 2) {
                sum += UInt64(bytes[index]) << 8 + (index + 1 < bytes.count ? UInt64(bytes[index + 1]) : 0)
            }
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(truncatingIfNeeded: sum)
    }

    /// What is summed before a transport header.
    static func pseudoHeader(source: Address, destination: Address, protocol number: UInt8, length: Int) -> [UInt8] {
        source.bytes + destination.bytes
            + (source.family == .ip ? [0, number] + be16(length) : be32(length) + [0, 0, 0, number])
    }

    /// CRC-32C as SCTP uses it, in the order in which it stands in the header.
    static func crc32c(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var crc: UInt32 = 0xffff_ffff
        for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
        crc = ~crc
        return (0..<4).map { UInt8(truncatingIfNeeded: crc >> ($0 * 8)) }
    }

    private static let table: [UInt32] = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0x82f6_3b78 : crc >> 1 }
    }

    static func be16(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }
    static func be32(_ value: Int) -> [UInt8] { be16(value >> 16) + be16(value) }
}
