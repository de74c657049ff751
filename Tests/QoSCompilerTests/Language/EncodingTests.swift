import QoSCompiler
import Testing

/// Bytes that are no text, and characters that make a text look like another one.
@Suite struct EncodingTests {
    private func codes(_ parts: [UInt8]...) -> [DiagnosticCode] { load(parts.flatMap { $0 }).diagnostics.map(\.code) }

    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Invalid in each of its ways: a lone byte, an overlong form, a surrogate, too large, cut off.
    private static let invalid: [[UInt8]] = [
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x80],
    ]

    @Test("a string that is no UTF-8", arguments: invalid)
    func invalidString(_ bytes: [UInt8]) {
        #expect(codes(text("policy \"x"), bytes, text("\"\n")) == [.badString])
        #expect(codes(text("rule a user \"x"), bytes, text("\" keep\n")) == [.badString])
    }

    @Test("a name that is no UTF-8", arguments: invalid)
    func invalidName(_ bytes: [UInt8]) {
        #expect(!codes(text("rule x"), bytes, text(" keep\n")).isEmpty)
        #expect(!codes(text("rule a daddr @x"), bytes, text(" keep\n")).isEmpty)
    }

    /// Otherwise it is read as another name, with U+FFFD in it, and the rule silently matches nothing.
    @Test("a word that is no UTF-8", arguments: invalid)
    func invalidWord(_ bytes: [UInt8]) {
        #expect(codes(text("rule a oif x"), bytes, text(" keep\n")).contains(.badByte))
        #expect(codes(text("rule a user x"), bytes, text(" keep\n")).contains(.badByte))
    }

    /// As in strings (fine print 13): what a terminal acts on, and what turns the direction of text.
    @Test(
        "a word with characters that mislead",
        arguments: ["\u{9b}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200f}", "\u{061c}"])
    func misleadingWord(_ character: String) {
        #expect(codes(text("rule a user \"x\(character)y\" keep\n")) == [.badString])
        #expect(codes(text("rule a user x\(character)y keep\n")).contains(.badByte))
        #expect(codes(text("rule a oif x\(character)y keep\n")).contains(.badByte))
    }

    @Test("other characters may stand in values and comments", arguments: ["é", "漢", "🙂", "ß", "\u{a0}"])
    func letters(_ character: String) {
        #expect(
            load("rule a user x\(character) keep # \(character)\nrule b oif \"\(character)*\" keep\n").policy != nil)
    }

    @Test("a byte order mark is one only at the beginning; elsewhere it is no name")
    func byteOrderMark() {
        #expect(codes(text("\u{feff}policy \"x\"\n")) == [.badByte])
        #expect(codes(text("rule \u{feff}a keep\n")) == [.badName])
        #expect(codes(text("\u{feff}")) == [.badByte])
    }
}
