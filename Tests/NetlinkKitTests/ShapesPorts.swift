import NetlinkModel

/// Protocols and ports.
let portsShapes: [Shape] = [
    Shape(
        nft: #"meta l4proto udp ip daddr @g1_teams_v4 udp sport 50000-50019 counter name "r_sip" goto mark_voice"#,
        expressions: l4proto(17) + load(.ipv4DestinationAddress) + lookup("g1_teams_v4") + load(.sourcePort)
            + between([0xc3, 0x50], [0xc3, 0x63]) + [.countOn("r_sip")] + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000011 ]
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x00000002 ]
            [ payload load 4b @ network header + 16 => reg 1 ]
            [ lookup reg 1 set g1_teams_v4 ]
            [ payload load 2b @ transport header + 0 => reg 1 ]
            [ cmp gte reg 1 0x000050c3 ]
            [ cmp lte reg 1 0x000063c3 ]
            [ objref type 1 name r_sip ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto { tcp, udp } th dport { 5060, 5061 } goto mark_voice"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + lookup(.internetProtocol, 6, 17) + load(.destinationPort)
            + lookup(.internetService, 5060, 5061) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto udp th dport { 5060, 5070-5080 } goto mark_voice"#,
        expressions: l4proto(17) + load(.destinationPort) + lookup(.internetService, 5060...5060, 5070...5080) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000011 ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto { tcp, udp } th dport @g1_ports goto mark_voice"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + lookup(.internetProtocol, 6, 17) + load(.destinationPort)
            + lookup("g1_ports") + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ lookup reg 1 set g1_ports ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto != udp th dport 80 goto mark_voice"#,
        expressions: l4proto(17, .notEqual) + load(.destinationPort) + equal([0, 80]) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp neq reg 1 0x00000011 ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp eq reg 1 0x00005000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto { tcp, udp, udplite, sctp, dccp } th dport 80 goto mark_voice"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + lookup(.internetProtocol, 6, 17, 33, 132, 136)
            + load(.destinationPort) + equal([0, 80]) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp eq reg 1 0x00005000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto icmp goto mark_voice"#,
        expressions: l4proto(1) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000001 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto 200 goto mark_voice"#,
        expressions: l4proto(200) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x000000c8 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"th dport != 53 goto mark_voice"#,
        expressions: load(.destinationPort) + equal([0, 53], .notEqual) + voice,
        printed: """
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp neq reg 1 0x00003500 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"udp dport 3478-3481 goto mark_voice"#,
        expressions: l4proto(17) + load(.destinationPort) + between([0x0d, 0x96], [0x0d, 0x99]) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000011 ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp gte reg 1 0x0000960d ]
            [ cmp lte reg 1 0x0000990d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta l4proto != { tcp, udp } goto mark_voice"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + lookup(.internetProtocol, 6, 17, inverted: true) + voice,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ lookup reg 1 set __set%d 0x1 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"udp sport != 1-5 return"#,
        expressions: l4proto(17) + load(.sourcePort) + outside([0, 1], [0, 5]) + [.verdict(.return)],
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000011 ]
            [ payload load 2b @ transport header + 0 => reg 1 ]
            [ range neq reg 1 0x00000100 0x00000500 ]
            [ immediate reg 0 return ]
            """),
    Shape(
        nft: #"meta nfproto ipv6 th sport > 1023 accept"#,
        expressions: family(.ipv6) + load(.sourcePort) + equal([0x03, 0xff], .greater) + accept,
        printed: """
            [ meta load nfproto => reg 1 ]
            [ cmp eq reg 1 0x0000000a ]
            [ payload load 2b @ transport header + 0 => reg 1 ]
            [ cmp gt reg 1 0x0000ff03 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"th dport { 0-1023, 60000-65535 } accept"#,
        expressions: load(.destinationPort) + lookup(.internetService, 0...1023, 60000...65535) + accept,
        printed: """
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"tcp dport < 1024 accept"#,
        expressions: l4proto(6) + load(.destinationPort) + equal([4, 0], .less) + accept,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp eq reg 1 0x00000006 ]
            [ payload load 2b @ transport header + 2 => reg 1 ]
            [ cmp lt reg 1 0x00000004 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"meta l4proto 6-17 accept"#,
        expressions: [.meta(.layer4Protocol, into: .data1)] + between([6], [17]) + accept,
        printed: """
            [ meta load l4proto => reg 1 ]
            [ cmp gte reg 1 0x00000006 ]
            [ cmp lte reg 1 0x00000011 ]
            [ immediate reg 0 accept ]
            """),
]
