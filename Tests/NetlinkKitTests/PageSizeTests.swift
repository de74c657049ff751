import NetlinkKit
import NetlinkModel
import Testing

/// What a commit in pages would send is told without a kernel.
@Suite struct PageSizeTests {
    private static let table = NFTTableID(family: .inet, name: "t")

    private static let commands: [NFTCommand] =
        [.addChain(NFTChain(name: "c"), table: table)]
        + [
            .addSet(
                NFTSet(
                    name: "s", key: .ipv4Address, isInterval: false,
                    elements: (0..<5000).map { NFTSetElement(UInt128($0)) }),
                table: table)
        ]
        + (0..<200).map {
            .addRule(NFTRule(chain: "c", expressions: [.verdict(.accept)], comment: "r\($0)"), table: table)
        }

    @Test("the same bytes and pages as those that are sent", arguments: [4 << 20, 1 << 16, 1 << 12])
    func sameAsSent(_ limit: Int) throws {
        let report = try NFTClient.measureInPages(Self.commands, prefix: "g1_", limit: limit)
        let encoded = try NFTEncodedPages(Self.commands, prefix: "g1_", limit: limit)
        #expect(report.bytes == encoded.byteCount && report.pages == encoded.pages.count)
        #expect(report.bytes > 5000 * 20)
    }

    @Test("what cannot be sent has no size")
    func refused() {
        let rule = NFTRule(chain: "c", expressions: [.compare(.equal, .data1, .user("root"))])
        #expect(throws: NFTBatchError.self) {
            try NFTClient.measureInPages([.addRule(rule, table: Self.table)])
        }
    }
}
