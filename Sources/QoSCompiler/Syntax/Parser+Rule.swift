/// Rules, actions and markings.
extension Parser {
    private static let actionWords = ["class", "set", "keep"]

    /// After the word `rule`.
    mutating func parseRule() throws(SyntaxFailure) -> RuleSyntax {
        let name = try name("rule")
        guard name.value != "default" else {
            throw failure(.badName, "'default' is no name for a rule", at: name.span, hint: "use the default statement")
        }
        var matches: [MatchSyntax] = []
        var reserved: [Located<String>] = []
        while kind == .word, !Self.actionWords.contains(text) {
            if text == "when" {
                reserved.append(Located("when", span))
                index += 1
                try parseCondition()
            } else {
                matches.append(try parseMatch(ruleName: name.value))
            }
        }
        guard kind == .word else {
            guard kind == .newline || kind == .end else {
                throw failure(.syntax, "unexpected \(describeToken) in rule '\(name.value)'")
            }
            throw failure(
                .missingValue, "rule '\(name.value)' has no action", hint: "end it with class NAME, set …, or keep")
        }
        let action = try parseAction()
        while kind == .word, ["limit", "max-flows", "when"].contains(text) {
            reserved.append(Located(text, span))
            try parseReservedTail()
        }
        var isDisabled = false
        if kind == .word, text == "disabled" {
            isDisabled = true
            index += 1
        }
        guard kind == .newline || kind == .end || kind == .closeBrace else {
            throw afterAction(isDisabled: isDisabled)
        }
        return RuleSyntax(name: name, matches: matches, action: action, isDisabled: isDisabled, reserved: reserved)
    }

    private func afterAction(isDisabled: Bool) -> SyntaxFailure {
        let hint: String? =
            if kind == .word, MatchField(rawValue: text) != nil {
                "match fields come before the action"
            } else if kind == .word, Self.actionWords.contains(text) {
                "a rule has one action"
            } else {
                nil
            }
        let place = isDisabled ? "after 'disabled', the last word of a rule" : "after the action"
        return failure(.syntax, "unexpected \(describeToken) \(place)", hint: hint)
    }

    private mutating func parseMatch(ruleName: String) throws(SyntaxFailure) -> MatchSyntax {
        let start = span
        guard let field = MatchField(rawValue: text) else {
            let known = MatchField.allCases.map(\.rawValue) + Self.actionWords + ["disabled", "when"]
            if text == "disabled" {
                throw failure(.syntax, "'disabled' comes last, after the action")
            }
            throw failure(
                .unknownWord, "unknown word '\(text)' in rule '\(ruleName)'",
                hint: Suggestion.text(for: text, among: known)
                    ?? "a match field (\(MatchField.allCases.map(\.rawValue).joined(separator: " "))) or an action (class set keep)"
            )
        }
        index += 1
        let isNegated = kind == .notEqual
        if isNegated { index += 1 }
        var values: [ValueSyntax]
        switch kind {
        case .openBrace:
            values = try list()
        case .word where ["=", "==", "not", "!", "is"].contains(text):
            throw failure(
                .syntax, "'\(text)' is not written here", hint: "\(field.rawValue) VALUE, or \(field.rawValue) != VALUE"
            )
        case .word, .string:
            values = [valueSyntax()]
            index += 1
        default:
            throw failure(.missingValue, "'\(field.rawValue)' needs a value, found \(describeToken)")
        }
        if kind == .comma {
            throw failure(.syntax, "several values stand in braces", hint: "\(field.rawValue) { A, B }")
        }
        let whole = start.through(spanOf(index - 1))
        return MatchSyntax(field: Located(field, start), isNegated: isNegated, values: values, span: whole)
    }

    /// `class NAME`, `set …` or `keep`.
    mutating func parseAction() throws(SyntaxFailure) -> ActionSyntax {
        guard kind == .word else {
            throw failure(
                .missingValue, "expected an action, found \(describeToken)", hint: "class NAME, set …, or keep")
        }
        let start = span
        switch text {
        case "keep":
            index += 1
            return .keep
        case "class":
            index += 1
            return .useClass(try name("class"))
        case "set":
            index += 1
            let marking = try parseMarking("'set'")
            return .set(marking, start.through(spanOf(index - 1)))
        default:
            throw failure(
                .unknownWord, "'\(text)' is no action",
                hint: Suggestion.text(for: text, among: Self.actionWords) ?? "class NAME, set …, or keep")
        }
    }

    /// `[dscp D] [priority P] [pcp N]` in any order, at least one.
    mutating func parseMarking(_ owner: String) throws(SyntaxFailure) -> Marking {
        var marking = Marking()
        loop: while kind == .word {
            let part = Located(text, span)
            guard ["dscp", "priority", "pcp"].contains(part.value) else { break }
            index += 1
            let value = try value("a value for '\(part.value)'")
            if !value.isString { try refuseVariable(value.string, at: value.span) }
            let isRepeated: Bool
            do throws(ValueError) {
                guard !value.isString else {
                    throw ValueError(.badValue, "\(part.value) is written without quotes")
                }
                switch part.value {
                case "dscp":
                    isRepeated = marking.dscp != nil
                    marking.dscp = try ValueParser.dscp(value.text)
                case "priority":
                    isRepeated = marking.statedPriority != nil
                    marking.statedPriority = try ValueParser.priority(value.text)
                default:
                    isRepeated = marking.pcp != nil
                    marking.pcp = try ValueParser.pcp(value.text)
                }
            } catch {
                throw failure(error, at: value.span)
            }
            if isRepeated {
                throw failure(.duplicate, "'\(part.value)' stands twice in \(owner)", at: part.span)
            }
        }
        guard !marking.isEmpty else {
            let known = ["dscp", "priority", "pcp"]
            let bare = kind == .word && DSCP(name: text.lowercased()) != nil ? "write: dscp \(text.lowercased())" : nil
            let hint = bare ?? (kind == .word ? Suggestion.text(for: text, among: known) : nil)
            throw failure(
                .missingValue, "\(owner) needs at least one of dscp, priority and pcp, found \(describeToken)",
                hint: hint)
        }
        return marking
    }
}
