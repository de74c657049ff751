import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// What is printed of a packet is read back to it.
@Suite struct PacketWordsTests {
    @Test(arguments: [
        "", "family ip6", "proto udp saddr 10.0.0.1 sport 5 daddr 10.0.0.2 dport 6",
        "proto tcp daddr 2001:db8::1 iif eth1 oif eth0", "proto 253 saddr 192.0.2.1", "proto udp fragment",
        "user root group 7 dscp ef mark 0x10", "oif wg0 dscp 5",
    ])
    func reads(_ text: String) throws {
        #expect(try packet(text).text == text)
    }

    @Test func random() throws {
        var random = SeededGenerator("PacketWords.random")
        for _ in 0..<2000 {
            var original = RandomPacket.packet(&random, path: random.pick(PacketPath.allCases))
            // Random packets have ports where no packet has any.
            if original.isLaterFragment || original.proto.map(ProtocolNames.hasPorts) != true {
                (original.sport, original.dport) = (nil, nil)
            }
            #expect(try packet(original.text) == original, "\(original.text) \(random)")
        }
    }
}
