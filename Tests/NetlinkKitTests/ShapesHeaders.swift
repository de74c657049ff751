import NetlinkModel

/// DSCP and fragments.
let headersShapes: [Shape] = [
    Shape(
        nft: #"frag frag-off != 0 accept"#,
        expressions: family(.ipv6) + [.extensionHeader(.fragmentOffset, into: .data1)]
            + mask(NFTExtensionHeader.fragmentOffsetMask) + equal([0, 0], .notEqual) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000f8ff ) ^ 0x00000000 ]
            [ cmp neq reg 1 0x00000000 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip dscp ef goto mark_voice"#,
        expressions: load(.ipv4DSCP) + equal([0xb8]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 1 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x000000b8 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 dscp ef goto mark_voice"#,
        expressions: load(.ipv6DSCP) + equal([0x0b, 0x80]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x0000800b ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 dscp != ef goto mark_voice"#,
        expressions: load(.ipv6DSCP) + equal([0x0b, 0x80], .notEqual) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
            [ cmp neq reg 1 0x0000800b ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip dscp { ef, cs1 } goto mark_voice"#,
        expressions: load(.ipv4DSCP) + lookup(.dscp(length: 1), 8 << 2, 46 << 2) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 1 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 dscp { ef, cs1 } goto mark_voice"#,
        expressions: load(.ipv6DSCP) + lookup(.dscp(length: 2), 8 << 6, 46 << 6) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip dscp 8-15 goto mark_voice"#,
        expressions: load(.ipv4DSCP) + between([8 << 2], [15 << 2]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 1 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
            [ cmp gte reg 1 0x00000020 ]
            [ cmp lte reg 1 0x0000003c ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 dscp 8-15 goto mark_voice"#,
        expressions: load(.ipv6DSCP) + between([0x02, 0], [0x03, 0xc0]) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
            [ cmp gte reg 1 0x00000002 ]
            [ cmp lte reg 1 0x0000c003 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip6 dscp { 8-15, 46 } goto mark_voice"#,
        expressions: load(.ipv6DSCP) + lookup(.dscp(length: 2), 8 << 6...15 << 6, 46 << 6...46 << 6) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000c00f ) ^ 0x00000000 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip dscp { 8-15, 46 } goto mark_voice"#,
        expressions: load(.ipv4DSCP) + lookup(.dscp(length: 1), 8 << 2...15 << 2, 46 << 2...46 << 2) + voice,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 1 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"ip frag-off & 0x1fff == 0 udp dport 80 accept"#,
        expressions: family(.ipv4) + payload(.network, 6, 2) + mask([0x1f, 0xff]) + equal([0, 0]) + l4proto(17)
            + load(.destinationPort) + equal([0, 80]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 2b @ network header + 6 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000ff1f ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x00000000 ]
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000011 ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp eq reg 1 0x00005000 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip dscp != 8-15 accept"#,
        expressions: load(.ipv4DSCP) + outside([8 << 2], [15 << 2]) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 1b @ network header + 1 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
            [ range neq reg 1 0x00000020 0x0000003c ]
            [ immediate reg 0 accept ]
            """),
]
