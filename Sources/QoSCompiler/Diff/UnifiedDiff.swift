/// Two texts as a unified diff with three lines of context.
public enum UnifiedDiff {
    private static let context = 3

    /// Empty when the texts are equal.
    public static func text(_ old: [String], _ new: [String], oldName: String, newName: String) -> String {
        let changes = LineDiff.changes(old, new)
        guard !changes.isEmpty else { return "" }
        var text = "--- \(oldName)\n+++ \(newName)\n"
        for hunk in hunks(changes) { write(changes[hunk], old, new, to: &text) }
        return text
    }

    /// Ranges of changes whose contexts touch.
    private static func hunks(_ changes: [LineDiff.Change]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in changes.indices {
            if index > 0, changes[index].old.lowerBound - changes[index - 1].old.upperBound <= 2 * context {
                hunks[hunks.count - 1] = hunks[hunks.count - 1].lowerBound..<(index + 1)
            } else {
                hunks.append(index..<(index + 1))
            }
        }
        return hunks
    }

    private static func write(
        _ changes: ArraySlice<LineDiff.Change>, _ old: [String], _ new: [String], to text: inout String
    ) {
        guard let first = changes.first, let last = changes.last else { return }
        let before = min(context, first.old.lowerBound)
        let after = min(context, old.count - last.old.upperBound)
        let oldSpan = span((first.old.lowerBound - before)..<(last.old.upperBound + after))
        let newSpan = span((first.new.lowerBound - before)..<(last.new.upperBound + after))
        text += "@@ -\(oldSpan) +\(newSpan) @@\n"
        func add(_ mark: String, _ lines: ArraySlice<String>) {
            for line in lines {
                text += mark
                text += line
                text += "\n"
            }
        }
        var place = first.old.lowerBound - before
        for change in changes {
            add(" ", old[place..<change.old.lowerBound])
            add("-", old[change.old])
            add("+", new[change.new])
            place = change.old.upperBound
        }
        add(" ", old[place..<(place + after)])
    }

    /// The first line, from 1, and the number of lines; an empty range is named by the line before it.
    private static func span(_ lines: Range<Int>) -> String {
        "\(lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1),\(lines.count)"
    }
}
