/// Prints findings: `file:line:column: error: text`, then the source line, a caret range and the hint.
public struct DiagnosticText: Sendable {
    public var sources: SourceMap
    /// Adds the source line and the caret range.
    public var showsSource: Bool
    /// Adds ANSI colour.
    public var isColoured: Bool

    public init(sources: SourceMap, showsSource: Bool = true, isColoured: Bool = false) {
        self.sources = sources
        self.showsSource = showsSource
        self.isColoured = isColoured
    }

    public func text(_ diagnostic: Diagnostic) -> String {
        var lines: [String] = []
        var head = ""
        if let span = diagnostic.span {
            let place = sources.position(of: span)
            head = "\(place.path):\(place.line):\(place.column): "
        }
        lines.append(head + severity(diagnostic.severity) + ": " + diagnostic.message)
        if showsSource, let span = diagnostic.span {
            lines += excerpt(span)
        }
        if let hint = diagnostic.hint {
            lines.append("  hint: " + hint)
        }
        return lines.joined(separator: "\n")
    }

    private func severity(_ severity: Severity) -> String {
        guard isColoured else { return severity.rawValue }
        let colour =
            switch severity {
            case .error: "31"
            case .warning: "33"
            case .note: "36"
            }
        return "\u{1b}[1;\(colour)m\(severity.rawValue)\u{1b}[0m"
    }

    /// The line with everything that a terminal would act on replaced, and `^~~~` under the span.
    private func excerpt(_ span: SourceSpan) -> [String] {
        let place = sources.position(of: span)
        let line = sources.lineText(of: span)
        let bytes = Array(line.utf8)
        let window = Self.window(count: bytes.count, around: place.column - 1)
        let shown = String(decoding: bytes[window].map { $0 < 0x20 || $0 == 0x7f ? 0x20 : $0 }, as: UTF8.self)
        let caretStart = place.column - 1 - window.lowerBound
        let caretLength = max(1, min(place.endColumn - 1, window.upperBound) - (place.column - 1))
        let carets = String(repeating: " ", count: max(0, caretStart)) + "^"
            + String(repeating: "~", count: caretLength - 1)
        return ["  " + shown, "  " + carets]
    }

    /// At most 160 bytes of a long line, with the column inside.
    private static func window(count: Int, around column: Int) -> Range<Int> {
        guard count > 160 else { return 0..<count }
        let start = min(max(0, column - 40), count - 160)
        return start..<(start + 160)
    }
}
