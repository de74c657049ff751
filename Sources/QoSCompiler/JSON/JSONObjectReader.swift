/// An object whose members are read by key, each mistake at its place.
struct JSONObjectReader {
    let members: [JSONNodeMember]
    private let span: SourceSpan
    private let what: String

    init(_ node: JSONNode, what: String, hint: String? = nil) throws(SyntaxFailure) {
        guard let members = node.members else {
            throw SyntaxFailure(
                diagnostic: Diagnostic(
                    .error, .badValue, "\(what) is an object, not \(node.description)", at: node.span, hint: hint))
        }
        self.members = members
        self.what = what
        span = node.span
    }

    subscript(key: String) -> JSONNode? { members.first { $0.key.value == key }?.value }

    func first(of keys: [String]) -> Located<String>? { members.first { keys.contains($0.key.value) }?.key }

    func allowOnly(_ keys: [String]) throws(SyntaxFailure) {
        guard let unknown = members.first(where: { !keys.contains($0.key.value) })?.key else { return }
        throw failure(
            .unknownWord, "unknown key '\(unknown.value)' in \(what)", at: unknown.span,
            hint: Suggestion.text(for: unknown.value, among: keys) ?? "known here: " + keys.joined(separator: " "))
    }

    func node(_ key: String) throws(SyntaxFailure) -> JSONNode {
        guard let node = self[key] else { throw failure(.missingValue, "\(what) needs \"\(key)\"", at: span) }
        return node
    }

    /// A string that the policy language can write as well.
    func text(_ key: String) throws(SyntaxFailure) -> Located<String> {
        let node = try node(key)
        guard case .string = node.kind else {
            throw failure(.badValue, "\"\(key)\" is a string, not \(node.description)", at: node.span)
        }
        return Located(try scalar(node).string, node.span)
    }

    func name(_ key: String, _ kind: String) throws(SyntaxFailure) -> Located<String> {
        let name = try text(key)
        if let problem = PolicyName.problem(name.value) {
            throw failure(
                .badName, "'\(name.value)' is no name for a \(kind): \(problem)", at: name.span,
                hint: "letters, digits, _ . -, at most 63 bytes, not beginning with . or -")
        }
        return name
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ key: String
    ) throws(SyntaxFailure) -> Located<Choice> {
        let text = try text(key)
        guard let choice = Choice(rawValue: text.value) else {
            let known = Choice.allCases.map(\.rawValue)
            throw failure(
                .unknownWord, "'\(text.value)' is no \(key)", at: text.span,
                hint: Suggestion.text(for: text.value, among: known) ?? "one of: " + known.joined(separator: " "))
        }
        return Located(choice, text.span)
    }

    /// False when it is not there.
    func flag(_ key: String) throws(SyntaxFailure) -> Bool {
        guard let node = self[key] else { return false }
        guard case .bool(let value) = node.kind else {
            throw failure(.badValue, "\"\(key)\" is true or false, not \(node.description)", at: node.span)
        }
        return value
    }

    /// A comment's lines; none when it is not there.
    func comment(_ key: String) throws(SyntaxFailure) -> [String] {
        guard let node = self[key] else { return [] }
        guard let text = node.string else {
            throw failure(.badValue, "\"\(key)\" is a string, not \(node.description)", at: node.span)
        }
        guard !text.utf8.contains(0) else { throw failure(.badByte, "a NUL in a comment", at: node.span) }
        // By bytes: to Swift "\r\n" is one character, which is no "\n".
        return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
        }
    }

    /// `dscp`, `priority` and `pcp`, at least one.
    func marking(of owner: String) throws(SyntaxFailure) -> Marking {
        var marking = Marking()
        for member in members where ["dscp", "priority", "pcp"].contains(member.key.value) {
            let text = try scalar(member.value).text
            do throws(ValueError) {
                switch member.key.value {
                case "dscp": marking.dscp = try ValueParser.dscp(text)
                case "priority": marking.statedPriority = try ValueParser.priority(text)
                default: marking.pcp = try ValueParser.pcp(text)
                }
            } catch {
                throw failure(error, at: member.value.span)
            }
        }
        guard !marking.isEmpty else {
            throw failure(.missingValue, "\(owner) needs at least one of dscp, priority and pcp", at: span)
        }
        return marking
    }

    /// A string or a whole number, as a value of the policy language.
    func scalar(_ node: JSONNode) throws(SyntaxFailure) -> ValueSyntax {
        switch node.kind {
        case .string(let text):
            guard !text.contains(UInt8(ascii: "\"")) else {
                throw failure(.badString, "a policy's words and strings cannot hold a double quote", at: node.span)
            }
            if let problem = StringContent.problem(text, in: "string") {
                throw failure(.badString, problem, at: node.span)
            }
            return ValueSyntax(text: text, isString: false, span: node.span)
        case .number(let text):
            guard text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
                throw failure(.badValue, "numbers are whole and not negative", at: node.span)
            }
            return ValueSyntax(text: text, isString: false, span: node.span)
        default:
            throw failure(.badValue, "expected a string or a number, found \(node.description)", at: node.span)
        }
    }

    func failure(
        _ code: DiagnosticCode, _ message: String, at place: SourceSpan, hint: String? = nil
    ) -> SyntaxFailure {
        SyntaxFailure(diagnostic: Diagnostic(.error, code, message, at: place, hint: hint))
    }

    func failure(_ error: ValueError, at place: SourceSpan) -> SyntaxFailure {
        failure(error.code, error.message, at: place, hint: error.hint)
    }
}
