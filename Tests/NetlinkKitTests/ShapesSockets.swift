import NetlinkModel

/// Users, groups, marks and interfaces.
let socketsShapes: [Shape] = [
    Shape(
        nft: #"meta skuid 1000 goto mark_voice"#,
        expressions: [.meta(.socketUserID, into: .data1)] + equal(host(1000)) + voice,
        printed: """
            [ meta load skuid => reg 1 ]
            [ cmp eq reg 1 0x000003e8 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skuid 1000-1999 goto mark_voice"#,
        expressions: ordered(.socketUserID) + between([0, 0, 3, 0xe8], [0, 0, 7, 0xcf]) + voice,
        printed: """
            [ meta load skuid => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ cmp gte reg 1 0xe8030000 ]
            [ cmp lte reg 1 0xcf070000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skuid != 1000-1999 goto mark_voice"#,
        expressions: ordered(.socketUserID) + outside([0, 0, 3, 0xe8], [0, 0, 7, 0xcf]) + voice,
        printed: """
            [ meta load skuid => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ range neq reg 1 0xe8030000 0xcf070000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skuid { 1000-1999, 5 } goto mark_voice"#,
        expressions: ordered(.socketUserID) + lookup(.userID, 5...5, 1000...1999) + voice,
        printed: """
            [ meta load skuid => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skuid { 7, 5 } goto mark_voice"#,
        expressions: [.meta(.socketUserID, into: .data1)] + lookup(.userID, 5, 7) + voice,
        printed: """
            [ meta load skuid => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skgid != { 7, 5 } goto mark_voice"#,
        expressions: [.meta(.socketGroupID, into: .data1)] + lookup(.groupID, 5, 7, inverted: true) + voice,
        printed: """
            [ meta load skgid => reg 1 ]
            [ lookup reg 1 set __set%d 0x1 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"oifname "wg*" goto mark_voice"#,
        expressions: [.meta(.outputInterfaceName, into: .data1)] + equal([0x77, 0x67]) + voice,
        printed: """
            [ meta load oifname => reg 1 ]
            [ cmp eq reg 1 0x00006777 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"oifname != "wg*" goto mark_voice"#,
        expressions: [.meta(.outputInterfaceName, into: .data1)] + equal([0x77, 0x67], .notEqual) + voice,
        printed: """
            [ meta load oifname => reg 1 ]
            [ cmp neq reg 1 0x00006777 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"iifname "eth0" goto mark_voice"#,
        expressions: [.meta(.inputInterfaceName, into: .data1)] + equal([0x65, 0x74, 0x68, 0x30] + zeros(12)) + voice,
        printed: """
            [ meta load iifname => reg 1 ]
            [ cmp eq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"iifname { "eth0", "eth1" } goto mark_voice"#,
        expressions: [.meta(.inputInterfaceName, into: .data1)]
            + lookup(.interfaceName, 0x6574_6830 << 96, 0x6574_6831 << 96) + voice,
        printed: """
            [ meta load iifname => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta mark 0x10 goto mark_voice"#,
        expressions: [.meta(.mark, into: .data1)] + equal(host(0x10)) + voice,
        printed: """
            [ meta load mark => reg 1 ]
            [ cmp eq reg 1 0x00000010 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta mark & 0xf0 == 0x10 goto mark_voice"#,
        expressions: [.meta(.mark, into: .data1)] + mask(host(0xf0)) + equal(host(0x10)) + voice,
        printed: """
            [ meta load mark => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
            [ cmp eq reg 1 0x00000010 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta mark & 0xf0 != 0x10 goto mark_voice"#,
        expressions: [.meta(.mark, into: .data1)] + mask(host(0xf0)) + equal(host(0x10), .notEqual) + voice,
        printed: """
            [ meta load mark => reg 1 ]
            [ bitwise reg 1 = ( reg 1 & 0x000000f0 ) ^ 0x00000000 ]
            [ cmp neq reg 1 0x00000010 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta mark { 1, 2 } goto mark_voice"#,
        expressions: [.meta(.mark, into: .data1)] + lookup(.mark, 1, 2) + voice,
        printed: """
            [ meta load mark => reg 1 ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta mark 1-5 goto mark_voice"#,
        expressions: ordered(.mark) + between([0, 0, 0, 1], [0, 0, 0, 5]) + voice,
        printed: """
            [ meta load mark => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ cmp gte reg 1 0x01000000 ]
            [ cmp lte reg 1 0x05000000 ]
            [ immediate reg 0 goto -> mark_voice ]
            """),
    Shape(
        nft: #"meta skgid 5-9 accept"#,
        expressions: ordered(.socketGroupID) + between([0, 0, 0, 5], [0, 0, 0, 9]) + accept,
        printed: """
            [ meta load skgid => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ cmp gte reg 1 0x05000000 ]
            [ cmp lte reg 1 0x09000000 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"meta mark != 1-5 accept"#,
        expressions: ordered(.mark) + outside([0, 0, 0, 1], [0, 0, 0, 5]) + accept,
        printed: """
            [ meta load mark => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ range neq reg 1 0x01000000 0x05000000 ]
            [ immediate reg 0 accept ]
            """),
    Shape(
        nft: #"meta mark { 1-5, 9 } accept"#,
        expressions: ordered(.mark) + lookup(.mark, 1...5, 9...9) + accept,
        printed: """
            [ meta load mark => reg 1 ]
            [ byteorder reg 1 = hton(reg 1, 4, 4) ]
            [ lookup reg 1 set __set%d ]
            [ immediate reg 0 accept ]
            """),
]
