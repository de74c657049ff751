/// One line in the pieces that most tools' lines have, whatever they mean there.
struct ForeignLine {
    enum Piece: Hashable {
        case word(String)
        /// Without its quotes.
        case string(String)
        case open
        case close
        case comma
        case notEqual
    }

    private(set) var pieces: [Piece] = []

    /// Longer lines are not read: no hint would be as long.
    static let maximumPieces = 300

    /// Nil when the line is too long.
    init?(_ tokens: some Sequence<(kind: Token.Kind, text: String)>) {
        for token in tokens {
            guard pieces.count < Self.maximumPieces else { return nil }
            switch token.kind {
            case .word:
                if Self.beginsComment(token.text) { return }
                add(token.text)
            case .string: pieces.append(.string(String(token.text.dropFirst().dropLast())))
            case .openBrace: pieces.append(.open)
            case .closeBrace: pieces.append(.close)
            case .comma: pieces.append(.comma)
            case .notEqual: pieces.append(.notEqual)
            case .newline, .comment, .end: continue
            }
        }
    }

    static func beginsComment(_ word: String) -> Bool {
        word.hasPrefix("//") || word.hasPrefix("/*") || word.hasPrefix(";;")
    }

    /// A word without the `;` of its statement's end, with plain dashes, cut where a tool needs no blank.
    private mutating func add(_ text: String) {
        var word = ForeignValue.trimmed(text)
        // Web pages make one long dash of the two of an option.
        if let first = word.first, first == "\u{2013}" || first == "\u{2014}" { word = "--" + word.dropFirst() }
        word = ForeignValue.plainDashes(word)
        guard !word.isEmpty, word != "\\" else { return }
        // An IPv6 address may stand in brackets of its own.
        if word.hasPrefix("["), word.contains(":") {
            pieces.append(.word(word))
            return
        }
        while let first = word.first, first == "[" || first == "(" {
            pieces.append(.open)
            word.removeFirst()
        }
        var closing = 0
        while let last = word.last, last == "]" || last == ")" {
            closing += 1
            word.removeLast()
        }
        if !word.isEmpty { addPlain(word) }
        for _ in 0..<closing { pieces.append(.close) }
    }

    private mutating func addPlain(_ word: String) {
        if let (key, value) = ForeignValue.halves(word, "="), Self.isKey(key) {
            pieces.append(.word(key))
            pieces.append(.word("="))
            pieces.append(.word(value))
        } else if word.hasPrefix("!"), word.utf8.count > 1 {
            pieces.append(.notEqual)
            pieces.append(.word(String(word.dropFirst())))
        } else {
            pieces.append(.word(word))
        }
    }

    /// What stands in braces around all of the line.
    var withoutBlock: ForeignLine {
        guard pieces.first == .open, pieces.last == .close else { return self }
        var line = self
        line.pieces = Array(pieces.dropFirst().dropLast())
        return line
    }

    private static func isKey(_ word: String) -> Bool {
        let key = ForeignLine.key(word)
        return ForeignWords.fields[key] != nil || ForeignWords.markings[key] != nil || key == "class"
            || ForeignWords.impossible[key] != nil
    }

    /// A word as the tables have it: in lower case, without a colon at its end, PowerShell's parameters cut to what
    /// they name.
    static func key(_ word: String) -> String {
        var key = word.lowercased()
        if key.utf8.count > 1, key.hasSuffix(":") || key.hasSuffix("=") { key.removeLast() }
        guard key.hasPrefix("-"), !key.hasPrefix("--") else { return key }
        for ending in ["matchcondition", "actionbitspersecond", "action"] where key.hasSuffix(ending) {
            return String(key.dropLast(ending.count))
        }
        return key
    }
}
