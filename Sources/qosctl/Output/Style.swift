/// What a piece of output is, and how it looks on a terminal. The one place for colours (ECMA-48 SGR).
enum Style {
    case heading
    /// Stands back: disabled rules, what comes beside the point.
    case dim
    case good
    case warning
    case bad
    case added
    case removed
    case moved
    case changed
    case place

    private var code: String {
        switch self {
        case .heading: "1"
        case .dim: "2"
        case .good, .added: "32"
        case .warning, .moved: "33"
        case .bad, .removed: "31"
        case .changed: "35"
        case .place: "36"
        }
    }

    func text(_ text: String, isColoured: Bool) -> String {
        isColoured && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}

/// The lines of a unified diff in colour.
enum DiffStyle {
    static func text(_ diff: String, isColoured: Bool) -> String {
        guard isColoured else { return diff }
        // By bytes: to Swift "\r\n" is one character, which is no "\n".
        return diff.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { bytes in
            let line = String(decoding: bytes, as: UTF8.self)
            return style(of: line)?.text(line, isColoured: true) ?? line
        }.joined(separator: "\n")
    }

    private static func style(of line: String) -> Style? {
        if line.hasPrefix("--- ") || line.hasPrefix("+++ ") { return .heading }
        switch line.utf8.first {
        case UInt8(ascii: "+"): return .added
        case UInt8(ascii: "-"): return .removed
        case UInt8(ascii: "@"): return .place
        default: return nil
        }
    }
}
