import QoSCompiler

/// Rule-level changes as text and JSON.
enum RuleDiffText {
    /// One line a change, coloured where standard output has colour.
    static func print(_ diff: RuleDiff) {
        for (line, change) in zip(lines(diff), diff.changes) {
            let style: Style =
                switch change {
                case .added: .added
                case .removed: .removed
                case .moved: .moved
                case .changed, .setting: .changed
                }
            Console.print(line, style: style)
        }
    }

    static func lines(_ diff: RuleDiff) -> [String] {
        diff.changes.map { change in
            switch change {
            case .added(let rule, let position): "added    rule \(rule) at position \(position)"
            case .removed(let rule, let position): "removed  rule \(rule) from position \(position)"
            case .moved(let rule, let from, let to):
                from == to
                    ? "moved    rule \(rule) past others, at position \(to) as before"
                    : "moved    rule \(rule) from position \(from) to \(to)"
            case .changed(let rule, let old, let new): "changed  rule \(rule): \(old) -> \(new)"
            case .setting(let name, let old, let new): "changed  \(name): \(old) -> \(new)"
            }
        }
    }

    static func json(_ diff: RuleDiff) -> JSONValue {
        .array(
            diff.changes.map { change in
                switch change {
                case .added(let rule, let position):
                    .object(["kind": .string(change.kind), "rule": .string(rule), "to": .number(Int64(position))])
                case .removed(let rule, let position):
                    .object(["kind": .string(change.kind), "rule": .string(rule), "from": .number(Int64(position))])
                case .moved(let rule, let from, let to):
                    .object([
                        "kind": .string(change.kind), "rule": .string(rule), "from": .number(Int64(from)),
                        "to": .number(Int64(to)),
                    ])
                case .changed(let rule, let old, let new):
                    .object([
                        "kind": .string(change.kind), "rule": .string(rule), "old": .string(old), "new": .string(new),
                    ])
                case .setting(let name, let old, let new):
                    .object([
                        "kind": .string(change.kind), "name": .string(name), "old": .string(old), "new": .string(new),
                    ])
                }
            })
    }
}
