/// Characters that word processors and web pages put in the place of plain ones.
enum ForeignCharacters {
    private static let opening = "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{201a}\u{ab}\u{2039}\u{ff02}".map {
        Array($0.utf8)
    }
    private static let closing = "\u{201c}\u{201d}\u{2018}\u{2019}\u{bb}\u{203a}\u{ff02}\"".map { Array($0.utf8) }

    /// For a word with a character that looks like a blank, or like nothing at all; nil without one.
    static func hint(_ word: String) -> String? {
        guard word.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        for scalar in word.unicodeScalars {
            guard let name = name(scalar) else { continue }
            let number = String(scalar.value, radix: 16, uppercase: true)
            let code = String(repeating: "0", count: max(0, 4 - number.count)) + number
            return "\(name) (U+\(code)) stands there; put an ordinary space, or nothing"
        }
        return nil
    }

    private static func name(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xa0, 0x202f: "a non-breaking space"
        case 0x2000...0x200a, 0x205f, 0x3000, 0x1680: "a typographic space"
        case 0x200b, 0x200c, 0x200d, 0x2060, 0xad, 0x180e: "an invisible character"
        case 0x2028, 0x2029, 0x85: "a line separator that ends no line here"
        case 0xfeff: "a byte order mark inside of the text"
        default: nil
        }
    }

    /// What stands in typographic quotes at the start of `bytes`, and how many bytes it takes, at most the line; nil
    /// without them.
    static func quoted(_ bytes: ArraySlice<UInt8>) -> (text: String, length: Int)? {
        guard let quote = opening.first(where: { bytes.starts(with: $0) }) else { return nil }
        let start = bytes.startIndex + quote.count
        var end = start
        while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
            if let quote = closing.first(where: { bytes[end...].starts(with: $0) }) {
                return (String(decoding: bytes[start..<end], as: UTF8.self), end + quote.count - bytes.startIndex)
            }
            end += 1
        }
        return (String(decoding: bytes[start..<end], as: UTF8.self), end - bytes.startIndex)
    }
}
