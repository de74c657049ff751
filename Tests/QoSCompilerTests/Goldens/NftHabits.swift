import QoSCompiler

/// What people who know nft write to match packets.
extension DiagnosticGolden {
    static let nftHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "nft: ports and DSCP without rule and name",
            [.unknownWord],
            """
            tcp dport 22 ip dscp set ef
            """,
            """
            p.qos:1:1: error: unknown statement 'tcp'
              tcp dport 22 ip dscp set ef
              ^~~
              hint: write: rule NAME proto tcp dport 22 set dscp ef
            """),
        DiagnosticGolden(
            "nft: its phrases in a rule",
            [.unknownWord],
            """
            rule ssh tcp dport 22 ip dscp set ef
            """,
            """
            p.qos:1:10: error: unknown word 'tcp' in rule 'ssh'
              rule ssh tcp dport 22 ip dscp set ef
                       ^~~
              hint: write: rule ssh proto tcp dport 22 set dscp ef
            """),
        DiagnosticGolden(
            "nft: ip saddr",
            [.unknownWord],
            """
            rule lan ip saddr 10.0.0.0/8 class voice
            """,
            """
            p.qos:1:10: error: unknown word 'ip' in rule 'lan'
              rule lan ip saddr 10.0.0.0/8 class voice
                       ^~
              hint: write: rule lan saddr 10.0.0.0/8 class voice
            """),
        DiagnosticGolden(
            "nft: ip6 daddr",
            [.unknownWord],
            """
            rule v6 ip6 daddr 2001:db8::/32 set dscp cs1
            """,
            """
            p.qos:1:9: error: unknown word 'ip6' in rule 'v6'
              rule v6 ip6 daddr 2001:db8::/32 set dscp cs1
                      ^~~
              hint: write: rule v6 daddr 2001:db8::/32 set dscp cs1
            """),
        DiagnosticGolden(
            "nft: meta skuid",
            [.unknownWord],
            """
            rule backup meta skuid 1000 set dscp le
            """,
            """
            p.qos:1:13: error: unknown word 'meta' in rule 'backup'
              rule backup meta skuid 1000 set dscp le
                          ^~~~
              hint: write: rule backup user 1000 set dscp le
            """),
        DiagnosticGolden(
            "nft: meta l4proto and th",
            [.unknownWord],
            """
            rule web meta l4proto { tcp, udp } th dport { 80, 443 } set dscp af21
            """,
            """
            p.qos:1:10: error: unknown word 'meta' in rule 'web'
              rule web meta l4proto { tcp, udp } th dport { 80, 443 } set dscp af21
                       ^~~~
              hint: write: rule web proto { tcp udp } dport { 80 443 } set dscp af21
            """),
        DiagnosticGolden(
            "nft: oifname",
            [.unknownWord],
            """
            rule wan oifname "ppp0" set dscp cs1
            """,
            """
            p.qos:1:10: error: unknown word 'oifname' in rule 'wan'
              rule wan oifname "ppp0" set dscp cs1
                       ^~~~~~~
              hint: write: rule wan oif ppp0 set dscp cs1
            """),
        DiagnosticGolden(
            "nft: iifname with a wildcard",
            [.unknownWord],
            """
            rule lan iifname "eth*" set dscp cs1
            """,
            """
            p.qos:1:10: error: unknown word 'iifname' in rule 'lan'
              rule lan iifname "eth*" set dscp cs1
                       ^~~~~~~
              hint: write: rule lan iif eth* set dscp cs1
            """),
        DiagnosticGolden(
            "nft: oif without quotes, and accept",
            [.unknownWord],
            """
            rule wan oif eth0 accept
            """,
            """
            p.qos:1:19: error: unknown word 'accept' in rule 'wan'
              rule wan oif eth0 accept
                                ^~~~~~
              hint: write: rule wan oif eth0 keep
            """),
        DiagnosticGolden(
            "nft: drop",
            [.unknownWord],
            """
            rule bad tcp dport 23 drop
            """,
            """
            p.qos:1:10: error: unknown word 'tcp' in rule 'bad'
              rule bad tcp dport 23 drop
                       ^~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            """),
        DiagnosticGolden(
            "nft: return",
            [.unknownWord],
            """
            rule ntp udp dport 123 return
            """,
            """
            p.qos:1:10: error: unknown word 'udp' in rule 'ntp'
              rule ntp udp dport 123 return
                       ^~~
              hint: write: rule ntp proto udp dport 123 keep
            """),
        DiagnosticGolden(
            "nft: meta mark set",
            [.unknownWord],
            """
            rule vpn udp dport 51820 meta mark set 0x1
            """,
            """
            p.qos:1:10: error: unknown word 'udp' in rule 'vpn'
              rule vpn udp dport 51820 meta mark set 0x1
                       ^~~
              hint: a policy sets no fwmark: it sets dscp, priority and pcp
            """),
        DiagnosticGolden(
            "nft: mark set in our words",
            [.unknownWord],
            """
            rule vpn dport 51820 mark set 1
            """,
            """
            p.qos:1:31: error: unknown word '1' in rule 'vpn'
              rule vpn dport 51820 mark set 1
                                            ^
              hint: a policy sets no fwmark: it sets dscp, priority and pcp
            """),
        DiagnosticGolden(
            "nft: meta priority set",
            [.unknownWord],
            """
            rule voip udp dport 5060 meta priority set 1:10
            """,
            """
            p.qos:1:11: error: unknown word 'udp' in rule 'voip'
              rule voip udp dport 5060 meta priority set 1:10
                        ^~~
              hint: write: rule voip proto udp dport 5060 set priority 1:10
            """),
    ]
}
