/// Reads the JSON form of a policy file to the same statements that the parser makes, with places in the JSON text.
///
/// `{"schema": 1, "statements": [ … ]}`: one object a statement, in order; docs/policy.schema.json has the whole form.
struct PolicyJSONReader {
    /// The form that is read and written.
    static let schema = "1"

    /// The key that tells what a statement is, in the order in which messages list them.
    static let statementKeys = [
        "policy", "scope", "class", "set", "rule", "default", "link", "include", "counters", "hook-priority", "expect",
    ]
    static let reservedKeys = ["app", "fact", "when", "only", "var", "serial"]

    private let file: Int32
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var schemaReference: String?

    init(file: Int32) {
        self.file = file
    }

    static func parse(_ file: SourceFile, index: Int32) -> (statements: [Statement], diagnostics: [Diagnostic]) {
        var reader = PolicyJSONReader(file: index)
        let statements = reader.items(of: file).compactMap { item in
            if case .statement(let commented) = item { commented.statement } else { nil }
        }
        return (statements, reader.diagnostics)
    }

    /// The file's statements and comments; what is wrong with the others stands in the diagnostics.
    mutating func items(of source: SourceFile) -> [PolicyDocument.Item] {
        do throws(SyntaxFailure) {
            let root = try JSONParser.parse(source, index: file)
            let nodes = try statementNodes(root)
            var items: [PolicyDocument.Item] = []
            items.reserveCapacity(nodes.count)
            for node in nodes {
                do throws(SyntaxFailure) {
                    items.append(try item(node))
                } catch {
                    diagnostics.append(error.diagnostic)
                }
            }
            return items
        } catch {
            diagnostics.append(error.diagnostic)
            return []
        }
    }

    /// The elements of `statements`.
    private mutating func statementNodes(_ root: JSONNode) throws(SyntaxFailure) -> [JSONNode] {
        let object = try JSONObjectReader(root, what: "a policy")
        try object.allowOnly(["$schema", "schema", "statements"])
        if object["$schema"] != nil { schemaReference = try object.text("$schema").value }
        guard let schema = object["schema"], case .number(let text) = schema.kind,
            String(decoding: text, as: UTF8.self) == Self.schema
        else {
            throw SyntaxFailure(
                diagnostic: Diagnostic(
                    .error, .missingValue, "a policy in JSON begins with \"schema\": \(Self.schema)",
                    at: object["schema"]?.span ?? root.span.firstByte))
        }
        guard let statements = object["statements"] else {
            throw object.failure(.missingValue, "the policy has no \"statements\"", at: root.span.firstByte)
        }
        guard let nodes = statements.elements else {
            throw object.failure(
                .badValue, "\"statements\" is an array, not \(statements.description)", at: statements.span)
        }
        return nodes
    }

    private func item(_ node: JSONNode) throws(SyntaxFailure) -> PolicyDocument.Item {
        let object = try JSONObjectReader(node, what: "a statement")
        let above = try object.comment("comment")
        guard let key = object.first(of: Self.statementKeys + Self.reservedKeys) else {
            if object.members.count == 1, object["comment"] != nil { return .comment(above) }
            let first = object.members.first { $0.key.value != "comment" }?.key
            throw object.failure(
                .unknownWord, first.map { "'\($0.value)' is no statement" } ?? "the statement is empty",
                at: first?.span ?? node.span,
                hint: first.flatMap { Suggestion.text(for: $0.value, among: Self.statementKeys) }
                    ?? "one of the keys: " + Self.statementKeys.joined(separator: " "))
        }
        var commented = CommentedStatement(
            statement: Statement(kind: .reserved(key), span: node.span), above: above,
            trailing: try object.comment("line-comment"))
        if !Self.reservedKeys.contains(key.value) {
            commented.statement.kind = try kind(key.value, object, &commented)
        }
        return .statement(commented)
    }

    private func kind(
        _ key: String, _ object: JSONObjectReader, _ commented: inout CommentedStatement
    ) throws(SyntaxFailure) -> StatementKind {
        let comments = ["comment", "line-comment"]
        switch key {
        case "class":
            try object.allowOnly(["class", "dscp", "priority", "pcp"] + comments)
            let name = try object.name("class", "class")
            return .defineClass(name, try object.marking(of: "class '\(name.value)'"))
        case "set":
            try object.allowOnly(["set", "elements", "file"] + comments)
            return try set(object, &commented)
        case "rule":
            return .rule(try rule(object, comments))
        case "link":
            return .link(try link(object, comments))
        case "expect":
            try object.allowOnly(["expect", "packet"] + comments)
            return .expect(try object.text("expect"), try packet(object))
        default:
            try object.allowOnly([key] + comments)
        }
        switch key {
        case "policy": return .policy(try object.text(key))
        case "include": return .include(try object.text(key))
        case "scope": return .scope(try object.choice(key))
        case "counters": return .counters(try object.choice(key))
        case "default": return .defaultAction(try action(try object.node(key)))
        default:
            let node = try object.node(key)
            guard case .number(let text) = node.kind, let value = Int32(String(decoding: text, as: UTF8.self)) else {
                throw object.failure(
                    .badValue, "this is no hook priority", at: node.span, hint: "a whole number such as -140")
            }
            return .hookPriority(Located(value, node.span))
        }
    }

    private func set(
        _ object: JSONObjectReader, _ commented: inout CommentedStatement
    ) throws(SyntaxFailure) -> StatementKind {
        let name = try object.name("set", "set")
        if object["file"] != nil {
            guard object["elements"] == nil else {
                throw object.failure(.duplicate, "set '\(name.value)' has elements and a file", at: name.span)
            }
            return .defineSet(name, .file(try object.text("file")))
        }
        guard let list = object["elements"] else {
            throw object.failure(
                .missingValue, "set '\(name.value)' needs \"elements\" or a \"file\"", at: name.span)
        }
        guard let nodes = list.elements else {
            throw object.failure(.badValue, "\"elements\" is an array, not \(list.description)", at: list.span)
        }
        guard !nodes.isEmpty else { throw object.failure(.emptyList, "the list is empty", at: list.span) }
        var values: [ValueSyntax] = []
        values.reserveCapacity(nodes.count)
        for node in nodes {
            guard node.members != nil else {
                values.append(try object.scalar(node))
                continue
            }
            let element = try JSONObjectReader(node, what: "an element")
            try element.allowOnly(["value", "comment"])
            commented.onElements[values.count] = try element.comment("comment")
            values.append(try element.scalar(try element.node("value")))
        }
        return .defineSet(name, .list(values, list.span))
    }

    private func packet(_ object: JSONObjectReader) throws(SyntaxFailure) -> [PacketWord] {
        let packet = try JSONObjectReader(try object.node("packet"), what: "a packet")
        var words: [PacketWord] = []
        for member in packet.members {
            if case .bool(let isSet) = member.value.kind, member.key.value == "fragment" {
                if isSet { words.append(PacketWord("fragment", at: member.key.span)) }
                continue
            }
            guard MatchField(rawValue: member.key.value) != nil else {
                let known = MatchField.allCases.map(\.rawValue) + ["fragment"]
                throw packet.failure(
                    .unknownWord, "'\(member.key.value)' is no field of a packet", at: member.key.span,
                    hint: Suggestion.text(for: member.key.value, among: known))
            }
            words.append(PacketWord(member.key.value, at: member.key.span))
            words.append(PacketWord(try packet.scalar(member.value).string, at: member.value.span))
        }
        return words
    }
}

extension SourceSpan {
    fileprivate var firstByte: SourceSpan { SourceSpan(file: file, start: start, end: min(end, start + 1)) }
}
