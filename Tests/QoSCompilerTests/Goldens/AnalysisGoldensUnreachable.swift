import QoSCompiler

/// Rules that never take a packet.
extension AnalysisGolden {
    static let unreachable: [AnalysisGolden] = [
        AnalysisGolden(
            "one rule takes all", [.unreachable],
            """
            rule tcp proto tcp set dscp cs1
            rule ssh proto tcp dport 22 set dscp cs3
            """,
            """
            p.qos:2:6: warning: rule 'ssh' never takes a packet: rule 'tcp' before it matches all of its packets and \
            marks them otherwise
              rule ssh proto tcp dport 22 set dscp cs3
                   ^~~
              hint: 'tcp' takes, for example, proto tcp sport 40000 dport 22; check --suggest looks for a better order
            """),
        AnalysisGolden(
            "several rules together take all", [.unreachable],
            """
            rule low proto udp dport 0-1023 set dscp cs1
            rule high proto udp dport 1024-65535 set dscp cs1
            rule sip proto udp dport { 700 5060 } set dscp cs3
            """,
            """
            p.qos:3:6: warning: rule 'sip' never takes a packet: rules 'low' and 'high' before it together match all \
            of its packets and mark them otherwise
              rule sip proto udp dport { 700 5060 } set dscp cs3
                   ^~~
              hint: 'low' takes, for example, proto udp sport 40000 dport 700; check --suggest looks for a better \
            order
            """),
        AnalysisGolden(
            "two halves of all addresses", [.unreachable],
            """
            rule left daddr 0.0.0.0/1 set dscp cs1
            rule right daddr 128.0.0.0/1 set dscp cs2
            rule any family ip set dscp cs3
            """,
            """
            p.qos:3:6: warning: rule 'any' never takes a packet: rules 'left' and 'right' before it together match \
            all of its packets and mark them otherwise
              rule any family ip set dscp cs3
                   ^~~
              hint: 'right' takes, for example, daddr 198.51.100.7; check --suggest looks for a better order
            """),
        AnalysisGolden(
            "marked the same: the rule can go", [.unreachable],
            """
            rule tcp proto tcp set dscp cs1
            rule web proto tcp dport { 80 443 } set dscp cs1
            """,
            """
            p.qos:2:6: warning: rule 'web' never takes a packet: rule 'tcp' before it matches all of its packets and \
            marks them the same
              rule web proto tcp dport { 80 443 } set dscp cs1
                   ^~~
              hint: 'tcp' takes, for example, proto tcp sport 40000 dport 80; the rule can go
            """),
        AnalysisGolden(
            "the same packets twice", [.unreachable],
            """
            rule a proto icmp set dscp cs1
            rule b proto icmp set dscp cs2
            """,
            """
            p.qos:2:6: warning: rule 'b' never takes a packet: rule 'a' before it matches the same packets and marks \
            them otherwise
              rule b proto icmp set dscp cs2
                   ^
              hint: 'a' takes, for example, proto icmp; one of the two can go
            """),
        AnalysisGolden(
            "some of the packets are marked otherwise", [.generalisation, .unreachable],
            """
            rule web proto tcp dport 443 set dscp cs2
            rule tcp proto tcp set dscp cs1
            rule lan proto tcp daddr 10.0.0.0/8 set dscp cs1
            """,
            """
            p.qos:3:6: warning: rule 'lan' never takes a packet: rule 'tcp' before it matches all of its packets, \
            and some of them are marked otherwise
              rule lan proto tcp daddr 10.0.0.0/8 set dscp cs1
                   ^~~
              hint: 'web' takes, for example, proto tcp sport 40000 daddr 10.0.0.1 dport 443; check --suggest looks \
            for a better order
            """,
            everything: """
                p.qos:2:6: note: rule 'tcp' is the general case of rule 'web' before it, which marks its packets \
                otherwise
                  rule tcp proto tcp set dscp cs1
                       ^~~
                  hint: 'web' takes, for example, proto tcp sport 40000 daddr 198.51.100.7 dport 443
                p.qos:3:6: warning: rule 'lan' never takes a packet: rule 'tcp' before it matches all of its \
                packets, and some of them are marked otherwise
                  rule lan proto tcp daddr 10.0.0.0/8 set dscp cs1
                       ^~~
                  hint: 'web' takes, for example, proto tcp sport 40000 daddr 10.0.0.1 dport 443; check --suggest \
                looks for a better order
                """),
        AnalysisGolden(
            "a priority may be stated, or be the PCP's", [.unreachable],
            """
            rule a proto tcp set dscp ef priority 5 pcp 5
            rule b proto tcp dport 22 set dscp ef pcp 5
            """,
            """
            p.qos:2:6: warning: rule 'b' never takes a packet: rule 'a' before it matches all of its packets and \
            marks them the same
              rule b proto tcp dport 22 set dscp ef pcp 5
                   ^
              hint: 'a' takes, for example, proto tcp sport 40000 dport 22; the rule can go
            """),
        AnalysisGolden(
            "disabled rules take nothing", [],
            """
            rule tcp proto tcp set dscp cs1 disabled
            rule ssh proto tcp dport 22 set dscp cs3
            """,
            ""),
    ]
}
