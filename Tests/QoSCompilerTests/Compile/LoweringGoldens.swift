/// The conditions of one rule, and the nft rules that they become: one for each alternative.
struct LoweringGolden: Sendable, CustomStringConvertible {
    var conditions: String
    var lines: [String]
    var why: String

    init(_ conditions: String, _ lines: [String], _ why: String) {
        self.conditions = conditions
        self.lines = lines
        self.why = why
    }

    var description: String { conditions }

    /// Sets that the conditions may name.
    static let sets = """
        set net { 10.0.0.0/8 192.0.2.1 2001:db8::/32 }
        set v4 { 10.0.0.0/8 }
        set web { 80 443 8000-8010 }

        """

    static let all = families + protocols + ipv4 + ipv6 + ports + interfaces + owners + dscps + marks + orders

    static let families: [LoweringGolden] = [
        .init("", [""], "no condition: every packet"),
        .init("family ip", ["meta nfproto ipv4"], "the family alone is a test of its own"),
        .init("family != ip", ["meta nfproto ipv6"], "there are two families"),
        .init("family { ip ip6 }", [""], "both: no test"),
    ]

    static let protocols: [LoweringGolden] = [
        .init("proto tcp", ["meta l4proto tcp"], "upper-layer protocol, both families"),
        .init("proto != esp", ["meta l4proto != esp"], "negated"),
        .init(
            "proto { tcp udp 99 }", ["meta l4proto { tcp, udp, 99 }"], "the host names 99 for nft: a number"),
        .init("proto { 1 2 3 }", ["meta l4proto { icmp, 2, 3 }"], "neighbours stay single, for a hash"),
        .init("proto != { tcp udp }", ["meta l4proto != { tcp, udp }"], "negated list"),
        .init("family ip6 proto icmpv6", ["meta nfproto ipv6 meta l4proto ipv6-icmp"], "family and protocol"),
    ]

    static let ipv4: [LoweringGolden] = [
        .init("saddr 10.0.0.1", ["ip saddr 10.0.0.1"], "one address"),
        .init("saddr 10.0.0.0/8", ["ip saddr 10.0.0.0/8"], "whole bytes: only those are loaded"),
        .init("saddr 10.128.0.0/9", ["ip saddr 10.128.0.0/9"], "no whole bytes: masked"),
        .init("saddr 10.0.0.1/32", ["ip saddr 10.0.0.1"], "the longest prefix is an address"),
        .init("saddr 10.0.0.5-10.0.0.9", ["ip saddr 10.0.0.5-10.0.0.9"], "range"),
        .init("saddr 10.0.0.0-10.255.255.255", ["ip saddr 10.0.0.0/8"], "a range that is a prefix"),
        .init("saddr { 10.0.0.0/9 10.128.0.0/9 }", ["ip saddr 10.0.0.0/8"], "neighbours are merged"),
        .init("saddr { 10.0.0.1 10.0.0.5 10.0.0.1 }", ["ip saddr { 10.0.0.1, 10.0.0.5 }"], "list, a value twice"),
        .init(
            "saddr { 10.0.2.0-10.0.2.9 10.0.0.0/24 }", ["ip saddr { 10.0.0.0/24, 10.0.2.0-10.0.2.9 }"],
            "intervals, sorted"),
        .init("daddr != 10.0.0.1", ["ip daddr != 10.0.0.1"], "negation keeps the family"),
        .init("daddr != 10.0.0.0/8", ["ip daddr != 10.0.0.0/8"], "negated prefix"),
        .init("daddr != 10.128.0.0/9", ["ip daddr != 10.128.0.0/9"], "negated masked prefix"),
        .init("daddr != 10.0.0.5-10.0.0.9", ["ip daddr != 10.0.0.5-10.0.0.9"], "negated range"),
        .init("daddr != { 10.0.0.1 10.0.0.5 }", ["ip daddr != { 10.0.0.1, 10.0.0.5 }"], "negated list"),
        .init("saddr 0.0.0.0/0", ["meta nfproto ipv4"], "every address of a family: the family"),
        .init("daddr @v4", ["ip daddr @v4_v4"], "a named set of one family"),
    ]

    static let ipv6: [LoweringGolden] = [
        .init("saddr 2001:db8::1", ["ip6 saddr 2001:db8::1"], "one address"),
        .init("saddr 2001:db8::/32", ["ip6 saddr 2001:db8::/32"], "whole bytes"),
        .init("saddr 2001:db8::/33", ["ip6 saddr 2001:db8::/33"], "masked"),
        .init("daddr 2001:db8::5-2001:db8::9", ["ip6 daddr 2001:db8::5-2001:db8::9"], "range"),
        .init(
            "daddr { 10.0.0.0/8 2001:db8::/32 }", ["ip daddr 10.0.0.0/8", "ip6 daddr 2001:db8::/32"],
            "a rule for each family"),
        .init(
            "daddr != { 10.0.0.0/8 2001:db8::/32 }", ["ip daddr != 10.0.0.0/8", "ip6 daddr != 2001:db8::/32"],
            "each its own part"),
        .init("daddr != { 0.0.0.0/0 2001:db8::/32 }", ["ip6 daddr != 2001:db8::/32"], "nothing is left of IPv4"),
        .init(
            "saddr { 10.0.0.1 2001:db8::1 } daddr 2001:db8::/32", ["ip6 saddr 2001:db8::1 ip6 daddr 2001:db8::/32"],
            "only the common family"),
        .init("daddr @net", ["ip daddr @v4_net", "ip6 daddr @v6_net"], "a named set for each family"),
        .init("daddr != @net", ["ip daddr != @v4_net", "ip6 daddr != @v6_net"], "negated named set"),
        .init(
            "daddr { @net 198.51.100.1 }",
            ["ip daddr { 10.0.0.0/8, 192.0.2.1, 198.51.100.1 }", "ip6 daddr 2001:db8::/32"],
            "a set inside a list is copied"),
    ]

    static let ports: [LoweringGolden] = [
        .init("proto tcp dport 80", ["tcp dport 80"], "nft derives the protocol test from the header's name"),
        .init("proto udp sport 53", ["udp sport 53"], "source port"),
        .init("proto sctp dport 1000-2000", ["sctp dport 1000-2000"], "range"),
        .init("proto dccp dport { 80 443 }", ["dccp dport { 80, 443 }"], "list"),
        .init("proto udplite dport { 80 1000-2000 }", ["udplite dport { 80, 1000-2000 }"], "intervals"),
        .init("proto tcp dport != 80", ["tcp dport != 80"], "negated"),
        .init("proto tcp dport != 1000-2000", ["tcp dport != 1000-2000"], "negated range"),
        .init("proto tcp dport != { 80 443 }", ["tcp dport != { 80, 443 }"], "negated list"),
        .init(
            "proto { tcp udp } sport 53 dport 53", ["meta l4proto { tcp, udp } th sport 53 th dport 53"],
            "two protocols, one place"),
        .init(
            "dport 443", ["meta l4proto { tcp, udp, dccp, sctp, udplite } th dport 443"],
            "without proto: all that have ports"),
        .init(
            "proto != udp dport 443", ["meta l4proto { tcp, dccp, sctp, udplite } th dport 443"],
            "the others that have ports"),
        .init("proto tcp dport @web", ["tcp dport @port_web"], "named set of ports"),
        .init("proto tcp dport != @web", ["tcp dport != @port_web"], "negated named set"),
        .init("proto tcp dport { @web 22 }", ["tcp dport { 22, 80, 443, 8000-8010 }"], "a set inside a list is copied"),
    ]

    static let interfaces: [LoweringGolden] = [
        .init("oif eth0", [#"oifname "eth0""#], "by name, not by index: it may come later"),
        .init("oif \"wg*\"", [#"oifname "wg*""#], "prefix"),
        .init("oif { eth1 eth0 }", [#"oifname { "eth0", "eth1" }"#], "list, sorted"),
        .init(
            "oif { eth0 \"wg*\" \"tun*\" }", [#"oifname "eth0""#, #"oifname "wg*""#, #"oifname "tun*""#],
            "a rule for each prefix"),
        .init("oif != eth0", [#"oifname != "eth0""#], "negated"),
        .init(
            "oif != { eth0 eth1 \"wg*\" }", [#"oifname != { "eth0", "eth1" } oifname != "wg*""#],
            "negated: all in one rule"),
        .init("oif *", [""], "every interface"),
    ]

    /// Of forwarded packets, which have an input interface.
    static let forward: [LoweringGolden] = [
        .init("iif eth0", [#"iifname "eth0""#], "input interface"),
        .init("iif eth0 oif \"wg*\"", [#"iifname "eth0" oifname "wg*""#], "both interfaces"),
        .init("iif != eth0", [#"iifname != "eth0""#], "negated"),
        .init("user 5", [], "no socket, no rule"),
    ]

    static let owners: [LoweringGolden] = [
        .init("user 1000", ["meta skuid 1000"], "number"),
        .init("user www-data", [#"meta skuid "www-data""#], "name: looked up at apply"),
        .init("group 1000-1999", ["meta skgid 1000-1999"], "range: byte order turned first"),
        .init("user { 0 1000 }", ["meta skuid { 0, 1000 }"], "list in host order"),
        .init("user { 0 1000-1999 }", ["meta skuid { 0, 1000-1999 }"], "intervals in network order"),
        .init(
            "user { 0 www-data backup }", ["meta skuid 0", #"meta skuid "www-data""#, #"meta skuid "backup""#],
            "a rule for each name"),
        .init("user != 1000", ["meta skuid != 1000"], "negated"),
        .init("user != 1000-1999", ["meta skuid != 1000-1999"], "negated range"),
        .init("group != { 0 www-data }", [#"meta skgid != 0 meta skgid != "www-data""#], "negated: all in one rule"),
    ]

    static let dscps: [LoweringGolden] = [
        .init("dscp ef", ["ip dscp ef", "ip6 dscp ef"], "a rule for each family"),
        .init("dscp 5", ["ip dscp 0x05", "ip6 dscp 0x05"], "a code point without a name"),
        .init("dscp cs1-cs2", ["ip dscp 0x08-0x10", "ip6 dscp 0x08-0x10"], "range: no names in nft's ranges"),
        .init(
            "dscp { ef le 5 }", ["ip dscp { lephb, 0x05, ef }", "ip6 dscp { lephb, 0x05, ef }"],
            "list; nft calls LE lephb"),
        .init("dscp { 0-7 ef }", ["ip dscp { 0x00-0x07, ef }", "ip6 dscp { 0x00-0x07, ef }"], "intervals"),
        .init("dscp != ef", ["ip dscp != ef", "ip6 dscp != ef"], "negated"),
        .init("dscp != 8-15", ["ip dscp != 0x08-0x0f", "ip6 dscp != 0x08-0x0f"], "negated range"),
        .init("dscp 0-63", [""], "every code point"),
        .init("family ip dscp ef", ["ip dscp ef"], "one family"),
    ]

    static let marks: [LoweringGolden] = [
        .init("mark 1", ["meta mark 0x00000001"], "one value"),
        .init("mark 0x10/0xf0", ["meta mark & 0x000000f0 == 0x00000010"], "masked"),
        .init("mark 5-9", ["meta mark 0x00000005-0x00000009"], "range"),
        .init("mark { 1 3 }", ["meta mark { 0x00000001, 0x00000003 }"], "list"),
        .init("mark { 1 5-9 }", ["meta mark { 0x00000001, 0x00000005-0x00000009 }"], "intervals"),
        .init(
            "mark { 1 0x10/0xf0 }", ["meta mark 0x00000001", "meta mark & 0x000000f0 == 0x00000010"],
            "a rule for each mask"),
        .init("mark 7/0xffffffff", ["meta mark 0x00000007"], "a mask of all bits is none"),
        .init("mark != 1", ["meta mark != 0x00000001"], "negated"),
        .init("mark != 5-9", ["meta mark != 0x00000005-0x00000009"], "negated range"),
        .init("mark 0-4294967295", [""], "every mark"),
        .init("mark != 0x10/0xf0", ["meta mark & 0x000000f0 != 0x00000010"], "negated mask"),
        .init(
            "mark != { 1 0x10/0xf0 }", ["meta mark != 0x00000001 meta mark & 0x000000f0 != 0x00000010"],
            "negated: all in one rule"),
    ]

    static let orders: [LoweringGolden] = [
        .init(
            "user 1000 oif eth0 mark 1 dport 80 sport 90 dscp ef daddr 10.0.0.0/8 saddr 10.0.0.1 proto tcp family ip",
            [
                "ip saddr 10.0.0.1 ip daddr 10.0.0.0/8 ip dscp ef tcp sport 90 tcp dport 80 "
                    + #"oifname "eth0" meta skuid 1000 meta mark 0x00000001"#
            ], "network before transport before metadata, whatever the order in the policy"),
        .init(
            "oif { eth0 \"wg*\" } user { 0 backup }",
            [
                #"oifname "eth0" meta skuid 0"#, #"oifname "eth0" meta skuid "backup""#, #"oifname "wg*" meta skuid 0"#,
                #"oifname "wg*" meta skuid "backup""#,
            ], "alternatives multiply"),
    ]
}
