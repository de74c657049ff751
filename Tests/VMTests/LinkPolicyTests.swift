import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import RandomPolicies
import SeededRandom
import Testing

/// Random policies with links, and random packets: tags, DSCP and priority on the wire are what the interpreter says.
@Suite struct LinkPolicyTests {
    /// Tags beside the frame and in it.
    static let trunks: [Lab.Trunk] = TrunkLabTests.trunks.map {
        var trunk = $0
        trunk.hasSidePort = true
        return trunk
    }

    @Test(arguments: trunks) func wireAgreesWithTheInterpreter(_ trunk: Lab.Trunk) throws {
        try requireVM()
        let index = (trunk.takesTags ? 0 : 2) + (trunk.reordersHeader ? 0 : 1)
        var seed = SeededGenerator("policies with links", index)
        // Where there is no time for all forms on all trunks: every other one, which a fresh seed chooses.
        let count = VMSettings.policies / 4
        let rounds =
            count < 10 ? (0..<count).map { $0 * 2 + (index + Int(SeededGenerator.base & 1)) % 2 } : Array(0..<count)
        print("\(rounds.count) policies, \(VMSettings.packets) packets each, \(seed)")
        let laboratory = try PolicyLab(Lab.trunk(trunk))
        try laboratory.lab.sender.command(
            "ip link set eth0.10 type vlan egress-qos-map 7:2 3:1 12:6 ingress-qos-map 4:9 6:1"
                .split(separator: " ").map(String.init))
        let received = try ReceivedPriorities(in: laboratory.lab.sender)
        var marked: [String: Int] = [:]
        var tokens = 0
        for round in rounds {
            let text = Self.text(round, using: &seed)
            var oracle = LinkOracle(policy: try policy(text))
            oracle.egressBefore["eth0.10"] = [7: 2, 3: 1, 12: 6]
            oracle.ingressBefore["eth0.10"] = [4: 9, 6: 1]
            if seed.chance(oneIn: 3) { try laboratory.inPlace { _ = try $0.stop() } }
            try laboratory.apply(text, as: seed.chance(oneIn: 2) ? .graph : .fastest)
            let foreign = try ForeignChain(in: laboratory.lab.sender, oracle)
            let traffic = LinkTraffic(laboratory.lab, oracle)
            var problems = try traffic.crafted(traffic.packets(VMSettings.packets, using: &seed), &marked)
            problems += try traffic.ordinary(using: &seed)
            problems += try traffic.others(over: seed.pick(LinkTraffic.interfaces))
            problems += try traffic.incoming(
                VMSettings.packets / 2, from: 1000 + round * VMSettings.packets / 2, received, using: &seed)
            let counts = try foreign.counts()
            tokens += counts.due
            if counts.undue != 0 { problems.append("\(counts.undue) packets with tokens on links that want none") }
            try #require(
                problems.isEmpty,
                "\(seed), round \(round): \(problems.count) problems\n\(problems.prefix(3).joined(separator: "\n"))\n\(text)"
            )
        }
        #expect(laboratory.lab.capture.lost() == 0)
        // Otherwise the test would show nothing.
        for interface in LinkTraffic.interfaces {
            #expect((marked[interface] ?? 0) * 100 > rounds.count * VMSettings.packets, "\(interface)")
        }
        #expect(tokens > 0)
    }

    static func text(_ round: Int, using seed: inout SeededGenerator) -> String {
        rules(isForBoth: round % 5 == 4, using: &seed)
            + LinkChoice.statements(round: round, using: &seed).map { $0 + "\n" }.joined()
    }

    /// Rules about where packets leave, among others; PCPs with and without priorities.
    static func rules(isForBoth: Bool, using seed: inout SeededGenerator) -> String {
        var generator = PolicyGenerator(seed)
        generator.markings = RandomMarkings(classes: seed.int(3...8), using: &seed)
        generator.interfaces = LinkTraffic.interfaces + ["\"eth0.*\"", "\"eth*\""]
        return generator.policy(rules: seed.int(1...15), scope: isForBoth ? .both : .output)
    }
}
