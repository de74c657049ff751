import NetlinkModel

/// Verdict maps, recorded as the others (GoldenMessages.swift). Hash maps were given their `size`: nft sends none by
/// itself. A set's user data: byte order of the key, byte order of the data, data are no intervals. Changed by hand: the
/// lookup is without NFTA_LOOKUP_SET_ID, which the kernel reads only where it finds no set of the name.
extension GoldenMessages {
    static let maps: [GoldenMessages] = [
        GoldenMessages(
            name: "a hash map with its size",
            command: map(
                "g1_hosts", .ipv4Address,
                [
                    (0x0a00_0001...0x0a00_0001, .goto("g1_a")), (0x0a00_0002...0x0a00_0002, .jump("g1_a")),
                    (0x0a00_0003...0x0a00_0003, .accept), (0x0a00_0004...0x0a00_0004, .return),
                    (0x0a00_0005...0x0a00_0005, .continue), (0x0a00_0006...0x0a00_0006, .drop),
                ]),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0d 00 02 00  67 31 5f 68 6f 73 74 73 00 00 00 00  # NFTA_SET_NAME "g1_hosts"
                08 00 03 00  00 00 00 08  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 07  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 04  # NFTA_SET_KEY_LEN
                08 00 06 00  ff ff ff 00  # NFTA_SET_DATA_TYPE: verdict
                08 00 07 00  00 00 00 00  # NFTA_SET_DATA_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                0c 00 09 80  # NFTA_SET_DESC
                  08 00 01 00  00 00 00 06  # NFTA_SET_DESC_SIZE
                16 00 0d 00  00 04 02 00 00 00 01 04 00 00 00 00 06 04 00 00 00 00 00 00  # NFTA_SET_USERDATA
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0d 00 02 00  67 31 5f 68 6f 73 74 73 00 00 00 00  # NFTA_SET_ELEM_LIST_SET "g1_hosts"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                dc 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  2c 00 01 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 01  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                  2c 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 02  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fd  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                  20 00 03 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 03  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  00 00 00 01  # NFTA_VERDICT_CODE
                  20 00 04 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 04  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fb  # NFTA_VERDICT_CODE
                  20 00 05 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 05  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff ff  # NFTA_VERDICT_CODE
                  20 00 06 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 06  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  00 00 00 00  # NFTA_VERDICT_CODE
                """,
            ]),
        GoldenMessages(
            name: "an interval map: touching intervals, and one without an end",
            command: map(
                "g1_ports", .internetService, isInterval: true,
                [(5...9, .goto("g1_a")), (10...19, .return), (30...65535, .goto("g1_a"))]),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0d 00 02 00  67 31 5f 70 6f 72 74 73 00 00 00 00  # NFTA_SET_NAME "g1_ports"
                08 00 03 00  00 00 00 0c  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 0d  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 02  # NFTA_SET_KEY_LEN
                08 00 06 00  ff ff ff 00  # NFTA_SET_DATA_TYPE: verdict
                08 00 07 00  00 00 00 00  # NFTA_SET_DATA_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                16 00 0d 00  00 04 02 00 00 00 01 04 00 00 00 00 06 04 00 00 00 00 00 00  # NFTA_SET_USERDATA
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0d 00 02 00  67 31 5f 70 6f 72 74 73 00 00 00 00  # NFTA_SET_ELEM_LIST_SET "g1_ports"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                d0 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  18 00 01 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  2c 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 05 00 00  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                  18 00 03 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 0a 00 00  # NFTA_DATA_VALUE
                  20 00 04 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 0a 00 00  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fb  # NFTA_VERDICT_CODE
                  18 00 05 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 14 00 00  # NFTA_DATA_VALUE
                  38 00 06 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      06 00 01 00  00 1e 00 00  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                    0a 00 06 00  01 04 01 00 00 00 00 00  # NFTA_SET_ELEM_USERDATA: open interval
                """,
            ]),
        GoldenMessages(
            name: "an interval map over a host-order key",
            command: map(
                "g1_users", .userID, isInterval: true, [(5...5, .goto("g1_a")), (1000...1999, .accept)]),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0d 00 02 00  67 31 5f 75 73 65 72 73 00 00 00 00  # NFTA_SET_NAME "g1_users"
                08 00 03 00  00 00 00 0c  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 18  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 04  # NFTA_SET_KEY_LEN
                08 00 06 00  ff ff ff 00  # NFTA_SET_DATA_TYPE: verdict
                08 00 07 00  00 00 00 00  # NFTA_SET_DATA_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                16 00 0d 00  00 04 01 00 00 00 01 04 00 00 00 00 06 04 00 00 00 00 00 00  # NFTA_SET_USERDATA
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0d 00 02 00  67 31 5f 75 73 65 72 73 00 00 00 00  # NFTA_SET_ELEM_LIST_SET "g1_users"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                98 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  18 00 01 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  2c 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 05  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                  18 00 03 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 06  # NFTA_DATA_VALUE
                  20 00 04 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 03 e8  # NFTA_DATA_VALUE
                    10 00 02 80  # NFTA_SET_ELEM_DATA
                      0c 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  00 00 00 01  # NFTA_VERDICT_CODE
                  18 00 05 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 07 d0  # NFTA_DATA_VALUE
                """,
            ]),
        GoldenMessages(
            name: "a hash map over a host-order key",
            command: map("g1_users", .userID, [(1000...1000, .goto("g1_a"))]),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0d 00 02 00  67 31 5f 75 73 65 72 73 00 00 00 00  # NFTA_SET_NAME "g1_users"
                08 00 03 00  00 00 00 08  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 18  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 04  # NFTA_SET_KEY_LEN
                08 00 06 00  ff ff ff 00  # NFTA_SET_DATA_TYPE: verdict
                08 00 07 00  00 00 00 00  # NFTA_SET_DATA_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                0c 00 09 80  # NFTA_SET_DESC
                  08 00 01 00  00 00 00 01  # NFTA_SET_DESC_SIZE
                16 00 0d 00  00 04 01 00 00 00 01 04 00 00 00 00 06 04 00 00 00 00 00 00  # NFTA_SET_USERDATA
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0d 00 02 00  67 31 5f 75 73 65 72 73 00 00 00 00  # NFTA_SET_ELEM_LIST_SET "g1_users"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                30 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  2c 00 01 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  e8 03 00 00  # NFTA_DATA_VALUE
                    1c 00 02 80  # NFTA_SET_ELEM_DATA
                      18 00 02 80  # NFTA_DATA_VERDICT
                        08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                        09 00 02 00  67 31 5f 61 00 00 00 00  # NFTA_VERDICT_CHAIN "g1_a"
                """,
            ]),
        GoldenMessages(
            name: "a lookup of a verdict, masked",
            command: .addRule(
                NFTRule(
                    chain: "rules",
                    expressions: load(.ipv4DestinationAddress) + mask([255, 255, 255, 0]) + vmap("g1_nets")),
                table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                0a 00 02 00  72 75 6c 65 73 00 00 00  # NFTA_RULE_CHAIN "rules"
                04 01 04 80  # NFTA_RULE_EXPRESSIONS
                  24 00 01 80  # NFTA_LIST_ELEM
                    09 00 01 00  6d 65 74 61 00 00 00 00  # NFTA_EXPR_NAME "meta"
                    14 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 0f  # NFTA_META_KEY
                      08 00 01 00  00 00 00 01  # NFTA_META_DREG
                  2c 00 01 80  # NFTA_LIST_ELEM
                    08 00 01 00  63 6d 70 00  # NFTA_EXPR_NAME "cmp"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_CMP_SREG
                      08 00 02 00  00 00 00 00  # NFTA_CMP_OP
                      0c 00 03 80  # NFTA_CMP_DATA
                        05 00 01 00  02 00 00 00  # NFTA_DATA_VALUE
                  34 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  70 61 79 6c 6f 61 64 00  # NFTA_EXPR_NAME "payload"
                    24 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_PAYLOAD_DREG
                      08 00 02 00  00 00 00 01  # NFTA_PAYLOAD_BASE
                      08 00 03 00  00 00 00 10  # NFTA_PAYLOAD_OFFSET
                      08 00 04 00  00 00 00 04  # NFTA_PAYLOAD_LEN
                  4c 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  62 69 74 77 69 73 65 00  # NFTA_EXPR_NAME "bitwise"
                    3c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_BITWISE_SREG
                      08 00 02 00  00 00 00 01  # NFTA_BITWISE_DREG
                      08 00 06 00  00 00 00 00  # NFTA_BITWISE_OP
                      08 00 03 00  00 00 00 04  # NFTA_BITWISE_LEN
                      0c 00 04 80  # NFTA_BITWISE_MASK
                        08 00 01 00  ff ff ff 00  # NFTA_DATA_VALUE
                      0c 00 05 80  # NFTA_BITWISE_XOR
                        08 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  30 00 01 80  # NFTA_LIST_ELEM
                    0b 00 01 00  6c 6f 6f 6b 75 70 00 00  # NFTA_EXPR_NAME "lookup"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 01  # NFTA_LOOKUP_SREG
                      08 00 03 00  00 00 00 00  # NFTA_LOOKUP_DREG: verdict
                      0c 00 01 00  67 31 5f 6e 65 74 73 00  # NFTA_LOOKUP_SET "g1_nets"
                """
            ]),
    ]

    private static func map(
        _ name: String, _ key: NFTSetKey, isInterval: Bool = false, _ elements: [(ClosedRange<UInt128>, NFTVerdict)]
    ) -> NFTCommand {
        let set = NFTSet(
            name: name, key: key, isInterval: isInterval,
            elements: elements.map { NFTSetElement($0.0.lowerBound, $0.0.upperBound) }, verdicts: elements.map(\.1))
        return .addSet(set, table: sampleTable)
    }
}
