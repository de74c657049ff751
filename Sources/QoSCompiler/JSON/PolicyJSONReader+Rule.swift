import NetlinkModel

/// Rules, actions and links.
extension PolicyJSONReader {
    /// Words of later issues that a rule may use.
    private static let reservedRuleKeys = ["when", "limit", "max-flows"]

    func rule(_ object: JSONObjectReader, _ comments: [String]) throws(SyntaxFailure) -> RuleSyntax {
        try object.allowOnly(["rule", "match", "action", "disabled"] + Self.reservedRuleKeys + comments)
        let name = try object.name("rule", "rule")
        guard name.value != "default" else {
            throw object.failure(
                .badName, "'default' is no name for a rule", at: name.span, hint: "use {\"default\": …}")
        }
        guard let action = object["action"] else {
            throw object.failure(
                .missingValue, "rule '\(name.value)' has no \"action\"", at: name.span,
                hint: "\"keep\", {\"class\": …} or {\"set\": …}")
        }
        return RuleSyntax(
            name: name, matches: try matches(object), action: try self.action(action),
            isDisabled: try object.flag("disabled"),
            reserved: object.members.map(\.key).filter { Self.reservedRuleKeys.contains($0.value) })
    }

    private func matches(_ object: JSONObjectReader) throws(SyntaxFailure) -> [MatchSyntax] {
        guard let node = object["match"] else { return [] }
        let match = try JSONObjectReader(node, what: "\"match\"")
        var matches: [MatchSyntax] = []
        for member in match.members {
            guard let field = MatchField(rawValue: member.key.value) else {
                let known = MatchField.allCases.map(\.rawValue)
                throw match.failure(
                    .unknownWord, "'\(member.key.value)' is no match field", at: member.key.span,
                    hint: Suggestion.text(for: member.key.value, among: known)
                        ?? "one of: " + known.joined(separator: " "))
            }
            var node = member.value
            let isNegated = node.members != nil
            if isNegated {
                let negation = try JSONObjectReader(node, what: "a negated value")
                try negation.allowOnly(["not"])
                node = try negation.node("not")
            }
            let nodes = node.elements ?? [node]
            guard !nodes.isEmpty else { throw match.failure(.emptyList, "the list is empty", at: node.span) }
            var values: [ValueSyntax] = []
            for node in nodes {
                var value = try match.scalar(node)
                value.isString = Self.isQuoted(field, value.text)
                values.append(value)
            }
            matches.append(
                MatchSyntax(
                    field: Located(field, member.key.span), isNegated: isNegated, values: values,
                    span: member.key.span.through(member.value.span)))
        }
        return matches
    }

    /// Whether the policy language writes such a value in quotes.
    private static func isQuoted(_ field: MatchField, _ text: ArraySlice<UInt8>) -> Bool {
        switch field {
        case .cgroup, .unit: true
        case .iif, .oif, .user, .group, .app:
            !text.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        default: false
        }
    }

    /// `"keep"`, `{"class": NAME}` or `{"set": {…}}`
    func action(_ node: JSONNode) throws(SyntaxFailure) -> ActionSyntax {
        if node.string == "keep" { return .keep }
        let object = try JSONObjectReader(node, what: "an action", hint: "\"keep\", {\"class\": …} or {\"set\": …}")
        try object.allowOnly(["class", "set"])
        switch (object["class"], object["set"]) {
        case (.some, nil): return .useClass(try object.name("class", "class"))
        case (nil, .some(let node)):
            let set = try JSONObjectReader(node, what: "a marking")
            try set.allowOnly(["dscp", "priority", "pcp"])
            return .set(try set.marking(of: "'set'"), node.span)
        default:
            throw object.failure(
                .missingValue, "an action is one of \"keep\", {\"class\": …} and {\"set\": …}", at: node.span)
        }
    }

    /// `{"link": IF, "egress-map": "auto" | {P: N}}`, `"ingress-map": {N: P}`, `"tag": "priority"`, `"retag": true`,
    /// `"trust": "pcp" | "dscp"`
    func link(_ object: JSONObjectReader, _ comments: [String]) throws(SyntaxFailure) -> LinkStatement {
        let forms = ["egress-map", "ingress-map", "tag", "retag", "trust"]
        try object.allowOnly(["link", "optional"] + forms + comments)
        let text = try object.text("link")
        guard let interface = InterfaceName(text.value), !text.value.contains("*") else {
            throw object.failure(.badValue, "'\(text.value)' is no interface name", at: text.span)
        }
        let given = object.members.filter { forms.contains($0.key.value) }
        guard let form = given.first, given.count == 1 else {
            throw object.failure(
                given.isEmpty ? .missingValue : .duplicate, "a link has one form",
                at: given.last?.key.span ?? text.span,
                hint: "one of the keys: " + forms.joined(separator: " "))
        }
        return LinkStatement(
            interface: Located(interface, text.span), isOptional: try object.flag("optional"),
            form: try linkForm(form, object))
    }

    private func linkForm(_ form: JSONNodeMember, _ object: JSONObjectReader) throws(SyntaxFailure) -> LinkForm {
        switch (form.key.value, form.value.string) {
        case ("egress-map", "auto"): return .egressMapAuto
        case ("egress-map", _): return .egressMap(try map(form.value, prioritiesFirst: true))
        case ("ingress-map", _): return .ingressMap(try map(form.value, prioritiesFirst: false))
        case ("tag", "priority"): return .tagPriority
        case ("trust", "pcp"): return .trustPCP
        case ("trust", "dscp"): return .trustDSCP
        case ("retag", _) where try object.flag("retag"): return .retag
        default:
            let expected = ["tag": "\"priority\"", "retag": "true", "trust": "\"pcp\" or \"dscp\""]
            throw object.failure(
                .badValue, "'\(form.key.value)' takes \(expected[form.key.value] ?? "a map")", at: form.value.span)
        }
    }

    private func map(_ node: JSONNode, prioritiesFirst: Bool) throws(SyntaxFailure) -> [LinkMapEntry] {
        let object = try JSONObjectReader(
            node, what: "a map", hint: prioritiesFirst ? "\"auto\", or {PRIORITY: PCP}" : "{PCP: PRIORITY}")
        guard !object.members.isEmpty else { throw object.failure(.emptyList, "the map is empty", at: node.span) }
        var entries: [LinkMapEntry] = []
        for member in object.members {
            let key = Array(member.key.value.utf8)[...]
            let value = try object.scalar(member.value).text
            do throws(ValueError) {
                let priority = try ValueParser.number(
                    prioritiesFirst ? key : value, maximum: UInt64(UInt32.max), what: "priority")
                let pcp = try ValueParser.pcp(prioritiesFirst ? value : key)
                entries.append(LinkMapEntry(priority: UInt32(truncatingIfNeeded: priority), pcp: pcp))
            } catch {
                throw object.failure(error, at: member.key.span.through(member.value.span))
            }
        }
        return entries
    }
}
