import NetlinkModel
import PlanTesting
import QoSCompiler
import QoSVerifier
import SeededRandom
import Testing

/// Every single change of a compiled table that shows in some packet is found, with a packet that shows it; every one
/// that does not is proved.
@Suite struct VerifyMutationTests {
    private static let policies = 4
    private static let packets = 40
    private static let rounds = SeededGenerator.environment("QOSCTL_VERIFY_ROUNDS").flatMap(Int.init) ?? 1

    @Test(arguments: Mutation.all, [Compiler.Options.Form.list, .graph])
    func found(_ mutation: Mutation, _ form: Compiler.Options.Form) throws {
        var tally = Tally()
        for index in 0..<(Self.policies * Self.rounds) {
            var random = SeededGenerator("verifyMutations \(mutation) \(form)", index)
            // Larger graphs take long without optimisation: QOSCTL_VERIFY_ROUNDS asks for them.
            let count = form == .graph && Self.rounds > 1 ? 2...24 : 2...6
            let text = RandomPolicy.text(&random, rules: count, scope: random.pick(Scope.allCases))
            var plan = VerifiedPlan(try policy(text), form)
            guard mutation.change(&plan.plan.contents, &random) else { continue }
            let problem = try Self.problem(plan, mutation, &random, &tally)
            if let problem {
                Issue.record("\(mutation): \(problem)\n\(random)\n\(text)")
                return
            }
        }
        print("\(mutation) \(form): \(tally)")
    }

    @Test("what a rule does before conditions that never hold together", arguments: [0, 1])
    func beforeImpossibleConditions(_ place: Int) throws {
        let text = "scope output\nrule a mark != { 0/1 1/1 } set dscp ef\ndefault set dscp cs1\n"
        var plan = VerifiedPlan(try policy(text), .list)
        let contents = plan.plan.contents
        let rule = try #require(
            contents.rules.firstIndex { $0.expressions.contains(.countOn("rule_a")) && $0.expressions.count > 2 })
        guard case .proved = plan.verify() else {
            Issue.record("\(plan.verify())")
            return
        }
        plan.plan.contents.rules[rule].expressions.removeAll { $0 == .countOn("rule_a") }
        plan.plan.contents.rules[rule].expressions.insert(.countOn("rule_a"), at: place)
        guard case .refuted(let example) = plan.verify() else {
            Issue.record("\(plan.verify())")
            return
        }
        #expect(example.loaded.counters.contains("rule_a"))
    }

    /// Rule `a` takes TCP first, so that what is wrong in rule `b` shows at other values of one field only.
    @Test(
        "a difference that the first value of a field does not show",
        arguments: [
            """
            rule a proto tcp set dscp cs1 pcp 1
            rule b family ip dport @ports iif != "fifteen-bytes-*" set pcp 7
            rule r2 iif fifteen-bytes-* dscp != { 0x2e-0x30 0-16 } daddr != @mixed mark 256-4294967295 class video
            rule r5 oif != { wg0 "wg*" } class video
            """,
            """
            rule a proto tcp set dscp cs1
            rule b dport 80 set dscp cs2
            rule c oif eth0 class video
            """,
            """
            rule a proto tcp set dscp cs1
            rule b family ip dport @ports iif != "x*" set dscp cs2
            rule c oif != eth0 class video
            """,
        ])
    func atAnotherValue(_ rules: String) throws {
        let head =
            """
            scope forward
            class video dscp af41
            set mixed { 10.0.0.0/9 2001:db8::/33 }
            set ports { 0-79 81 1000-65535 }

            """
        var plan = VerifiedPlan(try policy(head + rules), .list)
        guard case .proved = plan.verify() else {
            Issue.record("\(plan.verify())")
            return
        }
        let rule = try #require(
            plan.plan.contents.rules.firstIndex { $0.chain == "rules_forward" && $0.comment == "b" })
        let last = try #require(plan.plan.contents.rules[rule].expressions.indices.last)
        plan.plan.contents.rules[rule].expressions[last] = .verdict(.continue)
        guard case .refuted = plan.verify() else {
            Issue.record("\(plan.verify())")
            return
        }
    }

    private struct Tally {
        var proved = 0
        var refuted = 0
        var other = 0
    }

    /// What is wrong with the verifier's answer; nil when it is right.
    private static func problem(
        _ plan: VerifiedPlan, _ mutation: Mutation, _ random: inout SeededGenerator, _ tally: inout Tally
    ) throws -> String? {
        let oracle = VerifyOracle(plan.policy, plan.plan)
        let result = plan.verify()
        if case .refuted(let example) = result {
            tally.refuted += 1
            guard case .same = oracle.answer(example.packet, &random, tries: 5000) else { return nil }
            // The simulator's packets have no options, and few bytes that no policy looks at.
            let isBeyond = example.notes.contains { note in
                ["@", "extension header", "has options", "fragment"].contains { note.contains($0) }
            }
            return isBeyond ? nil : "refuted by a packet that is treated right: \(example)"
        }
        // Shapes that nobody makes on purpose need not be followed, but have to be told as such.
        if case .undecided(let reason) = result {
            tally.other += 1
            return reason.hasSuffix("is not followed") || mutation.isForeign ? nil : "undecided: \(reason)"
        }
        for _ in 0..<packets {
            let packet = RandomPacket.packet(&random, path: random.pick(PacketPath.allCases))
            if case .different = oracle.answer(packet, &random, tries: 1) {
                return "\(result), but not for \(packet)"
            }
        }
        if case .proved = result { tally.proved += 1 } else { tally.other += 1 }
        return nil
    }
}
