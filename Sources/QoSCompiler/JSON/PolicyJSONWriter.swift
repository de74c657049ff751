import NetlinkModel

/// A policy file in its JSON form: one statement a line, long lists broken.
enum PolicyJSONWriter {
    /// The file's text, of statements that are supported.
    static func file(_ document: PolicyDocument) -> String {
        let lines = document.items.map { item in
            switch item {
            case .comment(let comment): JSONValue.object(["comment": text(comment)]).spacedText
            case .statement(let item): statement(item)
            }
        }
        let body = lines.map { "    " + $0 }.joined(separator: ",\n")
        let statements = body.isEmpty ? "[]" : "[\n\(body)\n  ]"
        let reference = document.schemaReference.map { "  \"$schema\": \(JSONValue.string($0).text),\n" } ?? ""
        return "{\n\(reference)  \"schema\": \(PolicyJSONReader.schema),\n  \"statements\": \(statements)\n}\n"
    }

    /// One statement as an object.
    static func statement(_ item: CommentedStatement) -> String {
        var members = self.members(item)
        if !item.above.isEmpty { members.append(JSONMember(key: "comment", value: text(item.above))) }
        if !item.trailing.isEmpty { members.append(JSONMember(key: "line-comment", value: text(item.trailing))) }
        let short = JSONValue.object(members).spacedText
        guard short.utf8.count + 5 > PolicyText.lineLength,
            let list = members.firstIndex(where: { $0.key == "elements" }),
            case .array(let elements) = members[list].value
        else { return short }
        members[list].value = .null
        // The list stands where the null is printed.
        let parts = JSONValue.object(members).spacedText
        return parts.replacingFirst("\"elements\": null", with: "\"elements\": \(broken(elements))")
    }

    /// A list over several lines.
    private static func broken(_ elements: [JSONValue]) -> String {
        var text = "["
        var line = ""
        for (index, element) in elements.enumerated() {
            let word = element.spacedText + (index == elements.count - 1 ? "" : ",")
            if !line.isEmpty, 7 + line.utf8.count + 1 + word.utf8.count > PolicyText.lineLength {
                text += "\n      \(line)"
                line = ""
            }
            line += line.isEmpty ? word : " " + word
        }
        return text + "\n      \(line)\n    ]"
    }

    private static func text(_ lines: [String]) -> JSONValue { .string(lines.joined(separator: "\n")) }

    // MARK: Kinds of statements

    static func members(_ item: CommentedStatement) -> [JSONMember] {
        func member(_ key: String, _ value: JSONValue) -> JSONMember { JSONMember(key: key, value: value) }
        switch item.statement.kind {
        case .policy(let name): return [member("policy", .string(name.value))]
        case .scope(let scope): return [member("scope", .string(scope.value.rawValue))]
        case .counters(let mode): return [member("counters", .string(mode.value.rawValue))]
        case .hookPriority(let priority): return [member("hook-priority", .number(Int64(priority.value)))]
        case .include(let path): return [member("include", .string(path.value))]
        case .defineClass(let name, let marking):
            return [member("class", .string(name.value))] + self.marking(marking)
        case .defineSet(let name, .file(let path)):
            return [member("set", .string(name.value)), member("file", .string(path.value))]
        case .defineSet(let name, .list(let values, _)):
            let elements = values.enumerated().map { index, value -> JSONValue in
                guard let comment = item.onElements[index] else { return scalar(value.string) }
                return .object(["value": scalar(value.string), "comment": text(comment)])
            }
            return [member("set", .string(name.value)), member("elements", .array(elements))]
        case .rule(let rule): return self.rule(rule)
        case .defaultAction(let action): return [member("default", self.action(action))]
        case .link(let link): return self.link(link)
        case .expect(let target, let words):
            return [member("expect", .string(target.value)), member("packet", packet(words))]
        // Neither is in a document that is written.
        case .reserved, .brokenClass, .brokenSet: return []
        }
    }

    private static func rule(_ rule: RuleSyntax) -> [JSONMember] {
        var members = [JSONMember(key: "rule", value: .string(rule.name.value))]
        if !rule.matches.isEmpty {
            let fields = rule.matches.map { match -> JSONMember in
                let values = match.values.map { value in
                    Self.isName(match.field.value) ? .string(value.string) : scalar(value.string)
                }
                let value = values.count == 1 ? values[0] : .array(values)
                return JSONMember(
                    key: match.field.value.rawValue, value: match.isNegated ? .object(["not": value]) : value)
            }
            members.append(JSONMember(key: "match", value: .object(fields)))
        }
        members.append(JSONMember(key: "action", value: action(rule.action)))
        if rule.isDisabled { members.append(JSONMember(key: "disabled", value: .bool(true))) }
        return members
    }

    /// Whether the field's values are names, also those of digits.
    private static func isName(_ field: MatchField) -> Bool {
        switch field {
        case .iif, .oif, .cgroup, .unit, .app: true
        default: false
        }
    }

    private static func action(_ action: ActionSyntax) -> JSONValue {
        switch action {
        case .keep: .string("keep")
        case .useClass(let name): .object(["class": .string(name.value)])
        case .set(let marking, _): .object(["set": .object(self.marking(marking))])
        }
    }

    private static func marking(_ marking: Marking) -> [JSONMember] {
        var members: [JSONMember] = []
        if let dscp = marking.dscp { members.append(JSONMember(key: "dscp", value: scalar("\(dscp)"))) }
        if let priority = marking.statedPriority {
            members.append(JSONMember(key: "priority", value: scalar("\(priority)")))
        }
        if let pcp = marking.pcp { members.append(JSONMember(key: "pcp", value: scalar("\(pcp)"))) }
        return members
    }

    private static func link(_ link: LinkStatement) -> [JSONMember] {
        var members = [JSONMember(key: "link", value: .string(link.interface.value.description))]
        if link.isOptional { members.append(JSONMember(key: "optional", value: .bool(true))) }
        func map(_ entries: [LinkMapEntry], _ pair: (LinkMapEntry) -> (String, String)) -> JSONValue {
            .object(entries.map { JSONMember(key: pair($0).0, value: .literal(pair($0).1)) })
        }
        let (key, value): (String, JSONValue) =
            switch link.form {
            case .egressMapAuto: ("egress-map", .string("auto"))
            case .egressMap(let entries): ("egress-map", map(entries) { ("\($0.priority)", "\($0.pcp)") })
            case .ingressMap(let entries): ("ingress-map", map(entries) { ("\($0.pcp)", "\($0.priority)") })
            case .tagPriority: ("tag", .string("priority"))
            case .retag: ("retag", .bool(true))
            case .trustPCP: ("trust", .string("pcp"))
            case .trustDSCP: ("trust", .string("dscp"))
            }
        return members + [JSONMember(key: key, value: value)]
    }

    /// `fragment` is a word without a value.
    private static func packet(_ words: [PacketWord]) -> JSONValue {
        var members: [JSONMember] = []
        var index = 0
        while index < words.count {
            let word = words[index].text
            index += 1
            if word == "fragment" {
                members.append(JSONMember(key: word, value: .bool(true)))
            } else {
                members.append(JSONMember(key: word, value: index < words.count ? scalar(words[index].text) : .null))
                index += 1
            }
        }
        return .object(members)
    }

    /// A number where the word is one in JSON too.
    private static func scalar(_ word: String) -> JSONValue {
        let digits = word.utf8
        let isNumber =
            (1...15).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && (digits.first != UInt8(ascii: "0") || digits.count == 1)
        return isNumber ? .literal(word) : .string(word)
    }
}

extension String {
    /// No Foundation here.
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        guard let range = self.firstRange(of: part) else { return self }
        return self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
