import QoSCompiler
import SeededRandom
import Testing

/// The analysis against all packets that a policy of few values can tell apart: it claims what is so, and misses nothing.
@Suite struct PolicyAnalysisPropertyTests {
    /// What asking for every packet says.
    private struct Truth {
        let policy: Policy
        /// For each packet, the rules that match it.
        let matching: [[Int]]

        init(_ policy: Policy, _ packets: [Packet], resolving: Interpreter.OwnerResolver? = nil) {
            self.policy = policy
            let interpreter = Interpreter(policy, resolvingOwners: resolving)
            matching = Array(Set(packets.map { interpreter.matchingRules(for: $0) }))
        }

        init(_ policy: Policy, matching: [[Int]]) {
            self.policy = policy
            self.matching = matching
        }

        func marking(_ rule: Int?) -> Marking {
            rule.map { policy.rules[$0].action.marking } ?? policy.defaultAction.marking
        }
        func alike(_ a: Int?, _ b: Int?) -> Bool { marking(a).marksLike(marking(b)) }

        func matches(_ rule: Int) -> [[Int]] { matching.filter { $0.contains(rule) } }
        func wins(_ rule: Int) -> Bool { matching.contains { $0.first == rule } }
        func isUnreachable(_ rule: Int) -> Bool { !matches(rule).isEmpty && !wins(rule) }
        func differs(_ rule: Int) -> Bool { matches(rule).contains { !alike($0.first, rule) } }
        func isRedundant(_ rule: Int) -> Bool {
            wins(rule) && matching.allSatisfy { $0.first != rule || alike($0.dropFirst().first, rule) }
        }
        func successors(_ rule: Int) -> (others: [Int], isDefault: Bool) {
            let next = matching.filter { $0.first == rule }.map { $0.dropFirst().first }
            return (Set(next.compactMap(\.self)).sorted(), next.contains(nil))
        }
        func isSubset(_ a: Int, _ b: Int) -> Bool { matches(a).allSatisfy { $0.contains(b) } }
        func rivals(_ rule: Int) -> (correlated: [Int], exceptions: [Int]) {
            let rivals = (0..<rule).filter { other in
                wins(other) && !alike(other, rule) && matches(rule).contains { $0.contains(other) }
            }
            let isFirst = { (other: Int) in matches(rule).contains { $0.first == other } }
            return (
                rivals.filter { !isSubset($0, rule) && isFirst($0) }, rivals.filter { isSubset($0, rule) }
            )
        }
        func isCover(_ others: [Int], of rule: Int) -> Bool {
            matches(rule).allSatisfy { matching in others.contains { $0 < rule && matching.contains($0) } }
        }
    }

    private static let count = SeededGenerator.environment("QOSCTL_ANALYSIS_COUNT").flatMap(Int.init) ?? 3

    @Test(arguments: 0..<10)
    func exact(_ batch: Int) throws {
        for index in 0..<Self.count {
            var random = SeededGenerator("PolicyAnalysis.exact", batch * Self.count + index)
            let domain = TinyDomain(&random, rules: 1...7)
            let policy = try policy(domain.text)
            let truth = Truth(policy, domain.packets)
            let analysis = PolicyAnalysis.run(policy, detail: .everything)
            let comment = Comment("\(domain.text)\(random)")
            #expect(analysis.undecidedCount == 0, comment)
            for rule in policy.rules.indices { compare(rule, analysis, truth, comment) }
            #expect(analysis.findings.map(\.rule) == analysis.findings.map(\.rule).sorted(), comment)
            let summary = PolicyAnalysis.run(policy, detail: .summary)
            for kind in [RuleFinding.Kind.unreachable, .redundant] {
                let found = { (analysis: PolicyAnalysis) in analysis.findings.filter { $0.kind == kind } }
                #expect(found(summary) == found(analysis), comment)
            }
            let examples = { (analysis: PolicyAnalysis) in analysis.findings.filter { $0.kind == .crossing } }
            #expect(examples(summary) == examples(analysis) && examples(summary).count <= 1, comment)
            #expect(summary.crossedCount == analysis.crossedCount, comment)
        }
    }

    private func compare(_ rule: Int, _ analysis: PolicyAnalysis, _ truth: Truth, _ comment: Comment) {
        let name = truth.policy.rules[rule].name
        func finding(_ kind: RuleFinding.Kind) -> RuleFinding? {
            analysis.findings.first { $0.rule == rule && $0.kind == kind }
        }
        let (correlated, exceptions) = truth.rivals(rule)
        let expected: PolicyAnalysis.Verdict =
            if !truth.policy.rules[rule].isEnabled { .disabled } else if truth.matches(rule).isEmpty {
                .neverMatches
            } else if truth.isUnreachable(rule) { .unreachable } else if correlated.isEmpty && exceptions.isEmpty {
                .wins
            } else { .partlyShadowed }
        #expect(analysis.rules[rule].verdict == expected, "\(name)\n\(comment)")
        #expect((finding(.unreachable) != nil) == truth.isUnreachable(rule), "\(name)\n\(comment)")
        #expect((finding(.redundant) != nil) == truth.isRedundant(rule), "\(name)\n\(comment)")
        let wins = truth.wins(rule)
        #expect((finding(.correlated)?.others ?? []) == (wins ? correlated : []), "\(name)\n\(comment)")
        #expect((finding(.generalisation)?.others ?? []) == (wins ? exceptions : []), "\(name)\n\(comment)")
        if let found = finding(.unreachable) {
            #expect(truth.isCover(found.others, of: rule), "\(name)\n\(comment)")
            for spared in found.others where found.others.count > 1 {
                #expect(!truth.isCover(found.others.filter { $0 != spared }, of: rule), "\(name)\n\(comment)")
            }
            #expect(found.markingsDiffer == truth.differs(rule), "\(name)\n\(comment)")
        }
        if let found = finding(.redundant) {
            let (others, isDefault) = truth.successors(rule)
            #expect(found.others == others && found.includesDefault == isDefault, "\(name)\n\(comment)")
        }
        checkWitnesses(rule, analysis, truth.policy, comment)
    }

    private func checkWitnesses(_ rule: Int, _ analysis: PolicyAnalysis, _ policy: Policy, _ comment: Comment) {
        let interpreter = Interpreter(policy)
        let verdict = analysis.rules[rule].verdict
        if verdict == .wins || verdict == .partlyShadowed {
            let taker = analysis.rules[rule].witness.flatMap { interpreter.ruleIndex(for: $0) }
            #expect(taker == rule, comment)
        }
        for finding in analysis.findings where finding.rule == rule {
            guard let witness = finding.witness else {
                Issue.record("no witness: \(finding)\n\(comment)")
                continue
            }
            let matching = interpreter.matchingRules(for: witness)
            #expect(matching.first == finding.taker && matching.contains(rule), comment)
            guard finding.kind != .redundant, let taker = finding.taker else { continue }
            let differ = !policy.rules[taker].action.marking.marksLike(policy.rules[rule].action.marking)
            #expect(differ == finding.markingsDiffer, comment)
        }
    }

    /// What names stand for is the host's business: claims hold whatever that is.
    @Test(arguments: 0..<6)
    func namesOfOwners(_ batch: Int) throws {
        for index in 0..<Self.count {
            var random = SeededGenerator("PolicyAnalysis.namesOfOwners", batch * Self.count + index)
            let domain = TinyDomain(&random, rules: 1...6, names: true)
            let policy = try policy(domain.text)
            let analysis = PolicyAnalysis.run(policy, detail: .everything)
            let numbers: [(alice: UInt32, bob: UInt32)] = (0...3).flatMap { a in (0...3).map { (a, $0) } } + [(9, 9)]
            let truths = numbers.map { alice, bob in
                Truth(policy, domain.packets) { name, _ in name == "alice" ? alice : bob }
            }
            let all = Truth(policy, matching: Array(Set(truths.flatMap(\.matching))))
            let comment = Comment("\(domain.text)\(random)")
            for finding in analysis.findings {
                switch finding.kind {
                case .unreachable:
                    #expect(!all.wins(finding.rule) && all.isCover(finding.others, of: finding.rule), comment)
                    // Some number makes the difference, or none does.
                    if finding.markingsDiffer == false { #expect(!all.differs(finding.rule), comment) }
                case .redundant: #expect(all.isRedundant(finding.rule), comment)
                case .correlated, .crossing, .generalisation: continue
                }
            }
            for rule in policy.rules.indices { checkWitnessesOfNames(rule, analysis, policy, comment) }
        }
    }

    private func checkWitnessesOfNames(_ rule: Int, _ analysis: PolicyAnalysis, _ policy: Policy, _ comment: Comment) {
        let interpreter = Interpreter(policy)
        for finding in analysis.findings where finding.rule == rule {
            guard let witness = finding.witness else { continue }
            let matching = interpreter.matchingRules(for: witness)
            #expect(matching.first == finding.taker && matching.contains(rule), comment)
        }
    }
}
