public import QoSCompiler

/// A better order for a policy's rules, as edits of its text.
public struct OrderProposal: Sendable {
    public var suggestion: OrderSuggestion
    /// What the moves change in the text; empty where there are none.
    public var textDiff: String

    /// Finds moves and tries them on the text; nothing is written. `loaded` is the policy as `source` has it, without
    /// errors but for expectations.
    public static func find(_ loaded: LoadedPolicy, from source: PolicySource) -> OrderProposal {
        guard let policy = loaded.policy else { return OrderProposal(suggestion: OrderSuggestion(), textDiff: "") }
        let suggestion = OrderSuggestion.find(policy)
        guard !suggestion.moves.isEmpty, let moved = moved(loaded, suggestion.moves, source),
            isBetter(moved, than: policy, suggestion.moves)
        else { return OrderProposal(suggestion: suggestion.withoutMoves, textDiff: "") }
        return OrderProposal(
            suggestion: suggestion,
            textDiff: PolicyTree(loaded).diff(to: PolicyTree(moved), oldName: "before", newName: "after"))
    }

    /// The policy with the moves made in its text, one after the other; nil when one cannot be made.
    private static func moved(
        _ loaded: LoadedPolicy, _ moves: [OrderSuggestion.Move], _ source: PolicySource
    ) -> LoadedPolicy? {
        var current = loaded
        var bytes: [String: [UInt8]] = [:]
        for move in moves {
            guard let policy = current.policy,
                let files = try? PolicyEdit(policy, sources: current.sources).moving(
                    move.rule, to: .before(move.before))
            else { return nil }
            for (index, new) in files.bytes { bytes[current.sources.files[index].path] = new }
            current = source.replacing(bytes).load()
        }
        return current
    }

    /// Whether the edited text does what the moves promise, looked at as a policy of its own.
    private static func isBetter(_ moved: LoadedPolicy, than old: Policy, _ moves: [OrderSuggestion.Move]) -> Bool {
        guard let new = moved.policy, new.rules.count == old.rules.count else { return false }
        func unreachable(_ policy: Policy) -> Set<String> {
            let analysis = PolicyAnalysis.run(policy, detail: .summary)
            return Set(analysis.rules.filter { $0.verdict == .unreachable }.map(\.name))
        }
        func failing(_ policy: Policy) -> Int { ExpectationChecks.run(policy).count }
        let (before, after) = (unreachable(old), unreachable(new))
        return after.isSubset(of: before) && moves.allSatisfy { !after.contains($0.rule) }
            && failing(new) <= failing(old)
    }
}
