/// Cuts a policy file into tokens. Bad bytes become diagnostics and are left out.
struct Lexer {
    private let bytes: [UInt8]
    private let file: Int32
    private let keepsComments: Bool
    private var offset = 0
    private var tokens: [Token] = []
    private var diagnostics: [Diagnostic] = []

    /// `keepingComments` is for what prints a policy again; the parser wants none.
    static func tokens(
        of file: SourceFile, index: Int32, keepingComments: Bool = false
    ) -> (tokens: [Token], diagnostics: [Diagnostic]) {
        var lexer = Lexer(bytes: file.bytes, file: index, keepsComments: keepingComments)
        lexer.run()
        return (lexer.tokens, lexer.diagnostics)
    }

    private init(bytes: [UInt8], file: Int32, keepsComments: Bool) {
        self.bytes = bytes
        self.file = file
        self.keepsComments = keepsComments
        tokens.reserveCapacity(bytes.count / 5 + 1)
    }

    private mutating func run() {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            report("a byte order mark is not allowed; save the file as plain UTF-8", 0..<3)
            offset = 3
        }
        while offset < bytes.count {
            step(bytes[offset])
        }
        add(.newline, bytes.count..<bytes.count)
        add(.end, bytes.count..<bytes.count)
    }

    private mutating func step(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            offset += 1
        case UInt8(ascii: "\n"):
            single(.newline)
        case UInt8(ascii: "\r"):
            if offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "\n") {
                report("a carriage return that does not end a line", offset..<(offset + 1))
            }
            offset += 1
        case UInt8(ascii: "#"):
            comment()
        case UInt8(ascii: "{"): single(.openBrace)
        case UInt8(ascii: "}"): single(.closeBrace)
        case UInt8(ascii: ","): single(.comma)
        case UInt8(ascii: "\""): string()
        case UInt8(ascii: "!") where startsNotEqual(offset):
            add(.notEqual, offset..<(offset + 2))
            offset += 2
        default:
            word()
        }
    }

    private mutating func single(_ kind: Token.Kind) {
        add(kind, offset..<(offset + 1))
        offset += 1
    }

    private func startsNotEqual(_ at: Int) -> Bool {
        bytes[at] == UInt8(ascii: "!") && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "=")
    }

    /// A NUL in a comment is refused too: the file is no text then.
    private mutating func comment() {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == 0 {
                report("a NUL byte: this is no text file", offset..<(offset + 1))
            }
            offset += 1
        }
        if keepsComments { add(.comment, start..<offset) }
    }

    private mutating func word() {
        let start = offset
        var isBroken = false
        var hasNonASCII = false
        loop: while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"),
                UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "\""):
                break loop
            case UInt8(ascii: "!") where startsNotEqual(offset):
                break loop
            case 0:
                report("a NUL byte: this is no text file", offset..<(offset + 1))
                isBroken = true
            case 0x01..<0x20, 0x7f:
                report("a control character (0x\(String(byte, radix: 16)))", offset..<(offset + 1))
                isBroken = true
            default:
                if byte >= 0x80 { hasNonASCII = true }
            }
            offset += 1
        }
        if !isBroken, hasNonASCII, let problem = StringContent.problem(bytes[start..<offset], in: "word") {
            report(problem, start..<offset)
            isBroken = true
        }
        if !isBroken, hasNonASCII, let quoted = ForeignCharacters.quoted(bytes[start...]) {
            // Nothing else is said about the statement then.
            offset = start + quoted.length
            report(
                "typographic quotes", start..<offset, code: .badString,
                hint: "quotes are straight: \"\(quoted.text)\"; names have none")
            isBroken = true
        }
        if !isBroken { add(.word, start..<offset) }
    }

    private mutating func string() {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\""), bytes[offset] != UInt8(ascii: "\n") {
            offset += 1
        }
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
            let end = offset > start + 1 && bytes[offset - 1] == UInt8(ascii: "\r") ? offset - 1 : offset
            report(
                "a string without its closing quote", start..<end, code: .badString, hint: "strings end on their line")
            return
        }
        offset += 1
        let content = bytes[(start + 1)..<(offset - 1)]
        if let problem = StringContent.problem(content, in: "string") {
            report(problem, start..<offset, code: .badString)
        }
        add(.string, start..<offset)
    }

    private mutating func add(_ kind: Token.Kind, _ range: Range<Int>) {
        tokens.append(Token(kind: kind, start: Int32(range.lowerBound), end: Int32(range.upperBound)))
    }

    private mutating func report(
        _ message: String, _ range: Range<Int>, code: DiagnosticCode = .badByte, hint: String? = nil
    ) {
        let span = SourceSpan(file: file, start: Int32(range.lowerBound), end: Int32(range.upperBound))
        diagnostics.append(Diagnostic(.error, code, message, at: span, hint: hint))
    }
}

/// What a string or word may hold: UTF-8 without control and bidirectional formatting characters, which could make a policy
/// look like another one.
enum StringContent {
    static func problem(_ bytes: ArraySlice<UInt8>, in what: String) -> String? {
        if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return "a \(what) that is not valid UTF-8"
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7f..<0xa0:
                return "a control character in a \(what)"
            case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069:
                return "a bidirectional formatting character in a \(what)"
            default:
                continue
            }
        }
        return nil
    }
}
