/// Reads JSON (RFC 8259) to nodes with places. A key that stands twice in an object is an error: which one counts would be
/// anybody's guess.
struct JSONParser {
    /// Arrays and objects in each other; a policy needs seven.
    private static let maximumDepth = 32
    /// Keys of one object; they are compared one by one.
    private static let maximumKeys = 4_096

    private let bytes: [UInt8]
    private let file: Int32
    private var offset = 0
    private var depth = 0

    static func parse(_ file: SourceFile, index: Int32) throws(SyntaxFailure) -> JSONNode {
        var parser = JSONParser(bytes: file.bytes, file: index)
        return try parser.document()
    }

    /// Whether the text can only be JSON: no statement of a policy begins with a brace.
    static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        bytes.first { !isBlank($0) } == UInt8(ascii: "{")
    }

    private init(bytes: [UInt8], file: Int32) {
        self.bytes = bytes
        self.file = file
    }

    private mutating func document() throws(SyntaxFailure) -> JSONNode {
        guard !bytes.starts(with: [0xef, 0xbb, 0xbf]) else {
            throw failure(.badByte, "a byte order mark is not allowed; save the file as plain UTF-8", from: 0, to: 3)
        }
        let node = try value("a JSON object")
        skipBlanks()
        guard offset == bytes.count else { throw unexpected("the end of the file") }
        return node
    }

    // MARK: Values

    private mutating func value(_ what: String) throws(SyntaxFailure) -> JSONNode {
        skipBlanks()
        let start = offset
        let kind: JSONNode.Kind
        switch peek {
        case UInt8(ascii: "{"): kind = .object(try object())
        case UInt8(ascii: "["): kind = .array(try array())
        case UInt8(ascii: "\""): kind = .string(try string())
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): kind = .number(try number())
        case UInt8(ascii: "t") where take("true"): kind = .bool(true)
        case UInt8(ascii: "f") where take("false"): kind = .bool(false)
        case UInt8(ascii: "n") where take("null"): kind = .null
        default: throw unexpected(what)
        }
        return JSONNode(kind: kind, span: span(start, offset))
    }

    private mutating func object() throws(SyntaxFailure) -> [JSONNodeMember] {
        try enter()
        var members: [JSONNodeMember] = []
        skipBlanks()
        if !takeByte("}") {
            repeat {
                skipBlanks()
                let start = offset
                guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
                let key = Located(String(decoding: try string(), as: UTF8.self), span(start, offset))
                guard members.count < Self.maximumKeys else {
                    throw failure(.tooLarge, "an object of more than \(Self.maximumKeys) keys", from: start, to: offset)
                }
                guard !members.contains(where: { $0.key.value == key.value }) else {
                    throw SyntaxFailure(
                        diagnostic: Diagnostic(.error, .duplicate, "the key '\(key.value)' stands twice", at: key.span))
                }
                skipBlanks()
                guard takeByte(":") else { throw unexpected("':' after the key") }
                members.append(JSONNodeMember(key: key, value: try value("a value")))
                skipBlanks()
            } while takeByte(",")
            guard takeByte("}") else { throw unexpected("',' or '}'") }
        }
        depth -= 1
        return members
    }

    private mutating func array() throws(SyntaxFailure) -> [JSONNode] {
        try enter()
        var elements: [JSONNode] = []
        skipBlanks()
        if !takeByte("]") {
            repeat {
                elements.append(try value("a value"))
                skipBlanks()
            } while takeByte(",")
            guard takeByte("]") else { throw unexpected("',' or ']'") }
        }
        depth -= 1
        return elements
    }

    private mutating func enter() throws(SyntaxFailure) {
        guard depth < Self.maximumDepth else {
            throw failure(.tooLarge, "nested deeper than \(Self.maximumDepth)", from: offset, to: offset + 1)
        }
        depth += 1
        offset += 1
    }

    private mutating func number() throws(SyntaxFailure) -> ArraySlice<UInt8> {
        let start = offset
        if peek == UInt8(ascii: "-") { offset += 1 }
        let digits = offset
        skipDigits()
        guard offset > digits, offset == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
            throw failure(.badValue, "this is no JSON number", from: start, to: offset, hint: "without leading zeros")
        }
        for part in [".", "e"] {
            guard let byte = peek, byte | 0x20 == (part == "e" ? UInt8(ascii: "e") : UInt8(ascii: ".")) else {
                continue
            }
            offset += 1
            if part == "e", peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            let first = offset
            skipDigits()
            guard offset > first else { throw failure(.badValue, "this is no JSON number", from: start, to: offset) }
        }
        return bytes[start..<offset]
    }

    private mutating func skipDigits() {
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    }

    // MARK: Strings

    /// Most strings have no escape, and stay a slice of the file.
    private mutating func string() throws(SyntaxFailure) -> ArraySlice<UInt8> {
        let start = offset
        offset += 1
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
        var text = bytes[(start + 1)..<offset]
        if peek == UInt8(ascii: "\\") { text = try escaped(from: start, Array(text))[...] }
        guard peek == UInt8(ascii: "\"") else {
            let isControl = peek.map { $0 < 0x20 && $0 != UInt8(ascii: "\n") } ?? false
            throw failure(
                .badString, isControl ? "a control character in a string" : "a string without its closing quote",
                from: start,
                to: offset, hint: isControl ? "write it as an escape" : nil)
        }
        offset += 1
        guard String(validating: text, as: UTF8.self) != nil else {
            throw failure(.badString, "a string that is not valid UTF-8", from: start, to: offset)
        }
        return text
    }

    /// From the first backslash on, to the closing quote or to what should be one.
    private mutating func escaped(from start: Int, _ before: [UInt8]) throws(SyntaxFailure) -> [UInt8] {
        var text = before
        while let byte = peek, byte != UInt8(ascii: "\""), byte >= 0x20 {
            offset += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let kind = peek else { break }
            offset += 1
            switch kind {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                guard let scalar = unicodeEscape() else {
                    throw failure(
                        .badString, "'\\u' needs the four digits of a character", from: offset - 2, to: offset)
                }
                text += String(scalar).utf8
            default:
                throw failure(
                    .badString, "'\\\(String(UnicodeScalar(kind)))' is no JSON escape", from: offset - 2, to: offset)
            }
        }
        return text
    }

    /// After `\u`; two of them for what is beyond 16 bits (RFC 8259 section 7).
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = fourHexDigits() else { return nil }
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        guard takeByte("\\"), takeByte("u"), let second = fourHexDigits(), (0xdc00..<0xe000).contains(second) else {
            return nil
        }
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private mutating func fourHexDigits() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap({ Character(UnicodeScalar($0)).hexDigitValue }) else { return nil }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
            || byte == UInt8(ascii: "\r")
    }

    private mutating func skipBlanks() {
        while let byte = peek, Self.isBlank(byte) { offset += 1 }
    }

    private mutating func takeByte(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let wanted = Array(String(describing: word).utf8)
        guard bytes[offset...].starts(with: wanted) else { return false }
        offset += wanted.count
        return true
    }

    // MARK: Failures

    private func span(_ start: Int, _ end: Int) -> SourceSpan {
        SourceSpan(file: file, start: Int32(start), end: Int32(end))
    }

    private func failure(
        _ code: DiagnosticCode, _ message: String, from start: Int, to end: Int, hint: String? = nil
    ) -> SyntaxFailure {
        SyntaxFailure(diagnostic: Diagnostic(.error, code, message, at: span(start, end), hint: hint))
    }

    private func unexpected(_ expected: String) -> SyntaxFailure {
        guard let byte = peek else {
            return failure(
                .syntax, "expected \(expected), found the end of the file", from: bytes.count, to: bytes.count)
        }
        let hint: String? =
            switch byte {
            case UInt8(ascii: "#"), UInt8(ascii: "/"): "JSON has no comments; use \"comment\" members"
            case UInt8(ascii: "'"): "strings and keys stand in double quotes"
            case UInt8(ascii: "}"), UInt8(ascii: "]"): "no comma after the last one"
            default: nil
            }
        let end = bytes[offset...].dropFirst().firstIndex { $0 & 0xc0 != 0x80 } ?? bytes.count
        let found = byte < 0x20 ? "a control character" : "'\(String(decoding: bytes[offset..<end], as: UTF8.self))'"
        return failure(.syntax, "expected \(expected), found \(found)", from: offset, to: end, hint: hint)
    }
}
