import NetlinkModel
import Testing

@testable import NetlinkKit

/// Commands under plain names get the kernel's names while they are encoded: those of one apply, with exceptions.
@Suite struct NamePrefixTests {
    private static let table = NFTTableID(family: .inet, name: "t")

    /// A command of each kind that names chains and sets, with what `chain` and `set` make of the names.
    private static func commands(chain: (String) -> String, set: (String) -> String) -> [NFTCommand] {
        let rule = NFTRule(
            chain: chain("a"),
            expressions: [
                .payload(NFTPayload(base: .network, offset: 16, length: 4), into: .data1),
                .lookup(.named(set("s")), .data1, inverted: false), .lookupVerdict(set("m"), .data1),
                .verdict(.goto(chain("b"))),
            ])
        let map = NFTSet(
            name: set("m"), key: .ipv4Address, isInterval: false,
            elements: [NFTSetElement(UInt128(1)), NFTSetElement(UInt128(2)), NFTSetElement(UInt128(3))],
            verdicts: [.goto(chain("a")), .jump(chain("b")), .accept])
        return [
            .addChain(NFTChain(name: chain("b")), table: table), .addSet(map, table: table),
            .addRule(rule, table: table), .flushChain(chain("a"), table: table), .deleteSet(set("s"), table: table),
            .deleteChain(chain("b"), table: table),
        ]
    }

    private static func bytes(
        _ commands: [NFTCommand], _ prefix: String, _ exceptions: NFTPrefixExceptions
    ) throws -> [UInt8] {
        try SealedNFTBatch(commands, generation: nil, prefix: prefix, except: exceptions).bytes
    }

    @Test func exceptions() throws {
        let plain = Self.commands(chain: { $0 }, set: { $0 })
        // A chain and a set of one name are two things.
        let exceptions = NFTPrefixExceptions(chains: ["a": "g123_", "m": "no_"], sets: ["s": "", "a": "no_"])
        let named = Self.commands(
            chain: { $0 == "a" ? "g123_a" : "g7_" + $0 }, set: { $0 == "s" ? "s" : "g7_" + $0 })
        #expect(try Self.bytes(plain, "g7_", exceptions) == Self.bytes(named, "", NFTPrefixExceptions()))
        #expect(try Self.bytes(plain, "g7_", exceptions) != Self.bytes(plain, "g7_", NFTPrefixExceptions()))
    }

    @Test("the longest of all prefixes counts for the length of names")
    func length() throws {
        let name = String(repeating: "x", count: 250)
        let command = NFTCommand.addChain(NFTChain(name: name), table: Self.table)
        #expect(try !Self.bytes([command], "g1_", NFTPrefixExceptions()).isEmpty)
        #expect(throws: NFTBatchError.self) {
            try Self.bytes([command], "g1_", NFTPrefixExceptions(chains: [name: "g1234567_"]))
        }
    }
}
