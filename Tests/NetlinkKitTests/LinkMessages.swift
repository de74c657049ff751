import NetlinkModel

/// Answers of rtnetlink, from the header of the message type on, and what they say. `lo` and `veth` were recorded with
/// `strace -e read=all ip link` (iproute2 6.1, Linux 6.18), with those attributes left out that nobody here reads.
/// `mappedVLAN` and `serviceVLAN` were recorded on Linux 6.1 in the same way. The other VLAN devices and `port` have what
/// `rtnl_fill_ifinfo` (net/core/rtnetlink.c) and `vlan_fill_info` (net/8021q/vlan_netlink.c) write.
struct LinkMessage: Sendable {
    var testDescription: String
    var bytes: String
    var link: Link

    static let all: [LinkMessage] = [
        loopback, veth, vlan, vlanOfElsewhere, mappedVLAN, serviceVLAN, port, bareTunnel, oddName,
    ]

    private static let loopback = LinkMessage(
        testDescription: "lo",
        bytes: """
            00 00 04 03  01 00 00 00  08 00 00 00  00 00 00 00  # AF_UNSPEC, ARPHRD_LOOPBACK, index 1, IFF_LOOPBACK
            07 00 03 00  6c 6f 00 00              # IFLA_IFNAME "lo"
            08 00 0d 00  e8 03 00 00              # IFLA_TXQLEN 1000
            08 00 04 00  00 00 01 00              # IFLA_MTU 65536
            """,
        link: Link(index: 1, name: InterfaceName("lo"), hardwareType: 772, flags: .loopback, mtu: 65536))

    private static let veth = LinkMessage(
        testDescription: "veth",
        bytes: """
            00 00 01 00  03 00 00 00  03 10 00 00  00 00 00 00  # AF_UNSPEC, ARPHRD_ETHER, index 3, UP, BROADCAST, MULTICAST
            07 00 03 00  76 30 00 00              # IFLA_IFNAME "v0"
            08 00 04 00  78 05 00 00              # IFLA_MTU 1400
            0a 00 01 00  f2 6b 1f d6 a0 80 00 00  # IFLA_ADDRESS
            10 00 12 00                           # IFLA_LINKINFO
              09 00 01 00  76 65 74 68 00 00 00 00  # IFLA_INFO_KIND "veth"
            08 00 05 00  02 00 00 00              # IFLA_LINK 2: the peer
            04 00 3e 80                           # IFLA_PROP_LIST, nested, empty
            """,
        link: Link(
            index: 3, name: InterfaceName("v0"), hardwareType: 1, flags: LinkFlags(rawValue: 0x1003), mtu: 1400,
            kind: "veth",
            lowerIndex: 2))

    private static let vlanBytes = """
        00 00 01 00  05 00 00 00  43 10 01 00  00 00 00 00  # ARPHRD_ETHER, index 5, UP, RUNNING, LOWER_UP
        0c 00 03 00  65 74 68 30 2e 31 30 00  # IFLA_IFNAME "eth0.10"
        08 00 04 00  dc 05 00 00              # IFLA_MTU 1500
        08 00 05 00  02 00 00 00              # IFLA_LINK 2: the device below
        38 00 12 00                           # IFLA_LINKINFO
          09 00 01 00  76 6c 61 6e 00 00 00 00  # IFLA_INFO_KIND "vlan"
          28 00 02 00                         # IFLA_INFO_DATA
            06 00 01 00  0a 00 00 00          # IFLA_VLAN_ID 10
            06 00 05 00  81 00 00 00          # IFLA_VLAN_PROTOCOL 802.1Q
            0c 00 02 00  01 00 00 00 ff ff ff ff  # IFLA_VLAN_FLAGS: VLAN_FLAG_REORDER_HDR
            08 00 07 00  00 00 00 00          # not known to us
        """

    private static let vlan = LinkMessage(
        testDescription: "a VLAN device", bytes: vlanBytes,
        link: Link(
            index: 5, name: InterfaceName("eth0.10"), hardwareType: 1, flags: LinkFlags(rawValue: 0x11043), mtu: 1500,
            kind: "vlan", vlan: VLANDevice(id: 10), lowerIndex: 2))

    private static let vlanOfElsewhere = LinkMessage(
        testDescription: "a VLAN device over a device of another namespace",
        bytes: vlanBytes + "\n08 00 25 00  00 00 00 00  # IFLA_LINK_NETNSID 0",
        link: Link(
            index: 5, name: InterfaceName("eth0.10"), hardwareType: 1, flags: LinkFlags(rawValue: 0x11043), mtu: 1500,
            kind: "vlan", vlan: VLANDevice(id: 10)))

    private static let mappedVLAN = LinkMessage(
        testDescription: "a VLAN device with maps, which the kernel lists in the order of a hash table",
        bytes: """
            00 00 01 00 04 00 00 00 02 10 00 00 00 00 00 00  # AF_UNSPEC, type 1, interface 4, flags 0x1002
            0b 00 03 00  76 30 2e 31 30 30 00 00  # IFLA_IFNAME "v0.100"
            08 00 04 00  dc 05 00 00  # IFLA_MTU 1500
            08 00 32 00  00 00 00 00  # IFLA_MIN_MTU 0
            08 00 33 00  ff ff 00 00  # IFLA_MAX_MTU 65535
            09 00 06 00  6e 6f 6f 70 00 00 00 00  # IFLA_QDISC "noop"
            80 00 12 00  # IFLA_LINKINFO
              09 00 01 00  76 6c 61 6e 00 00 00 00  # IFLA_INFO_KIND "vlan"
              70 00 02 00  # IFLA_INFO_DATA
                06 00 05 00  81 00 00 00  # IFLA_VLAN_PROTOCOL 0x8100
                06 00 01 00  64 00 00 00  # IFLA_VLAN_ID 100
                0c 00 02 00  01 00 00 00 ff ff ff ff  # IFLA_VLAN_FLAGS 1, mask 0xffffffff
                1c 00 04 00  # IFLA_VLAN_INGRESS_QOS
                  0c 00 01 00  05 00 00 00 06 00 00 00  # IFLA_VLAN_QOS_MAPPING 5 to 6
                  0c 00 01 00  07 00 00 00 ff ff ff ff  # IFLA_VLAN_QOS_MAPPING 7 to 4294967295
                34 00 03 00  # IFLA_VLAN_EGRESS_QOS
                  0c 00 01 00  01 00 00 51 07 00 00 00  # IFLA_VLAN_QOS_MAPPING 1358954497 to 7
                  0c 00 01 00  26 00 00 00 03 00 00 00  # IFLA_VLAN_QOS_MAPPING 38 to 3
                  0c 00 01 00  16 00 00 00 04 00 00 00  # IFLA_VLAN_QOS_MAPPING 22 to 4
                  0c 00 01 00  06 00 00 00 05 00 00 00  # IFLA_VLAN_QOS_MAPPING 6 to 5
            08 00 05 00  03 00 00 00  # IFLA_LINK 3
            """,
        link: Link(
            index: 4, name: InterfaceName("v0.100"), hardwareType: 1, flags: LinkFlags(rawValue: 0x1002), mtu: 1500,
            kind: "vlan",
            vlan: VLANDevice(
                id: 100,
                egressMap: [
                    VLANMapping(priority: 6, pcp: 5), VLANMapping(priority: 22, pcp: 4),
                    VLANMapping(priority: 38, pcp: 3), VLANMapping(priority: 0x5100_0001, pcp: 7),
                ],
                ingressMap: [VLANMapping(priority: 6, pcp: 5), VLANMapping(priority: .max, pcp: 7)]),
            lowerIndex: 3, qdisc: "noop", maximumMTU: 65535))

    private static let serviceVLAN = LinkMessage(
        testDescription: "an 802.1ad device with its tags in the frames: no flags are not listed",
        bytes: """
            00 00 01 00 05 00 00 00 02 10 00 00 00 00 00 00  # AF_UNSPEC, type 1, interface 5, flags 0x1002
            09 00 03 00  76 30 2e 37 00 00 00 00  # IFLA_IFNAME "v0.7"
            08 00 04 00  dc 05 00 00  # IFLA_MTU 1500
            08 00 32 00  00 00 00 00  # IFLA_MIN_MTU 0
            08 00 33 00  ff ff 00 00  # IFLA_MAX_MTU 65535
            09 00 06 00  6e 6f 6f 70 00 00 00 00  # IFLA_QDISC "noop"
            34 00 12 00  # IFLA_LINKINFO
              09 00 01 00  76 6c 61 6e 00 00 00 00  # IFLA_INFO_KIND "vlan"
              24 00 02 00  # IFLA_INFO_DATA
                06 00 05 00  88 a8 00 00  # IFLA_VLAN_PROTOCOL 0x88a8
                06 00 01 00  07 00 00 00  # IFLA_VLAN_ID 7
                10 00 03 00  # IFLA_VLAN_EGRESS_QOS
                  0c 00 01 00  01 00 00 00 01 00 00 00  # IFLA_VLAN_QOS_MAPPING 1 to 1
            08 00 05 00  03 00 00 00  # IFLA_LINK 3
            """,
        link: Link(
            index: 5, name: InterfaceName("v0.7"), hardwareType: 1, flags: LinkFlags(rawValue: 0x1002), mtu: 1500,
            kind: "vlan",
            vlan: VLANDevice(
                id: 7, tagProtocol: EtherType.serviceVLAN, flags: [], egressMap: [VLANMapping(priority: 1, pcp: 1)]),
            lowerIndex: 3, qdisc: "noop", maximumMTU: 65535))

    private static let port = LinkMessage(
        testDescription: "a port of a bridge, without a longest MTU",
        bytes: """
            00 00 01 00  03 00 00 00  03 10 00 00  00 00 00 00  # AF_UNSPEC, ARPHRD_ETHER, index 3, UP, BROADCAST, MULTICAST
            09 00 03 00  65 74 68 30 00 00 00 00  # IFLA_IFNAME "eth0"
            08 00 33 00  00 00 00 00              # IFLA_MAX_MTU 0: no limit
            0d 00 06 00  66 71 5f 63 6f 64 65 6c 00 00 00 00  # IFLA_QDISC "fq_codel"
            08 00 0a 00  07 00 00 00              # IFLA_MASTER 7
            """,
        link: Link(
            index: 3, name: InterfaceName("eth0"), hardwareType: 1, flags: LinkFlags(rawValue: 0x1003), masterIndex: 7,
            qdisc: "fq_codel"))

    private static let bareTunnel = LinkMessage(
        testDescription: "a tunnel bound to no device",
        bytes: """
            00 00 08 03  02 00 00 00  80 00 00 00  00 00 00 00  # ARPHRD_SIT, index 2, IFF_NOARP
            09 00 03 00  73 69 74 30 00 00 00 00  # IFLA_IFNAME "sit0"
            08 00 05 00  00 00 00 00              # IFLA_LINK 0
            """,
        link: Link(index: 2, name: InterfaceName("sit0"), hardwareType: 776, flags: LinkFlags(rawValue: 0x80)))

    private static let oddName = LinkMessage(
        testDescription: "a name that is no UTF-8",
        bytes: """
            00 00 01 00  07 00 00 00  00 00 00 00  00 00 00 00
            07 00 03 00  ff fe 00 00              # IFLA_IFNAME
            """,
        link: Link(index: 7, name: nil, hardwareType: 1, flags: []))
}

/// Routes as rtnetlink(7) and the kernel's structures lay them out.
struct RouteMessage: Sendable {
    var testDescription: String
    var bytes: String
    var routes: [DefaultRoute]

    static let all: [RouteMessage] = [
        RouteMessage(
            testDescription: "IPv4 default route",
            bytes: """
                02 00 00 00  fe 03 00 01  00 00 00 00  # AF_INET, 0 bits, main, RTPROT_BOOT, universe, RTN_UNICAST
                08 00 0f 00  fe 00 00 00              # RTA_TABLE 254
                08 00 06 00  07 00 00 00              # RTA_PRIORITY 7
                08 00 05 00  0a 00 00 01              # RTA_GATEWAY 10.0.0.1
                08 00 04 00  03 00 00 00              # RTA_OIF 3
                """,
            routes: [DefaultRoute(isIPv6: false, interfaceIndex: 3, metric: 7)]),
        RouteMessage(
            testDescription: "IPv6 default route over two next hops",
            bytes: """
                0a 00 00 00  fe 03 00 01  00 00 00 00  # AF_INET6, 0 bits, main
                08 00 0f 00  fe 00 00 00              # RTA_TABLE 254
                08 00 06 00  00 04 00 00              # RTA_PRIORITY 1024
                14 00 09 00                           # RTA_MULTIPATH
                  08 00 00 00  03 00 00 00            # rtnexthop: 8 bytes, interface 3
                  08 00 00 00  04 00 00 00            # rtnexthop: 8 bytes, interface 4
                """,
            routes: [
                DefaultRoute(isIPv6: true, interfaceIndex: 3, metric: 1024),
                DefaultRoute(isIPv6: true, interfaceIndex: 4, metric: 1024),
            ]),
        RouteMessage(
            testDescription: "a route to a prefix",
            bytes: """
                02 18 00 00  fe 02 fd 01  00 00 00 00  # AF_INET, 24 bits
                08 00 04 00  03 00 00 00              # RTA_OIF 3
                """,
            routes: []),
        RouteMessage(
            testDescription: "a default route of another table",
            bytes: """
                02 00 00 00  fc 03 00 01  00 00 00 00  # RT_TABLE_COMPAT
                08 00 0f 00  e8 03 00 00              # RTA_TABLE 1000
                08 00 04 00  03 00 00 00              # RTA_OIF 3
                """,
            routes: []),
        RouteMessage(
            testDescription: "a default route that refuses",
            bytes: """
                02 00 00 00  fe 03 00 07  00 00 00 00  # RTN_UNREACHABLE
                08 00 04 00  01 00 00 00              # RTA_OIF 1
                """,
            routes: []),
    ]
}
