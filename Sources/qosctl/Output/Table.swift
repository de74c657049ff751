/// Rows under headings: columns as wide as their widest cell, numbers to the right, fitted to a terminal where asked
/// for.
struct Table {
    struct Column {
        var title: String
        var isNumber = false
        /// The one that gives way where the terminal is too narrow.
        var isFlexible = false

        /// To the left.
        static func text(_ title: String) -> Column { Column(title: title) }
        /// To the right.
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
        /// To the left, and cut with … where the terminal is too narrow.
        static func flexible(_ title: String) -> Column { Column(title: title, isFlexible: true) }
    }

    struct Row {
        var cells: [String]
        var style: Style?
    }

    /// A cut column keeps this much.
    private static let narrowest = 8
    private static let gap = 2

    var columns: [Column]
    var rows: [Row] = []
    var indent = ""

    init(_ columns: [Column], indent: String = "") {
        self.columns = columns
        self.indent = indent
    }

    mutating func add(_ cells: [String], style: Style? = nil) {
        rows.append(Row(cells: cells, style: style))
    }

    /// `width`: of the terminal; nil cuts nothing.
    func lines(width: Int? = nil, isColoured: Bool = false) -> [String] {
        let titles = columns.map(\.title)
        let heading = titles.contains { !$0.isEmpty } ? [Row(cells: titles, style: .heading)] : []
        let all = heading + rows
        let widths = widths(of: all, within: width)
        return all.map { row in
            let line = text(of: row, widths)
            return row.style?.text(line, isColoured: isColoured) ?? line
        }
    }

    private func widths(of rows: [Row], within limit: Int?) -> [Int] {
        var widths = columns.map { _ in 0 }
        for row in rows {
            for (index, cell) in row.cells.enumerated() where index < widths.count {
                widths[index] = max(widths[index], TextWidth.of(cell))
            }
        }
        let total = TextWidth.of(indent) + widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
        if let limit, total > limit, let index = columns.firstIndex(where: \.isFlexible) {
            widths[index] = max(min(widths[index], Self.narrowest), widths[index] - (total - limit))
        }
        return widths
    }

    private func text(of row: Row, _ widths: [Int]) -> String {
        var line = indent
        for (index, cell) in row.cells.enumerated() where index < columns.count {
            if index > 0 { line += Self.blanks(Self.gap) }
            let text = columns[index].isFlexible ? TextWidth.cut(cell, to: widths[index]) : cell
            let padding = Self.blanks(widths[index] - TextWidth.of(text))
            line += columns[index].isNumber ? padding + text : text + padding
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }
}
