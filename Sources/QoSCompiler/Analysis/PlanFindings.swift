/// Findings about what a policy compiles to.
///
/// They need the plan, so `check` does not have them: it would take several times as long. Commands that compile do.
public enum PlanFindings {
    /// Rules that a packet may go through one by one before that is said: about two microseconds.
    public static let ruleLimit = 128
    /// Graphs that a packet may go through one after the other: about as long.
    public static let graphLimit = 16
    /// A graph that does not take the packet costs as much as so many rules.
    private static let graphWeight = ruleLimit / graphLimit

    /// A warning where packets take many steps, at the first rule that is one too many.
    public static func run(_ plan: Plan, of policy: Policy) -> [Diagnostic] {
        var worst: (steps: Steps, weight: Int)?
        for path in policy.scope.paths {
            let steps = Steps(plan, policy, path)
            let weight = steps.rules + graphWeight * steps.graphs
            guard steps.rules > ruleLimit || steps.graphs > graphLimit, weight > worst?.weight ?? 0 else { continue }
            worst = (steps, weight)
        }
        guard let steps = worst?.steps, let first = steps.concerned.first else { return [] }
        let parts = [
            steps.graphs > 0 ? "\(steps.graphs) graph\(steps.graphs == 1 ? "" : "s")" : nil,
            steps.rules > 0 ? "\(steps.rules) single rule\(steps.rules == 1 ? "" : "s")" : nil,
        ]
        let names = steps.concerned.prefix(3).map { "'\(policy.rules[$0].name)'" }
        let more = steps.concerned.count > names.count ? " …" : ""
        return [
            Diagnostic(
                .warning, .manySteps,
                "a packet can go through \(parts.compactMap(\.self).joined(separator: " and ")), one after the other: "
                    + "one graph has no room for \(names.joined(separator: " "))\(more)"
                    + (plan.shape.gaveUp ? " (the work budget ended)" : ""),
                at: policy.rules[first].nameSpan,
                hint:
                    "rules that look at other fields than their neighbours, overlap them and mark otherwise make it so; "
                    + "qosctl compile --stats lists the segments")
        ]
    }

    /// What packets of a path go through.
    private struct Steps {
        /// One by one.
        var rules = 0
        var graphs = 0
        /// The rules that are in no graph, or that begin another one, in their order.
        var concerned: [Int] = []

        init(_ plan: Plan, _ policy: Policy, _ path: PacketPath) {
            guard !plan.shape.segments.isEmpty else {
                concerned = policy.rules.indices.filter {
                    policy.rules[$0].isEnabled && RuleSpace(policy.rules[$0]).isPossible(on: path)
                }
                rules = concerned.count
                return
            }
            var seen = Set<Int>()
            var begins: [Int] = []
            for segment in plan.shape.segments where segment.path == path {
                guard segment.isGraph else {
                    for line in segment.lines where line.guarded == nil { seen.insert(line.rule) }
                    continue
                }
                graphs += 1
                let first = segment.lines.first { $0.guarded == nil }
                if graphs > 1, let first { begins.append(first.rule) }
            }
            rules = seen.count
            concerned = Array(seen.union(begins)).sorted()
        }
    }
}
