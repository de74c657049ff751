import NetlinkModel

/// Commands and the messages that tc and ip (iproute2 6.1) send for them, recorded with `strace -e write=all` in a
/// namespace where v0 has the index 3: type and flags of the netlink header, then all that follows it. Each run of bytes is
/// explained.
struct GoldenCommand: Sendable {
    /// What tc or ip was given.
    var text: String
    var command: RTNLCommand
    var bytes: String

    init(_ text: String, _ command: RTNLCommand, _ bytes: String) {
        self.text = text
        self.command = command
        self.bytes = bytes
    }

    static let all = plain + basic

    private static let plain = [
        GoldenCommand(
            "tc qdisc add dev v0 clsact",
            .addClsact(interfaceIndex: 3),
            """
            24 00 05 06  # RTM_NEWQDISC, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            00 00 ff ff f1 ff ff ff 00 00 00 00  # handle 0xffff0000, parent TC_H_CLSACT
            0b 00 01 00  63 6c 73 61 63 74 00 00  # TCA_KIND "clsact"
            """),
        GoldenCommand(
            """
            tc filter add dev v0 ingress pref 20801 handle 1 protocol all matchall action skbedit \
            inheritdsfield continue
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(interfaceIndex: 3, hook: .ingress, preference: 20801, handle: 1),
                    classifier: .matchAll, actions: [TCAction(.inheritDSField, then: .continue)])),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            01 00 00 00 f2 ff ff ff 00 03 41 51  # handle 0x1, parent ingress, preference 20801, protocol 0x0003
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            40 00 02 00  # TCA_OPTIONS
              3c 00 02 00  # TCA_MATCHALL_ACT
                38 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  28 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 0, TC_ACT_UNSPEC
                      00 00 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
                    0c 00 09 00  20 00 00 00 00 00 00 00  # TCA_SKBEDIT_FLAGS SKBEDIT_F_INHERITDSFIELD
            """),
        GoldenCommand(
            """
            tc filter add dev v0 ingress pref 20802 handle 6 protocol 802.1Q flower vlan_prio 5 action \
            skbedit priority :6 continue
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(
                        interfaceIndex: 3, hook: .ingress, preference: 20802, protocolType: EtherType.vlan, handle: 6),
                    classifier: .flower([.vlanPriority(5)]), actions: [TCAction(.setPriority(6), then: .continue)])),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            06 00 00 00 f2 ff ff ff 81 00 42 51  # handle 0x6, parent ingress, preference 20802, protocol 0x8100
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            54 00 02 00  # TCA_OPTIONS
              05 00 18 00  05 00 00 00  # TCA_FLOWER_KEY_VLAN_PRIO 5
              38 00 03 00  # TCA_FLOWER_ACT
                34 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  24 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 0, TC_ACT_UNSPEC
                      00 00 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 00 00 00
                    08 00 03 00  06 00 00 00  # TCA_SKBEDIT_PRIORITY 6
              08 00 16 00  00 00 00 00  # TCA_FLOWER_FLAGS 0
              06 00 08 00  81 00 00 00  # TCA_FLOWER_KEY_ETH_TYPE 0x8100
            """),
        GoldenCommand(
            """
            tc filter replace dev v0 ingress pref 20802 handle 7 protocol 802.1ad flower vlan_id 100 \
            vlan_prio 5 vlan_ethtype ipv4 action skbedit priority :6 pass
            """,
            .replaceFilter(
                TCFilter(
                    identity: TCFilter.Identity(
                        interfaceIndex: 3, hook: .ingress, preference: 20802, protocolType: EtherType.serviceVLAN,
                        handle: 7),
                    classifier: .flower([.vlanID(100), .vlanPriority(5), .vlanEtherType(EtherType.ipv4)]),
                    actions: [TCAction(.setPriority(6), then: .pass)])),
            """
            2c 00 05 04  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            07 00 00 00 f2 ff ff ff 88 a8 42 51  # handle 0x7, parent ingress, preference 20802, protocol 0x88a8
            0b 00 01 00  66 6c 6f 77 65 72 00 00  # TCA_KIND "flower"
            64 00 02 00  # TCA_OPTIONS
              06 00 17 00  64 00 00 00  # TCA_FLOWER_KEY_VLAN_ID 100
              05 00 18 00  05 00 00 00  # TCA_FLOWER_KEY_VLAN_PRIO 5
              06 00 19 00  08 00 00 00  # TCA_FLOWER_KEY_VLAN_ETH_TYPE 0x0800
              38 00 03 00  # TCA_FLOWER_ACT
                34 00 01 00  # action 1
                  0c 00 01 00  73 6b 62 65 64 69 74 00  # TCA_ACT_KIND "skbedit"
                  24 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    18 00 02 00  # TCA_SKBEDIT_PARMS index 0, TC_ACT_OK
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                    08 00 03 00  06 00 00 00  # TCA_SKBEDIT_PRIORITY 6
              08 00 16 00  00 00 00 00  # TCA_FLOWER_FLAGS 0
              06 00 08 00  88 a8 00 00  # TCA_FLOWER_KEY_ETH_TYPE 0x88a8
            """),
        GoldenCommand(
            """
            tc filter add dev v0 egress pref 20805 handle 5 protocol all chain 7 matchall action gact goto \
            chain 9
            """,
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(
                        interfaceIndex: 3, hook: .egress, chain: 7, preference: 20805, handle: 5),
                    classifier: .matchAll, actions: [TCAction(.generic, then: .goto(chain: 9))])),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            05 00 00 00 f3 ff ff ff 00 03 45 51  # handle 0x5, parent egress, preference 20805, protocol 0x0003
            08 00 0b 00  07 00 00 00  # TCA_CHAIN 7
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            34 00 02 00  # TCA_OPTIONS
              30 00 02 00  # TCA_MATCHALL_ACT
                2c 00 01 00  # action 1
                  09 00 01 00  67 61 63 74 00 00 00 00  # TCA_ACT_KIND "gact"
                  1c 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    18 00 02 00  # TCA_GACT_PARMS index 0, TC_ACT_GOTO_CHAIN 9
                      00 00 00 00 00 00 00 00 09 00 00 20 00 00 00 00 00 00 00 00
            """),
        GoldenCommand(
            "tc filter add dev v0 egress pref 20805 handle 5 protocol all matchall action vlan pop pass",
            .addFilter(
                TCFilter(
                    identity: TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20805, handle: 5),
                    classifier: .matchAll, actions: [TCAction(.popVLAN, then: .pass)])),
            """
            2c 00 05 06  # RTM_NEWTFILTER, NLM_F_REQUEST|ACK|EXCL|CREATE
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            05 00 00 00 f3 ff ff ff 00 03 45 51  # handle 0x5, parent egress, preference 20805, protocol 0x0003
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            38 00 02 00  # TCA_OPTIONS
              34 00 02 00  # TCA_MATCHALL_ACT
                30 00 01 00  # action 1
                  09 00 01 00  76 6c 61 6e 00 00 00 00  # TCA_ACT_KIND "vlan"
                  20 00 02 80  # TCA_ACT_OPTIONS, with NLA_F_NESTED
                    1c 00 02 00  # TCA_VLAN_PARMS index 0, TC_ACT_OK, TCA_VLAN_ACT_POP
                      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
            """),
        GoldenCommand(
            "tc filter del dev v0 egress pref 20804 handle 4 protocol all basic",
            .deleteFilter(
                TCFilter.Identity(interfaceIndex: 3, hook: .egress, preference: 20804, handle: 4), kind: "basic"),
            """
            2d 00 05 00  # RTM_DELTFILTER, NLM_F_REQUEST|ACK
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            04 00 00 00 f3 ff ff ff 00 03 44 51  # handle 0x4, parent egress, preference 20804, protocol 0x0003
            0a 00 01 00  62 61 73 69 63 00 00 00  # TCA_KIND "basic"
            """),
        GoldenCommand(
            "tc filter del dev v0 egress pref 20805 handle 5 protocol all chain 7 matchall",
            .deleteFilter(
                TCFilter.Identity(interfaceIndex: 3, hook: .egress, chain: 7, preference: 20805, handle: 5),
                kind: "matchall"),
            """
            2d 00 05 00  # RTM_DELTFILTER, NLM_F_REQUEST|ACK
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            05 00 00 00 f3 ff ff ff 00 03 45 51  # handle 0x5, parent egress, preference 20805, protocol 0x0003
            08 00 0b 00  07 00 00 00  # TCA_CHAIN 7
            0d 00 01 00  6d 61 74 63 68 61 6c 6c 00 00 00 00  # TCA_KIND "matchall"
            """),
        GoldenCommand(
            "tc qdisc del dev v0 clsact",
            .deleteClsact(interfaceIndex: 3),
            """
            25 00 05 00  # RTM_DELQDISC, NLM_F_REQUEST|ACK
            00 00 00 00 03 00 00 00  # AF_UNSPEC, interface 3
            00 00 ff ff f1 ff ff ff 00 00 00 00  # handle 0xffff0000, parent TC_H_CLSACT
            0b 00 01 00  63 6c 73 61 63 74 00 00  # TCA_KIND "clsact"
            """),
        GoldenCommand(
            "ip link set dev v0 type vlan egress-qos-map 6:5 ingress-qos-map 5:6",
            .setVLANMaps(
                interfaceIndex: 3, egress: [VLANMapping(priority: 6, pcp: 5)],
                ingress: [VLANMapping(priority: 6, pcp: 5)]),
            """
            10 00 05 00  # RTM_NEWLINK, NLM_F_REQUEST|ACK
            00 00 00 00 03 00 00 00 00 00 00 00 00 00 00 00  # AF_UNSPEC, type 0, interface 3, flags 0x0
            30 00 12 00  # IFLA_LINKINFO
              08 00 01 00  76 6c 61 6e  # IFLA_INFO_KIND "vlan"
              24 00 02 00  # IFLA_INFO_DATA
                10 00 03 00  # IFLA_VLAN_EGRESS_QOS
                  0c 00 01 00  06 00 00 00 05 00 00 00  # IFLA_VLAN_QOS_MAPPING 6 to 5
                10 00 04 00  # IFLA_VLAN_INGRESS_QOS
                  0c 00 01 00  05 00 00 00 06 00 00 00  # IFLA_VLAN_QOS_MAPPING 5 to 6
            """),
    ]
}
