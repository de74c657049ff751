import NetworkLab
import PolicyTesting
import QoSCompiler
import SeededRandom
import Testing

/// What `compile --format nft` and `--format tc` print, run by nft and sh, makes the frames that `apply` makes: those
/// that the interpreter says.
@Suite(.serialized) struct LinkScriptTests {
    @Test func scriptsAgreeWithTheInterpreter() throws {
        try requireVM()
        var seed = SeededGenerator("scripts of links")
        print(seed)
        var trunk = Lab.Trunk(vlans: [10, 20])
        trunk.hasSidePort = true
        let laboratory = try PolicyLab(Lab.trunk(trunk))
        let namespace = laboratory.lab.sender
        let received = try ReceivedPriorities(in: namespace)
        var marked: [String: Int] = [:]
        // All forms but retag, which prints its filters as a pattern.
        let forms = [[2, 1], [7, 4], [0, 5, 6]]
        for (round, forms) in forms.enumerated() {
            let rules = LinkPolicyTests.rules(isForBoth: false, using: &seed)
            let links = forms.flatMap { LinkChoice.statements(round: $0, using: &seed) }.filter {
                !$0.hasPrefix("link?")
            }
            let text = rules + links.map { $0 + "\n" }.joined()
            try namespace.nft(compiled(text, "nft", laboratory))
            try namespace.command(["sh", "-e"], input: compiled(text, "tc", laboratory))

            let oracle = LinkOracle(policy: try policy(text))
            let foreign = try ForeignChain(in: namespace, oracle)
            let traffic = LinkTraffic(laboratory.lab, oracle)
            var problems = try traffic.crafted(traffic.packets(VMSettings.packets, using: &seed), &marked)
            problems += try traffic.incoming(32, from: 1000 + round * 32, received, using: &seed)
            let undue = try foreign.counts().undue
            if undue != 0 { problems.append("\(undue) packets with tokens on links that want none") }
            try #require(
                problems.isEmpty,
                "\(seed), round \(round): \(problems.count) problems\n\(problems.prefix(3).joined(separator: "\n"))\n\(text)"
            )
            try clean(namespace, oracle)
        }
    }

    private func compiled(_ text: String, _ format: String, _ laboratory: PolicyLab) throws -> String {
        let result = try laboratory.qosctl("compile", "--format", format, "-", input: text)
        try #require(result.succeeded, "\(result.stderr)\n\(text)")
        return result.stdout
    }

    private func clean(_ namespace: NetworkNamespace, _ oracle: LinkOracle) throws {
        try namespace.nft("delete table inet qosctl")
        _ = try namespace.run(["tc", "qdisc", "del", "dev", "eth0", "clsact"])
        _ = try namespace.run(["tc", "qdisc", "del", "dev", "eth0.20", "clsact"])
        for device in ["eth0.10", "eth0.20"] {
            let entries = oracle.egressMap(of: device).keys.map { "\($0):0" }
            try namespace.command(
                ["ip", "link", "set", device, "type", "vlan", "ingress-qos-map"] + (0...7).map { "\($0):0" }
                    + (entries.isEmpty ? [] : ["egress-qos-map"] + entries))
        }
    }
}
