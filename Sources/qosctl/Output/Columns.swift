/// Aligned columns of text without headings.
enum Columns {
    /// Each row's cells, padded to the widest of their column; the last column is not padded.
    static func text(_ rows: [[String]], indent: String = "") -> String {
        var table = Table(Array(repeating: .text(""), count: rows.map(\.count).max() ?? 0), indent: indent)
        for row in rows { table.add(row) }
        return table.lines().joined(separator: "\n")
    }
}
