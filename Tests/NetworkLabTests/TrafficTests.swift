import NetworkLab
import Testing

@Suite struct TrafficTests {
    /// Each packet is counted under one DSCP: what was sent is what was counted.
    @Test func everyPacketIsCounted() throws {
        try requireKernel()
        let lab = try Lab.pair()
        try lab.policyPlace.nft(
            """
            table inet t {
              chain c {
                type filter hook output priority -140; policy accept;
                meta nfproto ipv4 udp dport 4001 ip dscp set ef
                meta nfproto ipv6 udp dport 4001 ip6 dscp set ef
              }
            }
            """)
        var flows: [Packet] = []
        var entries: [FlowCounters.Entry] = []
        for (family, destination) in [("ip", "203.0.113.7"), ("ip6", "2001:db8:7::7")] as [(String, Address)] {
            for port: UInt16 in [4000, 4001] {
                var packet = Packet(.udp, to: destination)
                packet.destinationPort = port
                flows.append(packet)
                entries.append(
                    FlowCounters.Entry(
                        "\(family)_\(port)", "\(family) dscp \(port == 4001 ? "ef" : "cs0") udp dport \(port)"))
            }
        }
        let counters = try FlowCounters(in: lab.policyPlace, at: .egress("eth0"), entries)
        let traffic = try TrafficGenerator(flows, from: lab.crafted, mostPackets: 1_000_000)
        try traffic.wait(forPackets: 100_000)
        let sent = try traffic.stop()
        let counted = try counters.read()
        #expect(zip(entries, sent).allSatisfy { counted[$0.name] == $1 }, "\(counted) \(sent)")
        #expect(counted["other"] == 0)
    }
}
