/// A statement that cannot be read on. The parser goes on at the next one.
struct SyntaxFailure: Error {
    var diagnostic: Diagnostic
}

/// Reads one file's statements. What they mean together is the builder's work.
struct Parser {
    static let statementWords = [
        "policy", "scope", "class", "set", "rule", "default", "link", "link?", "include", "counters", "hook-priority",
        "expect", "app", "fact", "when", "only", "var", "serial",
    ]

    let bytes: [UInt8]
    let file: Int32
    let tokens: [Token]
    var index = 0
    var statements: [Statement] = []
    var diagnostics: [Diagnostic]
    /// Where the lexer left something out, in order.
    private let badBytes: [Int32]
    /// The closing brace of each opening one, once something needs it.
    var bracePairs: [Int: Int]?
    /// How many blocks stand around the current statement.
    var blockDepth = 0

    static func parse(_ file: SourceFile, index: Int32) -> (statements: [Statement], diagnostics: [Diagnostic]) {
        let (tokens, diagnostics) = Lexer.tokens(of: file, index: index)
        var parser = Parser(bytes: file.bytes, file: index, tokens: tokens, diagnostics: diagnostics)
        parser.parseStatements(insideBlock: false)
        if !parser.diagnostics.isEmpty, !parser.hasOwnStatement,
            let foreign = ForeignFile.finding(file.bytes, file: index, failures: parser.diagnostics.count)
        {
            return ([], [foreign])
        }
        return (parser.statements, parser.diagnostics)
    }

    private init(bytes: [UInt8], file: Int32, tokens: [Token], diagnostics: [Diagnostic]) {
        self.bytes = bytes
        self.file = file
        self.tokens = tokens
        self.diagnostics = diagnostics
        badBytes = diagnostics.compactMap { $0.span?.start }
    }

    /// Statements to the end of the file, or to the `}` of the block.
    mutating func parseStatements(insideBlock: Bool) {
        while kind != .end {
            if kind == .newline {
                index += 1
                continue
            }
            if insideBlock, kind == .closeBrace { return }
            let first = index
            do throws(SyntaxFailure) {
                let statement = try parseStatement()
                let span = spanOf(first).through(spanOf(max(first, index - 1)))
                statements.append(Statement(kind: statement, span: span))
                if !(insideBlock && kind == .closeBrace) { try expectEndOfStatement() }
            } catch {
                let (diagnostic, resume) = explained(error, from: first)
                if let resume, resume >= index {
                    index = resume
                } else {
                    recover(from: first, insideBlock: insideBlock)
                }
                if !hasBadBytes(from: first) { diagnostics.append(diagnostic) }
                if let broken = brokenDefinition(at: first) {
                    statements.append(Statement(kind: broken, span: spanOf(first)))
                }
            }
        }
    }

    /// Whether anything was read that only a policy can have; other tools have `include` too.
    private var hasOwnStatement: Bool {
        statements.contains {
            switch $0.kind {
            case .include, .brokenClass, .brokenSet: false
            default: true
            }
        }
    }

    /// Whether a word of the statement that begins here and ends before `index` was left out: what is wrong without
    /// it is no further mistake.
    private func hasBadBytes(from first: Int) -> Bool {
        guard !badBytes.isEmpty else { return false }
        let start = first > 0 ? tokens[first - 1].end : 0
        let end = span.end
        var low = 0
        var high = badBytes.count
        while low < high {
            let middle = (low + high) / 2
            if badBytes[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < badBytes.count && badBytes[low] < end
    }

    private mutating func parseStatement() throws(SyntaxFailure) -> StatementKind {
        guard kind == .word else {
            throw failure(.syntax, "a statement begins with a word", hint: "such as rule, class or set")
        }
        let word = text
        let span = span
        index += 1
        switch word {
        case "policy": return .policy(try string("the policy's name"))
        case "scope": return .scope(try choice("a scope"))
        case "class": return try parseClass()
        case "set": return try parseSet()
        case "rule": return .rule(try parseRule())
        case "default": return .defaultAction(try parseAction())
        case "link": return .link(try parseLink(isOptional: false))
        case "link?": return .link(try parseLink(isOptional: true))
        case "include": return .include(try string("a path"))
        case "counters": return .counters(try choice("a counters mode"))
        case "hook-priority": return .hookPriority(try parseHookPriority())
        case "expect": return try parseExpect()
        case "app", "fact", "when", "only", "var", "serial":
            return .reserved(Located(try parseReserved(word), span))
        default:
            index -= 1
            throw failure(
                .unknownWord, "unknown statement '\(word)'",
                hint: Suggestion.text(for: word, among: Self.statementWords)
                    ?? "a statement begins with one of: " + Self.statementWords.joined(separator: " "))
        }
    }

    // MARK: Statements without a file of their own

    private mutating func parseClass() throws(SyntaxFailure) -> StatementKind {
        let name = try name("class")
        let marking = try parseMarking("class '\(name.value)'")
        return .defineClass(name, marking)
    }

    private mutating func parseSet() throws(SyntaxFailure) -> StatementKind {
        let name = try name("set")
        if kind == .word, text == "file" {
            index += 1
            return .defineSet(name, .file(try string("a path")))
        }
        guard kind == .openBrace else {
            throw failure(
                .syntax, "set '\(name.value)' needs a list or a file", hint: "set NAME { … } or set NAME file \"PATH\"")
        }
        let open = span
        let values = try list()
        return .defineSet(name, .list(values, open.through(spanOf(index - 1))))
    }

    private mutating func parseHookPriority() throws(SyntaxFailure) -> Located<Int32> {
        let word = try word("a hook priority")
        guard let value = Int32(word.value), String(value) == word.value else {
            throw failure(
                .badValue, "'\(word.value)' is no hook priority", at: word.span, hint: "a whole number such as -140")
        }
        return Located(value, word.span)
    }

    private mutating func parseExpect() throws(SyntaxFailure) -> StatementKind {
        let target = try word("a rule's name or default")
        var words: [PacketWord] = []
        while kind == .word || kind == .string {
            words.append(PacketWord(valueSyntax().string, at: span))
            index += 1
        }
        return .expect(target, words)
    }

    // MARK: Recovery

    /// Goes to the next statement: the end of the line, or of the list that the failed statement opened.
    private mutating func recover(from first: Int, insideBlock: Bool) {
        var depth = 0
        for token in first..<index {
            if tokens[token].kind == .openBrace { depth += 1 }
            if tokens[token].kind == .closeBrace { depth = max(0, depth - 1) }
        }
        while kind != .end {
            switch kind {
            case .newline where depth == 0 || startsStatement(after: index):
                return
            case .openBrace: depth += 1
            case .closeBrace:
                if insideBlock, depth == 0 { return }
                depth = max(0, depth - 1)
            default: break
            }
            index += 1
        }
    }

    /// Whether the line after this newline reads like a statement: the sign of a list that was never closed.
    func startsStatement(after newline: Int) -> Bool {
        let next = newline + 1
        guard next + 1 < tokens.count, tokens[next].kind == .word else { return false }
        guard Self.statementWords.contains(textOf(next)) else { return false }
        return tokens[next + 1].kind == .word || tokens[next + 1].kind == .string
    }

    private mutating func expectEndOfStatement() throws(SyntaxFailure) {
        guard kind == .newline || kind == .end else {
            throw failure(
                .syntax, "unexpected \(describeToken) after the end of the statement", hint: "one statement a line")
        }
    }
}
