// C constants of rtnetlink, each typed once, from <linux/rtnetlink.h>, <linux/if_link.h>; the comment names the macro.

enum RTNLMessage {
    /// RTM_NEWLINK
    static let newLink: UInt16 = 16
    /// RTM_GETLINK
    static let getLink: UInt16 = 18
    /// RTM_NEWROUTE
    static let newRoute: UInt16 = 24
    /// RTM_GETROUTE
    static let getRoute: UInt16 = 26
    /// RTM_DELLINK
    static let deleteLink: UInt16 = 17
    /// RTM_NEWQDISC
    static let newQdisc: UInt16 = 36
    /// RTM_DELQDISC
    static let deleteQdisc: UInt16 = 37
    /// RTM_GETQDISC
    static let getQdisc: UInt16 = 38
    /// RTM_NEWTFILTER
    static let newFilter: UInt16 = 44
    /// RTM_DELTFILTER
    static let deleteFilter: UInt16 = 45
    /// RTM_GETTFILTER
    static let getFilter: UInt16 = 46
    /// RTM_GETACTION
    static let getAction: UInt16 = 50
}

/// Groups of notifications, as bits of `nl_groups`.
enum RTNLGroup {
    /// RTMGRP_LINK
    static let link: UInt32 = 1
    /// RTMGRP_TC
    static let tc: UInt32 = 8
}

enum RTNLSize {
    /// sizeof(struct ifinfomsg)
    static let linkHeader = 16
    /// sizeof(struct rtmsg)
    static let routeHeader = 12
    /// sizeof(struct rtnexthop)
    static let nextHop = 8
}

enum LinkAttribute {
    /// IFLA_IFNAME
    static let name: UInt16 = 3
    /// IFLA_MTU
    static let mtu: UInt16 = 4
    /// IFLA_LINK
    static let lower: UInt16 = 5
    /// IFLA_QDISC
    static let qdisc: UInt16 = 6
    /// IFLA_MASTER
    static let master: UInt16 = 10
    /// IFLA_LINKINFO
    static let info: UInt16 = 18
    /// IFLA_EXT_MASK
    static let mask: UInt16 = 29
    /// IFLA_LINK_NETNSID: the lower device is in another network namespace.
    static let lowerNamespace: UInt16 = 37
    /// IFLA_MAX_MTU
    static let maximumMTU: UInt16 = 51

    /// RTEXT_FILTER_SKIP_STATS
    static let skipStatistics: UInt32 = 8
}

/// Inside IFLA_LINKINFO.
enum LinkInfoAttribute {
    /// IFLA_INFO_KIND
    static let kind: UInt16 = 1
    /// IFLA_INFO_DATA
    static let data: UInt16 = 2
}

/// Inside the IFLA_INFO_DATA of a `vlan`.
enum VLANAttribute {
    /// IFLA_VLAN_ID
    static let id: UInt16 = 1
    /// IFLA_VLAN_FLAGS
    static let flags: UInt16 = 2
    /// IFLA_VLAN_EGRESS_QOS
    static let egressMap: UInt16 = 3
    /// IFLA_VLAN_INGRESS_QOS
    static let ingressMap: UInt16 = 4
    /// IFLA_VLAN_PROTOCOL
    static let tagProtocol: UInt16 = 5
    /// IFLA_VLAN_QOS_MAPPING, inside both maps
    static let mapping: UInt16 = 1
}

enum RouteAttribute {
    /// RTA_OIF
    static let outputInterface: UInt16 = 4
    /// RTA_PRIORITY
    static let priority: UInt16 = 6
    /// RTA_MULTIPATH
    static let multipath: UInt16 = 9
    /// RTA_TABLE: the table where its number has more than eight bits.
    static let table: UInt16 = 15

    /// RT_TABLE_MAIN
    static let mainTable: UInt32 = 254
    /// RTN_UNICAST
    static let unicast: UInt8 = 1
}

/// `AF_UNSPEC`, `AF_INET` and `AF_INET6` as rtnetlink writes them.
enum RTNLFamily {
    static let unspecified: UInt8 = 0
    static let ipv4: UInt8 = 2
    static let ipv6: UInt8 = 10
}
