/// The canonical layout of a policy file: one blank between words, columns aligned over neighbouring statements, at most one
/// blank line. Comments, values and the order of everything stay.
public enum PolicyFormatter {
    /// The formatted file; nil with the findings when it has syntax errors.
    public static func format(_ file: SourceFile) -> (bytes: [UInt8]?, diagnostics: [Diagnostic]) {
        guard PolicyFormat(of: file) == .qos else { return formatJSON(file) }
        let (statements, diagnostics) = Parser.parse(file, index: 0)
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        if let problem = CommentEncoding.problem(file) { return (nil, diagnostics + [problem]) }
        var splitter = LayoutSplitter(file, statements: statements)
        return (Array(PolicyLayout.text(splitter.lines()).utf8), diagnostics)
    }

    private static func formatJSON(_ file: SourceFile) -> (bytes: [UInt8]?, diagnostics: [Diagnostic]) {
        var (document, diagnostics) = PolicyDocument.read(file)
        let unsupported = document?.takeUnsupported() ?? []
        diagnostics += unsupported.map {
            Diagnostic(.error, .unsupported, "not supported yet: \($0.value)", at: $0.span)
        }
        guard let document, unsupported.isEmpty else { return (nil, diagnostics) }
        return (Array(PolicyJSONWriter.file(document).utf8), diagnostics)
    }
}

/// Cuts a file into the lines of its layout.
private struct LayoutSplitter {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private let statements: [Statement]
    private var index = 0
    private var result: [PolicyLayout.Line] = []

    init(_ file: SourceFile, statements: [Statement]) {
        bytes = file.bytes
        tokens = Lexer.tokens(of: file, index: 0, keepingComments: true).tokens
        self.statements = statements
    }

    mutating func lines() -> [PolicyLayout.Line] {
        var next = 0
        var lineIsEmpty = true
        while index < tokens.count {
            let token = tokens[index]
            if next < statements.count, token.kind == .word, token.start == statements[next].span.start {
                add(statements[next])
                next += 1
                lineIsEmpty = false
                continue
            }
            switch token.kind {
            case .comment:
                if lineIsEmpty { result.append(.comment(text(token))) } else { addTrailing(text(token)) }
                lineIsEmpty = false
            case .newline:
                if lineIsEmpty, let last = result.last, !last.isBlank { result.append(.blank) }
                lineIsEmpty = true
            default: break
            }
            index += 1
        }
        while result.last?.isBlank ?? false { result.removeLast() }
        return result
    }

    private mutating func add(_ statement: Statement) {
        let first = index
        while index < tokens.count, tokens[index].start < statement.span.end { index += 1 }
        let own = first..<index
        if case .reserved = statement.kind {
            // Its blocks hold statements whose layout is not known yet.
            let source = bytes[Int(statement.span.start)..<Int(statement.span.end)]
            result.append(.row(PolicyLayout.Row(word: "", cells: verbatim(source))))
        } else if tokens[own].contains(where: { $0.kind == .newline }) {
            result.append(.row(PolicyLayout.Row(word: "", cells: broken(own))))
        } else {
            result.append(.row(row(statement, own)))
        }
    }

    private mutating func addTrailing(_ comment: String) {
        guard case .row(var row)? = result.last else { return }
        row.comment = comment
        result[result.count - 1] = .row(row)
    }

    // MARK: Statements on one line

    private func row(_ statement: Statement, _ own: Range<Int>) -> PolicyLayout.Row {
        func rest(from cell: Int) -> String { words((own.lowerBound + cell)..<own.upperBound) }
        let head = words(own.prefix(2))
        switch statement.kind {
        case .rule(let rule) where rule.reserved.isEmpty:
            let bodyEnd = rule.matches.last.map(\.span.end) ?? rule.name.span.end
            let action = own.first { tokens[$0].start >= bodyEnd } ?? own.upperBound
            let conditions = rule.matches.map { match in
                words(own.drop { tokens[$0].start < match.span.start }.prefix { tokens[$0].start < match.span.end })
            }
            return PolicyLayout.Row(
                word: "rule", cells: [head, words(action..<own.upperBound)], conditions: conditions)
        case .defineClass(_, let marking):
            let parts = [
                marking.dscp == nil ? nil : "dscp", marking.statedPriority == nil ? nil : "priority",
                marking.pcp == nil ? nil : "pcp",
            ]
            let cells = parts.map { part -> String in
                guard let part, let place = own.dropFirst(2).first(where: { text(tokens[$0]) == part }) else {
                    return ""
                }
                return words(place..<min(place + 2, own.upperBound))
            }
            return PolicyLayout.Row(word: "class", cells: [head] + cells)
        case .defineSet(let name, .list(let values, _)):
            let list = rest(from: 2)
            guard head.utf8.count + 1 + list.utf8.count > PolicyText.lineLength else {
                return PolicyLayout.Row(word: "set", cells: [head, list])
            }
            let item = CommentedStatement(
                statement: Statement(kind: .defineSet(name, .list(values, statement.span)), span: statement.span))
            return PolicyLayout.Row(word: "", cells: [String(PolicyText.statement(item).dropLast())])
        case .defineSet: return PolicyLayout.Row(word: "set", cells: [head, rest(from: 2)])
        case .link: return PolicyLayout.Row(word: "link", cells: [head, rest(from: 2)])
        case .expect: return PolicyLayout.Row(word: "expect", cells: [head, rest(from: 2)])
        default: return PolicyLayout.Row(word: "", cells: [words(own)])
        }
    }

    // MARK: Statements over several lines

    /// Lists that were broken stay broken, in the lines that they had.
    private func broken(_ own: Range<Int>) -> [String] {
        var lines: [String] = []
        var line: [String] = []
        var isInside = false
        func flush() {
            guard !line.isEmpty else { return }
            lines.append((isInside ? "    " : "") + line.joined(separator: " "))
            line = []
        }
        for place in own {
            let token = tokens[place]
            switch token.kind {
            case .openBrace where isBroken(place, in: own):
                line.append("{")
                flush()
                isInside = true
            case .closeBrace where isInside:
                flush()
                isInside = false
                line = ["}"]
            case .newline: if isInside { flush() }
            case .comma: break
            case .comment:
                let text = text(token)
                if !line.isEmpty {
                    line.append(" " + text)
                } else if isInside, place > own.lowerBound, tokens[place - 1].kind == .openBrace,
                    let last = lines.popLast()
                {
                    // Behind the brace that it stood behind.
                    lines.append(last + "  " + text)
                } else {
                    line.append(text)
                }
            default: line.append(text(token))
            }
        }
        flush()
        return [lines.joined(separator: "\n")]
    }

    /// Whether a line ends before the brace closes.
    private func isBroken(_ open: Int, in own: Range<Int>) -> Bool {
        let end = own[open...].first { tokens[$0].kind == .closeBrace } ?? own.upperBound
        return tokens[open..<end].contains { $0.kind == .newline }
    }

    /// As it is, without blanks at the ends of lines and carriage returns.
    private func verbatim(_ source: ArraySlice<UInt8>) -> [String] {
        let lines = source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            line -> String in
            var line = line
            while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0d { line = line.dropLast() }
            return String(decoding: line, as: UTF8.self)
        }
        return [lines.joined(separator: "\n")]
    }

    // MARK: Text

    private func words(_ range: Range<Int>) -> String {
        tokens[range].filter { $0.kind != .comma }.map(text).joined(separator: " ")
    }

    private func text(_ token: Token) -> String {
        var text = bytes[Int(token.start)..<Int(token.end)]
        if token.kind == .comment {
            while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0d { text = text.dropLast() }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
