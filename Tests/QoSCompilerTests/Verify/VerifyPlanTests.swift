import NetlinkModel
import PlanTesting
import QoSCompiler
import QoSVerifier
import SeededRandom
import Testing

/// What the compiler makes is proved, for random policies and in either form.
@Suite struct VerifyPlanTests {
    private static let rounds = SeededGenerator.environment("QOSCTL_VERIFY_ROUNDS").flatMap(Int.init) ?? 1

    @Test(arguments: 0..<8, [Compiler.Options.Form.list, .graph])
    func randomPolicies(_ batch: Int, _ form: Compiler.Options.Form) throws {
        for index in 0..<(12 * Self.rounds) {
            var random = SeededGenerator("verifyPlans \(form)", batch * 10_000 + index)
            let count = random.chance(oneIn: 4) ? 20...60 : 1...14
            let text = RandomPolicy.text(&random, rules: count, scope: random.pick(Scope.allCases))
            let policy = try policy(text)
            let plan = VerifiedPlan(policy, form)
            let result = plan.verify()
            guard case .proved = result else {
                Issue.record("\(random)\n\(text)\n\(result)")
                return
            }
        }
    }
}

/// A policy with numbers for names, and what it compiles to.
struct VerifiedPlan {
    /// Small policies take far less.
    private static let budget = 20_000_000

    let policy: Policy
    var plan: Plan

    init(_ policy: Policy, _ form: Compiler.Options.Form) {
        var options = Compiler.Options()
        options.form = form
        self.policy = ResolvedOwners.policy(policy)
        plan = PlanComparison.resolved(Compiler.compile(policy, options))
    }

    func verify() -> Verification {
        Verifier(policy, plan.contents, counters: plan.counters, hint: ProofHint(plan.shape), budget: Self.budget).run()
    }
}
