import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// One rule of many is changed under full traffic: packets that it takes get the one marking or the other, and all others
/// the one that they always had.
@Suite(.serialized)
struct UpdateTrafficTests {
    /// A packet for some of the rules, and for none of them: where it goes, and what marks it may get.
    private struct Flow {
        var destination: String
        var port: Int
        var marks: Set<String>

        var isIPv6: Bool { destination.contains(":") }
    }

    /// A policy by which rules are changed, and flows to those and to others.
    private struct Case {
        var text: ([Int: String]) -> String
        var edited: [Int]
        var flows: [Flow]
    }

    /// Marks of the classes in `ManyRules`.
    private static let marks = ["cs1 meta priority 0:0", "af21 meta priority 0:0", "ef meta priority 0:6"]
    private static let noMark = "cs4 meta priority 0:0"

    private static func networks(_ count: Int) -> Case {
        func flow(_ index: Int, edited: Bool) -> Flow {
            let destination =
                index % 4 == 3
                ? "2001:db8:\(String(index, radix: 16))::9" : "10.\(index >> 8).\(index & 255).20"
            return Flow(destination: destination, port: 9, marks: marks(of: index, edited))
        }
        let edited = [count / 2, count / 3 / 4 * 4 + 3]
        let others = [count / 2 + 1, 0, count - 1, count / 3 / 4 * 4 - 1, count / 7]
        let none = Flow(destination: "192.0.2.77", port: 9, marks: [noMark])
        return Case(
            text: { ManyRules.networks(count, changed: $0) }, edited: edited,
            flows: edited.map { flow($0, edited: true) } + others.map { flow($0, edited: false) } + [none])
    }

    private static func services(_ count: Int) -> Case {
        func flow(_ index: Int, edited: Bool) -> Flow {
            let host = index / 3
            return Flow(
                destination: "10.\(host >> 8).\(host & 255).7", port: 5002 + index % 3 * 10,
                marks: marks(of: index, edited))
        }
        let edited = [count / 2, count / 3]
        let others = [count / 2 + 1, count / 2 - 1, 0, count - 1, count / 7]
        let none = Flow(destination: "10.0.0.7", port: 9, marks: [noMark])
        return Case(
            text: { ManyRules.services(count, changed: $0) }, edited: edited,
            flows: edited.map { flow($0, edited: true) } + others.map { flow($0, edited: false) } + [none])
    }

    private static func marks(of index: Int, _ isEdited: Bool) -> Set<String> {
        isEdited ? [marks[index % 2], marks[2]] : [marks[index % 2]]
    }

    @Test("networks in interval maps", arguments: [1000, 10_000])
    func networkRules(_ count: Int) throws { try run(Self.networks(count), "networks \(count)") }

    @Test("services, whose chains change in place", arguments: [1000, 10_000])
    func serviceRules(_ count: Int) throws { try run(Self.services(count), "services \(count)") }

    private func run(_ this: Case, _ name: String) throws {
        let laboratory = try PolicyLab.pair()
        let driver = laboratory.updatingDriver()
        try laboratory.apply(this.text([:]), with: driver)
        var entries: [FlowCounters.Entry] = []
        for (number, flow) in this.flows.enumerated() {
            let family = flow.isIPv6 ? "ip6" : "ip"
            let match = "\(family) daddr \(flow.destination) udp dport \(flow.port)"
            for (place, mark) in flow.marks.sorted().enumerated() {
                entries.append(.init("flow\(number)_\(place)", "\(match) \(family) dscp \(mark)"))
            }
            entries.append(.init("misfit\(number)", match))
        }
        let counters = try FlowCounters(in: laboratory.lab.policyPlace, at: .egress("eth0"), entries)
        let packets = this.flows.map { flow in
            var packet = NetworkLab.Packet(.udp, to: Address(stringLiteral: flow.destination))
            packet.destinationPort = UInt16(flow.port)
            return packet
        }
        let traffic = try TrafficGenerator(packets, from: laboratory.lab.crafted, mostSeconds: 600)
        var updates = 0
        for edit in 0..<Settings.edits {
            let sent = traffic.sent.reduce(0, +)
            // The first rule, both, the second, none.
            let changed = [[0], [0, 1], [1], []][edit % 4].map { (this.edited[$0], "class c2") }
            let result = try laboratory.apply(this.text(Dictionary(uniqueKeysWithValues: changed)), with: driver)
            #expect(result.changedKernel && result.warnings.isEmpty)
            if result.sent.isUpdate { updates += 1 }
            try traffic.wait(forPackets: sent + 500)
        }
        let sent = try traffic.stop().reduce(0, +)
        let counts = try counters.read()
        let misfits = counts.filter { $0.key.hasPrefix("misfit") }.values.reduce(0, +)
        print("\(name): edits \(Settings.edits), updates \(updates), packets \(sent), misfits \(misfits)")
        #expect(misfits == 0, "\(counts)")
        #expect(updates == Settings.edits)
        // Every flow was seen under every mark that it may have.
        let fits = counts.filter { $0.key.hasPrefix("flow") }
        #expect(fits.values.allSatisfy { $0 > 0 } && fits.values.reduce(0, +) == sent, "\(counts)")
        #expect(try laboratory.inPlace { try $0.status().isInStep })
    }
}
