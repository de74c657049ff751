import SeededRandom
import Testing

@testable import NetworkLab

@Suite struct PacketBytesTests {
    @Test func internetChecksumOfRFC1071() {
        #expect(Checksum.internet([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]) == ~0xddf2)
    }

    @Test func crc32cOfItsCheckString() {
        #expect(Checksum.crc32c("123456789".utf8) == [0x83, 0x92, 0x06, 0xe3])
    }

    /// Every byte by hand; both sums from another implementation.
    @Test func udpOverIPv4() throws {
        var packet = Packet(.udp, from: "192.0.2.1", to: "198.51.100.2")
        packet.sourcePort = 0x1234
        packet.destinationPort = 53
        packet.dscp = 46
        packet.ecn = 1
        packet.payloadLength = 0
        #expect(
            try packet.bytes(id: 0x0102_0304) == [
                0x45, 0xb9, 0x00, 0x28,  // version, IHL, DSCP, ECN, total length 40
                0x04, 0x07, 0x00, 0x00,  // identification 0x01020304 % 0xffff + 1, whole
                0x40, 0x11, 0x89, 0xce,  // TTL 64, UDP, header checksum
                0xc0, 0x00, 0x02, 0x01, 0xc6, 0x33, 0x64, 0x02,
                0x12, 0x34, 0x00, 0x35, 0x00, 0x14, 0xb5, 0xff,  // ports, length 20, checksum
                0x71, 0x6f, 0x73, 0x4c, 0x61, 0x62, 0x01, 0x02,  // magic
                0x01, 0x02, 0x03, 0x04,  // id
            ])
    }

    @Test func ipv6HeaderWithExtensionHeaders() throws {
        var packet = Packet(.esp, from: "2001:db8::1", to: "2001:db8::2")
        packet.dscp = 0b101110
        packet.ecn = 2
        packet.payloadLength = 0
        packet.fragment = .later(offset: 3, more: false)
        packet.headers = [.hopByHop, .fragment, .authentication]
        let bytes = try packet.bytes(id: 7)
        #expect(Array(bytes[..<8]) == [0x6b, 0xa0, 0, 0, 0, 32, 0, 64])
        #expect(Array(bytes[40..<56]) == [44, 0, 1, 4, 0, 0, 0, 0, 51, 0, 0, 24, 0x51, 0x4f, 0x53, 1])
    }

    @Test func moreFragmentsComeInUnitsOfEight() throws {
        for length in 0..<16 {
            var packet = Packet(.tcp, to: "192.0.2.9")
            packet.payloadLength = length
            packet.fragment = .first
            #expect(try packet.bytes(id: 1).count % 8 == 4)  // 20 of header
        }
    }

    @Test func damageIsSeen() throws {
        for destination: Address in ["192.0.2.9", "2001:db8::9"] {
            for number: UInt8 in [.tcp, .udp, .udplite, .sctp, .dccp] {
                let ethernet = [UInt8](repeating: 2, count: 12) + (destination.family == .ip ? [8, 0] : [0x86, 0xdd])
                var bytes = ethernet + (try Packet(number, to: destination).bytes(id: 5))
                #expect(Frame(ethernet: bytes)?.checksumIsValid == true)
                bytes[bytes.count - 1] ^= 1
                #expect(Frame(ethernet: bytes)?.checksumIsValid == false, "protocol \(number)")
            }
        }
    }

    /// Beside the frame, in it, and both: the one beside is the outer one.
    @Test func tagsOfAFrame() throws {
        let addresses = [UInt8](repeating: 2, count: 12)
        let packet = try Packet(.udp, to: "198.51.100.2").bytes(id: 6)
        let inBand: [UInt8] = [0x81, 0x00, 0xb0, 0x0a]
        let inner = VLANTag(vid: 10, pcp: 5, isDropEligible: true, isInBand: true)
        let outer = VLANTag(vid: 0, pcp: 7)
        let expected: [(UInt16?, [UInt8], [VLANTag])] = [
            (nil, [], []), (0xe000, [], [outer]), (nil, inBand, [inner]), (0xe000, inBand, [outer, inner]),
        ]
        for (beside, bytes, tags) in expected {
            let frame = try #require(LinkFrame(addresses + bytes + [0x08, 0x00] + packet, beside: beside))
            #expect(frame.tags == tags && frame.etherType == 0x0800 && frame.payload == packet)
            #expect(Frame(frame)?.id == 6 && Frame(frame)?.tags == tags)
        }
        #expect(outer.control == 0xe000 && inner.control == 0xb00a)
        #expect(LinkFrame(addresses + [0x81]) == nil)
        // A tag that is cut off is a type without a payload.
        #expect(LinkFrame(addresses + [0x81, 0x00, 0xb0])?.tags == [])
    }

    @Test func nonsenseIsNoFrame() {
        var seed = SeededGenerator("nonsenseIsNoFrame")
        for _ in 0..<2000 {
            let size = Int(seed.next() % 90)
            var bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: seed.next()) }
            if size > 14 {
                let isIP6 = seed.next() & 1 == 1
                bytes.replaceSubrange(12..<15, with: isIP6 ? [0x86, 0xdd, 0x60] : [0x08, 0x00, 0x46])
                if size > 40 { bytes[18...19] = [0, UInt8(seed.next() % 80)] }
            }
            _ = Frame(ethernet: bytes)
        }
    }
}
