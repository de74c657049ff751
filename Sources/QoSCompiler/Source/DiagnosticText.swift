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
            head = "\(Self.harmless(place.path)):\(place.line):\(place.column): "
        }
        lines.append(head + severity(diagnostic.severity) + ": " + Self.harmless(diagnostic.message))
        if showsSource, let span = diagnostic.span {
            lines += excerpt(span)
        }
        if let hint = diagnostic.hint {
            lines.append("  hint: " + Self.harmless(hint))
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

    /// The line, and `^~~~` under the span: columns count bytes, carets stand under characters.
    private func excerpt(_ span: SourceSpan) -> [String] {
        let place = sources.position(of: span)
        let bytes = Array(sources.lineText(of: span).utf8)
        let window = Self.window(count: bytes.count, around: place.column - 1)
        func shown(_ range: Range<Int>) -> String {
            Self.harmless(String(decoding: bytes[range.clamped(to: window)], as: UTF8.self), replacement: " ")
        }
        let start = min(max(place.column - 1, window.lowerBound), window.upperBound)
        let end = min(max(place.endColumn - 1, start), window.upperBound)
        let before = shown(window.lowerBound..<start)
        let marked = max(1, shown(start..<end).count)
        let carets = String(repeating: " ", count: before.count) + "^" + String(repeating: "~", count: marked - 1)
        return ["  " + shown(window.lowerBound..<window.upperBound), "  " + carets]
    }

    /// Without what a terminal would act on: control characters, and those that turn the direction of text.
    private static func harmless(_ text: String, replacement: Unicode.Scalar = "?") -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069:
                result.append(replacement)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// At most 160 bytes of a long line, with the column inside.
    private static func window(count: Int, around column: Int) -> Range<Int> {
        guard count > 160 else { return 0..<count }
        let start = min(max(0, column - 40), count - 160)
        return start..<(start + 160)
    }
}
