/// The IP header of a captured packet, with extension headers walked over.
struct IPHeader {
    let family: Family
    let source: Address
    let destination: Address
    /// TOS or traffic class.
    let trafficClass: UInt8
    let hopLimit: UInt8
    let checksumIsValid: Bool
    let protocolNumber: UInt8
    let payloadOffset: Int
    let isFragment: Bool
    let isLaterFragment: Bool
    /// The packet without what the link added behind it.
    let bytes: [UInt8]

    init?(_ frame: [UInt8]) {
        guard let version = frame.first.map({ $0 >> 4 }) else { return nil }
        switch version {
        case 4: self.init(ipv4: frame)
        case 6: self.init(ipv6: frame)
        default: return nil
        }
    }

    private init?(ipv4 frame: [UInt8]) {
        guard frame.count >= 20 else { return nil }
        let length = Int(frame[0] & 0xf) * 4
        let total = Int(frame.be16(2))
        guard length >= 20, total >= length, total <= frame.count,
            let source = Address(bytes: frame[12..<16]), let destination = Address(bytes: frame[16..<20])
        else { return nil }
        let word = frame.be16(6)
        let walk = Self.walk(frame, from: length, to: total, next: frame[9], isLater: word & 0x1fff != 0, over: [51])
        family = .ip
        self.source = source
        self.destination = destination
        trafficClass = frame[1]
        hopLimit = frame[8]
        checksumIsValid = Checksum.internet(Array(frame[..<length])) == 0
        protocolNumber = walk.number
        payloadOffset = walk.offset
        isLaterFragment = word & 0x1fff != 0
        isFragment = word & 0x3fff != 0
        bytes = Array(frame[..<total])
    }

    private init?(ipv6 frame: [UInt8]) {
        guard frame.count >= 40 else { return nil }
        let total = 40 + Int(frame.be16(4))
        guard total <= frame.count,
            let source = Address(bytes: frame[8..<24]), let destination = Address(bytes: frame[24..<40])
        else { return nil }
        let walk = Self.walk(frame, from: 40, to: total, next: frame[6], isLater: false, over: [0, 43, 44, 51, 60])
        family = .ip6
        self.source = source
        self.destination = destination
        trafficClass = frame[0] << 4 | frame[1] >> 4
        hopLimit = frame[7]
        checksumIsValid = true
        protocolNumber = walk.number
        payloadOffset = walk.offset
        isLaterFragment = walk.fragment & 0xfff8 != 0
        isFragment = walk.fragment & 0xfff9 != 0
        bytes = Array(frame[..<total])
    }

    /// Follows the chain of headers as far as the packet holds it.
    private static func walk(
        _ bytes: [UInt8], from start: Int, to end: Int, next first: UInt8, isLater: Bool, over known: Set<UInt8>
    ) -> (number: UInt8, offset: Int, fragment: UInt16) {
        var (number, offset, fragment) = (first, start, UInt16(0))
        while !isLater, known.contains(number), offset + 8 <= end {
            let length =
                switch number {
                case 44: 8
                case 51: (Int(bytes[offset + 1]) + 2) * 4
                default: (Int(bytes[offset + 1]) + 1) * 8
                }
            guard offset + length <= end else { break }
            if number == 44 { fragment = bytes.be16(offset + 2) }
            number = bytes[offset]
            offset += length
            if fragment & 0xfff8 != 0 { break }
        }
        return (number, offset, fragment)
    }
}
