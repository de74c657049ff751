/// Lines of a policy file with their columns.
enum PolicyLayout {
    /// One statement.
    struct Row {
        /// Rows of one word that follow each other share their columns; "" for rows that stand for themselves.
        var word: String
        var cells: [String]
        /// A rule's conditions, which stand between its first cell and its last.
        var conditions: [String] = []
        /// With its `#`.
        var comment: String?
    }

    enum Line {
        case blank
        /// With its `#`.
        case comment(String)
        case row(Row)

        var isBlank: Bool { if case .blank = self { true } else { false } }
    }

    /// A cell that is wider does not push the columns of the others.
    private static let widestCell = 72
    /// Conditions that are wider have no column of their own.
    private static let widestCondition = 24
    /// A comment does not go further right for the sake of its neighbours.
    private static let furthestComment = 100

    static func text(_ lines: [Line]) -> String {
        var text = ""
        var start = 0
        // A blank line ends what is aligned together.
        while start < lines.count {
            let end = lines[start...].firstIndex(where: \.isBlank) ?? lines.count
            for line in paragraph(lines[start..<end]) { text += line + "\n" }
            if end < lines.count { text += "\n" }
            start = end + 1
        }
        return text
    }

    private static func paragraph(_ lines: ArraySlice<Line>) -> [String] {
        var rows: [(text: String, comment: String?)] = []
        var start = lines.startIndex
        while start < lines.endIndex {
            let word = self.word(lines[start])
            var end = start + 1
            while end < lines.endIndex, continues(word, lines[end]) { end += 1 }
            let group = withConditions(lines[start..<end])
            let shared = columnWidths(group)
            rows += group.map { line in
                switch line {
                case .blank: ("", nil)
                case .comment(let text): (text, nil)
                case .row(let row): (padded(row.cells, shared), row.comment)
                }
            }
            start = end
        }
        let columns = commentColumns(rows)
        return zip(rows, columns).map { row, column in
            guard let comment = row.comment else { return row.text }
            return row.text + String(repeating: " ", count: max(0, column - lastLine(row.text)) + 2) + comment
        }
    }

    /// Comments on rows that follow each other stand under each other.
    private static func commentColumns(_ rows: [(text: String, comment: String?)]) -> [Int] {
        var columns = Array(repeating: 0, count: rows.count)
        var start = 0
        while start < rows.count {
            var end = start
            while end < rows.count, rows[end].comment != nil { end += 1 }
            let column = rows[start..<end].map { lastLine($0.text) }.filter { $0 <= furthestComment }.max() ?? 0
            for row in start..<end { columns[row] = column }
            start = max(end, start + 1)
        }
        return columns
    }

    private static func word(_ line: Line) -> String? {
        if case .row(let row) = line { row.word } else { nil }
    }

    /// Comment lines do not part the rows around them.
    private static func continues(_ word: String?, _ line: Line) -> Bool {
        guard let word, !word.isEmpty else { return false }
        return self.word(line) == word || self.word(line) == nil
    }

    /// Puts conditions into cells: one for each of the first, as far as all rows have the same fields there, and one for
    /// the rest.
    private static func withConditions(_ lines: ArraySlice<Line>) -> [Line] {
        let all = lines.compactMap { line in if case .row(let row) = line { row.conditions } else { nil } }
        func field(_ condition: String) -> Substring { condition.prefix { $0 != " " } }
        let longest = all.map(\.count).max() ?? 0
        let shared = (0..<longest).prefix { place in
            let column = all.compactMap { $0.count > place ? $0[place] : nil }
            return Set(column.map(field)).count == 1 && column.allSatisfy { $0.count <= widestCondition }
        }.count
        return lines.map { line in
            guard case .row(var row) = line, row.cells.count == 2, longest > 0 else { return line }
            var cells = (0..<shared).map { $0 < row.conditions.count ? row.conditions[$0] : "" }
            if shared < longest { cells.append(row.conditions.dropFirst(shared).joined(separator: " ")) }
            row.cells.insert(contentsOf: cells, at: 1)
            return .row(row)
        }
    }

    private static func columnWidths(_ lines: [Line]) -> [Int] {
        var widths: [Int] = []
        for case .row(let row) in lines {
            for (index, cell) in row.cells.enumerated() {
                if index == widths.count { widths.append(0) }
                if cell.count <= widestCell { widths[index] = max(widths[index], cell.count) }
            }
        }
        return widths
    }

    /// Columns stand two blanks apart; a column that no row of the group uses takes no room.
    private static func padded(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) where width > 0 || !cell.isEmpty {
            line += cell + String(repeating: " ", count: max(0, width - cell.count) + 2)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func lastLine(_ text: String) -> Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
    }
}
