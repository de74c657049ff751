import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import SeededRandom
import Testing

extension LinkLayerTests {
    /// Policies are swapped under full traffic: DSCP, priority and PCP change together, in every frame. Counted by the
    /// receiver's kernel.
    @Suite(.serialized) struct Swaps {
        private let lab: LinkLab
        private let counters: [FlowCounters]

        init() throws {
            lab = try LinkLab.fresh()
            try lab.laboratory.lab.receiver.command([
                "sh", "-c", "for table in count0 count1; do nft delete table netdev $table 2>/dev/null; done; true",
            ])
            counters = [
                try FlowCounters(
                    in: lab.laboratory.lab.receiver, at: .ingress("eth0"),
                    Self.entries(4010) { "vlan id 10 vlan pcp \($0.vlan10)" } + Self.misfits([4010]),
                    table: "count0"),
                try FlowCounters(
                    in: lab.laboratory.lab.receiver, at: .ingress("eth1"),
                    Self.entries(4020) { "vlan id 20 vlan pcp \($0.vlan20)" }
                        + Self.entries(4001) { policy in policy.untagged.map { "vlan id 0 vlan pcp \($0)" } }
                        + [.init("misfit_tagged", "vlan id 0")] + Self.entries(4001) { $0.untagged == nil ? "" : nil }
                        + Self.misfits([4001, 4020]),
                    table: "count1"),
            ]
        }

        /// What fits no policy, by DSCP and PCP.
        private static func misfits(_ ports: [Int]) -> [FlowCounters.Entry] {
            ports.flatMap { port in
                LinkPolicy.all.flatMap { policy in
                    ["ip", "ip6"].flatMap { family in
                        ((0...7).map { ("pcp\($0)", "vlan pcp \($0) ") } + [("untagged", "")]).map { name, tag in
                            .init(
                                "misfit_\(port)_\(policy)_\(family)_\(name)",
                                "\(tag)\(family) dscp \(policy.dscp) udp dport \(port)")
                        }
                    }
                } + [FlowCounters.Entry("misfit_\(port)", "udp dport \(port)")]
            }
        }

        /// A counter for each policy and family, and one for what fits none.
        private static func entries(_ port: Int, _ tag: (LinkPolicy) -> String?) -> [FlowCounters.Entry] {
            var entries: [FlowCounters.Entry] = []
            for family in ["ip", "ip6"] {
                for policy in LinkPolicy.all {
                    guard let tag = tag(policy) else { continue }
                    let name = "\(policy)_\(port)_\(family)"
                    entries.append(.init(name, "\(tag) \(family) dscp \(policy.dscp) udp dport \(port)"))
                }
            }
            return entries
        }

        private var flows: [NetworkLab.Packet] {
            [("eth0.10", 4010), ("eth1", 4001), ("eth1.20", 4020)].flatMap { interface, port in
                ["203.0.113.7", "2001:db8:7::7"].map { (destination: Address) in
                    var packet = NetworkLab.Packet(.udp, to: destination)
                    packet.destinationPort = UInt16(port)
                    packet.interface = interface
                    return packet
                }
            }
        }

        private func counts() throws -> (fits: [String: UInt64], misfits: [String: UInt64]) {
            var fits: [String: UInt64] = [:]
            var misfits: [String: UInt64] = [:]
            for (index, counter) in counters.enumerated() {
                for (name, count) in try counter.read() {
                    if name == "other" || name.hasPrefix("misfit") {
                        if count > 0 { misfits["eth\(index) \(name)"] = count }
                    } else {
                        fits[name] = count
                    }
                }
            }
            return (fits, misfits)
        }

        /// A way through all policies on which each follows each other one once, again and again.
        private static func way(_ length: Int, _ random: inout SeededGenerator) -> [LinkPolicy] {
            let all = LinkPolicy.all.indices
            var left = all.map { first in all.filter { $0 != first }.shuffled(using: &random) }
            var (pending, circuit) = ([0], [Int]())
            while let last = pending.last {
                if let next = left[last].popLast() {
                    pending.append(next)
                } else {
                    circuit.append(pending.removeLast())
                }
            }
            return (0...length).map { LinkPolicy.all[circuit[$0 % (circuit.count - 1)]] }
        }

        @Test func noFrameFitsNeither() throws {
            var random = SeededGenerator("link swaps")
            let way = Self.way(VMSettings.swaps, &random)
            try lab.laboratory.apply(way[0].text)
            let traffic = try TrafficGenerator(flows, from: Sender(in: lab.place), mostSeconds: 1200)
            for (old, new) in zip(way, way.dropFirst()) {
                let sent = traffic.sent.reduce(0, +)
                let result = try lab.laboratory.apply(new.text)
                #expect(result.changedKernel && result.warnings.isEmpty, "\(old) to \(new): \(result.warnings)")
                try traffic.wait(forPackets: sent + 500)
            }
            let sent = try traffic.stop().reduce(0, +)
            let (fits, misfits) = try counts()
            print("swaps \(VMSettings.swaps), packets \(sent), misfits \(misfits)")
            #expect(misfits.isEmpty, "\(misfits) \(random)")
            #expect(fits.count == LinkPolicy.all.count * 6)
            #expect(fits.values.allSatisfy { $0 > 50 }, "\(fits)")
            // Some do not get as far as the receiver's hook: its backlog is full.
            #expect(fits.values.reduce(0, +) <= sent)
            #expect(try lab.laboratory.inPlace { try $0.status().isInStep })
        }

        /// What the test above can see: the map first, and then the rules.
        @Test func oneAfterTheOther() throws {
            try lab.laboratory.apply(LinkPolicy.voice.text)
            let traffic = try TrafficGenerator(flows, from: Sender(in: lab.place), mostSeconds: 60)
            for policy in [LinkPolicy.video, .voice] {
                try lab.shell("ip link set eth0.10 type vlan egress 6:\(policy.vlan10)")
                try traffic.wait(forPackets: traffic.sent.reduce(0, +) + 500)
                try lab.laboratory.apply(policy.text)
            }
            try traffic.stop()
            let misfits = try counts().misfits
            #expect(!misfits.isEmpty && misfits.keys.allSatisfy { $0.hasPrefix("eth0 misfit_4010") }, "\(misfits)")
        }

        // MARK: What cannot be hidden

        @Test("warned of, or refused", arguments: ["eth0.10", "eth0"]) func queues(device: String) throws {
            let qdisc = device == "eth0" ? "prio" : "pfifo"
            #expect(try lab.apply(LinkPolicy.voice.text).status == 0)
            try lab.shell("tc qdisc add dev \(device) root handle 7: \(qdisc)")
            let before = try lab.snapshot()
            let words = "priority 6 changes its PCP from 5 to 3 on eth0.10, and "
            let reason =
                device == "eth0" ? "the queue of eth0 (prio) looks at priorities" : "frames wait in its queue (pfifo)"

            let refused = try lab.apply(LinkPolicy.video.text, "--strict")
            #expect(refused.status == 1)
            #expect(refused.stderr.contains("error: \(words)\(reason)"), "\(refused.stderr)")
            expectSame(try lab.snapshot(), before)
            #expect(
                try lab.qosctl("status").stdout.contains("voice"))

            let warned = try lab.apply(LinkPolicy.video.text)
            #expect(warned.status == 0)
            #expect(warned.stderr.contains("warning: \(words)\(reason)"), "\(warned.stderr)")
            #expect(try lab.qosctl("status").status == 0)
            #expect(try lab.shell("ip -d link show eth0.10").contains("6:3"))

            // Nothing to hide: another priority.
            let quiet = try lab.apply(LinkPolicy.bulk.text, "--strict")
            #expect(quiet.status == 0 && !quiet.stderr.contains("priority"), "\(quiet.stderr)")
        }
    }
}
