import QoSCompiler
import QoSDriver

/// What `diff` and `apply --dry-run` print.
enum DiffOutput {
    static func print(_ diff: PolicyDiff, json: Bool) {
        if json {
            Console.print(
                .object([
                    "schema": .number(1),
                    "changes": diff.rules.map(RuleDiffText.json) ?? .null,
                    "lines": .string(diff.lines),
                    "notes": .array(diff.notes.map(JSONValue.string)),
                ]))
            return
        }
        for note in diff.notes { Console.error("note: \(note)") }
        for line in diff.rules.map(RuleDiffText.lines) ?? [] { Console.print(line) }
        if !diff.lines.isEmpty { Console.printBytes(Array(diff.lines.utf8)) }
    }
}
