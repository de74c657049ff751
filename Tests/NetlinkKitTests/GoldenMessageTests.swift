import NetlinkModel
import Testing

@testable import NetlinkKit

/// Messages byte by byte against what nft sends.
struct GoldenMessageTests {
    @Test("bytes are those that nft sends", arguments: GoldenMessages.all + GoldenMessages.maps)
    func bytesAreThoseOfNft(_ golden: GoldenMessages) throws {
        let sent = try messages(golden.command)
        try #require(sent.count == golden.messages.count)
        for (message, text) in zip(sent, golden.messages) {
            let expected = Self.bytes(text)
            #expect(Array(message.bytes[16..<20]) == Array(expected[..<4]))
            let (own, nft) = (try Self.attributes(message.bytes[20...]), try Self.attributes(expected[4...]))
            #expect(own == nft, "\(golden.name)\nown \(own)\nnft \(nft)")
        }
    }

    /// Hexadecimal text without its comments.
    static func bytes(_ text: String) -> [UInt8] {
        text.split(separator: "\n").flatMap { line -> [UInt8] in
            let code = line.prefix { $0 != "#" }
            return code.split(separator: " ").compactMap { UInt8($0, radix: 16) }
        }
    }

    /// The attributes of one level, one text each, sorted: their order means nothing to the kernel. In a list (children that
    /// are all nested: elements, expressions) order is all there is, and nft's counting of elements is left out.
    private static func attributes(_ bytes: ArraySlice<UInt8>) throws -> [String] {
        var found: [(type: UInt16, text: String, isNested: Bool)] = []
        var rest = bytes
        while rest.count >= 4 {
            let start = rest.startIndex
            let length = Int(rest[start]) | Int(rest[start + 1]) << 8
            let type = UInt16(rest[start + 2]) | UInt16(rest[start + 3]) << 8
            try #require(length >= 4 && length <= rest.count)
            let payload = rest[(start + 4)..<(start + length)]
            let isNested = type & 0x8000 != 0
            let text = isNested ? "{\(try attributes(payload).joined(separator: ", "))}" : "\(Array(payload))"
            found.append((type & 0x3fff, text, isNested))
            rest = rest.dropFirst((length + 3) & ~3)
        }
        if !found.isEmpty, found.allSatisfy(\.isNested) { return found.map(\.text) }
        return found.sorted { $0.type < $1.type }.map { "\($0.type): \($0.text)" }
    }
}
