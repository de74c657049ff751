import QoSCompiler
import QoSDriver

/// What `check` has found out about one file.
struct CheckResult {
    let path: String
    var loaded: LoadedPolicy
    /// Nil where there are errors, and where it was not asked for.
    var analysis: PolicyAnalysis?
    var proposal: OrderProposal?

    /// The policy with what the analysis says about it.
    func adding(_ findings: KeyPath<AnalysisDiagnostics, [Diagnostic]>) -> LoadedPolicy {
        guard let policy = loaded.policy, let analysis else { return loaded }
        return loaded.adding(AnalysisDiagnostics(analysis, of: policy)[keyPath: findings])
    }

    /// What this host says about the links that it names. An error there fails the check, and the policy is still whole.
    mutating func addFindings(aboutLinksOf policy: Policy, json: Bool) throws {
        do throws(DriverError) {
            loaded = loaded.adding(try HostInspection.findings(forLinksOf: policy))
        } catch {
            throw error.reportFromReader(json: json)
        }
    }

    func exitCode(isStrict: Bool) -> Int32 {
        if loaded.unreadable != nil { return 2 }
        let found = adding(\.summary).diagnostics
        return found.hasErrors || (isStrict && found.hasWarnings) ? 1 : 0
    }
}

/// What `check` prints on standard output.
enum CheckOutput {
    static func print(_ result: CheckResult, isStrict: Bool) {
        if result.exitCode(isStrict: isStrict) == 0, let policy = result.loaded.policy {
            let expectations = policy.expectations.isEmpty ? "" : ", \(policy.expectations.count) expectations hold"
            Console.print(
                "\(result.path): \(policy.rules.count) \(policy.rules.count == 1 ? "rule" : "rules")\(expectations)")
        }
        if let proposal = result.proposal { print(proposal, result.path) }
    }

    private static func print(_ proposal: OrderProposal, _ path: String) {
        let suggestion = proposal.suggestion
        for rule in suggestion.unsolved {
            Console.error("note: no better place was found for rule '\(rule.rule)': \(rule.reason)")
        }
        guard !suggestion.moves.isEmpty else {
            Console.print("\(path): no move to suggest")
            return
        }
        // The active policy is what came in by standard input, if anything is.
        let option = path == "-" ? "" : " -f \(ShellWord.quoted(path))"
        for move in suggestion.moves {
            Console.print("qosctl reorder \(move.rule) --before \(move.before)\(option)")
        }
        if suggestion.isCutShort { Console.error("note: there may be more to move after these") }
        Console.print(diff: proposal.textDiff)
    }

    // MARK: JSON

    /// `"diagnostics"` has all findings, although fewer are printed as text.
    static func printJSON(_ results: [CheckResult], withAnalysis: Bool, withSuggestions: Bool) {
        let found = results.map { $0.adding(withAnalysis ? \.everything : \.findings) }
        guard case .object(var members) = Findings.json(found, notes: true) else { return }
        if withAnalysis { members.append(JSONMember(key: "analysis", value: .array(results.compactMap(analysis)))) }
        if withSuggestions {
            members.append(JSONMember(key: "suggestions", value: .array(results.compactMap(suggestion))))
        }
        Console.print(.object(members))
    }

    private static func analysis(_ result: CheckResult) -> JSONValue? {
        guard let analysis = result.analysis else { return nil }
        let rules = analysis.rules.map { rule -> JSONValue in
            .object([
                "rule": .string(rule.name), "verdict": .string(rule.verdict.rawValue),
                "witness": .optional(rule.witness?.text),
            ])
        }
        return .object([
            "file": .string(result.path), "undecided": .number(Int64(analysis.undecidedCount)),
            "complete": .bool(!analysis.isCutShort), "rules": .array(rules),
        ])
    }

    private static func suggestion(_ result: CheckResult) -> JSONValue? {
        guard let proposal = result.proposal else { return nil }
        let moves = proposal.suggestion.moves.map { move -> JSONValue in
            .object(["rule": .string(move.rule), "before": .string(move.before)])
        }
        let unsolved = proposal.suggestion.unsolved.map { rule -> JSONValue in
            .object(["rule": .string(rule.rule), "reason": .string(rule.reason)])
        }
        return .object([
            "file": .string(result.path), "moves": .array(moves), "unsolved": .array(unsolved),
            "complete": .bool(!proposal.suggestion.isCutShort), "diff": .string(proposal.textDiff),
        ])
    }
}

/// Words for a shell.
enum ShellWord {
    /// As it is where no shell would take it for anything else, else in single quotes.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
