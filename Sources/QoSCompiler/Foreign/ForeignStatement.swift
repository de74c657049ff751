/// What a statement of another tool is here.
enum ForeignStatement {
    /// `rule …` for a line; nil when it is not understood, or when it cannot be said.
    static func rule(of line: some StringProtocol) -> String? {
        let file = SourceFile(path: "", bytes: Array(line.utf8))
        let tokens = Lexer.tokens(of: file, index: 0).tokens
        let texts = tokens.map { token in
            (kind: token.kind, text: String(decoding: file.bytes[Int(token.start)..<Int(token.end)], as: UTF8.self))
        }
        guard let pieces = ForeignLine(texts), let rule = ForeignRule.read(pieces), rule.impossible == nil,
            rule.draft.hasMatch
        else { return nil }
        return rule.draft.statement()
    }

    /// The hint for a statement that begins with `rule`: the words behind it, and the name that the parser found.
    static func rule(_ line: ForeignLine, name: String) -> String? {
        guard let rule = ForeignRule.read(line.withoutBlock) else { return nil }
        if let impossible = rule.impossible { return impossible }
        return rule.draft.statement(name: name).map { "write: \($0)" }
    }

    /// The hint for a line that begins with no word of ours.
    static func unknown(_ line: ForeignLine, first: String, second: String) -> String? {
        if let rule = ForeignRule.read(line), rule.impossible != nil || rule.draft.hasAction || line.pieces.count > 1 {
            if let impossible = rule.impossible { return impossible }
            if let statement = rule.draft.statement() { return "write: \(statement)" }
        }
        if first.hasSuffix(":"), Parser.statementWords.contains(String(first.dropLast())) {
            return "write \(first.dropLast()), without ':'"
        }
        if let tool = ForeignTool.of(first, then: second) {
            if let set = definition(line, first: first) { return set }
            return tool.hint
        }
        return nil
    }

    /// `x = { 10.0.0.1, 10.0.0.2 }`, `define x = …`
    private static func definition(_ line: ForeignLine, first: String) -> String? {
        var pieces = line.pieces[...]
        if first == "table", case .word(let name)? = pieces.dropFirst().first, name.hasPrefix("<"),
            let open = pieces.firstIndex(of: .open), let values = elements(pieces[open...]), let set = set(name, values)
        {
            return "a table is a set; write: \(set)"
        }
        if first.lowercased() == "define" { pieces = pieces.dropFirst() }
        guard case .word(let name)? = pieces.first, pieces.dropFirst().first == .word("="),
            let values = elements(pieces.dropFirst(2)), let set = set(name, values)
        else { return nil }
        return "a list of addresses or ports with a name is a set; write: \(set)"
    }

    // MARK: Statements of ours with parts of others

    /// `class voice: dscp EF, prio 5`, `class voice { dscp ef }`
    static func defineClass(_ line: ForeignLine) -> String? {
        var marking: [String: String] = [:]
        var pieces = line.pieces[...]
        guard let name = name(&pieces) else { return nil }
        while let piece = pieces.popFirst() {
            guard case .word(let word) = piece else {
                if piece == .notEqual { return nil }
                continue
            }
            if word == "=" || word == ":" || word == "set" { continue }
            guard let part = ForeignWords.markings[ForeignLine.key(word)] else { return nil }
            while pieces.first == .word("=") || pieces.first == .word(":") || pieces.first == .word("set") {
                pieces.removeFirst()
            }
            let text: String
            switch pieces.popFirst() {
            case .word(let word), .string(let word): text = word
            default: return nil
            }
            let isTOS = ForeignLine.key(word).contains("tos")
            guard marking[part] == nil,
                let value = isTOS ? ForeignMarking.dscp(ofTOS: text) : ForeignValue.rewrite(text, marking: part)
            else { return nil }
            marking[part] = value
        }
        guard !marking.isEmpty else { return nil }
        let parts = ["dscp", "priority", "pcp"].compactMap { part in marking[part].map { "\(part) \($0)" } }
        return "write: class \(name) " + parts.joined(separator: " ")
    }

    /// `set t = { … }`, `set t { type ipv4_addr; elements = { … } }`, `set t 10.0.0.1 10.0.0.2`
    static func defineSet(_ line: ForeignLine) -> String? {
        var pieces = line.pieces[...]
        guard let name = name(&pieces) else { return nil }
        if let place = pieces.firstIndex(of: .word("elements")) { pieces = pieces[(place + 1)...] }
        while pieces.first == .word("=") || pieces.first == .word(":") { pieces.removeFirst() }
        guard let values = elements(pieces) else { return nil }
        return set(name, values).map { "write: \($0)" }
    }

    /// `link eth0 egress-qos-map 6:5`, as ip(8) and vconfig write it.
    static func link(_ line: ForeignLine) -> String? {
        guard case .word(let interface)? = line.pieces.first, case .word(let word)? = line.pieces.dropFirst().first
        else { return nil }
        let forms = [
            "egress-qos-map": "egress-map", "ingress-qos-map": "ingress-map", "egress": "egress-map",
            "ingress": "ingress-map", "egress-map": "egress-map", "ingress-map": "ingress-map",
        ]
        guard let known = forms[word] else { return nil }
        var entries: [String] = []
        for case .word(let entry) in line.pieces.dropFirst(2) {
            guard let (left, right) = ForeignValue.halves(entry, ":"), UInt32(left) != nil, UInt32(right) != nil else {
                return nil
            }
            entries.append(entry)
        }
        guard !entries.isEmpty else { return known == "egress-map" ? "write: link \(interface) egress-map auto" : nil }
        return "write: link \(interface) \(known) { \(entries.joined(separator: " ")) }"
    }

    /// `default deny`, `default dscp cs0`
    static func defaultAction(_ line: ForeignLine) -> String? {
        guard let rule = ForeignRule.read(line) else { return nil }
        if let impossible = rule.impossible { return impossible }
        var draft = rule.draft
        _ = draft.setLastMatch()
        guard draft.hasAction, let text = draft.statement(name: "x"), text.hasPrefix("rule x ") else { return nil }
        let action = text.dropFirst("rule x ".count)
        guard ["set", "keep", "class"].contains(where: { action.hasPrefix($0) }) else { return nil }
        return "write: default \(action)"
    }

    static let comesIn =
        "packets that come in are not marked here: output is what this host sends, forward what it routes"

    /// Hooks and directions of other tools.
    static func scope(_ word: String) -> String? {
        switch word.lowercased() {
        case "input", "prerouting", "ingress", "in", "inbound", "incoming", "local-in":
            comesIn
        case "postrouting", "egress", "out", "outbound", "outgoing":
            "what leaves this host is output for its own packets, both with those that it routes"
        case "all", "any", "*": "write: scope both"
        case "routed", "forwarded", "router": "write: scope forward"
        case "local", "host": "write: scope output"
        default: nil
        }
    }

    // MARK: Parts

    private static func name(_ pieces: inout ArraySlice<ForeignLine.Piece>) -> String? {
        let text: String
        switch pieces.popFirst() {
        case .word(let word), .string(let word): text = word
        default: return nil
        }
        return ForeignName.usable(text)
    }

    /// Whether a set's list is nft's description of a set.
    static func describesSet(_ values: [ValueSyntax]) -> Bool {
        guard let first = values.first, !first.isString else { return false }
        return ["type", "typeof", "flags", "elements", "size", "timeout"].contains(first.string)
    }

    private static func elements(_ pieces: ArraySlice<ForeignLine.Piece>) -> [String]? {
        var values: [String] = []
        for piece in pieces {
            switch piece {
            case .word(let word), .string(let word):
                // pf's macros hold a list in quotes.
                for part in word.split(whereSeparator: { " \t,{}".contains($0) }) {
                    guard let read = ForeignValue.rewrite(String(part), field: nil), !read.isEmpty else { return nil }
                    values += read
                }
            case .open, .comma: continue
            case .close: return values.isEmpty ? nil : values
            case .notEqual: return nil
            }
        }
        return values.isEmpty ? nil : values
    }

    private static func set(_ name: String, _ values: [String]) -> String? {
        guard let name = ForeignName.usable(name) else { return nil }
        let text = "set \(name) { \(values.joined(separator: " ")) }"
        return text.utf8.count <= 200 ? text : nil
    }
}
