import NetlinkModel

/// Lookups in verdict maps. Maps with a plural name hold intervals.
let mapsShapes: [Shape] = [
    Shape(
        nft: #"meta l4proto vmap @g1_l4"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + vmap("g1_l4"),
        printed: """
            [ meta load l4proto => reg 1 ]
            [ lookup reg 1 set g1_l4 dreg 0 ]
            """),
    Shape(
        nft: #"th dport vmap @g1_ports"#,
        expressions: load(.destinationPort) + vmap("g1_ports"),
        printed: """
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ lookup reg 1 set g1_ports dreg 0 ]
            """),
    Shape(
        nft: #"tcp sport vmap @g1_ports"#,
        expressions: l4proto(6) + load(.sourcePort) + vmap("g1_ports"),
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000006 ]
            [ payload load 2b @ transport header + 0 => reg 1 ]
            [ lookup reg 1 set g1_ports dreg 0 ]
            """),
    Shape(
        nft: #"ip daddr vmap @g1_v4"#,
        expressions: load(.ipv4DestinationAddress) + vmap("g1_v4"),
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ lookup reg 1 set g1_v4 dreg 0 ]
            """),
    Shape(
        nft: #"ip daddr & 255.255.255.0 vmap @g1_v4"#,
        expressions: load(.ipv4DestinationAddress) + mask([255, 255, 255, 0]) + vmap("g1_v4"),
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]
            [ lookup reg 1 set g1_v4 dreg 0 ]
            """),
    Shape(
        nft: #"ip6 saddr vmap @g1_v6"#,
        expressions: load(.ipv6SourceAddress) + vmap("g1_v6"),
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 8 => reg 1 ]
            [ lookup reg 1 set g1_v6 dreg 0 ]
            """),
    Shape(
        nft: #"ip6 saddr & ffff:ffff:ffff:: vmap @g1_v6"#,
        expressions: load(.ipv6SourceAddress) + mask([255, 255, 255, 255, 255, 255] + zeros(10)) + vmap("g1_v6"),
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 16b @ network header + 8 => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0xffffffff 0x0000ffff 0x00000000 0x00000000 ) ^ 0x00000000 0x00000000 0x00000000 0x00000000 ]
            [ lookup reg 1 set g1_v6 dreg 0 ]
            """),
    Shape(
        nft: #"meta skuid vmap @g1_uid"#,
        expressions: [.meta(.socketUserID, into: .data1)] + vmap("g1_uid"),
        printed: """
            [ meta load skuid => reg 1 ]
            [ lookup reg 1 set g1_uid dreg 0 ]
            """),
    Shape(
        nft: #"meta skuid vmap @g1_uids"#,
        expressions: ordered(.socketUserID) + vmap("g1_uids"),
        printed: """
            [ meta load skuid => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ lookup reg 1 set g1_uids dreg 0 ]
            """),
    Shape(
        nft: #"meta skgid vmap @g1_gid"#,
        expressions: [.meta(.socketGroupID, into: .data1)] + vmap("g1_gid"),
        printed: """
            [ meta load skgid => reg 1 ]
            [ lookup reg 1 set g1_gid dreg 0 ]
            """),
    Shape(
        nft: #"meta mark vmap @g1_mark"#,
        expressions: [.meta(.mark, into: .data1)] + vmap("g1_mark"),
        printed: """
            [ meta load mark => reg 1 ]
            [ lookup reg 1 set g1_mark dreg 0 ]
            """),
    Shape(
        nft: #"meta mark vmap @g1_marks"#,
        expressions: ordered(.mark) + vmap("g1_marks"),
        printed: """
            [ meta load mark => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ lookup reg 1 set g1_marks dreg 0 ]
            """),
    Shape(
        nft: #"meta mark & 0xff00 vmap @g1_mark"#,
        expressions: [.meta(.mark, into: .data1)] + mask(host(0xff00)) + vmap("g1_mark"),
        printed: """
            [ meta load mark => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000000 ]
            [ lookup reg 1 set g1_mark dreg 0 ]
            """),
    Shape(
        nft: #"meta mark & 0xff00 vmap @g1_marks"#,
        expressions: [.meta(.mark, into: .data1)] + mask(host(0xff00))
            + [.hostToNetwork(from: .data1, into: .data1, length: 4)] + vmap("g1_marks"),
        printed: """
            [ meta load mark => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000000 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ lookup reg 1 set g1_marks dreg 0 ]
            """),
    Shape(
        nft: #"iifname vmap @g1_if"#,
        expressions: [.meta(.inputInterfaceName, into: .data1)] + vmap("g1_if"),
        printed: """
            [ meta load iifname => reg 1 ]
            [ lookup reg 1 set g1_if dreg 0 ]
            """),
    Shape(
        nft: #"oifname vmap @g1_if"#,
        expressions: [.meta(.outputInterfaceName, into: .data1)] + vmap("g1_if"),
        printed: """
            [ meta load oifname => reg 1 ]
            [ lookup reg 1 set g1_if dreg 0 ]
            """),
]
