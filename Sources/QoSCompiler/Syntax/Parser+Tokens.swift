/// Looking at tokens, and reading the smallest things from them.
extension Parser {
    var kind: Token.Kind { tokens.indices.contains(index) ? tokens[index].kind : .end }

    var span: SourceSpan { spanOf(index) }

    var text: String { textOf(index) }

    func spanOf(_ index: Int) -> SourceSpan {
        guard tokens.indices.contains(index) else {
            return SourceSpan(file: file, start: Int32(bytes.count), end: Int32(bytes.count))
        }
        return SourceSpan(file: file, start: tokens[index].start, end: tokens[index].end)
    }

    func textOf(_ index: Int) -> String {
        guard tokens.indices.contains(index) else { return "" }
        return String(decoding: bytes[Int(tokens[index].start)..<Int(tokens[index].end)], as: UTF8.self)
    }

    /// The current word or string as a value.
    func valueSyntax() -> ValueSyntax {
        let span = span
        let isString = kind == .string
        let inset = isString ? 1 : 0
        let slice = bytes[(Int(span.start) + inset)..<(Int(span.end) - inset)]
        return ValueSyntax(text: slice, isString: isString, span: span)
    }

    /// "'xyz'", "'{'", "end of line".
    var describeToken: String {
        switch kind {
        case .newline, .end: "end of line"
        default: "'\(text)'"
        }
    }

    func failure(
        _ code: DiagnosticCode, _ message: String, at place: SourceSpan? = nil, hint: String? = nil
    ) -> SyntaxFailure {
        SyntaxFailure(diagnostic: Diagnostic(.error, code, message, at: place ?? span, hint: hint))
    }

    func failure(_ error: ValueError, at place: SourceSpan) -> SyntaxFailure {
        failure(error.code, error.message, at: place, hint: error.hint)
    }

    /// A word, whatever it is. `what` is said only where there is none, here and below.
    mutating func word(_ what: @autoclosure () -> String) throws(SyntaxFailure) -> Located<String> {
        guard kind == .word else {
            throw failure(.missingValue, "expected \(what()), found \(describeToken)")
        }
        defer { index += 1 }
        return Located(text, span)
    }

    /// A word or a string.
    mutating func value(_ what: @autoclosure () -> String) throws(SyntaxFailure) -> ValueSyntax {
        guard kind == .word || kind == .string else {
            throw failure(.missingValue, "expected \(what()), found \(describeToken)")
        }
        defer { index += 1 }
        return valueSyntax()
    }

    mutating func string(_ what: String) throws(SyntaxFailure) -> Located<String> {
        guard kind == .string else {
            let hint = kind == .word ? "write it in double quotes: \"\(text)\"" : "in double quotes"
            throw failure(.missingValue, "expected \(what) in quotes, found \(describeToken)", hint: hint)
        }
        defer { index += 1 }
        return Located(valueSyntax().string, span)
    }

    /// One word of an enumeration.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ what: String
    ) throws(SyntaxFailure) -> Located<Choice> {
        let known = Choice.allCases.map(\.rawValue)
        guard kind == .word, let choice = Choice(rawValue: text) else {
            let hint = kind == .word ? Suggestion.text(for: text, among: known) : nil
            throw failure(
                kind == .word ? .unknownWord : .missingValue, "expected \(what), found \(describeToken)",
                hint: hint ?? "one of: " + known.joined(separator: " "))
        }
        defer { index += 1 }
        return Located(choice, span)
    }

    /// The name of a rule, class, set or app.
    mutating func name(_ what: String) throws(SyntaxFailure) -> Located<String> {
        let name = try word("a name for the \(what)")
        try refuseVariable(name.value, at: name.span)
        if let problem = PolicyName.problem(name.value) {
            throw failure(
                .badName, "'\(name.value)' is no name: \(problem)", at: name.span,
                hint: "letters, digits, _ . -, at most 63 bytes, not beginning with . or -")
        }
        return name
    }

    func refuseVariable(_ text: String, at place: SourceSpan) throws(SyntaxFailure) {
        if text.hasPrefix("$") { throw failure(.unsupported, "not supported yet: variables ('\(text)')", at: place) }
    }

    /// Whether a brace closes before another one opens.
    private func isClosed(after position: Int) -> Bool {
        let next = tokens[position...].first { $0.kind == .openBrace || $0.kind == .closeBrace }
        return next?.kind == .closeBrace
    }

    /// `{ a b, c }` over any number of lines; at least one value, one trailing comma allowed.
    mutating func list() throws(SyntaxFailure) -> [ValueSyntax] {
        let open = span
        index += 1
        var values: [ValueSyntax] = []
        var mayHaveComma = false
        while true {
            switch kind {
            case .newline where startsStatement(after: index) && !isClosed(after: index), .end:
                throw failure(.syntax, "the list is never closed", at: open, hint: "add }")
            case .newline:
                index += 1
            case .comma:
                guard mayHaveComma else { throw failure(.syntax, "a comma without a value before it") }
                mayHaveComma = false
                index += 1
            case .closeBrace:
                index += 1
                guard !values.isEmpty else {
                    throw failure(.emptyList, "the list is empty", at: open.through(spanOf(index - 1)))
                }
                return values
            case .word, .string:
                values.append(valueSyntax())
                mayHaveComma = true
                index += 1
            case .openBrace, .notEqual, .comment:
                throw failure(.syntax, "unexpected \(describeToken) in a list")
            }
        }
    }
}

/// The rules for names.
enum PolicyName {
    static let maximumLength = 63

    /// What is wrong with a name; nil when nothing is.
    static func problem(_ name: String) -> String? {
        let bytes = name.utf8
        guard let first = bytes.first else { return "it is empty" }
        guard bytes.count <= maximumLength else { return "it has \(bytes.count) bytes" }
        func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isWord(first) else { return "it begins with '\(name.first.map(String.init) ?? "")'" }
        guard bytes.allSatisfy({ isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return "it has a character that names cannot have"
        }
        return nil
    }
}
