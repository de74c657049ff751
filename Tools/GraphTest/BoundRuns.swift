import PlanTesting
import QoSCompiler
import SeededRandom

/// How large plans become, and how deep, of policies that try to make them so.
struct BoundRuns {
    let report: Report

    func run(rules: Int) async {
        let policies = AdversarialPolicy.all
        _ = await Workers.map(policies.count) { index in
            var random = SeededGenerator("bounds \(rules)", index)
            check(policies[index].text(rules, &random), "\(policies[index])", &random)
        }
    }

    private func check(_ text: String, _ name: String, _ random: inout SeededGenerator) {
        do {
            let policy = try PolicyText.policy(text)
            let clock = ContinuousClock()
            let start = clock.now
            let comparison = try PlanComparison(policy, .graph, resolvingOwners: RandomPacket.numberedOwners)
            let time = start.duration(to: clock.now)
            let measure = PlanMeasure(comparison.plan, policy)
            var options = Compiler.Options()
            options.form = .list
            let list = PlanMeasure(Compiler.compile(policy, options), policy)
            report.say("\(name): \(measure), \(time); as a list \(list.longestChain)")
            let depth = comparison.plan.shape.graph.depth
            if depth != 0, depth < measure.depth ?? .max {
                report.fail("\(name): a depth of \(measure.depth ?? -1) counted as \(depth)")
            }
            if measure.maps > 1000 { report.fail("\(name): \(measure.maps) maps") }
            for problem in PlanInvariants.problems(comparison.plan, policy) { report.fail("\(name): \(problem)") }
            let tally = try comparison.run(packets: 2_000, &random)
            if let mismatch = tally.mismatch { report.fail("\(name), \(random)\n\(mismatch)") }
        } catch {
            report.fail("\(name), \(random): \("\(error)".prefix(2_000))")
        }
    }
}
