/// Reads the values behind a field's word in a line of another tool.
struct ForeignValues {
    let pieces: [ForeignLine.Piece]
    private(set) var index: Int
    let field: MatchField
    /// The values are TOS bytes.
    let isTOS: Bool

    private static let signs: Set = ["=", "==", "eq", "is", "in", ":"]

    init(pieces: [ForeignLine.Piece], index: Int, field: MatchField, isTOS: Bool) {
        self.pieces = pieces
        self.index = index
        self.field = field
        self.isTOS = isTOS
    }

    /// The values in this language's form; nil when there are none, or one cannot be read.
    mutating func read() -> (values: [String], isNegated: Bool)? {
        var isNegated = false
        while let piece = piece(0) {
            if piece == .notEqual || word == "not" || word == "!" {
                isNegated = true
            } else if !Self.signs.contains(word ?? "") {
                break
            }
            index += 1
        }
        guard pieces.indices.contains(index) else { return nil }
        if pieces[index] == .open { return list().map { ($0, isNegated) } }
        if let word, ["<", "<=", ">", ">="].contains(word), case .word(let bound)? = piece(1) {
            index += 2
            return one(word + bound).map { ($0, isNegated) }
        }
        if word == "range", case .word(let low)? = piece(1), case .word(let high)? = piece(2) {
            index += 3
            return one("\(low)-\(high)").map { ($0, isNegated) }
        }
        if let pair = pair() { return ([pair], isNegated) }
        guard let first = text(at: index), let values = one(first) else { return nil }
        index += 1
        return (values + further(), isNegated)
    }

    private var word: String? {
        guard case .word(let word)? = piece(0) else { return nil }
        return word
    }

    private func piece(_ offset: Int) -> ForeignLine.Piece? {
        pieces.indices.contains(index + offset) ? pieces[index + offset] : nil
    }

    private func text(at place: Int) -> String? {
        guard pieces.indices.contains(place) else { return nil }
        switch pieces[place] {
        case .word(let word): return word
        case .string(let text): return text
        default: return nil
        }
    }

    private func one(_ text: String) -> [String]? {
        if isTOS { return ForeignMarking.dscp(ofTOS: text).map { [$0] } }
        return ForeignValue.rewrite(text, field: field)
    }

    /// `{ a b, c }`, also in other brackets.
    private mutating func list() -> [String]? {
        index += 1
        var values: [String] = []
        while let piece = piece(0) {
            switch piece {
            case .comma: index += 1
            case .close:
                index += 1
                return values.isEmpty ? nil : values
            case .word(let text), .string(let text):
                guard let read = one(text) else { return nil }
                values += read
                index += 1
            case .open, .notEqual: return nil
            }
        }
        return nil
    }

    /// `A - B`, `A to B`, `10.0.0.0 / 8`, `10.0.0.0 255.0.0.0`, `10.0.0.0 mask 255.0.0.0`.
    private mutating func pair() -> String? {
        guard let first = word, case .word(let second)? = piece(1) else { return nil }
        if second.contains("."), let prefix = ForeignAddress.prefix(first, mask: second), isAddress, isMask(second) {
            index += 2
            return prefix
        }
        guard case .word(let third)? = piece(2) else { return nil }
        var joined: String?
        switch second.lowercased() {
        case "-", "to", "..", ":": joined = "\(first)-\(third)"
        case "/": joined = "\(first)/\(third)"
        case "mask", "netmask": joined = ForeignAddress.prefix(first, mask: third)
        default: break
        }
        guard let joined, let values = ForeignValue.rewrite(joined, field: field), values.count == 1 else { return nil }
        index += 3
        return values[0]
    }

    private var isAddress: Bool { field == .saddr || field == .daddr }

    /// Not the second of two addresses without braces.
    private func isMask(_ text: String) -> Bool {
        text.hasPrefix("255.") || text.hasPrefix("0.")
    }

    /// Values that follow without braces, with commas or without.
    private mutating func further() -> [String] {
        var values: [String] = []
        while true {
            if piece(0) == .comma, let text = text(at: index + 1), let more = one(text) {
                values += more
                index += 2
            } else if isPlain, let word, !isKnown(word), let more = one(word) {
                values += more
                index += 1
            } else {
                return values
            }
        }
    }

    /// Whether what follows the first value without a comma can be told from words.
    private var isPlain: Bool {
        switch field {
        case .saddr, .daddr, .sport, .dport, .proto: true
        default: false
        }
    }

    /// Words that begin something else, and names that could be one.
    private func isKnown(_ word: String) -> Bool {
        let key = ForeignLine.key(word)
        if field == .proto, case .word(let next)? = piece(1), ["sport", "dport"].contains(next) {
            return false
        }
        return ForeignWords.fields[key] != nil || ForeignWords.markings[key] != nil || ForeignWords.empty[key] != nil
            || ForeignWords.keeps.contains(key) || ForeignWords.stops.contains(key)
            || ForeignWords.impossible[key] != nil || word.hasPrefix("-") || word.hasPrefix("0x")
            || ["class", "set", "disabled", "tcp", "udp", "icmp", "ip", "ip6", "meta", "th", "jump", "goto"].contains(
                key)
    }
}
