/// What an analysis has found, as findings with their places.
public struct AnalysisDiagnostics: Sendable {
    /// Rules named in one message.
    private static let namedLimit = 5
    private let analysis: PolicyAnalysis
    private let policy: Policy

    /// `analysis`: a summary is enough for a summary.
    public init(_ analysis: PolicyAnalysis, of policy: Policy) {
        self.analysis = analysis
        self.policy = policy
    }

    /// Each finding by itself.
    public var everything: [Diagnostic] {
        analysis.findings.filter { $0.kind != .crossing }.map(diagnostic) + cutShort
    }

    /// The same without those that hardly anybody needs to hear: what is to be left alone is often written down, although
    /// it would be left alone.
    public var findings: [Diagnostic] {
        analysis.findings.filter { $0.kind != .crossing && !isWrittenDown($0) }.map(diagnostic) + cutShort
    }

    private func isWrittenDown(_ finding: RuleFinding) -> Bool {
        finding.kind == .redundant && policy.rules[finding.rule].action == .keep
    }

    /// Rules that win nothing, and of what is usually meant one example of each kind.
    public var summary: [Diagnostic] {
        let unreachable = findings(.unreachable)
        var found = unreachable.prefix(PolicyAnalysis.summaryLimit).map(diagnostic)
        if let next = unreachable.dropFirst(PolicyAnalysis.summaryLimit).first {
            found.append(
                Diagnostic(
                    .warning, .unreachable,
                    "rule '\(name(next.rule))' never takes a packet\(others(unreachable.count - PolicyAnalysis.summaryLimit - 1))",
                    at: policy.rules[next.rule].nameSpan, hint: Self.listHint))
        }
        let redundant = findings(.redundant).filter { !isWrittenDown($0) }
        found += example(of: redundant, count: redundant.count)
        found += example(of: findings(.crossing), count: analysis.crossedCount)
        return found + cutShort
    }

    private static let listHint = "check --analysis lists all"

    private func findings(_ kind: RuleFinding.Kind) -> [RuleFinding] { analysis.findings.filter { $0.kind == kind } }

    private func example(of findings: [RuleFinding], count: Int) -> [Diagnostic] {
        guard let first = findings.first else { return [] }
        var example = diagnostic(first)
        guard count > 1 else { return [example] }
        example.message += others(count - 1)
        example.hint = [example.hint, Self.listHint].compactMap(\.self).joined(separator: "; ")
        return [example]
    }

    /// "; so it is with 3 other rules"
    private func others(_ count: Int) -> String {
        count == 0 ? "" : "; so it is with \(count) other \(count == 1 ? "rule" : "rules")"
    }

    private var cutShort: [Diagnostic] {
        let undecided = analysis.rules.indices.filter { analysis.rules[$0].verdict == .undecided }
        guard let first = undecided.first else {
            return analysis.isCutShort
                ? [
                    Diagnostic(
                        .note, .undecided, "the analysis stopped at its limit: there may be more to say", at: nil)
                ]
                : []
        }
        return [
            Diagnostic(
                .note, .undecided,
                "whether rule '\(name(first))' can win was not decided within the limits\(others(undecided.count - 1))",
                at: policy.rules[first].nameSpan)
        ]
    }

    // MARK: One finding

    private func diagnostic(_ finding: RuleFinding) -> Diagnostic {
        let (code, message): (DiagnosticCode, String) =
            switch finding.kind {
            case .unreachable: (.unreachable, unreachable(finding))
            case .redundant: (.redundant, redundant(finding))
            case .correlated: (.correlated, correlated(finding))
            case .crossing: (.correlated, crossing(finding))
            case .generalisation: (.generalisation, generalisation(finding))
            }
        var diagnostic = Diagnostic(
            finding.kind == .unreachable ? .warning : .note, code, message,
            at: policy.rules[finding.rule].nameSpan, hint: hint(finding))
        diagnostic.detail = DiagnosticDetail(
            rules: finding.others.map(name) + (finding.includesDefault ? ["default"] : []), unlisted: finding.unlisted,
            markingsDiffer: finding.markingsDiffer, witness: finding.witness, taker: finding.taker.map(name))
        return diagnostic
    }

    private func unreachable(_ finding: RuleFinding) -> String {
        let isOne = finding.others.count == 1
        let match =
            if finding.isTwin { "matches the same packets" } else if isOne { "matches all of its packets" } else {
                "together match all of its packets"
            }
        let marks = isOne ? "marks" : "mark"
        let allDiffer = finding.others.allSatisfy { !isAlike($0, finding.rule) }
        let marking =
            switch finding.markingsDiffer {
            case true? where allDiffer: " and \(marks) them otherwise"
            case true?: ", and some of them are marked otherwise"
            case false?: " and \(marks) them the same"
            case nil: ""
            }
        return "rule '\(name(finding.rule))' never takes a packet: \(list(finding)) before it \(match)\(marking)"
    }

    private func correlated(_ finding: RuleFinding) -> String {
        let isOne = finding.others.count + finding.unlisted == 1
        let what = isOne ? "matches some of its packets and marks" : "match some of its packets and mark"
        return
            "rule '\(name(finding.rule))' comes after \(list(finding)), which \(what) them otherwise: the order decides"
    }

    private func crossing(_ finding: RuleFinding) -> String {
        let what =
            finding.others.count + finding.unlisted == 1
            ? "overlaps it in part and marks" : "overlap it in part and mark"
        return "rule '\(name(finding.rule))' comes after \(list(finding)), which \(what) otherwise: the order decides"
    }

    private func generalisation(_ finding: RuleFinding) -> String {
        let marks = finding.others.count + finding.unlisted == 1 ? "which marks its" : "which mark their"
        return
            "rule '\(name(finding.rule))' is the general case of \(list(finding)) before it, \(marks) packets otherwise"
    }

    private func redundant(_ finding: RuleFinding) -> String {
        var takers = finding.others.isEmpty ? [] : [list(finding)]
        if finding.includesDefault { takers.append("the default") }
        return "rule '\(name(finding.rule))' changes no packet's marking: without it, "
            + "\(takers.joined(separator: " and ")) would mark its packets the same"
    }

    private func hint(_ finding: RuleFinding) -> String? {
        guard let witness = finding.witness, let taker = finding.taker else { return nil }
        let example = "'\(name(taker))' takes, for example, \(witness.text)"
        switch finding.kind {
        case .unreachable where finding.isTwin: return example + "; one of the two can go"
        case .unreachable where finding.markingsDiffer == true:
            return example + "; check --suggest looks for a better order"
        case .unreachable: return example + "; the rule can go"
        case .redundant: return example + "; it is counted apart, and that is all"
        case .correlated, .crossing, .generalisation: return example
        }
    }

    // MARK: Words

    private func name(_ rule: Int) -> String { policy.rules[rule].name }

    private func isAlike(_ a: Int, _ b: Int) -> Bool {
        policy.rules[a].action.marking.marksLike(policy.rules[b].action.marking)
    }

    /// "rules 'a', 'b' and 3 more"
    private func list(_ finding: RuleFinding) -> String {
        let total = finding.others.count + finding.unlisted
        var names = finding.others.prefix(Self.namedLimit).map { "'\(name($0))'" }
        if total > names.count { names.append("\(total - names.count) more") }
        let last = names.popLast() ?? ""
        let text = names.isEmpty ? last : names.joined(separator: ", ") + " and " + last
        return (total == 1 ? "rule " : "rules ") + text
    }
}

extension LoadedPolicy {
    /// With the findings of an analysis among its own.
    public func adding(_ findings: [Diagnostic]) -> LoadedPolicy {
        var loaded = self
        loaded.diagnostics = (diagnostics + findings).inOrderOfPlaces
        return loaded
    }
}
