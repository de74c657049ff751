import NetlinkModel

@testable import NetlinkKit

// Filters with ematches; how they were recorded stands with the others.
extension KernelFilterMessage {
    static let basic = [
        KernelFilterMessage(
            "basic with vlan push and skbedit",
            """
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            01 00 00 00 f3 ff ff ff 00 03 43 51  # handle 0x1, parent egress, preference 20803, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            d8 01 02 00  # TCA_OPTIONS
              14 00 05 00  # TCA_BASIC_PCNT
                22 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
              88 01 03 00  # TCA_BASIC_ACT
                cc 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  14 00 06 00  # TCA_ACT_COOKIE
                    71 6f 73 63 74 6c 2d 63 6f 6f 6b 69 65 2d 31 36
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  5c 00 02 00  # TCA_ACT_OPTIONS
                    1c 00 02 00  # TCA_VLAN_PARMS index 6, TC_ACT_PIPE, 1 reference, 1 bound, TCA_VLAN_ACT_PUSH
                      06 00 00 00 00 00 00 00 03 00 00 00 01 00 00 00 01 00 00 00 02 00 00 00
                    06 00 03 00  00 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 0
                    06 00 04 00  81 00 00 00  # TCA_VLAN_PUSH_VLAN_PROTOCOL 0x8100
                    05 00 06 00  05 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 5
                    24 00 01 00  # TCA_VLAN_TM
                      fa 05 00 00 00 00 00 00 fa 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
                b8 00 02 00  # action 2
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  14 00 06 00  # TCA_ACT_COOKIE
                    71 6f 73 63 74 6c 2d 63 6f 6f 6b 69 65 2d 31 36
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  48 00 02 00  # TCA_ACT_OPTIONS
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 14, TC_ACT_UNSPEC, 1 reference, 1 bound
                      0e 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00
                    08 00 03 00  05 00 00 00  # TCA_SKBEDIT_PRIORITY 5
                    24 00 01 00  # TCA_SKBEDIT_TM
                      fa 05 00 00 00 00 00 00 fa 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
              38 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  01 00 00 00  # TCA_EMATCH_TREE_HDR count 1
                2c 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 00 00 00 00  # match 1: TCF_EM_META
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  01 00 00 51  # TCA_EM_META_RVALUE 0x51000001
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20803, handle: 1),
                classifier: .basic([TCMetaMatch(.priority, equals: 0x5100_0001)]),
                actions: [
                    TCAction(
                        .pushVLAN(id: 0, priority: 5, tagProtocol: EtherType.vlan), then: .pipe,
                        cookie: Array("qosctl-cookie-16".utf8)),
                    TCAction(.setPriority(5), then: .continue, cookie: Array("qosctl-cookie-16".utf8)),
                ])),
        KernelFilterMessage(
            "basic with two matches and vlan modify",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            04 00 00 00 f3 ff ff ff 00 03 44 51  # handle 0x4, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            34 01 02 00  # TCA_OPTIONS
              14 00 05 00  # TCA_BASIC_PCNT
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
              bc 00 03 00  # TCA_BASIC_ACT
                b8 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  5c 00 02 00  # TCA_ACT_OPTIONS
                    1c 00 02 00  # TCA_VLAN_PARMS index 2, TC_ACT_UNSPEC, 1 reference, 1 bound, TCA_VLAN_ACT_MODIFY
                      02 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00 03 00 00 00
                    06 00 03 00  64 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 100
                    06 00 04 00  81 00 00 00  # TCA_VLAN_PUSH_VLAN_PROTOCOL 0x8100
                    05 00 06 00  03 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 3
                    24 00 01 00  # TCA_VLAN_TM
                      3c 01 00 00 00 00 00 00 3c 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
              60 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  02 00 00 00  # TCA_EMATCH_TREE_HDR count 2
                54 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 01 00 00 00  # match 1: TCF_EM_META, TCF_EM_REL_AND
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  06 00 00 00  # TCA_EM_META_RVALUE 6
                  28 00 02 00  00 00 04 00 00 00 00 00  # match 2: TCF_EM_META
                    0c 00 01 00  2e 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_VLAN_TAG equal to a constant
                    08 00 02 00  ff 0f 00 00  # TCA_EM_META_LVALUE mask 0xfff
                    08 00 03 00  64 00 00 00  # TCA_EM_META_RVALUE 100
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 2, hook: .egress, preference: 20804, handle: 4),
                classifier: .basic([TCMetaMatch(.priority, equals: 6), TCMetaMatch(.vlanTag, mask: 0xfff, equals: 100)]
                ), actions: [TCAction(.modifyVLAN(id: 100, priority: 3, tagProtocol: EtherType.vlan), then: .continue)])
        ),
        KernelFilterMessage(
            "basic without matches, with vlan pop",
            """
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            00 00 01 00 f3 ff ff ff 00 03 44 51  # handle 0x10000, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            cc 00 02 00  # TCA_OPTIONS
              14 00 05 00  # TCA_BASIC_PCNT
                22 00 00 00 00 00 00 00 22 00 00 00 00 00 00 00
              a4 00 03 00  # TCA_BASIC_ACT
                a0 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      4c 09 00 00 00 00 00 00 22 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  44 00 02 00  # TCA_ACT_OPTIONS
                    1c 00 02 00  # TCA_VLAN_PARMS index 10, TC_ACT_RECLASSIFY, 1 reference, 1 bound, TCA_VLAN_ACT_POP
                      0a 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
                    24 00 01 00  # TCA_VLAN_TM
                      fa 05 00 00 00 00 00 00 d0 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      e9 04 00 00 00 00 00 00
              10 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  00 00 00 00  # TCA_EMATCH_TREE_HDR count 0
                04 00 02 00  # TCA_EMATCH_TREE_LIST
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20804, handle: 0x10000),
                classifier: .basic([]), actions: [TCAction(.popVLAN, then: .other(1))])),
        KernelFilterMessage(
            "basic with matches of which one must not hold",
            """
            00 00 00 00 02 00 00 00  # AF_UNSPEC, interface 2
            05 00 00 00 f3 ff ff ff 00 03 44 51  # handle 0x5, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            08 00 0b 00  00 00 00 00  # TCA_CHAIN 0
            34 01 02 00  # TCA_OPTIONS
              14 00 05 00  # TCA_BASIC_PCNT
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
              bc 00 03 00  # TCA_BASIC_ACT
                b8 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  44 00 04 00  # TCA_ACT_STATS
                    14 00 01 00  # TCA_STATS_BASIC
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    14 00 07 00  # TCA_STATS_BASIC_HW
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    18 00 03 00  # TCA_STATS_QUEUE
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                  08 00 0a 00  00 00 00 00  # TCA_ACT_IN_HW_COUNT 0
                  5c 00 02 00  # TCA_ACT_OPTIONS
                    1c 00 02 00  # TCA_VLAN_PARMS index 3, TC_ACT_UNSPEC, 1 reference, 1 bound, TCA_VLAN_ACT_MODIFY
                      03 00 00 00 00 00 00 00 ff ff ff ff 01 00 00 00 01 00 00 00 03 00 00 00
                    06 00 03 00  64 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 100
                    06 00 04 00  81 00 00 00  # TCA_VLAN_PUSH_VLAN_PROTOCOL 0x8100
                    05 00 06 00  03 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 3
                    24 00 01 00  # TCA_VLAN_TM
                      24 01 00 00 00 00 00 00 24 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                      00 00 00 00 00 00 00 00
              60 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  02 00 00 00  # TCA_EMATCH_TREE_HDR count 2
                54 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 02 00 00 00  # match 1: TCF_EM_META, TCF_EM_REL_OR
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  06 00 00 00  # TCA_EM_META_RVALUE 6
                  28 00 02 00  00 00 04 00 04 00 00 00  # match 2: TCF_EM_META, TCF_EM_INVERT
                    0c 00 01 00  2e 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_VLAN_TAG equal to a constant
                    08 00 02 00  ff 0f 00 00  # TCA_EM_META_LVALUE mask 0xfff
                    08 00 03 00  64 00 00 00  # TCA_EM_META_RVALUE 100
            """,
            TCFilter(
                identity: TCFilter.Identity(interfaceIndex: 2, hook: .egress, preference: 20804, handle: 5),
                classifier: .unknown(kind: "basic", options: Self.orNot),
                actions: [TCAction(.modifyVLAN(id: 100, priority: 3, tagProtocol: EtherType.vlan), then: .continue)])),
    ]

    /// TCA_BASIC_EMATCHES alone, as above.
    private static let orNot = GoldenMessageTests.bytes(
        """
        60 00 02 00 08 00 01 00 02 00 00 00 54 00 02 00 28 00 01 00 00 00 04 00
        02 00 00 00 0c 00 01 00 06 10 00 00 00 10 00 00 08 00 02 00 00 00 00 00
        08 00 03 00 06 00 00 00 28 00 02 00 00 00 04 00 04 00 00 00 0c 00 01 00
        2e 10 00 00 00 10 00 00 08 00 02 00 ff 0f 00 00 08 00 03 00 64 00 00 00
        """)
}
