import QoSCompiler

/// Rules that others take some packets from, and rules that could go.
extension AnalysisGolden {
    static let order: [AnalysisGolden] = [
        AnalysisGolden(
            "neither rule has all packets of the other", [.correlated],
            """
            rule client saddr 10.0.0.0/8 set dscp cs1
            rule server daddr 192.0.2.0/24 set dscp cs2
            """,
            "",
            everything: """
                p.qos:2:6: note: rule 'server' comes after rule 'client', which matches some of its packets and \
                marks them otherwise: the order decides
                  rule server daddr 192.0.2.0/24 set dscp cs2
                       ^~~~~~
                  hint: 'client' takes, for example, saddr 10.0.0.1 daddr 192.0.2.1
                """),
        AnalysisGolden(
            "the order of several rules decides", [.correlated, .correlated],
            """
            rule a dport 80 set dscp cs1
            rule b sport 80 set dscp cs2
            rule c dscp ef set dscp cs3
            """,
            "",
            everything: """
                p.qos:2:6: note: rule 'b' comes after rule 'a', which matches some of its packets and marks them \
                otherwise: the order decides
                  rule b sport 80 set dscp cs2
                       ^
                  hint: 'a' takes, for example, proto udp sport 80 dport 80
                p.qos:3:6: note: rule 'c' comes after rules 'a' and 'b', which match some of its packets and mark \
                them otherwise: the order decides
                  rule c dscp ef set dscp cs3
                       ^
                  hint: 'a' takes, for example, proto udp sport 40000 dport 80 dscp ef
                """),
        AnalysisGolden(
            "more rules than are named", [.correlated],
            """
            rule r0 dport 0 set dscp cs1
            rule r1 dport 1 set dscp cs1
            rule r2 dport 2 set dscp cs1
            rule r3 dport 3 set dscp cs1
            rule r4 dport 4 set dscp cs1
            rule r5 dport 5 set dscp cs1
            rule r6 dport 6 set dscp cs1
            rule r7 dport 7 set dscp cs1
            rule r8 dport 8 set dscp cs1
            rule r9 dport 9 set dscp cs1
            rule src saddr 10.0.0.0/8 set dscp cs2
            """,
            "",
            everything: """
                p.qos:11:6: note: rule 'src' comes after rules 'r0', 'r1', 'r2', 'r3', 'r4' and 5 more, which match \
                some of its packets and mark them otherwise: the order decides
                  rule src saddr 10.0.0.0/8 set dscp cs2
                       ^~~
                  hint: 'r0' takes, for example, proto udp saddr 10.0.0.1 sport 40000 dport 0
                """),
        AnalysisGolden(
            "ranges that run into each other", [.correlated, .correlated, .correlated],
            """
            rule rtp proto udp dport 5000-5070 set dscp ef
            rule sip proto udp dport 5060-5100 set dscp cs3
            rule lan daddr { 10.0.0.0/8 192.0.2.0/24 } set dscp cs1
            rule far daddr { 10.0.0.0/8 198.51.100.0/24 } set dscp cs2
            """,
            """
            p.qos:2:6: note: rule 'sip' comes after rule 'rtp', which overlaps it in part and marks otherwise: the \
            order decides; so it is with 1 other rule
              rule sip proto udp dport 5060-5100 set dscp cs3
                   ^~~
              hint: 'rtp' takes, for example, proto udp sport 40000 daddr 198.51.100.7 dport 5060; check --analysis \
            lists all
            """,
            everything: """
                p.qos:2:6: note: rule 'sip' comes after rule 'rtp', which matches some of its packets and marks them \
                otherwise: the order decides
                  rule sip proto udp dport 5060-5100 set dscp cs3
                       ^~~
                  hint: 'rtp' takes, for example, proto udp sport 40000 daddr 198.51.100.7 dport 5060
                p.qos:3:6: note: rule 'lan' comes after rules 'rtp' and 'sip', which match some of its packets and \
                mark them otherwise: the order decides
                  rule lan daddr { 10.0.0.0/8 192.0.2.0/24 } set dscp cs1
                       ^~~
                  hint: 'rtp' takes, for example, proto udp sport 40000 daddr 10.0.0.1 dport 5000
                p.qos:4:6: note: rule 'far' comes after rules 'rtp', 'sip' and 'lan', which match some of its \
                packets and mark them otherwise: the order decides
                  rule far daddr { 10.0.0.0/8 198.51.100.0/24 } set dscp cs2
                       ^~~
                  hint: 'rtp' takes, for example, proto udp sport 40000 daddr 198.51.100.7 dport 5000
                """),
        AnalysisGolden(
            "exceptions before the general case", [.generalisation],
            """
            rule ssh proto tcp dport 22 set dscp cs3
            rule web proto tcp dport { 80 443 } set dscp cs2
            rule tcp proto tcp set dscp cs1
            """,
            "",
            everything: """
                p.qos:3:6: note: rule 'tcp' is the general case of rules 'ssh' and 'web' before it, which mark their \
                packets otherwise
                  rule tcp proto tcp set dscp cs1
                       ^~~
                  hint: 'ssh' takes, for example, proto tcp sport 40000 dport 22
                """),
        AnalysisGolden(
            "fragments are what is left", [.generalisation],
            """
            rule ports proto udp dport 0-65535 set dscp cs1
            rule udp proto udp set dscp cs2
            """,
            "",
            everything: """
                p.qos:2:6: note: rule 'udp' is the general case of rule 'ports' before it, which marks its packets \
                otherwise
                  rule udp proto udp set dscp cs2
                       ^~~
                  hint: 'ports' takes, for example, proto udp sport 40000 dport 9
                """),
        AnalysisGolden(
            "without it a later rule marks the same", [.redundant],
            """
            rule https proto tcp dport 443 set dscp cs2
            rule web proto tcp dport { 80 443 } set dscp cs2
            """,
            """
            p.qos:1:6: note: rule 'https' changes no packet's marking: without it, rule 'web' would mark its packets \
            the same
              rule https proto tcp dport 443 set dscp cs2
                   ^~~~~
              hint: 'https' takes, for example, proto tcp sport 40000 dport 443; it is counted apart, and that is all
            """),
        AnalysisGolden(
            "without it the default marks the same", [.redundant],
            """
            rule web proto tcp dport 443 set dscp cs1
            default set dscp cs1
            """,
            """
            p.qos:1:6: note: rule 'web' changes no packet's marking: without it, the default would mark its packets \
            the same
              rule web proto tcp dport 443 set dscp cs1
                   ^~~
              hint: 'web' takes, for example, proto tcp sport 40000 dport 443; it is counted apart, and that is all
            """),
        AnalysisGolden(
            "what is to be left alone may be written down", [.redundant],
            """
            rule ntp proto udp dport 123 keep
            """,
            "",
            everything: """
                p.qos:1:6: note: rule 'ntp' changes no packet's marking: without it, the default would mark its \
                packets the same
                  rule ntp proto udp dport 123 keep
                       ^~~
                  hint: 'ntp' takes, for example, proto udp sport 40000 dport 123; it is counted apart, and that is \
                all
                """),
        AnalysisGolden(
            "a rule between makes it needed", [.generalisation],
            """
            rule https proto tcp dport 443 set dscp cs2
            rule tls proto tcp dport 443-500 set dscp cs3
            rule web proto tcp dport { 80 443 } set dscp cs2
            """,
            "",
            everything: """
                p.qos:2:6: note: rule 'tls' is the general case of rule 'https' before it, which marks its packets \
                otherwise
                  rule tls proto tcp dport 443-500 set dscp cs3
                       ^~~
                  hint: 'https' takes, for example, proto tcp sport 40000 dport 443
                """),
    ]
}
