import QoSCompiler

/// What people who know switches, ip-link(8) and tcpdump write.
extension DiagnosticGolden {
    static let switchHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "ip link: the map of a VLAN device",
            [.unknownWord],
            """
            link eth0.10 egress-qos-map 6:5
            """,
            """
            p.qos:1:14: error: unknown link form 'egress-qos-map'
              link eth0.10 egress-qos-map 6:5
                           ^~~~~~~~~~~~~~
              hint: write: link eth0.10 egress-map { 6:5 }
            """),
        DiagnosticGolden(
            "ip link: another word for the map",
            [.unknownWord],
            """
            link eth0.10 egress 6:5 5:4
            """,
            """
            p.qos:1:14: error: unknown link form 'egress'
              link eth0.10 egress 6:5 5:4
                           ^~~~~~
              hint: write: link eth0.10 egress-map { 6:5 5:4 }
            """),
        DiagnosticGolden(
            "switch: cos",
            [.missingValue],
            """
            rule voice dport 5060 set cos 5
            """,
            """
            p.qos:1:27: error: 'set' needs at least one of dscp, priority and pcp, found 'cos'
              rule voice dport 5060 set cos 5
                                        ^~~
              hint: write: rule voice dport 5060 set pcp 5
            """),
        DiagnosticGolden(
            "switch: vlan-prio",
            [.syntax],
            """
            class voice dscp ef vlan-prio 5
            """,
            """
            p.qos:1:21: error: unexpected 'vlan-prio' after the end of the statement
              class voice dscp ef vlan-prio 5
                                  ^~~~~~~~~
              hint: write: class voice dscp ef pcp 5
            """),
        DiagnosticGolden(
            "switch: a mask that is turned round",
            [.unknownWord],
            """
            rule lan saddr 10.1.0.0 0.0.255.255 set dscp cs1
            """,
            """
            p.qos:1:25: error: unknown word '0.0.255.255' in rule 'lan'
              rule lan saddr 10.1.0.0 0.0.255.255 set dscp cs1
                                      ^~~~~~~~~~~
              hint: write: rule lan saddr 10.1.0.0/16 set dscp cs1
            """),
        DiagnosticGolden(
            "switch: eq and range",
            [.unknownWord],
            """
            rule sip proto udp dport eq 5060 set dscp cs3
            """,
            """
            p.qos:1:29: error: unknown word '5060' in rule 'sip'
              rule sip proto udp dport eq 5060 set dscp cs3
                                          ^~~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "switch: range",
            [.unknownWord],
            """
            rule rtp proto udp dport range 16384 32767 set dscp ef
            """,
            """
            p.qos:1:32: error: unknown word '16384' in rule 'rtp'
              rule rtp proto udp dport range 16384 32767 set dscp ef
                                             ^~~~~
              hint: write: rule rtp proto udp dport 16384-32767 set dscp ef
            """),
        DiagnosticGolden(
            "switch: permit",
            [.unknownWord],
            """
            rule 10 permit tcp dport 22 set dscp cs2
            """,
            """
            p.qos:1:9: error: unknown word 'permit' in rule '10'
              rule 10 permit tcp dport 22 set dscp cs2
                      ^~~~~~
              hint: write: rule 10 proto tcp dport 22 set dscp cs2
            """),
        DiagnosticGolden(
            "tcpdump: dst, port and and",
            [.unknownWord],
            """
            rule sip dst 192.0.2.1 and udp port 5060 set dscp cs3
            """,
            """
            p.qos:1:10: error: unknown word 'dst' in rule 'sip'
              rule sip dst 192.0.2.1 and udp port 5060 set dscp cs3
                       ^~~
              hint: write: rule sip daddr 192.0.2.1 proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "tcpdump: dev and if",
            [.unknownWord],
            """
            rule wan dev eth0 set dscp cs1
            """,
            """
            p.qos:1:10: error: unknown word 'dev' in rule 'wan'
              rule wan dev eth0 set dscp cs1
                       ^~~
              hint: write: rule wan oif eth0 set dscp cs1
            """),
        DiagnosticGolden(
            "tcpdump: tos",
            [.unknownWord],
            """
            rule low tos 0x10 set dscp cs1
            """,
            """
            p.qos:1:10: error: unknown word 'tos' in rule 'low'
              rule low tos 0x10 set dscp cs1
                       ^~~
              hint: write: rule low dscp 4 set dscp cs1
            """),
    ]
}
