import NetlinkModel
import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// Graphs at the limits of the kernel and of the compiler. `make test-graph` has more of them, with more rules.
@Suite struct GraphLimitTests {
    /// The kernel follows fifteen steps from chain to chain; counters of rules cost one.
    private static let deepest = 13

    private static func comparison(_ text: String) throws -> PlanComparison {
        try PlanComparison(try policy(text), .graph, resolvingOwners: RandomPacket.numberedOwners)
    }

    private static func check(_ comparison: PlanComparison, _ name: String) throws {
        var random = SeededGenerator(name)
        let tally = try comparison.run(packets: 300, &random)
        #expect(tally.mismatch == nil, "\(random)")
        #expect(PlanInvariants.problems(comparison.plan, comparison.policy) == [])
        let measure = PlanMeasure(comparison.plan, comparison.policy)
        let depth = try #require(measure.depth)
        #expect(depth <= deepest)
        #expect(comparison.plan.shape.graph.depth == 0 || comparison.plan.shape.graph.depth >= depth)
        #expect(measure.maps <= 1000)
    }

    @Test("rule sets that blow up", arguments: AdversarialPolicy.overlapping)
    func overlapping(_ policy: AdversarialPolicy) throws {
        var random = SeededGenerator("overlapping \(policy)")
        try Self.check(try Self.comparison(policy.text(40, &random)), policy.name)
    }

    @Test("rule sets at a limit", arguments: AdversarialPolicy.limits, [20, 64, 65, 66])
    func limits(_ policy: AdversarialPolicy, _ size: Int) throws {
        var random = SeededGenerator("limits \(policy)", size)
        try Self.check(try Self.comparison(policy.text(size, &random)), policy.name)
    }

    /// `RuleBoxes.largeSet` and its neighbours.
    @Test(arguments: [2047, 2048, 2049])
    func largeSets(_ size: Int) throws {
        for policy in AdversarialPolicy.limits where policy.name == "one list" {
            var random = SeededGenerator("largeSets", size)
            try Self.check(try Self.comparison(policy.text(size, &random)), policy.name)
        }
    }

    /// Chains and maps are named after rules, with words behind them that a rule's name could end in.
    @Test func namesOfRules() throws {
        var text = "counters none\nclass c dscp ef\nclass d dscp cs1\n"
        func add(_ count: Int, _ first: String, _ prefix: String, _ conditions: (Int) -> String) {
            for index in 0..<count {
                text +=
                    "rule \(index == 0 ? first : "\(prefix)\(index)") \(conditions(index)) class \(index % 2 == 0 ? "c" : "d")\n"
            }
        }
        add(100, "a", "p") { "family ip proto tcp dport \($0 * 3)" }
        add(30, "a_ip", "q") { "family ip proto tcp dport \(1000 + $0 * 10)-\(1005 + $0 * 10)" }
        add(100, "a_range", "r") { "family ip6 proto tcp dport \($0 * 3)" }
        add(20, "a_0", "s") { "family ip6 proto tcp dport \(1000 + $0 * 10)-\(1005 + $0 * 10)" }
        add(20, "a_ip6", "t") { "mark 7 daddr 10.0.\($0).0/24" }
        try Self.check(try Self.comparison(text), "namesOfRules")
    }

    /// An interface list that has no form as kernel rules must not become some, also where others in the rule have.
    @Test func interfaceLists() throws {
        let text = """
            scope forward
            counters rule
            class c dscp ef
            rule a family ip6 proto udp saddr 2001:db8:1:1::/105 iif != eth1 oif { eth0 eth01* } dscp != 32 mark != { 1/3 7 } class c
            rule b family ip6 iif eth1 oif { eth0 wg* } mark 2 keep
            rule d oif != { eth0 lo } dscp 8 class c
            rule e iif { eth1* eth1 e* } daddr 10.0.0.0/8 keep
            """
        for count in 1...4 {
            let lines = text.split(separator: "\n").prefix(3 + count).joined(separator: "\n")
            try Self.check(try Self.comparison(lines + "\n"), "interfaceLists")
        }
    }

    /// Classes of hidden rules need no chain.
    @Test func hiddenClasses() throws {
        var text = "counters class\nclass seen dscp ef\nclass hidden dscp cs1\nrule all proto tcp class seen\n"
        for index in 0..<20 { text += "rule r\(index) proto tcp dport \(index) class hidden\n" }
        let comparison = try Self.comparison(text)
        try Self.check(comparison, "hiddenClasses")
        #expect(!comparison.plan.contents.chains.contains { $0.name == "class_hidden" })
    }
}
