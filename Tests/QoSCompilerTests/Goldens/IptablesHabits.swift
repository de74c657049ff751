import QoSCompiler

/// What people who know iptables write.
extension DiagnosticGolden {
    static let iptablesHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "iptables: a rule's options",
            [.unknownWord],
            """
            -p tcp --dport 80 -j DSCP --set-dscp-class EF
            """,
            """
            p.qos:1:1: error: unknown statement '-p'
              -p tcp --dport 80 -j DSCP --set-dscp-class EF
              ^~
              hint: write: rule NAME proto tcp dport 80 set dscp ef
            """),
        DiagnosticGolden(
            "iptables: a command",
            [.unknownWord],
            """
            iptables -t mangle -A OUTPUT -p tcp --dport 80 -j DSCP --set-dscp-class EF
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A OUTPUT -p tcp --dport 80 -j DSCP --set-dscp-class EF
              ^~~~~~~~
              hint: write: rule NAME proto tcp dport 80 set dscp ef
            """),
        DiagnosticGolden(
            "iptables: multiport and several values",
            [.unknownWord],
            """
            iptables -t mangle -A OUTPUT -p udp -m multiport --dports 5060,5061 -j DSCP --set-dscp 0x18
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A OUTPUT -p udp -m multiport --dports 5060,5061 -j DSCP --set-dscp 0x18
              ^~~~~~~~
              hint: write: rule NAME proto udp dport { 5060 5061 } set dscp 0x18
            """),
        DiagnosticGolden(
            "iptables: the owner",
            [.unknownWord],
            """
            iptables -t mangle -A OUTPUT -m owner --uid-owner backup -j DSCP --set-dscp-class CS1
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A OUTPUT -m owner --uid-owner backup -j DSCP --set-dscp-class CS1
              ^~~~~~~~
              hint: write: rule NAME user backup set dscp cs1
            """),
        DiagnosticGolden(
            "iptables: TOS and a network",
            [.unknownWord],
            """
            iptables -t mangle -A OUTPUT -d 192.0.2.0/24 -o eth0 -j TOS --set-tos 0xb8/0xff
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A OUTPUT -d 192.0.2.0/24 -o eth0 -j TOS --set-tos 0xb8/0xff
              ^~~~~~~~
              hint: write: rule NAME daddr 192.0.2.0/24 oif eth0 set dscp ef
            """),
        DiagnosticGolden(
            "iptables: CLASSIFY",
            [.unknownWord],
            """
            iptables -t mangle -A POSTROUTING -o eth0 -p udp --dport 5060 -j CLASSIFY --set-class 1:10
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A POSTROUTING -o eth0 -p udp --dport 5060 -j CLASSIFY --set-class 1:10
              ^~~~~~~~
              hint: write: rule NAME oif eth0 proto udp dport 5060 set priority 1:10
            """),
        DiagnosticGolden(
            "iptables: MARK",
            [.unknownWord],
            """
            iptables -t mangle -A OUTPUT -p udp --dport 51820 -j MARK --set-mark 1
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A OUTPUT -p udp --dport 51820 -j MARK --set-mark 1
              ^~~~~~~~
              hint: a policy sets no fwmark: it sets dscp, priority and pcp
            """),
        DiagnosticGolden(
            "iptables: DROP",
            [.unknownWord],
            """
            iptables -A OUTPUT -p tcp --dport 23 -j DROP
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -A OUTPUT -p tcp --dport 23 -j DROP
              ^~~~~~~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            """),
        DiagnosticGolden(
            "iptables: the chain of what comes in",
            [.unknownWord],
            """
            iptables -t mangle -A PREROUTING -p udp --dport 5060 -j DSCP --set-dscp-class CS3
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -t mangle -A PREROUTING -p udp --dport 5060 -j DSCP --set-dscp-class CS3
              ^~~~~~~~
              hint: packets that come in are not marked here: output is what this host sends, forward what it routes
            """),
        DiagnosticGolden(
            "iptables: a state",
            [.unknownWord],
            """
            iptables -A OUTPUT -m conntrack --ctstate NEW -j ACCEPT
            """,
            """
            p.qos:1:1: error: unknown statement 'iptables'
              iptables -A OUTPUT -m conntrack --ctstate NEW -j ACCEPT
              ^~~~~~~~
              hint: connection tracking is no match field: each packet is told by its own fields
            """),
        DiagnosticGolden(
            "iptables: not",
            [.unknownWord],
            """
            rule away -o eth0 ! -d 10.0.0.0/8 set dscp cs1
            """,
            """
            p.qos:1:11: error: unknown word '-o' in rule 'away'
              rule away -o eth0 ! -d 10.0.0.0/8 set dscp cs1
                        ^~
              hint: write: rule away oif eth0 daddr != 10.0.0.0/8 set dscp cs1
            """),
        DiagnosticGolden(
            "iptables: options in a rule",
            [.unknownWord],
            """
            rule backup -m owner --uid-owner 34 set dscp le
            """,
            """
            p.qos:1:13: error: unknown word '-m' in rule 'backup'
              rule backup -m owner --uid-owner 34 set dscp le
                          ^~
              hint: write: rule backup user 34 set dscp le
            """),
        DiagnosticGolden(
            "iptables: dashes that a web page made long",
            [.unknownWord],
            """
            rule web –dport 443 set dscp af21
            """,
            """
            p.qos:1:10: error: unknown word '–dport' in rule 'web'
              rule web –dport 443 set dscp af21
                       ^~~~~~
              hint: write: rule web dport 443 set dscp af21
            """),
    ]
}
