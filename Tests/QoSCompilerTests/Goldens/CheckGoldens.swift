import QoSCompiler

/// Warnings and notes about policies whose statements are all well formed.
extension DiagnosticGolden {
    static let checks: [DiagnosticGolden] = [
        DiagnosticGolden(
            "fields that never hold together",
            [.neverMatches, .neverMatches, .neverMatches, .neverMatches, .neverMatches],
            """
            rule a family ip daddr 2001:db8::/32 keep
            rule b saddr 10.0.0.1 daddr 2001:db8::1 keep
            rule c proto != { tcp udp udplite sctp dccp } dport 80 keep
            rule d saddr != { 0.0.0.0/0 ::/0 } keep
            rule e dscp != 0-63 keep
            rule f family ip daddr ::/0 keep disabled
            """,
            """
            p.qos:1:6: warning: rule 'a' matches no packet: its fields never hold together
              rule a family ip daddr 2001:db8::/32 keep
                   ^
            p.qos:2:6: warning: rule 'b' matches no packet: its fields never hold together
              rule b saddr 10.0.0.1 daddr 2001:db8::1 keep
                   ^
            p.qos:3:6: warning: rule 'c' matches no packet: its fields never hold together
              rule c proto != { tcp udp udplite sctp dccp } dport 80 keep
                   ^
            p.qos:4:6: warning: rule 'd' matches no packet: its fields never hold together
              rule d saddr != { 0.0.0.0/0 ::/0 } keep
                   ^
            p.qos:5:6: warning: rule 'e' matches no packet: its fields never hold together
              rule e dscp != 0-63 keep
                   ^
            """),
        DiagnosticGolden(
            "iif with scope output",
            [.neverMatches],
            """
            rule a iif eth0 keep
            """,
            """
            p.qos:1:8: warning: rule 'a' matches no packet: this host's own packets came in on no interface
              rule a iif eth0 keep
                     ^~~~~~~~
              hint: scope forward or scope both, or oif for the interface they leave on
            """),
        DiagnosticGolden(
            "user with scope forward",
            [.neverMatches, .ownership, .neverMatches],
            """
            scope forward
            rule a user root keep
            rule b group root keep
            """,
            """
            p.qos:2:8: warning: rule 'a' matches no packet: forwarded packets have no socket owner
              rule a user root keep
                     ^~~~~~~~~
              hint: scope output or scope both
            p.qos:2:8: note: user and group are those that the socket's owner ran with (fsuid, fsgid), not membership
              rule a user root keep
                     ^~~~~~~~~
            p.qos:3:8: warning: rule 'b' matches no packet: forwarded packets have no socket owner
              rule b group root keep
                     ^~~~~~~~~~
              hint: scope output or scope both
            """),
        DiagnosticGolden(
            "iif with user",
            [.neverMatches, .ownership],
            """
            scope both
            rule a iif eth0 user root keep
            """,
            """
            p.qos:2:6: warning: rule 'a' matches no packet: its fields never hold together
              rule a iif eth0 user root keep
                   ^
            p.qos:2:17: note: user and group are those that the socket's owner ran with (fsuid, fsgid), not membership
              rule a iif eth0 user root keep
                              ^~~~~~~~~
            """),
        DiagnosticGolden(
            "group is not membership",
            [.ownership],
            """
            rule a group netadmin keep
            rule b group root keep
            """,
            """
            p.qos:1:8: note: user and group are those that the socket's owner ran with (fsuid, fsgid), not membership
              rule a group netadmin keep
                     ^~~~~~~~~~~~~~
            """),
        DiagnosticGolden(
            "port rules miss later fragments",
            [.laterFragments],
            """
            scope forward
            rule a proto tcp dport 80 keep
            rule b proto tcp sport 80 keep
            """,
            """
            p.qos:2:18: note: forwarded fragments after the first have no ports: rules with sport or dport miss them
              rule a proto tcp dport 80 keep
                               ^~~~~~~~
            """),
        DiagnosticGolden(
            "pcp without a link",
            [.pcpWithoutLink],
            """
            class a pcp 5
            class b pcp 4
            rule one dport 1 class a
            default class b
            """,
            """
            p.qos:1:7: note: pcp only sets the packet priority here: no link writes it into frames
              class a pcp 5
                    ^
              hint: for each port: link IF egress-map auto, link IF tag priority, or link IF retag
            """),
        DiagnosticGolden(
            "pcp in a rule without a link",
            [.pcpWithoutLink],
            """
            rule a set pcp 5
            """,
            """
            p.qos:1:1: note: pcp only sets the packet priority here: no link writes it into frames
              rule a set pcp 5
              ^~~~~~~~~~~~~~~~
              hint: for each port: link IF egress-map auto, link IF tag priority, or link IF retag
            """),
        DiagnosticGolden(
            "a catch-all that bleaches control traffic",
            [.bleaching],
            """
            rule ospf proto ospf keep
            rule all set dscp cs0
            """,
            """
            p.qos:2:6: warning: this takes the network's own control traffic (BGP, IGMP, neighbour discovery) below \
            CS6
              rule all set dscp cs0
                   ^~~
              hint: put a rule before it, for example: rule control proto { ospf igmp icmpv6 } keep
            """),
        DiagnosticGolden(
            "a default that bleaches control traffic",
            [.bleaching],
            """
            rule nd proto icmpv6 keep
            default set dscp af11
            """,
            """
            p.qos:2:1: warning: this takes the network's own control traffic (OSPF, OSPFv3, BGP, IGMP) below CS6
              default set dscp af11
              ^~~~~~~~~~~~~~~~~~~~~
              hint: put a rule before it, for example: rule control proto { ospf igmp icmpv6 } keep
            """),
        DiagnosticGolden(
            "a default that does not",
            [],
            """
            rule control proto { ospf igmp icmpv6 } keep
            rule bgp proto tcp dport bgp keep
            default set dscp af11
            """,
            ""),
        DiagnosticGolden(
            "cs7 is above cs6, priority is no DSCP",
            [],
            """
            rule all set dscp cs7
            default set priority 3
            """,
            ""),
    ]
}
