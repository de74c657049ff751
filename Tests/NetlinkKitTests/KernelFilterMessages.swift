import NetlinkModel

@testable import NetlinkKit

/// Filters as Linux 6.1 lists them (Debian's kernel), made by tc or by us, recorded from the socket: from `struct tcmsg`
/// on, whole, with what is not looked at. Each run of bytes is explained.
struct KernelFilterMessage: Sendable {
    var testDescription: String
    var bytes: String
    /// Nil for what is no filter.
    var filter: TCFilter?

    init(_ testDescription: String, _ bytes: String, _ filter: TCFilter?) {
        self.testDescription = testDescription
        self.bytes = bytes
        self.filter = filter
    }

    static let all = plain + basic

    private static let plain = [
        KernelFilterMessage(
            "what stands before the filters of a preference",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            00 00 00 00 f2 ff ff ff 81 00 42 51  # handle 0x0, parent ingress, preference 20802, protocol 0x8100
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            """,
            nil),
        KernelFilterMessage(
            "matchall with skbedit inheritdsfield, used by two packets",
            """
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            01 00 00 00 f2 ff ff ff 00 03 41 51  # handle 0x1, parent ingress, preference 20801, protocol 0x0003
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            d8 00 02 00  # TCA_OPTIONS
              08 00 03 00  08 00 00 00  # TCA_MATCHALL_FLAGS TCA_CLS_FLAGS_NOT_IN_HW
              0c 00 04 00  02 00 00 00 00 00 00 00  # TCA_MATCHALL_PCNT
              c0 00 02 00  # TCA_MATCHALL_ACT
                bc 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      70 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  14 00 06 00  # TCA_ACT_COOKIE
                    71 6f 73 63 74 6c 2d 63 6f 6f 6b 69 65 2d 31 36
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  4c 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 1, TC_ACT_UNSPEC, 1 reference, 1 bound
                      01 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00
                    0c 00 09 00  20 00 00 00 00 00 00 00  # TCA_SKBEDIT_FLAGS SKBEDIT_F_INHERITDSFIELD
                    24 00 01 00  # TCA_SKBEDIT_TM
                      f9 05 00 00 00 00 00 00 30 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      30 05 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 3, hook: .ingress, preference: 20801, handle: 1),
                classifier: .matchAll,
                actions: [TCAction(.inheritDSField, then: .continue, cookie: Array("qosctl-cookie-16".utf8))])),
        KernelFilterMessage(
            "matchall in a chain, with gact goto chain",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            05 00 00 00 f3 ff ff ff 00 03 45 51  # handle 0x5, parent egress, preference 20805, protocol 0x0003
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            08 00 0b 00  07 00 00 00  # TCA_CHAIN 7
            b8 00 02 00  # TCA_OPTIONS
              08 00 03 00  08 00 00 00  # TCA_MATCHALL_FLAGS TCA_CLS_FLAGS_NOT_IN_HW
              0c 00 04 00  00 00 00 00 00 00 00 00  # TCA_MATCHALL_PCNT
              a0 00 02 00  # TCA_MATCHALL_ACT
                9c 00 01 00  # action 1
                  09 00 01 00  67 61 63 74 00 00 00 00  # TCA_ACT_KIND "gact"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  40 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_GACT_PARMS index 2, TC_ACT_GOTO_CHAIN 9, 1 reference, 1 bound
                      02 00 00 00 00 00 00 00 09 00 00 20 01 00 00 00 01 00 00 00
                    24 00 01 00  # TCA_GACT_TM
                      e9 00 00 00 00 00 00 00 e9 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 2, hook: .egress, chain: 7, preference: 20805, handle: 5),
                classifier: .matchAll, actions: [TCAction(.generic, then: .goto(chain: 9))])),
        KernelFilterMessage(
            "flower with all keys",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            03 00 00 00 f2 ff ff ff 81 00 42 51  # handle 0x3, parent ingress, preference 20802, protocol 0x8100
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            dc 00 02 00  # TCA_OPTIONS
              06 00 08 00  08 00 00 00  # TCA_FLOWER_KEY_ETH_TYPE 0x0800
              06 00 17 00  64 00 00 00  # TCA_FLOWER_KEY_VLAN_ID 100
              05 00 18 00  05 00 00 00  # TCA_FLOWER_KEY_VLAN_PRIO 5
              06 00 19 00  08 00 00 00  # TCA_FLOWER_KEY_VLAN_ETH_TYPE 0x0800
              08 00 16 00  08 00 00 00  # TCA_FLOWER_FLAGS TCA_CLS_FLAGS_NOT_IN_HW
              08 00 56 00  00 00 00 00  # TCA_FLOWER_IN_HW_COUNT 0
              a8 00 03 00  # TCA_FLOWER_ACT
                a4 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  48 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 3, TC_ACT_UNSPEC, 1 reference, 1 bound
                      03 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00
                    08 00 03 00  06 00 00 00  # TCA_SKBEDIT_PRIORITY 6
                    24 00 01 00  # TCA_SKBEDIT_TM
                      ab 01 00 00 00 00 00 00 ab 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(
                    interfaceIndex: 2, hook: .ingress, preference: 20802, protocolType: EtherType.vlan, handle: 3),
                classifier: .flower([.vlanID(100), .vlanPriority(5), .vlanEtherType(EtherType.ipv4)]),
                actions: [TCAction(.setPriority(6), then: .continue)])),
        KernelFilterMessage(
            "flower with a key that the model has no word for",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            04 00 00 00 f2 ff ff ff 81 00 42 51  # handle 0x4, parent ingress, preference 20802, protocol 0x8100
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            e4 00 02 00  # TCA_OPTIONS
              06 00 08 00  08 00 00 00  # TCA_FLOWER_KEY_ETH_TYPE 0x0800
              06 00 17 00  64 00 00 00  # TCA_FLOWER_KEY_VLAN_ID 100
              06 00 19 00  08 00 00 00  # TCA_FLOWER_KEY_VLAN_ETH_TYPE 0x0800
              08 00 0c 00  c0 00 02 01  # TCA_FLOWER_KEY_IPV4_DST
              08 00 0d 00  ff ff ff ff  # TCA_FLOWER_KEY_IPV4_DST_MASK
              08 00 16 00  08 00 00 00  # TCA_FLOWER_FLAGS TCA_CLS_FLAGS_NOT_IN_HW
              08 00 56 00  00 00 00 00  # TCA_FLOWER_IN_HW_COUNT 0
              a8 00 03 00  # TCA_FLOWER_ACT
                a4 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  48 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 4, TC_ACT_UNSPEC, 1 reference, 1 bound
                      04 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00
                    08 00 03 00  06 00 00 00  # TCA_SKBEDIT_PRIORITY 6
                    24 00 01 00  # TCA_SKBEDIT_TM
                      9b 01 00 00 00 00 00 00 9b 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(
                    interfaceIndex: 2, hook: .ingress, preference: 20802, protocolType: EtherType.vlan, handle: 4),
                classifier: .unknown(
                    kind: "flower",
                    options: GoldenMessageTests.bytes(
                        """
                        06 00 08 00  08 00 00 00
                        06 00 17 00  64 00 00 00
                        06 00 19 00  08 00 00 00
                        08 00 0c 00  c0 00 02 01
                        08 00 0d 00  ff ff ff ff
                        """)), actions: [TCAction(.setPriority(6), then: .continue)])),
        KernelFilterMessage(
            "flower that skips the hardware, with an skbedit that sets more than the priority",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            05 00 00 00 f2 ff ff ff 81 00 42 51  # handle 0x5, parent ingress, preference 20802, protocol 0x8100
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            d8 00 02 00  # TCA_OPTIONS
              05 00 18 00  03 00 00 00  # TCA_FLOWER_KEY_VLAN_PRIO 3
              08 00 16 00  09 00 00 00  # TCA_FLOWER_FLAGS TCA_CLS_FLAGS_SKIP_HW, NOT_IN_HW
              08 00 56 00  00 00 00 00  # TCA_FLOWER_IN_HW_COUNT 0
              bc 00 03 00  # TCA_FLOWER_ACT
                b8 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  0c 00 07 00  02 00 00 00 02 00 00 00  # TCA_ACT_FLAGS TCA_ACT_FLAGS_SKIP_HW, and which bits count
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  50 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 5, TC_ACT_UNSPEC, 1 reference, 1 bound
                      05 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00
                    08 00 03 00  06 00 00 00  # TCA_SKBEDIT_PRIORITY 6
                    08 00 05 00  03 00 00 00  # TCA_SKBEDIT_MARK 3
                    24 00 01 00  # TCA_SKBEDIT_TM
                      8d 01 00 00 00 00 00 00 8d 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(
                    interfaceIndex: 2, hook: .ingress, preference: 20802, protocolType: EtherType.vlan, handle: 5),
                classifier: .unknown(
                    kind: "flower",
                    options: GoldenMessageTests.bytes(
                        """
                        05 00 18 00  03 00 00 00
                        08 00 16 00  01 00 00 00
                        """)),
                actions: [
                    TCAction(
                        .unknown(
                            kind: "skbedit",
                            options: GoldenMessageTests.bytes(
                                """
                                18 00 02 00  00 00 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
                                08 00 03 00  06 00 00 00
                                08 00 05 00  03 00 00 00
                                """)), then: .continue)
                ])),
        KernelFilterMessage(
            "u32 with mirred",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            00 08 00 80 f3 ff ff ff 00 03 46 51  # handle 0x80000800, parent egress, preference 20806, protocol 0x0003
            08 00 01 00  75 33 32 00  # TCA_KIND "u32"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            fc 00 02 00  # TCA_OPTIONS
              24 00 05 00  # TCA_U32_SEL
                01 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                00 00 00 00 00 00 00 00
              08 00 02 00  00 00 00 80  # TCA_U32_HASH
              08 00 0b 00  08 00 00 00  # TCA_U32_FLAGS TCA_CLS_FLAGS_NOT_IN_HW
              a8 00 07 00  # TCA_U32_ACT
                a4 00 01 00  # action 1
                  0b 00 01 00  6d 69 72 72 65 64 00 00  # TCA_ACT_KIND "mirred"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  48 00 02 00  # TCA_ACT_OPTIONS
                    20 00 02 00  # TCA_MIRRED_PARMS index 1, TC_ACT_STOLEN, 1 reference, 1 bound
                      01 00 00 00 00 00 00 00 04 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
                      03 00 00 00
                    24 00 01 00  # TCA_MIRRED_TM
                      cc 00 00 00 00 00 00 00 cc 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
              1c 00 09 00  # TCA_U32_PCNT
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 2, hook: .egress, preference: 20806, handle: 0x8000_0800),
                classifier: .unknown(
                    kind: "u32",
                    options: GoldenMessageTests.bytes(
                        """
                        24 00 05 00  01 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                          00 00 00 00 00 00 00 00 00 00 00 00
                        08 00 02 00  00 00 00 80
                        08 00 0b 00  08 00 00 00
                        """)),
                actions: [
                    TCAction(
                        .unknown(
                            kind: "mirred",
                            options: GoldenMessageTests.bytes(
                                """
                                20 00 02 00  00 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00
                                  01 00 00 00 03 00 00 00
                                """)), then: .other(4))
                ])),
    ]
}
