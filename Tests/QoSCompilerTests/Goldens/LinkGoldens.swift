import QoSCompiler

/// Links: they are read, and refused by name.
extension DiagnosticGolden {
    static let links: [DiagnosticGolden] = [
        DiagnosticGolden(
            "links",
            [.unsupported, .unsupported, .unsupported, .unsupported, .unsupported, .unsupported, .unsupported],
            """
            link eth0.10 egress-map auto
            link eth0.11 egress-map { 6:5, 5:4 }
            link eth0.10 ingress-map { 5:6 4:5 }
            link eth1 tag priority
            link eth1 retag
            link eth1 trust pcp
            link? eth2 trust dscp
            """,
            """
            p.qos:1:1: error: not supported yet: link egress-map
              link eth0.10 egress-map auto
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:2:1: error: not supported yet: link egress-map
              link eth0.11 egress-map { 6:5, 5:4 }
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:3:1: error: not supported yet: link ingress-map
              link eth0.10 ingress-map { 5:6 4:5 }
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:4:1: error: not supported yet: link tag priority
              link eth1 tag priority
              ^~~~~~~~~~~~~~~~~~~~~~
            p.qos:5:1: error: not supported yet: link retag
              link eth1 retag
              ^~~~~~~~~~~~~~~
            p.qos:6:1: error: not supported yet: link trust pcp
              link eth1 trust pcp
              ^~~~~~~~~~~~~~~~~~~
            p.qos:7:1: error: not supported yet: link trust dscp
              link? eth2 trust dscp
              ^~~~~~~~~~~~~~~~~~~~~
            """),
        DiagnosticGolden(
            "links that are none",
            [
                .badValue, .badValue, .missingValue, .unknownWord, .unknownWord, .missingValue, .unknownWord, .syntax,
                .syntax, .badValue, .outOfRange, .duplicate, .duplicate, .syntax, .badValue, .emptyList,
            ],
            """
            link eth/0 retag
            link eth* retag
            link eth0
            link eth0 tagged
            link eth0 blue
            link eth0 trust
            link eth0 trust me
            link eth0 tag vlan
            link eth0 egress-map
            link eth0 egress-map { 6 }
            link eth0 egress-map { 6:8 }
            link eth0 egress-map { 6:5 6:4 }
            link eth0 ingress-map { 5:6 5:7 }
            link eth0 ingress-map auto
            link eth0 egress-map { 0x1:1 }
            link eth0 egress-map { }
            """,
            """
            p.qos:1:6: error: 'eth/0' is no interface name
              link eth/0 retag
                   ^~~~~
            p.qos:2:6: error: 'eth*' is no interface name
              link eth* retag
                   ^~~~
              hint: links have no wildcards: one statement for each
            p.qos:3:10: error: expected a link form, found end of line
              link eth0
                       ^
            p.qos:4:11: error: unknown link form 'tagged'
              link eth0 tagged
                        ^~~~~~
              hint: one of: egress-map, ingress-map, tag priority, retag, trust pcp, trust dscp
            p.qos:5:11: error: unknown link form 'blue'
              link eth0 blue
                        ^~~~
              hint: one of: egress-map, ingress-map, tag priority, retag, trust pcp, trust dscp
            p.qos:6:16: error: expected pcp or dscp, found end of line
              link eth0 trust
                             ^
            p.qos:7:17: error: trust what? 'me' is neither pcp nor dscp
              link eth0 trust me
                              ^~
            p.qos:8:15: error: expected 'priority', found 'vlan'
              link eth0 tag vlan
                            ^~~~
            p.qos:9:21: error: expected auto or a map in braces, found end of line
              link eth0 egress-map
                                  ^
              hint: write: link eth0 egress-map auto
            p.qos:10:24: error: '6' is no map entry
              link eth0 egress-map { 6 }
                                     ^
              hint: PRIORITY:PCP, as in 6:5
            p.qos:11:24: error: PCP '8' is out of range
              link eth0 egress-map { 6:8 }
                                     ^~~
              hint: 0-7
            p.qos:12:28: error: the map names 6 twice
              link eth0 egress-map { 6:5 6:4 }
                                         ^~~
            p.qos:13:29: error: the map names 5 twice
              link eth0 ingress-map { 5:6 5:7 }
                                          ^~~
            p.qos:14:23: error: expected a map in braces, found 'auto'
              link eth0 ingress-map auto
                                    ^~~~
            p.qos:15:24: error: '0x1' is no priority
              link eth0 egress-map { 0x1:1 }
                                     ^~~~~
            p.qos:16:22: error: the list is empty
              link eth0 egress-map { }
                                   ^~~
            """),
        DiagnosticGolden(
            "a link twice",
            [.unsupported, .duplicate, .unsupported, .unsupported, .duplicate, .unsupported],
            """
            link eth0 retag
            link? eth0 retag
            link eth1 egress-map auto
            link eth1 egress-map { 1:1 }
            """,
            """
            p.qos:1:1: error: not supported yet: link retag
              link eth0 retag
              ^~~~~~~~~~~~~~~
            p.qos:2:1: error: 'link eth0 retag' stands twice; first at p.qos:1
              link? eth0 retag
              ^~~~~~~~~~~~~~~~
            p.qos:2:1: error: not supported yet: link retag
              link? eth0 retag
              ^~~~~~~~~~~~~~~~
            p.qos:3:1: error: not supported yet: link egress-map
              link eth1 egress-map auto
              ^~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:4:1: error: 'link eth1 egress-map' stands twice; first at p.qos:3
              link eth1 egress-map { 1:1 }
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:4:1: error: not supported yet: link egress-map
              link eth1 egress-map { 1:1 }
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
    ]
}
