extension PolicyAnalysis {
    /// Others of a finding that are named; all of them where the rule is unreachable.
    static let listedLimit = 8
    /// Unreachable rules that a summary says more of than their names.
    static let summaryLimit = 20

    public static func run(_ policy: Policy, detail: Detail) -> PolicyAnalysis {
        var run = AnalysisRun(policy, detail)
        run.decideReach()
        run.decideRedundancy()
        run.decideRivals()
        return run.finished()
    }
}

/// An analysis while it goes on.
private struct AnalysisRun {
    private let detail: PolicyAnalysis.Detail
    private var analyser: RuleAnalyser
    private var analysis = PolicyAnalysis()
    /// A packet of each member that wins.
    private var points: [Point?]
    /// Findings that count if the interpreter agrees with their examples: it is asked about all at once.
    private var drafts: [(finding: RuleFinding, example: RuleAnalyser.Example)] = []

    init(_ policy: Policy, _ detail: PolicyAnalysis.Detail) {
        self.detail = detail
        analyser = RuleAnalyser(policy)
        points = [Point?](repeating: nil, count: analyser.space.members.count)
        analysis.rules = policy.rules.map { rule in
            PolicyAnalysis.Rule(name: rule.name, verdict: rule.isEnabled ? .neverMatches : .disabled, witness: nil)
        }
    }

    private func rule(_ member: Int) -> Int { analyser.space.members[member].rule }

    /// At most so many others are named, but for those that make a rule unreachable.
    private func finding(
        _ kind: RuleFinding.Kind, _ member: Int, _ others: [Int], of count: Int, differ: Bool?
    ) -> RuleFinding {
        RuleFinding(
            kind: kind, rule: rule(member), others: others.map(rule), unlisted: count - others.count,
            markingsDiffer: differ, witness: nil, taker: nil, includesDefault: false, isTwin: false)
    }

    // MARK: Steps

    mutating func decideReach() {
        for member in points.indices {
            switch analyser.reach(member, after: 0..<member) {
            case .undecided: analysis.rules[rule(member)].verdict = .undecided
            case .wins(let point):
                // Rules that were not looked into may take it.
                let example = RuleAnalyser.Example(point: point, taker: member, other: member)
                guard analyser.opaque.isEmpty || analyser.packet(example) != nil else {
                    analysis.rules[rule(member)].verdict = .undecided
                    continue
                }
                points[member] = point
                analysis.rules[rule(member)].verdict = .wins
            case .never(let cover):
                addUnreachable(member, cover)
                analyser.idle.insert(member)
                analysis.rules[rule(member)].verdict = .unreachable
            }
        }
    }

    private mutating func addUnreachable(_ member: Int, _ cover: [Int]) {
        var found = finding(.unreachable, member, cover, of: cover.count, differ: nil)
        found.isTwin = cover.count == 1 && analyser.space.isInOneBox(cover[0], of: member)
        if detail != .summary || analysis.findings.count < PolicyAnalysis.summaryLimit {
            let loss = analyser.loss(of: member, to: cover)
            found.markingsDiffer = loss.markingsDiffer
            found.witness = loss.witness?.packet
            found.taker = loss.witness.map { rule($0.taker) }
        }
        analysis.findings.append(found)
    }

    mutating func decideRedundancy() {
        for member in points.indices {
            guard let point = points[member], let successors = analyser.successors(of: member, winning: point) else {
                continue
            }
            let listed = Array(successors.members.prefix(PolicyAnalysis.listedLimit))
            var found = finding(.redundant, member, listed, of: successors.members.count, differ: false)
            found.includesDefault = successors.isDefault
            drafts.append((found, RuleAnalyser.Example(point: point, taker: member, other: member)))
        }
    }

    mutating func decideRivals() {
        var hasExample = false
        for member in points.indices where points[member] != nil {
            guard !hasExample || detail != .summary else {
                if analyser.isCrossed(member) { analysis.crossedCount += 1 }
                continue
            }
            let rivals = analyser.rivals(member)
            if !rivals.crossing.isEmpty { analysis.crossedCount += 1 }
            if !hasExample, let draft = contested(.crossing, member, rivals.crossing, of: rivals) {
                hasExample = analyser.packet(draft.example) != nil
                drafts.append(draft)
            }
            guard detail != .summary else { continue }
            if let draft = contested(.correlated, member, rivals.correlated, of: rivals) { drafts.append(draft) }
            if let draft = generalisation(member, rivals.exceptions) { drafts.append(draft) }
        }
    }

    /// Nil when there is no packet that shows it.
    private mutating func contested(
        _ kind: RuleFinding.Kind, _ member: Int, _ others: [Int], of rivals: RuleAnalyser.Rivals
    ) -> (finding: RuleFinding, example: RuleAnalyser.Example)? {
        guard !others.isEmpty else { return nil }
        let regions = analyser.regions(of: member)
        var shown: [Int] = []
        var example: RuleAnalyser.Example?
        var tried = 0
        for other in others where shown.count < PolicyAnalysis.listedLimit {
            tried += 1
            let found = analyser.contested(other, regions, of: member, beside: rivals.earlier)
            guard let found else { continue }
            shown.append(other)
            example = example ?? found
        }
        let count = shown.count + others.count - tried
        return example.map { (finding(kind, member, shown, of: count, differ: true), $0) }
    }

    private func generalisation(
        _ member: Int, _ others: [Int]
    ) -> (finding: RuleFinding, example: RuleAnalyser.Example)? {
        let shown = Array(others.prefix(PolicyAnalysis.listedLimit))
        for other in shown {
            guard let point = points[other] else { continue }
            return (
                finding(.generalisation, member, shown, of: others.count, differ: true),
                RuleAnalyser.Example(point: point, taker: other, other: member)
            )
        }
        return nil
    }

    // MARK: The end

    mutating func finished() -> PolicyAnalysis {
        confirmDrafts()
        if detail == .everything { findWitnesses() }
        analysis.findings.sort { ($0.rule, $0.kind) < ($1.rule, $1.kind) }
        analysis.isCutShort = analyser.budget.isSpent || analyser.exampleBudget.isSpent
        return analysis
    }

    private mutating func confirmDrafts() {
        for (draft, packet) in zip(drafts, analyser.packets(drafts.map(\.example))) {
            guard let packet else { continue }
            var found = draft.finding
            found.witness = packet
            found.taker = rule(draft.example.taker)
            analysis.findings.append(found)
            if found.markingsDiffer == true { analysis.rules[found.rule].verdict = .partlyShadowed }
        }
    }

    private mutating func findWitnesses() {
        let examples = points.enumerated().compactMap { member, point in
            point.map { RuleAnalyser.Example(point: $0, taker: member, other: member) }
        }
        for (example, packet) in zip(examples, analyser.packets(examples)) {
            analysis.rules[rule(example.taker)].witness = packet
        }
    }
}
