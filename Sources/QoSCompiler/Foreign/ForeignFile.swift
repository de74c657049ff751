/// Tells a file that is in another tool's syntax as a whole, so that it costs one error and not one a line.
enum ForeignFile {
    /// How far the file is looked at, in bytes and in lines.
    private static let lookedAt = 4096
    private static let linesLookedAt = 64

    /// A line without the blanks around it.
    private struct Line {
        var range: Range<Int>
        var text: String
    }

    /// The one error of a file with errors in which no statement could be read; nil when it only looks like a broken
    /// policy. `failures` is how many findings there are.
    static func finding(_ bytes: [UInt8], file: Int32, failures: Int) -> Diagnostic? {
        func span(_ range: Range<Int>) -> SourceSpan {
            SourceSpan(file: file, start: Int32(range.lowerBound), end: Int32(range.upperBound))
        }
        if let wide = wideCharacters(bytes) {
            let tool = tool(lines(wide.plain), failures: 2)?.tool
            let what = tool.map { ", and \($0.rawValue)" } ?? ""
            return Diagnostic(
                .error, .badByte, "this file is in \(wide.name)\(what); a policy is UTF-8 text",
                at: span(0..<min(2, bytes.count)),
                hint: tool == nil
                    ? "save it as UTF-8 without a byte order mark, as with: iconv -f UTF-16 -t UTF-8"
                    : "write it as a policy; see \(ForeignTool.page)")
        }
        let lines = lines(Array(bytes.prefix(lookedAt)))
        guard let (tool, line) = tool(lines, failures: failures) else { return nil }
        var hint = "\(ForeignTool.page) shows how it is written here"
        if let rule = firstRule(lines) { hint += "; the first rule: \(rule)" }
        return Diagnostic(
            .error, .syntax, "this is \(tool.rawValue), not a policy", at: span(line.range), hint: hint)
    }

    /// The tool, and the first line that says so.
    private static func tool(_ lines: [Line], failures: Int) -> (tool: ForeignTool, line: Line)? {
        // Others have that statement too.
        guard let line = lines.first(where: { !$0.text.hasPrefix("include ") }) else { return nil }
        if beginsDocument(line.text) { return (line.text.hasPrefix("[HKEY_") ? .registry : .json, line) }
        guard let tool = tool(of: line.text) else { return nil }
        let first = line.text.prefix { $0 != " " && $0 != "\t" }
        if failures == 1, tool == .yaml, Parser.statementWords.contains(String(first.dropLast())) { return nil }
        // One line is told as what it is; a whole file is not read line by line.
        let isFile = failures > 1 || [.yaml, .json, .xml, .registry].contains(tool) || line.text.hasSuffix("{")
        guard isFile else { return nil }
        // Many tools have NAME = VALUE; what follows tells which.
        guard tool == .ini else { return (tool, line) }
        let further = lines.lazy.compactMap { Self.tool(of: $0.text) }.first { $0 != .ini }
        return (further ?? tool, line)
    }

    private static func tool(of line: String) -> ForeignTool? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).prefix(2).map(String.init)
        return words.first.flatMap { ForeignTool.of($0, then: words.count > 1 ? words[1] : "") }
    }

    private static func beginsDocument(_ line: String) -> Bool {
        guard let first = line.first, first == "{" || first == "[" else { return false }
        let next = line.dropFirst().first { $0 != " " && $0 != "\t" }
        return next == nil || next == "\"" || next == "{" && first == "[" || line.hasPrefix("[HKEY_")
    }

    /// The first rule that can be put into the policy language: the help that is worth most.
    private static func firstRule(_ lines: [Line]) -> String? {
        lines.lazy.compactMap { ForeignStatement.rule(of: $0.text) }.first { !$0.hasSuffix("ACTION") }
    }

    /// The first lines, without blank ones and comments.
    private static func lines(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        for slice in bytes.split(separator: UInt8(ascii: "\n")).prefix(linesLookedAt) {
            var line = slice
            while let first = line.first, isBlank(first) { line.removeFirst() }
            while let last = line.last, isBlank(last) { line.removeLast() }
            let text = String(decoding: line, as: UTF8.self)
            guard !line.isEmpty, !text.hasPrefix("#"), !text.hasPrefix(";"), !ForeignLine.beginsComment(text) else {
                continue
            }
            lines.append(Line(range: line.startIndex..<line.endIndex, text: text))
        }
        return lines
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    /// UTF-16 and UTF-32, as Windows writes them: a byte order mark, or every other byte NUL. The text is without all
    /// that is not ASCII.
    private static func wideCharacters(_ bytes: [UInt8]) -> (name: String, plain: [UInt8])? {
        let start = bytes.prefix(lookedAt)
        let sample = start.prefix(64)
        let zeros = sample.count { $0 == 0 }
        let isMarked = start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff])
        guard isMarked || (sample.count >= 8 && zeros * 5 >= sample.count * 2) else { return nil }
        let plain = start.filter { $0 != 0 && $0 < 0x80 }
        return (zeros * 3 > sample.count * 2 ? "UTF-32" : "UTF-16", plain)
    }
}
