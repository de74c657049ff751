import NetlinkModel
import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// nft itself reads what we print: `nft -c -f` in a network namespace of its own, and what it lists after loading.
///
/// nft asks the kernel even for a check, so these tests need root. They fail, and never skip, where that is missing.
@Suite(.tags(.nft)) struct NftOracleTests {
    /// Runs a shell script in a new network namespace, with the policy's nft script as `$1`.
    static func unshare(_ shell: String, _ script: String) throws -> Command.Result {
        let directory = try TemporaryDirectory(["policy.nft": script])
        return try Command.run(["unshare", "--net", "sh", "-e", "-c", shell, "sh", directory("policy.nft")])
    }

    private func check(_ policyText: String) throws -> Command.Result {
        try Self.unshare("nft -c -f $1", NFTScript.script(Compiler.compile(try policy(policyText))))
    }

    /// All shapes of conditions in one script; and each alone when that fails, to say which.
    @Test(arguments: ["output", "forward"])
    func conditionsAreAccepted(_ scope: String) throws {
        let goldens = LoweringGolden.all + LoweringGolden.forward.filter { _ in scope == "forward" }
        let head = "scope \(scope)\n" + LoweringGolden.sets
        let all = head + goldens.enumerated().map { "rule r\($0) \($1.conditions) keep\n" }.joined()
        let result = try check(all)
        guard result.status != 0 else { return }
        Issue.record("\(result.errors)")
        for golden in goldens {
            let result = try check(head + "rule r \(golden.conditions) keep\n")
            #expect(result.status == 0, "\(golden): \(result.errors)")
        }
    }

    /// Names with every character that they may have.
    @Test func namesAreAccepted() throws {
        let names = [
            "a", "0", "_", "A.b-c_d", "a-", "a.", "default1", "accept", "chain", String(repeating: "x", count: 63),
        ]
        let text = names.map {
            "class \($0) dscp ef\nset \($0) { 10.0.0.1 2001:db8::1 }\nrule \($0) daddr @\($0) class \($0)\n"
        }.joined()
        for counters in CountersMode.allCases {
            let result = try check(text + "counters \(counters.rawValue)\n")
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    @Test func randomPoliciesAreAccepted() throws {
        var random = SeededGenerator("randomPoliciesAreAccepted")
        var scripts = ""
        for _ in 0..<40 {
            // Names of owners are the host's business.
            let text = RandomPolicy.text(&random, rules: 8...12, scope: random.pick(Scope.allCases))
                .replacing(#/alice|bob|staff|wheel/#, with: "7")
            scripts += NFTScript.script(Compiler.compile(try policy(text)))
        }
        let result = try Self.unshare("nft -c -f $1", scripts)
        #expect(result.status == 0, "\(random)\n\(result.errors.prefix(2000))")
    }

    @Test(arguments: ScriptGolden.all)
    func listing(_ golden: ScriptGolden) throws {
        try Self.expectListing(of: Compiler.compile(try policy(golden.policy)))
    }

    /// nft checks the script, loads it, and lists each rule as we print it; and what it lists loads again as the same.
    static func expectListing(of plan: Plan) throws {
        let result = try unshare(
            """
            nft -c -f $1
            nft -f $1
            nft list table inet qosctl | tee $1.1
            nft flush ruleset
            nft -f $1.1
            nft list table inet qosctl | diff $1.1 -
            """, NFTScript.script(plan))
        #expect(result.status == 0, "\(result.output.suffix(2000))\(result.errors.prefix(2000))")
        // The one mask that nft writes in decimal.
        let listed = Set(
            result.output.replacing("frag-off & 8191", with: "frag-off & 0x1fff").split(separator: "\n").map(
                String.init))
        for rule in plan.contents.rules.map({ "\t\t" + NFTRuleText.text(of: $0) }) where !listed.contains(rule) {
            Issue.record("nft lists otherwise: \(rule)\n\(result.output.prefix(3000))")
            return
        }
    }

    /// Each shape of conditions as nft lists it, so that people read in `nft list ruleset` what `compile` prints.
    @Test func conditionsAreListed() throws {
        // nft asks the host for names of users and protocols, leaves out a family that ICMPv6 implies, and reads two
        // ports beside each other at once.
        let otherwise = ["proto { 1 2 3 }", "family ip6 proto icmpv6", "proto { tcp udp } sport 53 dport 53"]
        let goldens = LoweringGolden.all.filter { golden in
            !otherwise.contains(golden.conditions) && !golden.conditions.contains("user")
                && !golden.conditions.contains("group")
        }
        let text = LoweringGolden.sets + goldens.enumerated().map { "rule r\($0) \($1.conditions) keep\n" }.joined()
        let plan = Compiler.compile(try policy("counters none\n" + text))
        let result = try Self.unshare("nft -f $1; nft list table inet qosctl", NFTScript.script(plan))
        let listed = Set(result.output.split(separator: "\n").map(String.init))
        for rule in plan.contents.rules(in: "rules_output").dropFirst(2) {
            let line = "\t\t" + NFTRuleText.text(of: rule)
            guard !listed.contains(line) else { continue }
            Issue.record(
                "printed: \(line)\nlisted:  \(listed.filter { $0.hasSuffix("comment \"\(rule.comment ?? "")\"") })")
        }
    }

    @Test("loading a script twice gives the same table, whatever was there")
    func loadingTwice() throws {
        let script = NFTScript.script(Compiler.compile(try policy(ScriptGolden.sets.policy)))
        let result = try Self.unshare(
            """
            nft add table inet qosctl; nft add chain inet qosctl old; nft add set inet qosctl v4_net '{ type mark; }'
            nft -f $1; nft list ruleset > $1.1; nft -f $1; nft list ruleset | diff $1.1 -
            """, script)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    @Test func missingProgramsAreErrors() {
        #expect(throws: Command.Missing.self) { try Command.run(["qosctl-no-such-program"]) }
    }
}
