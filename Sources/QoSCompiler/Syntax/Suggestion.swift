/// "did you mean …": the nearest known word.
public enum Suggestion {
    /// Nil when nothing known is near.
    public static func text(for word: String, among known: [String]) -> String? {
        nearest(to: word, among: known).map { "did you mean '\($0)'?" }
    }

    static func nearest(to word: String, among known: [String]) -> String? {
        let lowered = word.lowercased()
        if let translated = ForeignWords.translation(of: word), known.contains(translated) { return translated }
        if known.contains(lowered), lowered != word { return lowered }
        guard word.utf8.count <= 64 else { return nil }
        let limit = max(1, word.utf8.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known where abs(candidate.utf8.count - word.utf8.count) <= limit {
            let distance = distance(Array(lowered.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to another.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var current = [i + 1]
            for j in 0..<b.count {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous.last ?? 0
    }
}

/// The nearest of the names that a policy defines. Both these and the wrong ones can be many, so the comparisons are
/// counted, and after enough of them nothing is suggested any more.
struct NearestNames {
    private let names: [String]
    private var comparisons = 0

    private static let limit = 50_000

    init(_ names: some Sequence<String>) {
        self.names = names.sorted()
    }

    mutating func nearest(to name: String) -> String? {
        comparisons += names.count
        return comparisons > max(Self.limit, names.count) ? nil : Suggestion.nearest(to: name, among: names)
    }
}
