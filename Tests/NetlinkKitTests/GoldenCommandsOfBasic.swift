import NetlinkModel

// Filters with ematches; how they were recorded stands with the others.
extension GoldenCommand {
    static let basic = [
        GoldenCommand(
            """
            tc filter add dev v0 egress pref 20803 handle 3 protocol all basic match 'meta(priority eq \
            0x51000001)' action vlan push id 0 priority 5 pipe action skbedit priority :5 continue cookie \
            716f7363746c
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20803, handle: 3),
                    classifier: .basic([TCMetaMatch(.priority, equals: 0x5100_0001)]),
                    actions: [
                        TCAction(.pushVLAN(id: 0, priority: 5, tagProtocol: EtherType.vlan), then: .pipe),
                        TCAction(.setPriority(5), then: .continue, cookie: Array("qosctl".utf8)),
                    ])),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            03 00 00 00 f3 ff ff ff 00 03 43 51  # handle 0x3, parent egress, preference 20803, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            c0 00 02 00  # TCA_OPTIONS
              38 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  01 00 00 00  # TCA_EMATCH_TREE_HDR count 1
                2c 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 00 00 00 00  # match 1: TCF_EM_META
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  01 00 00 51  # TCA_EM_META_RVALUE 0x51000001
              84 00 03 00  # TCA_BASIC_ACT
                40 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  30 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    1c 00 02 00  # TCA_VLAN_PARMS index 0, TC_ACT_PIPE, TCA_VLAN_ACT_PUSH
                      00 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00
                    06 00 03 00  00 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 0
                    05 00 06 00  05 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 5
                40 00 02 00  # action 2
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  24 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 0, TC_ACT_UNSPEC
                      00 00 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
                    08 00 03 00  05 00 00 00  # TCA_SKBEDIT_PRIORITY 5
                  0a 00 06 00  71 6f 73 63 74 6c 00 00  # TCA_ACT_COOKIE
            """),
        GoldenCommand(
            """
            tc filter add dev v0 egress pref 20804 handle 1 protocol all basic match 'meta(priority eq 6)' \
            action vlan push id 7 protocol 802.1ad priority 0 drop
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20804, handle: 1),
                    classifier: .basic([TCMetaMatch(.priority, equals: 6)]),
                    actions: [TCAction(.pushVLAN(id: 7, priority: 0, tagProtocol: EtherType.serviceVLAN), then: .drop)])
            ),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            01 00 00 00 f3 ff ff ff 00 03 44 51  # handle 0x1, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            88 00 02 00  # TCA_OPTIONS
              38 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  01 00 00 00  # TCA_EMATCH_TREE_HDR count 1
                2c 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 00 00 00 00  # match 1: TCF_EM_META
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  06 00 00 00  # TCA_EM_META_RVALUE 6
              4c 00 03 00  # TCA_BASIC_ACT
                48 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  38 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    1c 00 02 00  # TCA_VLAN_PARMS index 0, TC_ACT_SHOT, TCA_VLAN_ACT_PUSH
                      00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00
                    06 00 03 00  07 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 7
                    06 00 04 00  88 a8 00 00  # TCA_VLAN_PUSH_VLAN_PROTOCOL 0x88a8
                    05 00 06 00  00 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 0
            """),
        GoldenCommand(
            """
            tc filter add dev v0 egress pref 20804 handle 4 protocol all basic match 'meta(priority eq \
            0x51000001) and meta(vlan mask 0xfff eq 100)' action vlan modify id 100 priority 3 continue
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20804, handle: 4),
                    classifier: .basic([
                        TCMetaMatch(.priority, equals: 0x5100_0001), TCMetaMatch(.vlanTag, mask: 0xfff, equals: 100),
                    ]),
                    actions: [TCAction(.modifyVLAN(id: 100, priority: 3, tagProtocol: EtherType.vlan), then: .continue)]
                )),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            04 00 00 00 f3 ff ff ff 00 03 44 51  # handle 0x4, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            a8 00 02 00  # TCA_OPTIONS
              60 00 02 00  # TCA_BASIC_EMATCHES
                08 00 01 00  02 00 00 00  # TCA_EMATCH_TREE_HDR count 2
                54 00 02 00  # TCA_EMATCH_TREE_LIST
                  28 00 01 00  00 00 04 00 01 00 00 00  # match 1: TCF_EM_META, TCF_EM_REL_AND
                    0c 00 01 00  06 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_PRIORITY equal to a constant
                    08 00 02 00  00 00 00 00  # TCA_EM_META_LVALUE mask 0x0
                    08 00 03 00  01 00 00 51  # TCA_EM_META_RVALUE 0x51000001
                  28 00 02 00  00 00 04 00 00 00 00 00  # match 2: TCF_EM_META
                    0c 00 01 00  2e 10 00 00 00 10 00 00  # TCA_EM_META_HDR TCF_META_ID_VLAN_TAG equal to a constant
                    08 00 02 00  ff 0f 00 00  # TCA_EM_META_LVALUE mask 0xfff
                    08 00 03 00  64 00 00 00  # TCA_EM_META_RVALUE 100
              44 00 03 00  # TCA_BASIC_ACT
                40 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  30 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    1c 00 02 00  # TCA_VLAN_PARMS index 0, TC_ACT_UNSPEC, TCA_VLAN_ACT_MODIFY
                      00 00 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00 03 00 00 00
                    06 00 03 00  64 00 00 00  # TCA_VLAN_PUSH_VLAN_ID 100
                    05 00 06 00  03 00 00 00  # TCA_VLAN_PUSH_VLAN_PRIORITY 3
            """),
    ]
}
