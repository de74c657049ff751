import Foundation
import QoSCompiler
import Testing

/// The JSON printer against Foundation's reader.
@Suite struct JSONValueTests {
    @Test(arguments: [
        "", "plain", "\"quoted\"", "back\\slash", "line\nreturn\rtab\t", "\u{0}\u{1}\u{1f}\u{7f}", "é ü 漢 🙂",
        "\u{2028}\u{2029}", "\u{202e}",
    ])
    func strings(_ text: String) throws {
        let document = JSONValue.string(text).text
        let back = try JSONSerialization.jsonObject(with: Data(document.utf8), options: .fragmentsAllowed)
        #expect(back as? String == text)
        #expect(!document.utf8.contains { $0 < 0x20 || $0 == 0x7f })
    }

    @Test func numbersAndWords() {
        let value = JSONValue.array([
            .null, .bool(true), .bool(false), .number(.min), .number(.max), .unsigned(.max), .array([]), .object([]),
        ])
        #expect(
            value.text
                == "[null,true,false,-9223372036854775808,9223372036854775807,18446744073709551615,[],{}]")
        #expect(JSONValue.optional(nil as String?) == .null)
        #expect(JSONValue.optional(UInt64.max) == .number(.max))
    }

    @Test func membersKeepTheirOrder() {
        #expect(JSONValue.object(["z": .number(1), "a": .number(2), "m": .null]).text == #"{"z":1,"a":2,"m":null}"#)
    }
}
