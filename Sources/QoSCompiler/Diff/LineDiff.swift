/// Which lines of one text have to be replaced to get another.
///
/// Short texts get a smallest diff (Myers). In long ones, lines that occur once on both sides hold the texts
/// together, as many of them as stay in order (patience diff), and what lies between is compared on its own: millions
/// of lines with any number of changes take seconds.
enum LineDiff {
    /// Lines of one text in the place of lines of the other; never both empty. Between two of them is a common line.
    struct Change: Equatable {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// Lines of both sides up to which the smallest diff is looked for: in texts as a whole, and between lines that
    /// hold them together. Longer parts are replaced as they are.
    private static let shortText = 4_000
    private static let shortPart = 1_000

    /// In order; empty when the texts are equal.
    static func changes(_ old: [String], _ new: [String]) -> [Change] {
        let middle = trimmed(Change(old: old.indices, new: new.indices), old, new)
        guard !middle.isEmpty else { return [] }
        guard middle.count > shortText else { return smallest(middle, old, new) }
        let (oldLines, newLines) = numbered(middle, old, new)
        let local = Change(old: oldLines.indices, new: newLines.indices)
        var changes: [Change] = []
        for part in parts(local, oldLines, newLines) {
            let rest = trimmed(part, oldLines, newLines)
            guard !rest.isEmpty else { continue }
            for change in rest.count > shortPart ? [rest] : smallest(rest, oldLines, newLines) {
                changes.append(change.moved(by: middle))
            }
        }
        return joined(changes)
    }

    /// Without common lines at both ends.
    private static func trimmed<Line: Equatable>(_ part: Change, _ old: [Line], _ new: [Line]) -> Change {
        var part = part
        while let a = part.old.first, let b = part.new.first, old[a] == new[b] {
            part.old.removeFirst()
            part.new.removeFirst()
        }
        while let a = part.old.last, let b = part.new.last, old[a] == new[b] {
            part.old.removeLast()
            part.new.removeLast()
        }
        return part
    }

    /// The lines as numbers, equal for equal lines.
    private static func numbered(_ part: Change, _ old: [String], _ new: [String]) -> ([Int], [Int]) {
        var numbers: [String: Int] = [:]
        func number(_ line: String) -> Int {
            let next = numbers.count
            if let known = numbers[line] { return known }
            numbers[line] = next
            return next
        }
        return (old[part.old].map(number), new[part.new].map(number))
    }

    /// What lies between the lines that occur once on both sides and stay in order.
    private static func parts(_ whole: Change, _ old: [Int], _ new: [Int]) -> [Change] {
        let count = max(old.max() ?? -1, new.max() ?? -1) + 1
        /// For each number: the one place where it occurs; -1 for none, -2 for several.
        func places(_ lines: [Int]) -> [Int] {
            var places = [Int](repeating: -1, count: count)
            for (index, line) in lines.enumerated() { places[line] = places[line] == -1 ? index : -2 }
            return places
        }
        let (oldPlaces, newPlaces) = (places(old), places(new))
        let unique = new.indices.filter { newPlaces[new[$0]] == $0 && oldPlaces[new[$0]] >= 0 }
        var parts: [Change] = []
        var start = (old: 0, new: 0)
        for anchor in LongestRun.indices(unique.map { oldPlaces[new[$0]] }) {
            let place = (old: oldPlaces[new[unique[anchor]]], new: unique[anchor])
            parts.append(Change(old: start.old..<place.old, new: start.new..<place.new))
            start = (place.old + 1, place.new + 1)
        }
        parts.append(Change(old: start.old..<whole.old.upperBound, new: start.new..<whole.new.upperBound))
        return parts
    }

    private static func smallest<Line: Hashable>(_ part: Change, _ old: [Line], _ new: [Line]) -> [Change] {
        let difference = new[part.new].difference(from: old[part.old])
        var removed = Set(difference.removals.map(\.position))
        var added = Set(difference.insertions.map(\.position))
        var changes: [Change] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < part.old.count || newIndex < part.new.count {
            let start = (old: oldIndex, new: newIndex)
            while removed.remove(oldIndex) != nil { oldIndex += 1 }
            while added.remove(newIndex) != nil { newIndex += 1 }
            if start == (oldIndex, newIndex) {
                oldIndex += 1
                newIndex += 1
            } else {
                changes.append(Change(old: start.old..<oldIndex, new: start.new..<newIndex).moved(by: part))
            }
        }
        return joined(changes)
    }

    /// Changes that touch as one.
    private static func joined(_ changes: [Change]) -> [Change] {
        var result: [Change] = []
        for change in changes {
            if let last = result.last, last.old.upperBound == change.old.lowerBound,
                last.new.upperBound == change.new.lowerBound
            {
                result[result.count - 1] = Change(
                    old: last.old.lowerBound..<change.old.upperBound, new: last.new.lowerBound..<change.new.upperBound)
            } else {
                result.append(change)
            }
        }
        return result
    }
}

extension LineDiff.Change {
    fileprivate var isEmpty: Bool { old.isEmpty && new.isEmpty }

    fileprivate var count: Int { old.count + new.count }

    /// A change that counts from the start of a part, in the whole.
    fileprivate func moved(by part: LineDiff.Change) -> LineDiff.Change {
        let (a, b) = (part.old.lowerBound, part.new.lowerBound)
        return LineDiff.Change(
            old: (old.lowerBound + a)..<(old.upperBound + a), new: (new.lowerBound + b)..<(new.upperBound + b))
    }
}

extension CollectionDifference.Change {
    fileprivate var position: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
