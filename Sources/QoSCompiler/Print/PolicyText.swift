import NetlinkModel

/// Statements in the policy language, one blank between words. `PolicyFormatter` aligns them.
enum PolicyText {
    /// The longest line before a list is broken into several.
    static let lineLength = 120

    /// A whole file, of statements that are supported.
    static func file(_ document: PolicyDocument) -> String {
        var text = ""
        var isAfterComment = false
        var group: String?
        for item in document.items {
            switch item {
            case .comment(let lines):
                if !text.isEmpty { text += "\n" }
                text += comment(lines) + "\n"
                isAfterComment = true
                group = nil
            case .statement(let item):
                let next = self.group(of: item.statement.kind)
                if !text.isEmpty, (group != nil && group != next) || (isAfterComment && !item.above.isEmpty) {
                    text += "\n"
                }
                group = next
                isAfterComment = false
                text += statement(item)
            }
        }
        return text
    }

    /// What stands together without a blank line.
    private static func group(of kind: StatementKind) -> String {
        switch kind {
        case .defineClass: "class"
        case .defineSet: "set"
        case .rule: "rule"
        case .link: "link"
        case .expect: "expect"
        default: "settings"
        }
    }

    /// A statement's lines, with its comments.
    static func statement(_ item: CommentedStatement) -> String {
        var text = comment(item.above)
        if case .defineSet(let name, .list(let values, _)) = item.statement.kind {
            text += set(name.value, values, item.onElements)
        } else {
            text += line(item.statement.kind)
        }
        if !item.trailing.isEmpty { text += "  # " + item.trailing.joined(separator: " ") }
        return text + "\n"
    }

    private static func comment(_ lines: [String]) -> String {
        lines.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }

    // MARK: Kinds of statements

    private static func line(_ kind: StatementKind) -> String {
        switch kind {
        case .policy(let name): "policy \"\(name.value)\""
        case .scope(let scope): "scope \(scope.value.rawValue)"
        case .counters(let mode): "counters \(mode.value.rawValue)"
        case .hookPriority(let priority): "hook-priority \(priority.value)"
        case .include(let path): "include \"\(path.value)\""
        case .defineClass(let name, let marking): "class \(name.value) \(marking)"
        case .defineSet(let name, .file(let path)): "set \(name.value) file \"\(path.value)\""
        case .defineSet(let name, .list(let values, _)): "set \(name.value) { \(words(values)) }"
        case .rule(let rule): self.rule(rule)
        case .defaultAction(let action): "default \(text(action))"
        case .link(let link): self.link(link)
        case .expect(let target, let packet):
            (["expect", target.value] + packet.map { quotedIfNeeded($0.text) }).joined(separator: " ")
        // Neither is in a document that is written.
        case .reserved, .brokenClass, .brokenSet: ""
        }
    }

    /// Several lines where it is too long for one, or has comments on its elements.
    private static func set(_ name: String, _ values: [ValueSyntax], _ comments: [Int: [String]]) -> String {
        let short = "set \(name) { \(words(values)) }"
        guard !comments.isEmpty || short.utf8.count > lineLength else { return short }
        var text = "set \(name) {\n"
        var line = ""
        func flush() {
            if !line.isEmpty { text += "   \(line)\n" }
            line = ""
        }
        for (index, value) in values.enumerated() {
            let word = self.word(value)
            if let comment = comments[index] {
                flush()
                text += "    \(word)  # \(comment.joined(separator: " "))\n"
                continue
            }
            if 3 + line.utf8.count + 1 + word.utf8.count > lineLength { flush() }
            line += " " + word
        }
        flush()
        return text + "}"
    }

    private static func rule(_ rule: RuleSyntax) -> String {
        var parts = ["rule", rule.name.value] + rule.matches.map(match)
        parts.append(text(rule.action))
        if rule.isDisabled { parts.append("disabled") }
        return parts.joined(separator: " ")
    }

    /// `field [!=] value`, or `field [!=] { a b }`
    static func match(_ match: MatchSyntax) -> String {
        let list = match.values.count == 1 ? words(match.values) : "{ \(words(match.values)) }"
        return "\(match.field.value.rawValue) \(match.isNegated ? "!= " : "")\(list)"
    }

    private static func words(_ values: [ValueSyntax]) -> String {
        values.map(word).joined(separator: " ")
    }

    private static func word(_ value: ValueSyntax) -> String {
        value.isString ? "\"\(value.string)\"" : value.string
    }

    private static func text(_ action: ActionSyntax) -> String {
        switch action {
        case .keep: "keep"
        case .useClass(let name): "class \(name.value)"
        case .set(let marking, _): "set \(marking)"
        }
    }

    private static func link(_ link: LinkStatement) -> String {
        let words = "\(link.isOptional ? "link?" : "link") \(quotedIfNeeded(link.interface.value.description))"
        func map(_ entries: [LinkMapEntry], prioritiesFirst: Bool) -> String {
            let pairs = entries.map { prioritiesFirst ? "\($0.priority):\($0.pcp)" : "\($0.pcp):\($0.priority)" }
            return "{ \(pairs.joined(separator: " ")) }"
        }
        switch link.form {
        case .egressMapAuto: return "\(words) egress-map auto"
        case .egressMap(let entries): return "\(words) egress-map \(map(entries, prioritiesFirst: true))"
        case .ingressMap(let entries): return "\(words) ingress-map \(map(entries, prioritiesFirst: false))"
        case .tagPriority, .retag, .trustPCP, .trustDSCP: return "\(words) \(link.form.keyword)"
        }
    }

    /// As a word where the lexer reads one, else as a string.
    private static func quotedIfNeeded(_ word: String) -> String {
        let isWord =
            !word.isEmpty
            && !word.utf8.contains { byte in
                byte <= 0x20 || byte >= 0x7f || [0x21, 0x22, 0x23, 0x2c, 0x7b, 0x7d].contains(byte)
            }
        return isWord ? word : "\"\(word)\""
    }
}
