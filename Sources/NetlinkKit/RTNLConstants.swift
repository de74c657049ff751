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
    /// IFLA_LINKINFO
    static let info: UInt16 = 18
    /// IFLA_EXT_MASK
    static let mask: UInt16 = 29
    /// IFLA_LINK_NETNSID: the lower device is in another network namespace.
    static let lowerNamespace: UInt16 = 37

    /// RTEXT_FILTER_SKIP_STATS
    static let skipStatistics: UInt32 = 8
}

/// Inside IFLA_LINKINFO.
enum LinkInfoAttribute {
    /// IFLA_INFO_KIND
    static let kind: UInt16 = 1
    /// IFLA_INFO_DATA
    static let data: UInt16 = 2
    /// IFLA_VLAN_ID, inside the data of a `vlan`
    static let vlanID: UInt16 = 1
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

/// `AF_INET` and `AF_INET6` as rtnetlink writes them.
enum RTNLFamily {
    static let ipv4: UInt8 = 2
    static let ipv6: UInt8 = 10
}
