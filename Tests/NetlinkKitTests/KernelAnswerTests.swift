import Glibc
import NetlinkModel
import Testing

@testable import NetlinkKit

/// The frame of a batch, and the errors that the kernel answers with.
struct KernelAnswerTests {
    private let table = NFTTableID(family: .inet, name: "t")

    /// Batches byte by byte, netlink headers included.
    @Test func aBatchWithAGeneration() throws {
        let batch = try NFTBatch([.deleteTable(table)]).sealed(generation: 0x0102)
        let expected = GoldenMessageTests.bytes(
            """
            1c 00 00 00  10 00 01 00  00 00 00 00  00 00 00 00  # 28 bytes, NFNL_MSG_BATCH_BEGIN, NLM_F_REQUEST, number 0
            00 00 00 0a                                         # AF_UNSPEC, NFNETLINK_V0, res_id NFNL_SUBSYS_NFTABLES
            08 00 01 00  00 00 01 02                            # NFNL_BATCH_GENID
            1c 00 00 00  02 0a 01 00  01 00 00 00  00 00 00 00  # 28 bytes, NFT_MSG_DELTABLE, NLM_F_REQUEST, number 1
            01 00 00 00                                         # inet, NFNETLINK_V0, res_id 0
            06 00 01 00  74 00 00 00                            # NFTA_TABLE_NAME "t"
            14 00 00 00  11 00 01 00  00 00 00 00  00 00 00 00  # 20 bytes, NFNL_MSG_BATCH_END
            00 00 00 0a
            """)
        #expect(batch.bytes == expected)
    }

    /// Message types and flags, recorded from nft; adding a table, chain, set or counter also refuses one that exists.
    @Test func typesAndFlags() throws {
        let rule = NFTRule(chain: "c", expressions: accept)
        let sent = try messages(
            .addTable(NFTTable(id: table)), .addChain(NFTChain(name: "c"), table: table),
            .addCounter(NFTCounter(name: "n"), table: table), .addRule(rule, table: table),
            .replaceRule(rule, handle: 2, table: table), .deleteRule(chain: "c", handle: 3, table: table),
            .flushChain("c", table: table), .deleteSet("s", table: table), .deleteCounter("n", table: table),
            .deleteChain("c", table: table))
        let create: UInt16 = 0x601  // NLM_F_CREATE | NLM_F_EXCL | NLM_F_REQUEST
        let expected: [(UInt16, UInt16)] = [
            (0, create), (3, create), (18, create), (6, 0xc01), (6, 0x101), (8, 1), (8, 1), (11, 1), (20, 1), (5, 1),
        ]
        #expect(sent.map { $0.type & 0xff } == expected.map(\.0))
        #expect(sent.map(\.flags) == expected.map(\.1))
        #expect(sent.map(\.sequence) == Array(1...10))
    }

    @Test func aDeletedRuleIsNamedByItsHandle() throws {
        let message = try #require(try messages(.deleteRule(chain: "c", handle: 3, table: table)).first)
        let expected = GoldenMessageTests.bytes(
            """
            01 00 00 00                           # inet, NFNETLINK_V0, res_id 0
            06 00 01 00  74 00 00 00              # NFTA_RULE_TABLE "t"
            06 00 02 00  63 00 00 00              # NFTA_RULE_CHAIN "c"
            0c 00 03 00  00 00 00 00 00 00 00 03  # NFTA_RULE_HANDLE
            """)
        #expect(Array(message.bytes.dropFirst(16)) == expected)
    }

    private let commands: [NFTCommand] = [
        .addTable(NFTTable(id: NFTTableID(family: .inet, name: "t"))),
        .addChain(NFTChain(name: "c"), table: NFTTableID(family: .inet, name: "t")),
    ]

    /// An NLMSG_ERROR as `netlink_ack` makes it, its request capped to the header.
    private func error(_ code: UInt8, of sequence: UInt8, flags: UInt8 = 0, attributes: String = "") -> [UInt8] {
        let tail = GoldenMessageTests.bytes(attributes)
        return [UInt8(36 + tail.count), 0, 0, 0, 2, 0, 0, flags, sequence, 0, 0, 0, 0, 0, 0, 0]
            + [0 &- code, 0xff, 0xff, 0xff] + [60, 0, 0, 0, 3, 10, 1, 4, sequence, 0, 0, 0, 0, 0, 0, 0] + tail
    }

    @Test func anErrorFindsItsCommand() throws {
        let attributes = """
            08 00 01 00  62 61 64 00  # NLMSGERR_ATTR_MSG "bad"
            08 00 02 00  2c 00 00 00  # NLMSGERR_ATTR_OFFS 44
            """
        let bytes = error(2, of: 2, flags: 3, attributes: attributes) + error(17, of: 1)
        let failures = try NFTTransaction.failures(in: bytes[...], commands: commands)
        #expect(failures.map(\.commandIndex) == [1, 0])
        #expect(
            failures[0].error.code == ENOENT && failures[0].error.message == "bad"
                && failures[0].error.attributeOffset == 44)
        #expect(failures[0].description.hasPrefix("cannot add chain c to table inet t: "))
        #expect(failures[1].error.code == EEXIST && failures[1].error.attributeOffset == nil)
    }

    @Test func anErrorOfTheBatchItself() throws {
        let stale = NFTBatchError(failures: try NFTTransaction.failures(in: error(85, of: 0)[...], commands: commands))
        #expect(stale.isStaleGeneration && stale.failures[0].commandIndex == nil)
        let refused = NFTBatchError(failures: try NFTTransaction.failures(in: error(1, of: 0)[...], commands: commands))
        #expect(!refused.isStaleGeneration && "\(refused)".contains("CAP_NET_ADMIN"))
        // A number that no command has, and an acknowledgement.
        #expect(try NFTTransaction.failures(in: error(22, of: 99)[...], commands: commands)[0].commandIndex == nil)
        var acknowledgement = error(1, of: 1)
        acknowledgement.replaceSubrange(16..<20, with: [0, 0, 0, 0])
        #expect(try NFTTransaction.failures(in: acknowledgement[...], commands: commands).isEmpty)
    }
}
