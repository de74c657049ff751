/// A rule that comes from outside the policy, such as from the command line.
struct RuleText {
    private let item: CommentedStatement
    /// As typed; nil when it comes from JSON.
    private let typed: String?
    let rule: RuleSyntax
    private let hasComments: Bool

    /// What diagnostics call the text.
    private static let path = "<rule>"

    /// Reads exactly one `rule` statement, with comment lines above it if you like.
    init(_ text: String) throws(EditError) {
        let file = SourceFile(path: Self.path, bytes: Array(text.utf8))
        var sources = SourceMap()
        _ = sources.add(file)
        let (document, diagnostics) = PolicyDocument.read(file)
        guard let document else { throw EditError(diagnostics, in: sources) }
        let statements = document.items.compactMap { item in
            if case .statement(let statement) = item { statement } else { nil }
        }
        guard let first = statements.first, statements.count == 1, case .rule(let rule) = first.statement.kind else {
            let extra = statements.count > 1 ? statements[1].statement.span : statements.first?.statement.span
            throw EditError(
                [
                    Diagnostic(
                        .error, .syntax, statements.count > 1 ? "more than one statement" : "this is no rule statement",
                        at: extra ?? SourceSpan(file: 0, start: 0, end: 0), hint: "rule NAME MATCH… ACTION")
                ], in: sources)
        }
        item = first
        typed = text
        self.rule = rule
        hasComments = document.items.count > 1 || !(first.above.isEmpty && first.trailing.isEmpty)
    }

    /// A rule's name and body.
    init(name: String, body: String) throws(EditError) {
        try self.init("rule \(name) \(body)")
        guard !hasComments else {
            throw EditError(
                "a comment is no part of a rule's body: the rule keeps those that it has (qosctl edit changes them)")
        }
    }

    /// Nil for a statement that is no rule.
    init?(_ item: CommentedStatement) {
        guard case .rule(let rule) = item.statement.kind else { return nil }
        self.item = item
        self.rule = rule
        typed = nil
        hasComments = !(item.above.isEmpty && item.trailing.isEmpty)
    }

    /// The rule as a file of that form holds it.
    func pieces(in format: PolicyFormat) -> [ArraySlice<UInt8>] {
        switch format {
        case .json: return [Array(PolicyJSONWriter.statement(item).utf8)[...]]
        case .qos:
            // Lines end as they do for the parser, and nowhere else.
            let text = Array((typed ?? PolicyText.statement(item)).utf8)
            return text.split(separator: UInt8(ascii: "\n")).map { line in
                (line.last == 0x0d ? line.dropLast() : line) + [UInt8(ascii: "\n")]
            }
        }
    }

    /// From the first match field to the action: what `set` replaces.
    var body: String {
        guard let typed else { return "" }
        let bytes = Array(typed.utf8)
        let span = item.statement.span
        let start = Int(rule.name.span.end)
        return String(
            decoding: bytes[start..<max(start, Int(span.end))].drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
    }

    /// The typed text, and where its body begins.
    var source: (file: SourceFile, bodyStart: Int)? {
        guard let typed else { return nil }
        let bytes = Array(typed.utf8)
        return (SourceFile(path: Self.path, bytes: bytes), Int(item.statement.span.end) - body.utf8.count)
    }

    /// The members of the rule's object in JSON.
    var jsonMembers: [JSONMember] { PolicyJSONWriter.members(item) }
}
