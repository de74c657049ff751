import NetlinkModel

/// Actions and verdicts.
let markingShapes: [Shape] = [
    Shape(
        nft: #"meta priority set 0:6"#,
        expressions: immediate(6) + [.setMeta(.priority, from: .data1)],
        printed: """
            [ immediate reg 1 0x00000006 ]
            [ meta set priority with reg 1 ]
            """),
    Shape(
        nft: #"ip dscp set ef accept"#,
        expressions: setIPv4DSCP(46) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x0000b800 ]
            [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip6 dscp set ef accept"#,
        expressions: setIPv6DSCP(46) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x0000800b ]
            [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"accept"#,
        expressions: accept,
        printed: """
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"meta mark set 0x12 continue"#,
        expressions: immediate(0x12) + [.setMeta(.mark, from: .data1), .verdict(.continue)],
        printed: """
            [ immediate reg 1 0x00000012 ]
            [ meta set mark with reg 1 ]
            [ immediate reg 0 continue ]
            """),
    Shape(
        nft: #"iif lo drop"#,
        expressions: [.meta(.inputInterface, into: .data1)] + equal(host(1)) + [.verdict(.drop)],
        printed: """
            [ meta load iif => reg 1 ]
            [ cmp eq reg 1 0x00000001 ]
            [ immediate reg 0 drop ]
            """),
    Shape(
        nft: #"meta priority set 0001:0010 accept"#,
        expressions: immediate(0x1_0010) + [.setMeta(.priority, from: .data1)] + accept,
        printed: """
            [ immediate reg 1 0x00010010 ]
            [ meta set priority with reg 1 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip dscp set cs0 accept"#,
        expressions: setIPv4DSCP(0) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00000000 ]
            [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip6 dscp set cs0 accept"#,
        expressions: setIPv6DSCP(0) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x00000000 ]
            [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"ip dscp set cs7 accept"#,
        expressions: setIPv4DSCP(56) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 2b @ network header + 0 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x0000e000 ]
            [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
            [ immediate reg 0 accept ]
            """),
]
