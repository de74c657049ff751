import Foundation
import PlanTesting
import QoSCompiler
import SeededRandom

/// Interpreter = simulated plan: what every packet gets, and which counter counts it.
struct PairRuns {
    let report: Report

    private static let packetsEach = 1_000

    /// Sums over many policies.
    private struct Sum {
        var policies = 0
        var pairs = 0
        var taken = 0

        mutating func add(_ tally: PlanComparison.Tally) {
            policies += 1
            pairs += tally.pairs
            taken += tally.taken
        }

        func text(_ name: String) -> String {
            "\(name): \(pairs) pairs in \(policies) policies, \(taken) taken by a rule"
        }
    }

    // MARK: Small policies

    private enum Shape: Int, CaseIterable { case random, overlapping, twins, family, adversarial }

    /// Policies of up to 64 rules.
    func small(pairs: Int) async {
        let count = max(1, pairs / Self.packetsEach)
        let results = await Workers.map(count) { index in
            var random = SeededGenerator("small", index)
            // Half of the policies are of those whose order matters most.
            let shape = index % 2 == 0 ? Shape.overlapping : Shape.allCases[index / 2 % Shape.allCases.count]
            let text = Self.text(shape, &random)
            let form: Compiler.Options.Form = random.pick([.graph, .graph, .list, .fastest])
            let tally = run(text, form, packets: Self.packetsEach, "\(shape) \(form)", &random)
            let isSampled = index % 8 == 0
            return (tally, isSampled ? (try? PolicyText.policy(text)).map(OrderSensitivity.share) : nil)
        }
        var sum = Sum()
        for (tally, _) in results { sum.add(tally) }
        report.say(sum.text("up to 64 rules"))
        let shares = results.compactMap(\.1).sorted()
        if let median = shares.isEmpty ? nil : shares[shares.count / 2] {
            let most = shares.count { $0 >= 90 }
            report.say(
                "overlapping policies: order matters to \(median) % of pairs of rules in the median, to 90 % or more in "
                    + "\(most * 100 / shares.count) % of the policies")
        }
        // The packets meet the rules, or this says nothing.
        if sum.taken * 2 < sum.pairs { report.fail("most packets meet no rule") }
    }

    private static func text(_ shape: Shape, _ random: inout SeededGenerator) -> String {
        let rules = random.int(1...64)
        switch shape {
        case .random: return RandomPolicy.text(&random, rules: 1...64, scope: random.pick(Scope.allCases))
        case .overlapping:
            let scope = random.pick(Scope.allCases)
            let fields = random.pick(OverlappingPolicy.shapes).filter { scope != .output || $0 != .iif }
            return OverlappingPolicy.text(&random, fields: fields, rules: rules, scope: scope)
        case .twins: return TwinPolicy.text(&random, rules: rules, isLarge: random.chance(oneIn: 10))
        case .family:
            let set = random.pick(RuleSetFamily.allCases).make(&random, rules: max(2, rules), ipv6: random.int(0...3))
            let scope = random.pick(["output", "both"])
            return set.text(counters: random.pick(["rule", "class", "none"]), head: "scope \(scope)\n")
        case .adversarial: return random.pick(AdversarialPolicy.all).text(max(8, rules), &random)
        }
    }

    // MARK: Large policies

    /// Policies of so many rules: of each family, and of those that blow up.
    func large(pairs: Int, rules: Int) async {
        let families = RuleSetFamily.allCases.count
        let count = families + 3
        let each = (pairs + count - 1) / count
        let tallies = await Workers.map(count) { index in
            var random = SeededGenerator("large", index)
            let name: String
            let text: String
            if index < families {
                let family = RuleSetFamily.allCases[index]
                name = family.rawValue
                text = family.make(&random, rules: rules, ipv6: 4).text(counters: random.pick(["rule", "class"]))
            } else if index == families {
                name = "overlapping"
                let fields = random.pick(OverlappingPolicy.shapes).filter { $0 != .iif }
                text = OverlappingPolicy.text(&random, fields: fields, rules: rules / 4, scope: .output)
            } else {
                let policy = random.pick(AdversarialPolicy.overlapping)
                name = policy.name
                text = policy.text(rules / 4, &random)
            }
            return run(text, .fastest, packets: each, "\(name), \(rules) rules", &random)
        }
        var sum = Sum()
        for tally in tallies { sum.add(tally) }
        report.say(sum.text("\(rules) rules"))
    }

    // MARK: One policy

    /// A policy of its own, in every form.
    func file(_ path: String, pairs: Int) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            report.fail("\(path) cannot be read")
            return
        }
        for form in [Compiler.Options.Form.graph, .list, .fastest] {
            var random = SeededGenerator("file")
            var sum = Sum()
            sum.add(run(text, form, packets: pairs, "\(path) \(form)", &random))
            report.say(sum.text("\(form)"))
        }
    }

    private func run(
        _ text: String, _ form: Compiler.Options.Form, packets: Int, _ name: String, _ random: inout SeededGenerator
    ) -> PlanComparison.Tally {
        do {
            let comparison = try PlanComparison(try PolicyText.policy(text), form)
            let tally = try comparison.run(packets: packets, &random)
            if let mismatch = tally.mismatch {
                report.fail("\(name), \(random)\n\(mismatch)\n\(Shrinker.smallest(text, form, mismatch))")
            }
            return tally
        } catch {
            report.fail("\(name), \(random)\n\(error)\n\(text.prefix(4000))")
            return PlanComparison.Tally()
        }
    }
}
