import NetlinkModel
import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// What is true of every plan, whatever the policy: so that the kernel takes it as a whole.
@Suite struct PlanInvariantTests {
    @Test(arguments: 0..<10)
    func randomPlans(_ batch: Int) throws {
        for index in 0..<12 {
            var random = SeededGenerator("PlanInvariants", batch * 12 + index)
            let text = RandomPolicy.text(&random, rules: 0...15, scope: random.pick(Scope.allCases))
            let policy = try policy(text)
            var options = Compiler.Options()
            options.form = index % 2 == 0 ? .graph : .list
            let plan = Compiler.compile(policy, options)
            for problem in PlanInvariants.problems(plan, policy) { Issue.record("\(problem)\n\(text)\n\(random)") }
        }
    }

    @Test(arguments: ScriptGolden.all)
    func goldens(_ golden: ScriptGolden) throws {
        let policy = try policy(golden.policy)
        #expect(PlanInvariants.problems(Compiler.compile(policy), policy) == [])
    }

    /// `NFT_RULE_MAXEXPRS`: what `check` lets through, the kernel takes.
    @Test(arguments: ["user", "mark", "oif", "saddr", "dscp"])
    func lengths(_ field: String) throws {
        var refused = 0
        for count in stride(from: 1, through: 130, by: 3) {
            let values = (0..<count).map { index in
                switch field {
                case "user": "u\(index)"
                case "mark": "\(index)/0xff"
                case "oif": "i\(index)*"
                case "saddr": "10.0.\(index).1"
                default: "\(index % 32 * 2)"
                }
            }
            let text = """
                class c dscp ef
                rule a \(field) != { \(values.joined(separator: " ")) } dport 80 sport 90 proto { tcp udp } family ip class c
                """
            guard let policy = load(text).policy else {
                refused += 1
                continue
            }
            let longest = Compiler.compile(policy).contents.rules.map(\.expressions.count).max() ?? 0
            #expect(longest <= 128, "\(count) values")
        }
        #expect((refused > 0) == ["user", "mark", "oif"].contains(field))
    }
}
