import NetlinkModel

/// Commands and the messages that nft 1.0.6 sends for them, recorded with `strace -e write=all nft -f`, from the nfnetlink header on
/// (message type, flags and sequence number stand in the netlink header, which is left out). Each run of bytes is
/// explained: attribute header (length, type, with 0x8000 for nested), value with its padding. Changed by hand: numbers of sets
/// count from 1 in each batch, and of a set's user data only the key's byte order is kept (nft adds the expression that it
/// was typed with).
struct GoldenMessages: Sendable {
    var name: String
    var command: NFTCommand
    /// One text for each message.
    var messages: [String]

    static let all: [GoldenMessages] = [
        GoldenMessages(
            name: "a table with a comment",
            command: .addTable(NFTTable(id: sampleTable, comment: "qosctl schema 1")),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_TABLE_NAME "qosctl"
                08 00 02 00  00 00 00 00  # NFTA_TABLE_FLAGS
                16 00 06 00  00 10 71 6f 73 63 74 6c 20 73 63 68 65 6d 61 20 31 00 00 00  # NFTA_TABLE_USERDATA: comment
                """
            ]),
        GoldenMessages(
            name: "a regular chain",
            command: .addChain(NFTChain(name: "class_voice"), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_CHAIN_TABLE "qosctl"
                10 00 03 00  63 6c 61 73 73 5f 76 6f 69 63 65 00  # NFTA_CHAIN_NAME "class_voice"
                """
            ]),
        GoldenMessages(
            name: "a base chain",
            command: .addChain(
                NFTChain(name: "output", kind: .base(NFTBaseChain(type: .filter, hook: .output, priority: -140))),
                table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_CHAIN_TABLE "qosctl"
                0b 00 03 00  6f 75 74 70 75 74 00 00  # NFTA_CHAIN_NAME "output"
                0b 00 07 00  66 69 6c 74 65 72 00 00  # NFTA_CHAIN_TYPE "filter"
                08 00 05 00  00 00 00 01  # NFTA_CHAIN_POLICY
                14 00 04 80  # NFTA_CHAIN_HOOK
                  08 00 01 00  00 00 00 03  # NFTA_HOOK_HOOKNUM
                  08 00 02 00  ff ff ff 74  # NFTA_HOOK_PRIORITY
                """
            ]),
        GoldenMessages(
            name: "a counter",
            command: .addCounter(NFTCounter(name: "rule_sip"), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_OBJ_TABLE "qosctl"
                0d 00 02 00  72 75 6c 65 5f 73 69 70 00 00 00 00  # NFTA_OBJ_NAME "rule_sip"
                08 00 03 00  00 00 00 01  # NFTA_OBJ_TYPE: counter
                1c 00 04 80  # NFTA_OBJ_DATA
                  0c 00 01 00  00 00 00 00 00 00 00 00  # NFTA_COUNTER_BYTES
                  0c 00 02 00  00 00 00 00 00 00 00 00  # NFTA_COUNTER_PACKETS
                """
            ]),
        GoldenMessages(
            name: "an interval set with its element",
            command: .addSet(
                NFTSet(
                    name: "v4_nets", key: .ipv4Address, isInterval: true,
                    elements: [NFTSetElement(0x0a00_0000, 0x0aff_ffff)]), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0c 00 02 00  76 34 5f 6e 65 74 73 00  # NFTA_SET_NAME "v4_nets"
                08 00 03 00  00 00 00 04  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 07  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 04  # NFTA_SET_KEY_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                0a 00 0d 00  00 04 02 00 00 00 00 00  # NFTA_SET_USERDATA: byte order of the key
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0c 00 02 00  76 34 5f 6e 65 74 73 00  # NFTA_SET_ELEM_LIST_SET "v4_nets"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                44 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  18 00 01 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  10 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0a 00 00 00  # NFTA_DATA_VALUE
                  18 00 03 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  0b 00 00 00  # NFTA_DATA_VALUE
                """,
            ]),
        GoldenMessages(
            name: "ip dscp set ef accept",
            command: .addRule(NFTRule(chain: "class_voice", expressions: setIPv4DSCP(46) + accept), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                10 00 02 00  63 6c 61 73 73 5f 76 6f 69 63 65 00  # NFTA_RULE_CHAIN "class_voice"
                48 01 04 80  # NFTA_RULE_EXPRESSIONS
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
                      08 00 03 00  00 00 00 00  # NFTA_PAYLOAD_OFFSET
                      08 00 04 00  00 00 00 02  # NFTA_PAYLOAD_LEN
                  4c 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  62 69 74 77 69 73 65 00  # NFTA_EXPR_NAME "bitwise"
                    3c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_BITWISE_SREG
                      08 00 02 00  00 00 00 01  # NFTA_BITWISE_DREG
                      08 00 06 00  00 00 00 00  # NFTA_BITWISE_OP
                      08 00 03 00  00 00 00 02  # NFTA_BITWISE_LEN
                      0c 00 04 80  # NFTA_BITWISE_MASK
                        06 00 01 00  ff 03 00 00  # NFTA_DATA_VALUE
                      0c 00 05 80  # NFTA_BITWISE_XOR
                        06 00 01 00  00 b8 00 00  # NFTA_DATA_VALUE
                  44 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  70 61 79 6c 6f 61 64 00  # NFTA_EXPR_NAME "payload"
                    34 00 02 80  # NFTA_EXPR_DATA
                      08 00 05 00  00 00 00 01  # NFTA_PAYLOAD_SREG
                      08 00 02 00  00 00 00 01  # NFTA_PAYLOAD_BASE
                      08 00 03 00  00 00 00 00  # NFTA_PAYLOAD_OFFSET
                      08 00 04 00  00 00 00 02  # NFTA_PAYLOAD_LEN
                      08 00 06 00  00 00 00 01  # NFTA_PAYLOAD_CSUM_TYPE
                      08 00 07 00  00 00 00 0a  # NFTA_PAYLOAD_CSUM_OFFSET
                  30 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  69 6d 6d 65 64 69 61 74 65 00 00 00  # NFTA_EXPR_NAME "immediate"
                    1c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 00  # NFTA_IMMEDIATE_DREG
                      10 00 02 80  # NFTA_IMMEDIATE_DATA
                        0c 00 02 80  # NFTA_DATA_VERDICT
                          08 00 01 00  00 00 00 01  # NFTA_VERDICT_CODE
                """
            ]),
        GoldenMessages(
            name: "frag frag-off != 0 accept",
            command: .addRule(
                NFTRule(
                    chain: "rules",
                    expressions: family(.ipv6) + [.extensionHeader(.fragmentOffset, into: .data1)]
                        + mask(NFTExtensionHeader.fragmentOffsetMask) + equal([0, 0], .notEqual) + accept),
                table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                0a 00 02 00  72 75 6c 65 73 00 00 00  # NFTA_RULE_CHAIN "rules"
                40 01 04 80  # NFTA_RULE_EXPRESSIONS
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
                        05 00 01 00  0a 00 00 00  # NFTA_DATA_VALUE
                  44 00 01 80  # NFTA_LIST_ELEM
                    0b 00 01 00  65 78 74 68 64 72 00 00  # NFTA_EXPR_NAME "exthdr"
                    34 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_EXTHDR_DREG
                      05 00 02 00  2c 00 00 00  # NFTA_EXTHDR_TYPE
                      08 00 03 00  00 00 00 02  # NFTA_EXTHDR_OFFSET
                      08 00 04 00  00 00 00 02  # NFTA_EXTHDR_LEN
                      08 00 06 00  00 00 00 00  # NFTA_EXTHDR_OP
                      08 00 05 00  00 00 00 00  # NFTA_EXTHDR_FLAGS
                  4c 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  62 69 74 77 69 73 65 00  # NFTA_EXPR_NAME "bitwise"
                    3c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_BITWISE_SREG
                      08 00 02 00  00 00 00 01  # NFTA_BITWISE_DREG
                      08 00 06 00  00 00 00 00  # NFTA_BITWISE_OP
                      08 00 03 00  00 00 00 02  # NFTA_BITWISE_LEN
                      0c 00 04 80  # NFTA_BITWISE_MASK
                        06 00 01 00  ff f8 00 00  # NFTA_DATA_VALUE
                      0c 00 05 80  # NFTA_BITWISE_XOR
                        06 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  2c 00 01 80  # NFTA_LIST_ELEM
                    08 00 01 00  63 6d 70 00  # NFTA_EXPR_NAME "cmp"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_CMP_SREG
                      08 00 02 00  00 00 00 01  # NFTA_CMP_OP
                      0c 00 03 80  # NFTA_CMP_DATA
                        06 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  30 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  69 6d 6d 65 64 69 61 74 65 00 00 00  # NFTA_EXPR_NAME "immediate"
                    1c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 00  # NFTA_IMMEDIATE_DREG
                      10 00 02 80  # NFTA_IMMEDIATE_DATA
                        0c 00 02 80  # NFTA_DATA_VERDICT
                          08 00 01 00  00 00 00 01  # NFTA_VERDICT_CODE
                """
            ]),
        GoldenMessages(
            name: "anonymous set, port, counter, goto, comment",
            command: .addRule(
                NFTRule(
                    chain: "rules",
                    expressions: [.meta(.layer4Protocol, into: .data1)] + lookup(.internetProtocol, 6, 17)
                        + load(.destinationPort) + equal([0x13, 0xc4]) + [
                            .countOn("rule_sip"), .verdict(.goto("class_voice")),
                        ], comment: "sip"), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0c 00 02 00  5f 5f 73 65 74 25 64 00  # NFTA_SET_NAME "__set%d"
                08 00 03 00  00 00 00 03  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 0c  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 01  # NFTA_SET_KEY_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                0c 00 09 80  # NFTA_SET_DESC
                  08 00 01 00  00 00 00 02  # NFTA_SET_DESC_SIZE
                0a 00 0d 00  00 04 01 00 00 00 00 00  # NFTA_SET_USERDATA: byte order of the key
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0c 00 02 00  5f 5f 73 65 74 25 64 00  # NFTA_SET_ELEM_LIST_SET "__set%d"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                24 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  10 00 01 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      05 00 01 00  06 00 00 00  # NFTA_DATA_VALUE
                  10 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      05 00 01 00  11 00 00 00  # NFTA_DATA_VALUE
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                0a 00 02 00  72 75 6c 65 73 00 00 00  # NFTA_RULE_CHAIN "rules"
                20 01 04 80  # NFTA_RULE_EXPRESSIONS
                  24 00 01 80  # NFTA_LIST_ELEM
                    09 00 01 00  6d 65 74 61 00 00 00 00  # NFTA_EXPR_NAME "meta"
                    14 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 10  # NFTA_META_KEY
                      08 00 01 00  00 00 00 01  # NFTA_META_DREG
                  30 00 01 80  # NFTA_LIST_ELEM
                    0b 00 01 00  6c 6f 6f 6b 75 70 00 00  # NFTA_EXPR_NAME "lookup"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 01  # NFTA_LOOKUP_SREG
                      0c 00 01 00  5f 5f 73 65 74 25 64 00  # NFTA_LOOKUP_SET "__set%d"
                      08 00 04 00  00 00 00 01  # NFTA_LOOKUP_SET_ID: set number in the batch
                  34 00 01 80  # NFTA_LIST_ELEM
                    0c 00 01 00  70 61 79 6c 6f 61 64 00  # NFTA_EXPR_NAME "payload"
                    24 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_PAYLOAD_DREG
                      08 00 02 00  00 00 00 02  # NFTA_PAYLOAD_BASE
                      08 00 03 00  00 00 00 02  # NFTA_PAYLOAD_OFFSET
                      08 00 04 00  00 00 00 02  # NFTA_PAYLOAD_LEN
                  2c 00 01 80  # NFTA_LIST_ELEM
                    08 00 01 00  63 6d 70 00  # NFTA_EXPR_NAME "cmp"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_CMP_SREG
                      08 00 02 00  00 00 00 00  # NFTA_CMP_OP
                      0c 00 03 80  # NFTA_CMP_DATA
                        06 00 01 00  13 c4 00 00  # NFTA_DATA_VALUE
                  28 00 01 80  # NFTA_LIST_ELEM
                    0b 00 01 00  6f 62 6a 72 65 66 00 00  # NFTA_EXPR_NAME "objref"
                    18 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_OBJREF_IMM_TYPE
                      0c 00 02 00  72 75 6c 65 5f 73 69 70  # NFTA_OBJREF_IMM_NAME "rule_sip"
                  40 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  69 6d 6d 65 64 69 61 74 65 00 00 00  # NFTA_EXPR_NAME "immediate"
                    2c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 00  # NFTA_IMMEDIATE_DREG
                      20 00 02 80  # NFTA_IMMEDIATE_DATA
                        1c 00 02 80  # NFTA_DATA_VERDICT
                          08 00 01 00  ff ff ff fc  # NFTA_VERDICT_CODE
                          10 00 02 00  63 6c 61 73 73 5f 76 6f 69 63 65 00  # NFTA_VERDICT_CHAIN "class_voice"
                0a 00 07 00  00 04 73 69 70 00 00 00  # NFTA_RULE_USERDATA: comment
                """,
            ]),
        GoldenMessages(
            name: "an interval set over a host-order key",
            command: .addRule(
                NFTRule(
                    chain: "rules", expressions: ordered(.socketUserID) + lookup(.userID, 5...5, 1000...1999) + accept),
                table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_TABLE "qosctl"
                0c 00 02 00  5f 5f 73 65 74 25 64 00  # NFTA_SET_NAME "__set%d"
                08 00 03 00  00 00 00 07  # NFTA_SET_FLAGS
                08 00 04 00  00 00 00 18  # NFTA_SET_KEY_TYPE
                08 00 05 00  00 00 00 04  # NFTA_SET_KEY_LEN
                08 00 0a 00  00 00 00 01  # NFTA_SET_ID: set number in the batch
                0c 00 09 80  # NFTA_SET_DESC
                  08 00 01 00  00 00 00 05  # NFTA_SET_DESC_SIZE
                10 00 0d 00  00 04 01 00 00 00 02 04 01 00 00 00  # NFTA_SET_USERDATA: byte order of the key
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_SET_ELEM_LIST_TABLE "qosctl"
                0c 00 02 00  5f 5f 73 65 74 25 64 00  # NFTA_SET_ELEM_LIST_SET "__set%d"
                08 00 04 00  00 00 00 01  # NFTA_SET_ELEM_LIST_SET_ID: set number in the batch
                6c 00 03 80  # NFTA_SET_ELEM_LIST_ELEMENTS
                  18 00 01 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 00  # NFTA_DATA_VALUE
                  10 00 02 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 05  # NFTA_DATA_VALUE
                  18 00 03 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 00 06  # NFTA_DATA_VALUE
                  10 00 04 80  # element
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 03 e8  # NFTA_DATA_VALUE
                  18 00 05 80  # element
                    08 00 03 00  00 00 00 01  # NFTA_SET_ELEM_FLAGS: interval end
                    0c 00 01 80  # NFTA_SET_ELEM_KEY
                      08 00 01 00  00 00 07 d0  # NFTA_DATA_VALUE
                """,
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                0a 00 02 00  72 75 6c 65 73 00 00 00  # NFTA_RULE_CHAIN "rules"
                c8 00 04 80  # NFTA_RULE_EXPRESSIONS
                  24 00 01 80  # NFTA_LIST_ELEM
                    09 00 01 00  6d 65 74 61 00 00 00 00  # NFTA_EXPR_NAME "meta"
                    14 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 0a  # NFTA_META_KEY
                      08 00 01 00  00 00 00 01  # NFTA_META_DREG
                  40 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  62 79 74 65 6f 72 64 65 72 00 00 00  # NFTA_EXPR_NAME "byteorder"
                    2c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 01  # NFTA_BYTEORDER_SREG
                      08 00 02 00  00 00 00 01  # NFTA_BYTEORDER_DREG
                      08 00 03 00  00 00 00 01  # NFTA_BYTEORDER_OP
                      08 00 04 00  00 00 00 04  # NFTA_BYTEORDER_LEN
                      08 00 05 00  00 00 00 04  # NFTA_BYTEORDER_SIZE
                  30 00 01 80  # NFTA_LIST_ELEM
                    0b 00 01 00  6c 6f 6f 6b 75 70 00 00  # NFTA_EXPR_NAME "lookup"
                    20 00 02 80  # NFTA_EXPR_DATA
                      08 00 02 00  00 00 00 01  # NFTA_LOOKUP_SREG
                      0c 00 01 00  5f 5f 73 65 74 25 64 00  # NFTA_LOOKUP_SET "__set%d"
                      08 00 04 00  00 00 00 01  # NFTA_LOOKUP_SET_ID: set number in the batch
                  30 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  69 6d 6d 65 64 69 61 74 65 00 00 00  # NFTA_EXPR_NAME "immediate"
                    1c 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 00  # NFTA_IMMEDIATE_DREG
                      10 00 02 80  # NFTA_IMMEDIATE_DATA
                        0c 00 02 80  # NFTA_DATA_VERDICT
                          08 00 01 00  00 00 00 01  # NFTA_VERDICT_CODE
                """,
            ]),
        GoldenMessages(
            name: "a jump",
            command: .addRule(NFTRule(chain: "output", expressions: [.verdict(.jump("rules"))]), table: sampleTable),
            messages: [
                """
                01 00 00 00  # inet, NFNETLINK_V0, res_id 0
                0b 00 01 00  71 6f 73 63 74 6c 00 00  # NFTA_RULE_TABLE "qosctl"
                0b 00 02 00  6f 75 74 70 75 74 00 00  # NFTA_RULE_CHAIN "output"
                40 00 04 80  # NFTA_RULE_EXPRESSIONS
                  3c 00 01 80  # NFTA_LIST_ELEM
                    0e 00 01 00  69 6d 6d 65 64 69 61 74 65 00 00 00  # NFTA_EXPR_NAME "immediate"
                    28 00 02 80  # NFTA_EXPR_DATA
                      08 00 01 00  00 00 00 00  # NFTA_IMMEDIATE_DREG
                      1c 00 02 80  # NFTA_IMMEDIATE_DATA
                        18 00 02 80  # NFTA_DATA_VERDICT
                          08 00 01 00  ff ff ff fd  # NFTA_VERDICT_CODE
                          0a 00 02 00  72 75 6c 65 73 00 00 00  # NFTA_VERDICT_CHAIN "rules"
                """
            ]),
    ]
}
