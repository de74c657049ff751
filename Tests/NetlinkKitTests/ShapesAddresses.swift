import NetlinkModel

/// Addresses and families.
let addressesShapes: [Shape] = [
    Shape(
        nft: #"ip daddr 10.0.0.0/8 goto mark_voice"#,
        expressions: family(.ipv4) + payload(.network, 16, 1) + equal([10]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 16 => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip daddr 10.0.0.0/9 goto mark_voice"#,
        expressions: load(.ipv4DestinationAddress) + mask([0xff, 0x80, 0, 0]) + equal([10, 0, 0, 0]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000080ff ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x0000000a ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip daddr != 10.0.0.0/8 goto mark_voice"#,
        expressions: family(.ipv4) + payload(.network, 16, 1) + equal([10], .notEqual) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 16 => reg 1 ]
            [ cmp neq reg 1 0x0000000a ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 daddr 2603:1063::/39 goto mark_voice"#,
        expressions: load(.ipv6DestinationAddress) + mask([255, 255, 255, 255, 0xfe] + zeros(11))
            + equal([0x26, 0x03, 0x10, 0x63] + zeros(12)) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 24 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0xffffffff 0x000000fe 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
            [ cmp eq reg 1 0x63100326 0x00000000 0x00000000 0x00000000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 daddr 2603:1063::1 goto mark_voice"#,
        expressions: load(.ipv6DestinationAddress) + equal([0x26, 0x03, 0x10, 0x63] + zeros(11) + [1]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 24 => reg 1 ]
            [ cmp eq reg 1 0x63100326 0x00000000 0x00000000 0x01000000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 daddr { 2603:1063::1, 2603:1063::/39 } goto mark_voice"#,
        expressions: load(.ipv6DestinationAddress)
            + lookup(
                .ipv6Address, 0x2603_1063_0000_0000_0000_0000_0000_0000...0x2603_1063_01ff_ffff_ffff_ffff_ffff_ffff)
            + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 24 => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip saddr 10.0.0.1-10.0.0.9 goto mark_voice"#,
        expressions: load(.ipv4SourceAddress) + between([10, 0, 0, 1], [10, 0, 0, 9]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 12 => reg 1 ]
            [ cmp gte reg 1 0x0100000a ]
            [ cmp lte reg 1 0x0900000a ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta nfproto ipv4 goto mark_voice"#,
        expressions: family(.ipv4) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip daddr @g1_teams_v4 return"#,
        expressions: load(.ipv4DestinationAddress) + lookup("g1_teams_v4") + [.verdict(.return)],
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ lookup reg 1 set g1_teams_v4 ]
            [ immediate reg 0 return ]
            """),
    Shape(
        nft: #"ip daddr != @g1_teams_v4 return"#,
        expressions: load(.ipv4DestinationAddress) + lookup("g1_teams_v4", inverted: true) + [.verdict(.return)],
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ lookup reg 1 set g1_teams_v4 0x1 ]
            [ immediate reg 0 return ]
            """),
    Shape(
        nft: #"ip saddr 192.0.2.1 return"#,
        expressions: load(.ipv4SourceAddress) + equal([192, 0, 2, 1]) + [.verdict(.return)],
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 12 => reg 1 ]
            [ cmp eq reg 1 0x010200c0 ]
            [ immediate reg 0 return ]
            """),
    Shape(
        nft: #"ip daddr 192.0.2.0/31 accept"#,
        expressions: load(.ipv4DestinationAddress) + mask([255, 255, 255, 254]) + equal([192, 0, 2, 0]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0xfeffffff ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x000200c0 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip6 saddr 2001:db8::/32 accept"#,
        expressions: family(.ipv6) + payload(.network, 8, 4) + equal([0x20, 0x01, 0x0d, 0xb8]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 4b @ network header + 8 => reg 1 ]
            [ cmp eq reg 1 0xb80d0120 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip6 saddr 2001:db8::1-2001:db8::9 accept"#,
        expressions: load(.ipv6SourceAddress)
            + between([0x20, 0x01, 0x0d, 0xb8] + zeros(11) + [1], [0x20, 0x01, 0x0d, 0xb8] + zeros(11) + [9]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 8 => reg 1 ]
            [ cmp gte reg 1 0xb80d0120 0x00000000 0x00000000 0x01000000 ]
            [ cmp lte reg 1 0xb80d0120 0x00000000 0x00000000 0x09000000 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip6 saddr != 2001:db8::1-2001:db8::9 accept"#,
        expressions: load(.ipv6SourceAddress)
            + outside([0x20, 0x01, 0x0d, 0xb8] + zeros(11) + [1], [0x20, 0x01, 0x0d, 0xb8] + zeros(11) + [9]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 8 => reg 1 ]
            [ range neq reg 1 0xb80d0120 0x00000000 0x00000000 0x01000000 0xb80d0120 0x00000000 0x00000000 0x09000000 ]
            [ immediate reg 0 accept ]
            """),
]
