import NetlinkKit
import NetlinkModel
import NetworkLab
import QoSCompiler
import SeededRandom
import Testing

/// Verdict maps in the kernel: what is sent comes back, nft lists it as we print it, and makes the same of our text.
@Suite(.serialized)
struct VerdictMapTests {
    private func commands(for contents: NFTTableContents) -> [NFTCommand] {
        let table = contents.table.id
        return [.addTable(contents.table)] + contents.chains.map { .addChain($0, table: table) }
            + contents.sets.map { .addSet($0, table: table) } + contents.rules.map { .addRule($0, table: table) }
    }

    /// Loads them in a namespace of their own.
    private func load(_ contents: NFTTableContents, limit: Int = 4 << 20) throws -> NetworkNamespace {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "maps")
        try namespace.perform { _ = try NFTClient().commitInPages(commands(for: contents), limit: limit) }
        return namespace
    }

    /// Without the kernel's handles.
    private func contents(in namespace: NetworkNamespace) throws -> NFTTableContents {
        var contents = try #require(try namespace.perform { try NFTClient().contents(of: RandomMaps.table) })
        for index in contents.rules.indices { contents.rules[index].handle = nil }
        return contents
    }

    /// The text in pieces that do not depend on its layout.
    private func pieces(_ text: String) -> [String] {
        text.split { ",\n{}".contains($0) }
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }

    @Test(arguments: [1, 2, 7, 60])
    func nftIsTheOracle(_ count: Int) throws {
        var maps = RandomMaps(random: SeededGenerator("nftIsTheOracle", count))
        let own = maps.contents(count: count)
        let namespace = try load(own)
        #expect(try contents(in: namespace) == own, "\(maps.random)")
        let text = NFTScript.lines(of: own).joined(separator: "\n")
        let listed = try namespace.command(["nft", "list", "table", "inet", RandomMaps.table.name])
        let (printed, nfts) = (pieces(text), pieces(listed))
        let difference = printed.difference(from: nfts)
        #expect(printed == nfts, "\(maps.random) \(Array(difference.prefix(10)))")
        let other = try NetworkNamespace(purpose: "maps")
        try other.nft(text)
        #expect(try contents(in: other) == own, "\(maps.random)")
    }

    /// Maps that take many messages and many pages.
    @Test(arguments: [16 << 10, 1 << 20])
    func largeMaps(_ limit: Int) throws {
        var maps = RandomMaps(random: SeededGenerator("largeMaps", limit))
        let own = maps.contents(count: 2_000, fields: RandomMaps.fields.filter { $0.keys == nil })
        let namespace = try load(own, limit: limit)
        #expect(try contents(in: namespace) == own, "\(maps.random)")
        let frame = try #require(try namespace.perform { try NFTClient().frame(of: RandomMaps.table) })
        #expect(frame.sets.map(\.name) == own.sets.map(\.name))
        #expect(frame.sets.allSatisfy { $0.elements.isEmpty && $0.verdicts == [] })
        #expect(frame.unknownObjects.isEmpty)
    }

    /// A DSCP is compared in place: no text of nft 1.0.6 says that of a named map, but the kernel keeps it.
    @Test func maskedFieldsComeBack() throws {
        var own = NFTTableContents(table: NFTTable(id: RandomMaps.table), chains: [NFTChain(name: "c")])
        for (name, field, length) in [("m4", NFTHeaderField.ipv4DSCP, 1), ("m6", .ipv6DSCP, 2)] {
            let layer3 = try #require(field.layer3)
            let mask = try #require(field.mask)
            let keys: [UInt128] = [10, 34, 46].map { $0 << (length == 1 ? 2 : 6) }
            own.sets.append(
                NFTSet(
                    name: name, key: .dscp(length: length), isInterval: false, elements: keys.map { NFTSetElement($0) },
                    verdicts: [.accept, .return, .drop]))
            own.rules.append(
                NFTRule(
                    chain: "c",
                    expressions: [
                        .meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([layer3.rawValue])),
                        .payload(field.payload, into: .data1),
                        .bitwise(from: .data1, into: .data1, mask: mask, xor: mask.map { _ in 0 }),
                        .lookupVerdict(name, .data1),
                    ]))
        }
        let namespace = try load(own)
        #expect(try contents(in: namespace) == own)
        #expect(own.rules.map(NFTRuleText.text) == ["ip dscp vmap @m4", "ip6 dscp vmap @m6"])
    }

    /// Maps of other makers stay what the model has no value for, and are told.
    @Test func mapsOfOthers() throws {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "maps")
        try namespace.nft(
            """
            table inet lab {
                map data { type ipv4_addr : mark; elements = { 10.0.0.1 : 0x1 } }
                map timed { type ipv4_addr : verdict; flags timeout; elements = { 10.0.0.1 timeout 1h : accept } }
                chain c {
                    ip daddr vmap { 10.0.0.1 : accept, 10.0.0.2 : drop }
                    meta mark set ip daddr map @data
                    ip daddr vmap @timed
                }
            }
            """)
        let contents = try contents(in: namespace)
        #expect(contents.sets.isEmpty)
        #expect(contents.unknownObjects.count == 3 && contents.unknownObjects.allSatisfy { $0.hasPrefix("map ") })
        guard case .unknown? = contents.rules.first?.expressions.last else {
            Issue.record("an anonymous map was read as \(contents.rules.first?.expressions ?? [])")
            return
        }
        #expect(contents.rules.last?.expressions.last == .lookupVerdict("timed", .data1))
    }

    /// What the kernel refuses is told with the name of the map.
    @Test func aMapToNoChain() throws {
        let map = NFTSet(
            name: "m", key: .mark, isInterval: false, elements: [NFTSetElement(1)], verdicts: [.goto("nowhere")])
        do {
            _ = try load(NFTTableContents(table: NFTTable(id: RandomMaps.table), sets: [map]))
            Issue.record("the kernel took a verdict to no chain")
        } catch let error as NFTBatchError {
            #expect(error.description.contains("cannot add set m to table inet lab"))
        }
    }
}
