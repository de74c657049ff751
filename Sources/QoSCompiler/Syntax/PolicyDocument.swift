/// One file of a policy with its comments: what converts between the two forms of a policy file.
struct PolicyDocument {
    enum Item {
        /// Comment lines that belong to no statement.
        case comment([String])
        case statement(CommentedStatement)
    }

    var items: [Item]
    /// `$schema` of the JSON form, by which editors find the JSON Schema.
    var schemaReference: String?

    /// Reads a file; nil with the findings when it has syntax errors.
    static func read(_ file: SourceFile, index: Int32 = 0) -> (document: PolicyDocument?, diagnostics: [Diagnostic]) {
        if PolicyFormat(of: file) == .json {
            var reader = PolicyJSONReader(file: index)
            let items = reader.items(of: file)
            let document = PolicyDocument(items: items, schemaReference: reader.schemaReference)
            return (reader.diagnostics.isEmpty ? document : nil, reader.diagnostics)
        }
        let (statements, diagnostics) = Parser.parse(file, index: index)
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        if let problem = CommentEncoding.problem(file, index: index) { return (nil, diagnostics + [problem]) }
        var attacher = CommentAttacher(file, index: index, statements: statements)
        return (PolicyDocument(items: attacher.items()), diagnostics)
    }

    /// Takes out what cannot be written again, and names it: statements that are not supported yet, and rules that use such
    /// a feature, which without it would take other packets.
    mutating func takeUnsupported() -> [Located<String>] {
        var taken: [Located<String>] = []
        items.removeAll { item in
            guard case .statement(let commented) = item else { return false }
            switch commented.statement.kind {
            case .reserved(let feature):
                taken.append(feature)
                return true
            case .rule(let rule) where !rule.reserved.isEmpty:
                let features = rule.reserved.map(\.value).joined(separator: ", ")
                taken.append(Located("rule '\(rule.name.value)' with \(features)", rule.name.span))
                return true
            default: return false
            }
        }
        return taken
    }
}

/// A statement with the comments that go with it, each without its mark and the blank after that.
struct CommentedStatement {
    var statement: Statement
    /// The lines directly above it.
    var above: [String] = []
    /// On its last line.
    var trailing: [String] = []
    /// Comments on the elements of a set, by the element's index.
    var onElements: [Int: [String]] = [:]
}

/// Finds the statement that each comment belongs to.
private struct CommentAttacher {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private let statements: [Statement]
    private var pending: [String] = []
    private var result: [PolicyDocument.Item] = []
    private var index = 0

    init(_ file: SourceFile, index: Int32, statements: [Statement]) {
        bytes = file.bytes
        tokens = Lexer.tokens(of: file, index: index, keepingComments: true).tokens
        self.statements = statements
    }

    mutating func items() -> [PolicyDocument.Item] {
        var next = 0
        var lineIsEmpty = true
        var isAfterStatement = false
        while index < tokens.count {
            let token = tokens[index]
            if next < statements.count, token.start == statements[next].span.start, token.kind != .newline {
                result.append(.statement(statement(statements[next])))
                next += 1
                isAfterStatement = true
                lineIsEmpty = false
                continue
            }
            switch token.kind {
            case .comment:
                if isAfterStatement { addTrailing(text(token)) } else { pending.append(text(token)) }
                lineIsEmpty = false
            case .newline:
                if lineIsEmpty { flush() }
                lineIsEmpty = true
                isAfterStatement = false
            default: break
            }
            index += 1
        }
        flush()
        return result
    }

    /// Takes the tokens of a statement and the comments among them.
    private mutating func statement(_ statement: Statement) -> CommentedStatement {
        var item = CommentedStatement(statement: statement, above: pending)
        pending = []
        let elements: [ValueSyntax] =
            if case .defineSet(_, .list(let values, _)) = statement.kind { values } else { [] }
        var element = 0
        var isFirstOnLine = false
        while index < tokens.count, tokens[index].start < statement.span.end {
            let token = tokens[index]
            switch token.kind {
            case .newline: isFirstOnLine = true
            case .comment where elements.isEmpty: item.above.append(text(token))
            case .comment:
                while element < elements.count, elements[element].span.end <= token.start { element += 1 }
                // Alone on its line it is about what follows; after an element, about that.
                let about = isFirstOnLine ? min(element, elements.count - 1) : max(0, element - 1)
                item.onElements[about, default: []].append(text(token))
                isFirstOnLine = false
            default: isFirstOnLine = false
            }
            index += 1
        }
        return item
    }

    private mutating func addTrailing(_ text: String) {
        guard case .statement(var item)? = result.last else { return }
        item.trailing.append(text)
        result[result.count - 1] = .statement(item)
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        result.append(.comment(pending))
        pending = []
    }

    /// Without `#`, one blank after it, and blanks at the end.
    private func text(_ token: Token) -> String {
        var text = bytes[(Int(token.start) + 1)..<Int(token.end)]
        if text.first == UInt8(ascii: " ") { text = text.dropFirst() }
        while let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") || last == 0x0d {
            text = text.dropLast()
        }
        return String(decoding: text, as: UTF8.self)
    }
}
