import NetlinkModel
import SeededRandom
import Testing

@testable import NetlinkKit

/// decode(encode(x)) == x, for random x.
struct RoundTripTests {
    @Test func rules() throws {
        var values = RandomValues(random: SeededGenerator("rules"))
        for _ in 0..<2_000 {
            let rule = values.rule()
            let message = try #require(try messages(.addRule(rule, table: sampleTable)).last)
            #expect(try NFTRule(received(message), anonymousSets: [:]) == rule)
        }
    }

    @Test func sets() throws {
        var values = RandomValues(random: SeededGenerator("sets"))
        for _ in 0..<1_000 {
            let set = values.set()
            let sent = try messages(.addSet(set, table: sampleTable))
            let header = try NFTSetHeader(received(try #require(sent.first)))
            var decoder = NFTSetElementDecoder(try #require(header.modelled))
            for message in sent.dropFirst() { try decoder.append(received(message)) }
            #expect(decoder.finished() == set)
        }
    }

    /// The elements of a large set go in many messages, none over 64 KiB of elements.
    @Test func aLargeSet() throws {
        let elements = (0..<100_000).map { NFTSetElement(UInt128($0) * 4, UInt128($0) * 4 + 2) }
        let set = NFTSet(name: "large", key: .ipv4Address, isInterval: true, elements: elements)
        let sent = try messages(.addSet(set, table: sampleTable))
        #expect(sent.count > 50)
        #expect(sent.allSatisfy { $0.bytes.count < 70_000 })
        var decoder = NFTSetElementDecoder(try #require(try NFTSetHeader(received(sent[0])).modelled))
        for message in sent.dropFirst() { try decoder.append(received(message)) }
        #expect(decoder.finished() == set)
    }

    @Test func tablesChainsAndCounters() throws {
        let table = NFTTable(id: sampleTable, comment: "qosctl schema 1")
        #expect(try NFTTable(received(try #require(try messages(.addTable(table)).first))) == table)
        let chains = [
            NFTChain(name: "regular"),
            NFTChain(name: "base", kind: .base(NFTBaseChain(type: .filter, hook: .output, priority: -140))),
            NFTChain(
                name: "other",
                kind: .base(NFTBaseChain(type: .route, hook: .postrouting, priority: Int32.max, policy: .drop))),
        ]
        for chain in chains {
            let message = try #require(try messages(.addChain(chain, table: sampleTable)).first)
            #expect(try NFTChainListing(received(message)).modelled == chain)
        }
        let counter = NFTCounter(name: "c", packets: 1 << 40, bytes: UInt64.max)
        let message = try #require(try messages(.addCounter(counter, table: sampleTable)).first)
        #expect(try NFTObjectListing(received(message)).counter == counter)
    }
}

/// Values that must not be sent are refused before anything is.
struct RefusedValueTests {
    static let refused: [(String, NFTCommand)] = [
        ("an unresolved user", rule([.compare(.equal, .data1, .user("backup"))])),
        ("an unresolved group", rule([.compare(.equal, .data1, .group("staff"))])),
        ("an unknown expression", rule([.unknown(NFTUnknownExpression(name: "xt", data: []))])),
        ("no bytes to compare with", rule([.compare(.equal, .data1, .bytes([]))])),
        ("more bytes than a register holds", rule([.compare(.equal, .data1, .bytes(zeros(17)))])),
        ("a mask of another length", rule([.bitwise(from: .data1, into: .data1, mask: [1], xor: [1, 2])])),
        (
            "a comment beyond nft's limit",
            .addRule(
                NFTRule(chain: "c", expressions: [], comment: String(repeating: "x", count: 129)), table: sampleTable)
        ),
        (
            "elements out of order",
            .addSet(
                NFTSet(name: "s", key: .ipv4Address, isInterval: true, elements: [NFTSetElement(9), NFTSetElement(1)]),
                table: sampleTable)
        ),
        (
            "an interval in a set of single keys",
            .addSet(
                NFTSet(name: "s", key: .ipv4Address, isInterval: false, elements: [NFTSetElement(1, 9)]),
                table: sampleTable)
        ),
        ("a map without a verdict for each key", map(verdicts: [])),
        ("a verdict to a chain without a name", map(verdicts: [.goto("")])),
        ("a name that is too long", .addChain(NFTChain(name: String(repeating: "x", count: 256)), table: sampleTable)),
    ]

    private static func map(verdicts: [NFTVerdict]) -> NFTCommand {
        .addSet(
            NFTSet(
                name: "m", key: .ipv4Address, isInterval: true, elements: [NFTSetElement(1, 9)], verdicts: verdicts),
            table: sampleTable)
    }

    private static func rule(_ expressions: [NFTExpression]) -> NFTCommand {
        .addRule(NFTRule(chain: "c", expressions: expressions), table: sampleTable)
    }

    @Test(arguments: 0..<refused.count)
    func isRefused(_ index: Int) {
        let (what, command) = Self.refused[index]
        #expect(throws: NFTBatchError.self, "\(what)") {
            _ = try NFTBatch([.addTable(NFTTable(id: sampleTable)), command]).sealed().byteCount
        }
    }

    /// Names have to be short enough with what goes before them.
    @Test func prefixesCount() throws {
        let name = String(repeating: "x", count: 252)
        let commands: [NFTCommand] = [
            .addChain(NFTChain(name: name), table: sampleTable), .deleteSet(name, table: sampleTable),
            .addRule(NFTRule(chain: "c", expressions: [.verdict(.goto(name))]), table: sampleTable),
            .addRule(NFTRule(chain: "c", expressions: [.lookupVerdict(name, .data1)]), table: sampleTable),
        ]
        try NFTBatchEncoder.check(commands, prefix: "g1_")
        for command in commands {
            #expect(throws: NFTBatchError.self) { try NFTBatchEncoder.check([command], prefix: "g12_") }
        }
    }

    /// All of them at once, each with its own index.
    @Test func allAreNamed() {
        do throws(NFTBatchError) {
            _ = try NFTBatch(Self.refused.map(\.1)).sealed().byteCount
            Issue.record("nothing was refused")
        } catch {
            #expect(error.failures.compactMap(\.commandIndex) == Array(Self.refused.indices))
        }
    }
}
