import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// Policies are swapped under full traffic: each packet has to carry the marks of the one or the other, DSCP and priority
/// together.
@Suite(.serialized)
struct SwapTests {
    /// Ranges, prefixes and sets on both families; the two policies mark every flow, and each flow otherwise.
    private static func policy(dscp: String, priority: Int, extra: Int) -> String {
        var lines = ["class x dscp \(dscp) priority \(priority)"]
        let prefixes =
            (0..<200).map { "10.\($0).0.0/16" } + (0..<200).map { "2001:db8:\(String($0 + 1, radix: 16))00::/40" }
        lines.append("set nets { \(prefixes.joined(separator: " ")) }")
        lines.append(
            "set ports { 4000-4009 4020-4029 \((0..<100).map { "\(10_000 + $0 * 10)-\(10_004 + $0 * 10)" }.joined(separator: " ")) }"
        )
        // Rules of changing number in front, so that a mixture of the two would show.
        for index in 0..<extra { lines.append("rule filler\(index) proto tcp dport \(20_000 + index) keep") }
        lines += [
            "rule sets proto udp daddr @nets dport @ports class x",
            "rule ranges proto udp daddr { 10.200.0.0-10.200.3.255 2001:db8:ffff::1-2001:db8:ffff::99 } dport 4010-4019 class x",
            "rule lists proto udp dport { 4030 4032 4040-4049 } class x",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static var flows: [NetworkLab.Packet] {
        [
            ("10.3.0.1", 4001), ("10.77.1.1", 4025), ("10.200.1.1", 4012), ("198.51.100.9", 4030),
            ("2001:db8:300::1", 4002), ("2001:db8:ffff::9", 4015), ("2001:db8:9999::1", 4045),
        ].map { destination, port in
            var packet = NetworkLab.Packet(.udp, to: Address(stringLiteral: destination))
            packet.destinationPort = UInt16(port)
            return packet
        }
    }

    @Test func noPacketFitsNeither() throws {
        let laboratory = try PolicyLab.pair()
        let first = Self.policy(dscp: "ef", priority: 6, extra: 3)
        let second = Self.policy(dscp: "cs1", priority: 1, extra: 40)
        try laboratory.apply(first)
        let counters = try FlowCounters(
            in: laboratory.lab.policyPlace, at: .egress("eth0"),
            [
                .init("first4", "udp dport 4000-4049 ip dscp ef meta priority 0:6"),
                .init("first6", "udp dport 4000-4049 ip6 dscp ef meta priority 0:6"),
                .init("second4", "udp dport 4000-4049 ip dscp cs1 meta priority 0:1"),
                .init("second6", "udp dport 4000-4049 ip6 dscp cs1 meta priority 0:1"),
                .init("misfit", "udp dport 4000-4049"),
            ])
        let before = try counters.read()
        let traffic = try TrafficGenerator(Self.flows, from: laboratory.lab.crafted, mostSeconds: 120)
        for swap in 0..<Settings.swaps {
            let sent = traffic.sent.reduce(0, +)
            let result = try laboratory.apply(swap % 2 == 0 ? second : first)
            #expect(result.changedKernel)
            try traffic.wait(forPackets: sent + 500)
        }
        let sent = try traffic.stop().reduce(0, +)
        let after = try counters.read()
        func count(_ name: String) -> UInt64 { (after[name] ?? 0) - (before[name] ?? 0) }
        print("swaps \(Settings.swaps), packets \(sent), misfits \(count("misfit"))")
        #expect(count("misfit") == 0)
        let fits = ["first4", "first6", "second4", "second6"].map(count)
        #expect(fits.allSatisfy { $0 > 100 }, "\(fits)")
        #expect(fits.reduce(0, +) == sent)
        #expect(try laboratory.inPlace { try $0.status().isInStep })
    }
}
