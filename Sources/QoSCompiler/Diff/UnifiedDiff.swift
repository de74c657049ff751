/// Two texts as a unified diff with three lines of context.
public enum UnifiedDiff {
    private static let context = 3
    /// Edits beyond which lines are not matched any more: the rest is shown as replaced as a whole.
    private static let editLimit = 4_000

    /// Empty when the texts are equal.
    public static func text(_ old: [String], _ new: [String], oldName: String, newName: String) -> String {
        let edits = edits(old, new)
        guard edits.contains(where: { $0.kind != .same }) else { return "" }
        var lines = ["--- \(oldName)", "+++ \(newName)"]
        for hunk in hunks(edits) {
            lines.append(header(edits, hunk))
            for edit in edits[hunk] { lines.append(edit.kind.rawValue + edit.line) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private enum Kind: String {
        case same = " "
        case removed = "-"
        case added = "+"
    }

    private struct Edit {
        var kind: Kind
        var line: String
    }

    private static func edits(_ old: [String], _ new: [String]) -> [Edit] {
        let prefix = zip(old, new).prefix { $0 == $1 }.count
        let suffix = zip(old.dropFirst(prefix).reversed(), new.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
        let oldMiddle = Array(old[prefix..<(old.count - suffix)])
        let newMiddle = Array(new[prefix..<(new.count - suffix)])
        return old[..<prefix].map { Edit(kind: .same, line: $0) }
            + middle(oldMiddle, newMiddle)
            + old[(old.count - suffix)...].map { Edit(kind: .same, line: $0) }
    }

    private static func middle(_ old: [String], _ new: [String]) -> [Edit] {
        let common = Set(old).intersection(new)
        let unmatched = old.count { !common.contains($0) } + new.count { !common.contains($0) }
        guard !common.isEmpty, unmatched <= editLimit, abs(old.count - new.count) <= editLimit else {
            return old.map { Edit(kind: .removed, line: $0) } + new.map { Edit(kind: .added, line: $0) }
        }
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map(\.position))
        let added = Set(difference.insertions.map(\.position))
        var edits: [Edit] = []
        var oldIndex = 0
        var newIndex = 0
        while oldIndex < old.count || newIndex < new.count {
            if oldIndex < old.count, removed.contains(oldIndex) {
                edits.append(Edit(kind: .removed, line: old[oldIndex]))
                oldIndex += 1
            } else if newIndex < new.count, added.contains(newIndex) {
                edits.append(Edit(kind: .added, line: new[newIndex]))
                newIndex += 1
            } else if oldIndex < old.count {
                edits.append(Edit(kind: .same, line: old[oldIndex]))
                oldIndex += 1
                newIndex += 1
            } else {
                break
            }
        }
        return edits
    }

    /// Ranges of edits: each change with its context, merged where they touch.
    private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, edit) in edits.enumerated() where edit.kind != .same {
            let range = max(0, index - context)..<min(edits.count, index + context + 1)
            if let last = hunks.last, range.lowerBound <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private static func header(_ edits: [Edit], _ hunk: Range<Int>) -> String {
        func span(_ other: Kind) -> String {
            let start = edits[..<hunk.lowerBound].count { $0.kind != other }
            let count = edits[hunk].count { $0.kind != other }
            return "\(count == 0 ? start : start + 1),\(count)"
        }
        return "@@ -\(span(.added)) +\(span(.removed)) @@"
    }
}

extension CollectionDifference.Change {
    fileprivate var position: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
