import SeededRandom
import Testing

@testable import QoSCompiler

/// Strict numbers, against Swift's own parser.
@Suite struct NumberTests {
    @Test func decimalAgainstSwift() {
        var random = SeededGenerator("decimalAgainstSwift")
        let digits = Array("0123456789 +-x_a".utf8)
        for _ in 0..<5000 {
            let text = (0..<random.int(0...7)).map { _ in
                random.chance(oneIn: 8) ? random.pick(digits) : digits[random.int(0...9)]
            }
            let maximum = UInt64(random.pick([0, 7, 255, 65_535, 999_999]))
            let string = String(decoding: text, as: UTF8.self)
            let isPlain =
                !text.isEmpty && text.allSatisfy { (0x30...0x39).contains($0) } && (text.count == 1 || text[0] != 0x30)
            let expected = isPlain ? UInt64(string).flatMap { $0 <= maximum ? $0 : nil } : nil
            #expect((try? Number.decimal(text, maximum: maximum)) == expected, "'\(string)' \(random)")
        }
    }

    @Test func hexadecimalAgainstSwift() {
        var random = SeededGenerator("hexadecimalAgainstSwift")
        for _ in 0..<2000 {
            let value = UInt64.random(in: 0...(.max), using: &random) >> UInt64(random.int(0...63))
            let digits = String(value, radix: 16, uppercase: random.chance(oneIn: 2))
            let text =
                (random.chance(oneIn: 2) ? "0x" : "0X") + String(repeating: "0", count: random.int(0...20)) + digits
            #expect((try? Number.decimalOrHexadecimal(text.utf8, maximum: .max)) == value, "\(text)")
            if value > 0 {
                #expect((try? Number.decimalOrHexadecimal(text.utf8, maximum: value - 1)) == nil, "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("", Number.Failure.notANumber), ("a", .notANumber), ("1a", .notANumber), ("-1", .notANumber),
        ("01", .leadingZero),
        ("00", .leadingZero), ("256", .tooLarge), ("99999999999999999999999999", .tooLarge),
        ("0999999999999999999999", .leadingZero),
        ("99999999999999999999999999x", .notANumber), ("0x", .notANumber), ("0xg", .notANumber), ("0x100", .tooLarge),
        ("0x11111111111111111", .tooLarge),
    ])
    func failures(_ text: String, _ expected: Number.Failure) {
        #expect(throws: expected) { try Number.decimalOrHexadecimal(text.utf8, maximum: 255) }
    }

    @Test func limits() throws {
        // Large maxima, whose tenfold does not fit.
        for text in ["18446744073709551616", "34028236692093846346", "99999999999999999999"] {
            #expect(throws: Number.Failure.tooLarge) { try Number.decimal(text.utf8, maximum: .max) }
            #expect(throws: Number.Failure.tooLarge) { try Number.decimal(text.utf8, maximum: UInt64(Int64.max)) }
        }
        #expect(try Number.decimal("18446744073709551615".utf8, maximum: .max) == .max)
        #expect(try Number.decimal("255".utf8, maximum: 255) == 255)
        #expect(try Number.decimal("9223372036854775807".utf8, maximum: UInt64(Int64.max)) == UInt64(Int64.max))
        #expect(try Number.decimalOrHexadecimal("0x00000000000000000000000000ff".utf8, maximum: 255) == 255)
    }
}
