/// Statements of later issues: read to the end, so that a file that uses them has no other error than that.
extension Parser {
    /// After the word; gives what to call the feature.
    mutating func parseReserved(_ word: String) throws(SyntaxFailure) -> String {
        switch word {
        case "app":
            _ = try name("app")
            try parseAppBody()
        case "fact":
            _ = try name("fact")
            _ = try string("the fact's default value")
        case "when":
            try parseCondition()
            try parseBlock()
        case "only":
            guard kind == .word, text == "host" else {
                throw failure(.syntax, "expected 'host', found \(describeToken)", hint: "only host \"GLOB\" { … }")
            }
            index += 1
            _ = try string("a host name pattern")
            try parseBlock()
        case "var":
            _ = try name("var")
            if kind == .openBrace { _ = try list() } else { _ = try value("a value") }
        default:
            let number = try self.word("a serial number")
            do throws(ValueError) {
                _ = try ValueParser.number(Array(number.value.utf8)[...], maximum: UInt64(Int64.max), what: "serial")
            } catch {
                throw failure(error, at: number.span)
            }
        }
        return word
    }

    /// `{ exe "GLOB" cmdline "GLOB" unit "GLOB" user U … } [adopt]`
    private mutating func parseAppBody() throws(SyntaxFailure) {
        guard kind == .openBrace else {
            throw failure(.syntax, "expected '{', found \(describeToken)", hint: "app NAME { exe \"GLOB\" }")
        }
        let known = ["exe", "cmdline", "unit", "user"]
        let open = span
        let items = try list()
        var position = 0
        while position < items.count {
            let key = items[position]
            guard !key.isString, known.contains(key.string) else {
                throw failure(
                    .unknownWord, "unknown word '\(key.string)' in an app", at: key.span,
                    hint: Suggestion.text(for: key.string, among: known) ?? "one of: exe cmdline unit user")
            }
            guard position + 1 < items.count else {
                throw failure(.missingValue, "'\(key.string)' needs a value", at: key.span)
            }
            let value = items[position + 1]
            guard value.isString || key.string == "user" else {
                throw failure(.badValue, "expected a pattern in quotes, found '\(value.string)'", at: value.span)
            }
            position += 2
        }
        guard position > 0 else { throw failure(.emptyList, "the app is empty", at: open) }
        if kind == .word, text == "adopt" { index += 1 }
    }

    /// `{ statements }`; they are read for their errors only.
    private mutating func parseBlock() throws(SyntaxFailure) {
        guard kind == .openBrace else {
            throw failure(.syntax, "expected '{', found \(describeToken)")
        }
        let open = span
        guard blockDepth < PolicyFileLimit.nesting else {
            throw failure(.tooLarge, "blocks nest deeper than \(PolicyFileLimit.nesting)")
        }
        index += 1
        let outer = statements
        blockDepth += 1
        parseStatements(insideBlock: true)
        blockDepth -= 1
        statements = outer
        guard kind == .closeBrace else {
            throw failure(.syntax, "the block is never closed", at: open, hint: "add }")
        }
        index += 1
    }

    /// What may follow an action: `limit RATE [burst N] else ACTION`, `max-flows N else ACTION`, `when CONDITION`.
    mutating func parseReservedTail() throws(SyntaxFailure) {
        let word = text
        index += 1
        guard word != "when" else {
            try parseCondition()
            return
        }
        _ = try self.word(word == "limit" ? "a rate" : "a number of flows")
        if word == "limit", kind == .word, text == "burst" {
            index += 1
            _ = try self.word("a burst")
        }
        guard kind == .word, text == "else" else {
            throw failure(.syntax, "expected 'else', found \(describeToken)", hint: "… \(word) N else ACTION")
        }
        index += 1
        _ = try parseAction()
    }

    /// Terms joined by `and` and `or`, each with an optional `not`.
    mutating func parseCondition() throws(SyntaxFailure) {
        while true {
            if kind == .word, text == "not" { index += 1 }
            try parseTerm()
            guard kind == .word, text == "and" || text == "or" else { return }
            index += 1
        }
    }

    private mutating func parseTerm() throws(SyntaxFailure) {
        let term = try word("a condition")
        switch term.value {
        case "time": _ = try string("a time such as \"Mon-Fri 08:00-18:00\"")
        case "date":
            let range = try word("dates A..B")
            guard range.value.contains("..") else {
                throw failure(.badValue, "'\(range.value)' is no date range", at: range.span, hint: "A..B")
            }
        case "link":
            _ = try value("an interface")
            let state = try word("up or down")
            guard state.value == "up" || state.value == "down" else {
                throw failure(.unknownWord, "'\(state.value)' is neither up nor down", at: state.span)
            }
        case "route":
            for expected in ["default", "via"] {
                guard kind == .word, text == expected else {
                    throw failure(
                        .syntax, "expected '\(expected)', found \(describeToken)", hint: "route default via IF")
                }
                index += 1
            }
            _ = try value("an interface")
        case "fact":
            _ = try name("fact")
            _ = try string("the fact's value")
        default:
            throw failure(
                .unknownWord, "unknown condition '\(term.value)'", at: term.span,
                hint: "one of: time date link route fact, joined by and, or, not")
        }
    }
}
