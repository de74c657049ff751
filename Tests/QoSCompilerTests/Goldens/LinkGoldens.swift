import QoSCompiler

/// Links: what is none, and what does not fit the markings.
extension DiagnosticGolden {
    static let links: [DiagnosticGolden] = [
        DiagnosticGolden(
            "links",
            [],
            """
            class voice priority 6 pcp 5
            class video priority 5 pcp 4
            rule one dport 1 class voice
            rule two dport 2 class video
            link eth0.10 egress-map auto
            link eth0.11 egress-map { 6:5, 5:4 }
            link eth0.10 ingress-map { 5:6 4:5 }
            link eth1 tag priority
            link eth1 retag
            link eth1 trust pcp
            link? eth2 trust dscp
            """, ""),
        DiagnosticGolden(
            "links that write the PCPs of markings, and no marking with one",
            [.unused, .unused, .unused],
            """
            class voice dscp ef priority 6
            rule one dport 1 class voice
            link eth0.10 egress-map auto
            link? eth1 tag priority
            link eth1 retag
            link eth0.11 egress-map { 6:5 }
            link eth0.11 ingress-map { 5:6 }
            link eth1 trust pcp
            link eth2 trust dscp
            """,
            """
            p.qos:3:6: warning: 'link eth0.10 egress-map auto' does nothing: no class and no marking has a pcp
              link eth0.10 egress-map auto
                   ^~~~~~~
              hint: give the classes a pcp: class voice dscp ef priority 6 pcp 5
            p.qos:4:7: warning: 'link eth1 tag priority' does nothing: no class and no marking has a pcp
              link? eth1 tag priority
                    ^~~~
              hint: give the classes a pcp: class voice dscp ef priority 6 pcp 5
            p.qos:5:6: warning: 'link eth1 retag' does nothing: no class and no marking has a pcp
              link eth1 retag
                   ^~~~
              hint: give the classes a pcp: class voice dscp ef priority 6 pcp 5
            """),
        DiagnosticGolden(
            "PCPs, and links that only receive",
            [.pcpWithoutLink],
            """
            default set dscp cs1 pcp 1
            rule control proto { ospf igmp icmpv6 } keep
            rule bgp proto tcp dport 179 keep
            link eth0.10 ingress-map { 5:6 }
            link eth1 trust pcp
            link eth2 trust dscp
            """,
            """
            p.qos:1:1: note: pcp only sets the packet priority here: no link writes it into frames
              default set dscp cs1 pcp 1
              ^~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: for each port: link IF egress-map auto, link IF tag priority, or link IF retag
            """),
        DiagnosticGolden(
            "a map in braces that says otherwise than the classes",
            [.foreignPCP, .foreignPCP, .foreignPCP],
            """
            class voice priority 6 pcp 5
            class phone priority 6 pcp 5
            class video priority 1:10 pcp 4
            class bulk priority 2 pcp 0
            class best priority 3
            rule one dport 1 class voice
            rule two dport 2 class phone
            rule three dport 3 class video
            rule four dport 4 class bulk
            rule five dport 5 class best
            rule six dport 6 set priority 7 pcp 6
            link eth0.10 egress-map { 6:4 3:3 }
            link? eth0.11 egress-map { 7:6 65552:7 6:5 }
            """,
            """
            p.qos:12:6: warning: the map of eth0.10 gives priority 6 PCP 4, but class 'voice' states PCP 5
              link eth0.10 egress-map { 6:4 3:3 }
                   ^~~~~~~
              hint: write 6:5 in the map, or egress-map auto, which takes the classes' PCPs
            p.qos:12:6: note: the map of eth0.10 leaves out priorities that have a pcp: 1:10 (class 'video'), 7 (rule 'six'); their frames get PCP 0, or what the device's map has
              link eth0.10 egress-map { 6:4 3:3 }
                   ^~~~~~~
              hint: add 65552:4 7:6
            p.qos:13:7: warning: the map of eth0.11 gives priority 1:10 PCP 7, but class 'video' states PCP 4
              link? eth0.11 egress-map { 7:6 65552:7 6:5 }
                    ^~~~~~~
              hint: write 65552:4 in the map, or egress-map auto, which takes the classes' PCPs
            """),
        DiagnosticGolden(
            "a map gives a class without a pcp the PCP of another",
            [.foreignPCP],
            """
            class voice priority 6 pcp 5
            class games priority 6
            rule one dport 1 class voice
            rule two dport 2 class games
            link? eth0.10 egress-map { 6:5 }
            """,
            """
            p.qos:2:7: warning: class 'games' has priority 6 and no pcp; frames on a link with a map get PCP 5, which class 'voice' states for that priority
              class games priority 6
                    ^~~~~
              hint: give it a pcp and a priority of its own, or state pcp 5
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
            "priorities that links use for themselves", [.outOfRange, .outOfRange],
            """
            class a priority 5150:6
            class b priority 52:6
            rule c proto tcp class a
            rule d proto udp set priority 51ff:ffff
            rule e proto icmp class b
            link eth1 trust dscp
            """,
            """
            p.qos:1:7: error: class 'a' has priority 5150:6, and links use 5100:0 to 51ff:ffff for themselves
              class a priority 5150:6
                    ^
              hint: give it a priority outside that range
            p.qos:4:1: error: rule 'd' has priority 51ff:ffff, and links use 5100:0 to 51ff:ffff for themselves
              rule d proto udp set priority 51ff:ffff
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: give it a priority outside that range
            """),
        DiagnosticGolden(
            "a link twice",
            [.duplicate, .duplicate],
            """
            class voice priority 6 pcp 5
            rule one dport 1 class voice
            link eth0 retag
            link? eth0 retag
            link eth1 egress-map auto
            link eth1 egress-map { 1:1 }
            """,
            """
            p.qos:4:1: error: 'link eth0 retag' stands twice; first at p.qos:3
              link? eth0 retag
              ^~~~~~~~~~~~~~~~
            p.qos:6:1: error: 'link eth1 egress-map' stands twice; first at p.qos:5
              link eth1 egress-map { 1:1 }
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
    ]
}
