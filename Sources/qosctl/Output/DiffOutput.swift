import QoSCompiler
import QoSDriver

/// What `diff` and `apply --dry-run` print.
enum DiffOutput {
    /// `new` is the policy that is compared, with its findings.
    static func print(_ diff: PolicyDiff, of new: LoadedPolicy, json: Bool) {
        if json {
            Console.print(
                .object([
                    JSONMember(key: "schema", value: .number(1)),
                    JSONMember(key: "changes", value: diff.rules.map(RuleDiffText.json) ?? .null),
                    JSONMember(key: "lines", value: .string(diff.lines)),
                    JSONMember(key: "notes", value: .array(diff.notes.map(JSONValue.string))),
                    Findings.member(new.diagnostics + diff.findings, new.sources),
                ]))
            return
        }
        for note in diff.notes { Console.error("note: \(note)") }
        if let rules = diff.rules { RuleDiffText.print(rules) }
        if !diff.lines.isEmpty { Console.print(diff: diff.lines) }
    }
}
