import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// The analysis of policies with every kind of condition, put to random packets: no claim is ever false.
@Suite struct PolicyAnalysisSoundnessTests {
    private static let count = SeededGenerator.environment("QOSCTL_ANALYSIS_COUNT").flatMap(Int.init) ?? 3

    @Test(arguments: 0..<8)
    func claimsHold(_ batch: Int) throws {
        var claims = 0
        for index in 0..<Self.count {
            var random = SeededGenerator("PolicyAnalysis.claimsHold", batch * Self.count + index)
            let scope = random.pick(Scope.allCases)
            let text = RandomPolicy.text(&random, rules: 5...25, scope: scope)
            let policy = try policy(text)
            let analysis = PolicyAnalysis.run(policy, detail: .everything)
            let packets = (0..<300).map { _ in RandomPacket.packet(&random, path: random.pick(scope.paths)) }
            let comment = Comment("\(text)\(random)")
            // Names resolved, and not.
            for interpreter in [Interpreter(policy), Interpreter(policy, resolvingOwners: RandomPacket.owners)] {
                let matching = packets.map { interpreter.matchingRules(for: $0) }
                for finding in analysis.findings { check(finding, matching, policy, comment) }
            }
            checkWitnesses(analysis, policy, comment)
            claims += analysis.findings.count
        }
        #expect(claims > 0, "the test says nothing")
    }

    private func check(_ finding: RuleFinding, _ matching: [[Int]], _ policy: Policy, _ comment: Comment) {
        func marking(_ rule: Int?) -> Marking {
            rule.map { policy.rules[$0].action.marking } ?? policy.defaultAction.marking
        }
        let own = matching.filter { $0.contains(finding.rule) }
        switch finding.kind {
        case .unreachable:
            #expect(own.allSatisfy { $0.first != finding.rule }, "\(finding)\n\(comment)")
            #expect(own.allSatisfy { !Set($0).isDisjoint(with: finding.others) }, "\(finding)\n\(comment)")
            guard finding.markingsDiffer == false else { return }
            #expect(own.allSatisfy { marking($0.first).marksLike(marking(finding.rule)) }, "\(finding)\n\(comment)")
        case .redundant:
            let left = own.filter { $0.first == finding.rule }
            #expect(left.allSatisfy { marking($0.dropFirst().first).marksLike(marking(finding.rule)) }, comment)
        case .generalisation:
            let exceptions = matching.filter { !Set($0).isDisjoint(with: finding.others) }
            #expect(exceptions.allSatisfy { $0.contains(finding.rule) }, "\(finding)\n\(comment)")
        case .correlated, .crossing:
            #expect(finding.others.allSatisfy { !marking($0).marksLike(marking(finding.rule)) }, comment)
        }
    }

    private func checkWitnesses(_ analysis: PolicyAnalysis, _ policy: Policy, _ comment: Comment) {
        let interpreter = Interpreter(policy)
        for finding in analysis.findings {
            guard let witness = finding.witness else {
                #expect(finding.kind == .unreachable, comment)
                continue
            }
            let matching = interpreter.matchingRules(for: witness)
            #expect(matching.first == finding.taker && matching.contains(finding.rule), "\(finding)\n\(comment)")
        }
        for (index, rule) in analysis.rules.enumerated() {
            if let witness = rule.witness { #expect(interpreter.ruleIndex(for: witness) == index, comment) }
        }
    }

    /// A policy that matches everything, one without rules, rules without packets.
    @Test(arguments: [
        "", "rule a keep", "rule a keep disabled", "scope both\nrule a iif eth0 user root keep",
        "rule a oif != \"*\" keep",
        "rule a saddr != { 0.0.0.0/0 ::/0 } keep\nrule b keep", "rule a mark 0/0 keep\nrule b mark != 0/0 keep",
        "rule a user 0-4294967294 keep\nrule b user != 0-4294967294 keep", "default set dscp ef",
        "rule a proto != { tcp udp udplite sctp dccp } dport 80 keep",
    ])
    func small(_ text: String) throws {
        let policy = try policy(text)
        for detail in [PolicyAnalysis.Detail.summary, .findings, .everything] {
            let analysis = PolicyAnalysis.run(policy, detail: detail)
            #expect(analysis.rules.count == policy.rules.count && analysis.undecidedCount == 0)
            #expect(!analysis.findings.contains { $0.kind == .unreachable })
        }
    }
}
