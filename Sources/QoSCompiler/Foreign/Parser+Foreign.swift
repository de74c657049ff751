/// What the parser says where a statement is written as in another tool, and where it reads on behind it.
extension Parser {
    /// The finding for a statement that cannot be read, with a hint in this language's own words where the statement
    /// is another tool's; and the token to go on at, where that is not the next line.
    mutating func explained(_ failure: SyntaxFailure, from first: Int) -> (diagnostic: Diagnostic, resume: Int?) {
        var diagnostic = failure.diagnostic
        let end = continuedEnd(from: first)
        guard [.syntax, .unknownWord, .missingValue, .badName, .badValue, .outOfRange].contains(diagnostic.code) else {
            return (diagnostic, nil)
        }
        let word = kindOf(first) == .word ? textOf(first) : ""
        let isStatement = Self.statementWords.contains(word)
        let block = isStatement ? nil : blockEnd(from: first, lineEnd: end)
        if let hint = hint(for: diagnostic, word: isStatement ? word : nil, first: first, end: block ?? end) {
            diagnostic.hint = hint
        }
        guard !isStatement else {
            return (diagnostic, foreignBody(from: first, lineEnd: end) ?? continued(from: first, end))
        }
        let further = commentEnd(from: first, word: word) ?? yamlEnd(from: first, word: word, lineEnd: end)
        return (diagnostic, block ?? further ?? continued(from: first, end))
    }

    /// The class or set that a statement was to define. Other tools define sets by other words.
    func brokenDefinition(at first: Int) -> StatementKind? {
        var place = first + 1
        switch textOf(first) {
        case "class":
            return ForeignName.usable(textOf(place)).map { .brokenClass($0) }
        case "set", "define": break
        case "table": guard textOf(place).hasPrefix("<") else { return nil }
        default:
            guard kindOf(first) == .word, textOf(place) == "=" else { return nil }
            place = first
        }
        return ForeignName.usable(textOf(place)).map { .brokenSet($0) }
    }

    private mutating func hint(for diagnostic: Diagnostic, word: String?, first: Int, end: Int) -> String? {
        let place = tokenIndex(of: diagnostic, from: first)
        if let place, kindOf(place) == .word, ForeignLine.beginsComment(textOf(place)) {
            return commentHint(at: place)
        }
        for index in first..<min(end, first + ForeignLine.maximumPieces) where kindOf(index) == .word {
            if let hint = ForeignCharacters.hint(textOf(index)) { return hint }
        }
        if let place, kindOf(place) == .openBrace, closingBrace(of: place) == nil { return nil }
        if let hint = markingHint(for: diagnostic, at: place) { return hint }
        guard let word else {
            guard let line = line(first..<end) else { return nil }
            return ForeignStatement.unknown(line, first: textOf(first), second: textOf(first + 1))
                ?? (kindOf(first) == .openBrace && kindOf(first + 1) == .string ? ForeignTool.json.hint : nil)
        }
        if let place, diagnostic.code == .syntax, [";", ";;", "\\"].contains(textOf(place)) {
            return lineHint(textOf(place))
        }
        if diagnostic.code == .badName, let place, let name = nameHint(at: place) { return name }
        switch word {
        case "rule":
            return ruleHint(for: diagnostic, first: first, end: end)
        case "class":
            return line((first + 1)..<bodyEnd(first, end)).flatMap(ForeignStatement.defineClass)
        case "set":
            return line((first + 1)..<bodyEnd(first, end)).flatMap(ForeignStatement.defineSet)
                ?? (textOf(first + 1) == "skip" ? "'set' here names addresses or ports: set NAME { … }" : nil)
        case "link", "link?":
            guard diagnostic.code != .badValue, diagnostic.code != .outOfRange else { return nil }
            return line((first + 1)..<end).flatMap(ForeignStatement.link)
        case "default":
            return line((first + 1)..<end).flatMap(ForeignStatement.defaultAction)
        case "scope":
            return ForeignStatement.scope(textOf(first + 1))
        case "policy", "include":
            return quotesHint(at: first + 1)
        default:
            return nil
        }
    }

    // MARK: Rules

    private mutating func ruleHint(for diagnostic: Diagnostic, first: Int, end: Int) -> String? {
        let nameKind = kindOf(first + 1)
        let name = textOf(first + 1)
        if nameKind == .string {
            return ForeignName.usable(valueText(first + 1)).map { "names have no quotes: rule \($0)" }
        }
        guard nameKind == .word, PolicyName.problem(name) == nil, name != "default" else { return nil }
        guard let line = line((first + 2)..<bodyEnd(first, end)) else { return nil }
        if diagnostic.code == .missingValue, diagnostic.span == spanOf(end) {
            return conditionHint(end: end, first: first)
        }
        if let hint = ForeignStatement.rule(line, name: name) { return hint }
        return wordHint(for: diagnostic, first: first)
    }

    /// `rule a dport 22 dscp ef`: a condition where a marking was meant.
    private func conditionHint(end: Int, first: Int) -> String? {
        guard end - 2 > first + 1, textOf(end - 2) == "dscp", kindOf(end - 1) == .word else { return nil }
        return "'dscp \(textOf(end - 1))' is a condition here; to set it, write: set dscp \(textOf(end - 1))"
    }

    /// Where the line as a whole is not understood.
    private func wordHint(for diagnostic: Diagnostic, first: Int) -> String? {
        guard diagnostic.code == .unknownWord, let place = tokenIndex(of: diagnostic, from: first) else { return nil }
        let word = textOf(place)
        let key = ForeignLine.key(word)
        if let impossible = ForeignWords.impossible[key] { return impossible }
        if word.lowercased().hasSuffix(".exe") || word.contains(":\\") {
            return "programs cannot be matched yet: name the socket's owner with user, or ports"
        }
        let next = textOf(place + 1)
        if place == first + 2, MatchField(rawValue: next) != nil || ["class", "set", "keep"].contains(next),
            Suggestion.nearest(to: word, among: MatchField.allCases.map(\.rawValue)) == nil,
            let name = ForeignName.usable("\(textOf(first + 1))-\(word)")
        {
            return "a name is one word; if '\(word)' is part of it: rule \(name)"
        }
        return nil
    }

    // MARK: Values, names, quotes

    /// A value of `dscp`, `priority` or `pcp` in a class or action.
    private func markingHint(for diagnostic: Diagnostic, at place: Int?) -> String? {
        guard diagnostic.code == .badValue || diagnostic.code == .outOfRange, let place, place > 0 else { return nil }
        let part = textOf(place - 1)
        guard ["dscp", "priority", "pcp"].contains(part), kindOf(place) == .word || kindOf(place) == .string else {
            return nil
        }
        let error = ValueError(diagnostic.code, diagnostic.message, hint: diagnostic.hint)
        if kindOf(place) == .string { return "write \(valueText(place)), without quotes" }
        let hint = ForeignValue.explained(error, textOf(place), marking: part).hint
        return hint == diagnostic.hint ? nil : hint
    }

    private func nameHint(at place: Int) -> String? {
        let name = textOf(place)
        guard let last = name.last, ";:,=".contains(last), let usable = ForeignName.usable(String(name.dropLast())),
            usable == String(name.dropLast())
        else { return nil }
        if last != ";", textOf(place - 1) == "class", kindOf(place + 1) == .word, place > 0,
            let line = line(place..<lineEnd(from: place)), let hint = ForeignStatement.defineClass(line)
        {
            return hint
        }
        return last == ";" ? lineHint(";", of: usable) : "write \(usable), without '\(last)'"
    }

    private func lineHint(_ sign: String, of word: String? = nil) -> String {
        if sign.hasPrefix("\\") { return "a statement is one line; only a list in braces may go over several" }
        return "a statement ends with its line"
            + (word.map { ": write \($0), without '\(sign)'" } ?? ", without '\(sign)'")
    }

    private func commentHint(at place: Int) -> String {
        let start = Int(spanOf(place).start)
        let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.prefix(60)
        var words = String(decoding: line, as: UTF8.self).drop { "/*; ".contains($0) }
        while let last = words.last, "/* ".contains(last) { words.removeLast() }
        return words.isEmpty ? "a comment begins with #" : "a comment begins with #: # \(words)"
    }

    private func quotesHint(at place: Int) -> String? {
        guard kindOf(place) == .word else { return nil }
        var text = textOf(place)
        guard let quote = text.first, "'`<".contains(quote) else { return nil }
        let closing: Character = quote == "<" ? ">" : quote
        var next = place + 1
        while text.last != closing || text.count == 1, kindOf(next) == .word {
            text += " " + textOf(next)
            next += 1
        }
        text.removeFirst()
        if text.last == closing { text.removeLast() }
        return "write it in double quotes: \"\(text)\""
    }

    // MARK: Extents

    private func kindOf(_ index: Int) -> Token.Kind { tokens.indices.contains(index) ? tokens[index].kind : .end }

    private func valueText(_ index: Int) -> String { String(textOf(index).dropFirst().dropLast()) }

    private func line(_ range: Range<Int>) -> ForeignLine? {
        guard range.count <= 4 * ForeignLine.maximumPieces else { return nil }
        return ForeignLine(range.lazy.map { (kind: kindOf($0), text: textOf($0)) })
    }

    private func tokenIndex(of diagnostic: Diagnostic, from first: Int) -> Int? {
        guard let start = diagnostic.span?.start else { return nil }
        var index = min(index, tokens.count - 1)
        while index >= first {
            if tokens[index].start == start { return index }
            index -= 1
        }
        return nil
    }

    /// The newline that ends the line.
    private func lineEnd(from first: Int) -> Int {
        var index = first
        while kindOf(index) != .newline, kindOf(index) != .end { index += 1 }
        return min(index, tokens.count - 1)
    }

    /// The end of the line on which the block closes that opens on this line; nil without one, or when it is never
    /// closed.
    private mutating func blockEnd(from first: Int, lineEnd: Int) -> Int? {
        var index = first
        var end = lineEnd
        var isBlock = false
        while index < end {
            if kindOf(index) == .openBrace {
                guard let close = closingBrace(of: index) else { return nil }
                isBlock = true
                index = close
                end = self.lineEnd(from: close)
            }
            index += 1
        }
        return isBlock ? end : nil
    }

    /// All pairs are found at once, so that many open braces cost no more than one.
    private mutating func closingBrace(of open: Int) -> Int? {
        if bracePairs == nil {
            var pairs: [Int: Int] = [:]
            var opened: [Int] = []
            for (index, token) in tokens.enumerated() {
                if token.kind == .openBrace { opened.append(index) }
                if token.kind == .closeBrace, let open = opened.popLast() { pairs[open] = index }
            }
            bracePairs = pairs
        }
        return bracePairs?[open]
    }

    /// The end of the last line of a statement whose lines go on with a backslash, as in a shell.
    private func continuedEnd(from first: Int) -> Int {
        var end = lineEnd(from: first)
        while end > first, kindOf(end - 1) == .word, textOf(end - 1).hasSuffix("\\"), kindOf(end + 1) != .end {
            end = lineEnd(from: end + 1)
        }
        return end
    }

    private func continued(from first: Int, _ end: Int) -> Int? {
        end > lineEnd(from: first) ? end : nil
    }

    /// As far as a hint looks: the block of a class or set, or the line.
    private mutating func bodyEnd(_ first: Int, _ end: Int) -> Int {
        blockEnd(from: first, lineEnd: end) ?? end
    }

    /// A block behind a class or rule, or nft's inside of a set, is part of the one mistake.
    private mutating func foreignBody(from first: Int, lineEnd end: Int) -> Int? {
        guard ["class", "rule", "set", "policy"].contains(textOf(first)) else { return nil }
        return blockEnd(from: first, lineEnd: end)
    }

    /// The end of the line with `*/`; the end of the file without one.
    private func commentEnd(from first: Int, word: String) -> Int? {
        guard word.hasPrefix("/*") else { return nil }
        var index = first
        while kindOf(index) != .end {
            if kindOf(index) == .word, textOf(index).hasSuffix("*/") { return lineEnd(from: index) }
            index += 1
        }
        return tokens.count - 1
    }

    /// Behind the lines that belong to a key or item: up to one that begins like a statement.
    private func yamlEnd(from first: Int, word: String, lineEnd end: Int) -> Int? {
        guard ForeignTool.of(word, then: "") == .yaml else { return nil }
        var end = end
        while kindOf(end) == .newline, kindOf(end + 1) != .end, !startsStatement(after: end) {
            end = lineEnd(from: end + 1)
        }
        return end
    }
}
