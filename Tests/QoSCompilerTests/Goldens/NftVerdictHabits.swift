import QoSCompiler

/// What people who know nft write behind and between the matches of a rule.
extension DiagnosticGolden {
    static let nftVerdictHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "nft: counter before the action",
            [.unknownWord],
            """
            rule sip udp dport 5060 counter set dscp cs3
            """,
            """
            p.qos:1:10: error: unknown word 'udp' in rule 'sip'
              rule sip udp dport 5060 counter set dscp cs3
                       ^~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: counter, log and comment behind the action",
            [.syntax],
            """
            rule sip proto udp dport 5060 set dscp cs3 counter
            """,
            """
            p.qos:1:44: error: unexpected 'counter' after the action
              rule sip proto udp dport 5060 set dscp cs3 counter
                                                         ^~~~~~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: a comment for people",
            [.syntax],
            """
            rule sip proto udp dport 5060 set dscp cs3 comment "phones"
            """,
            """
            p.qos:1:44: error: unexpected 'comment' after the action
              rule sip proto udp dport 5060 set dscp cs3 comment "phones"
                                                         ^~~~~~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: log",
            [.unknownWord],
            """
            rule sip proto udp dport 5060 log prefix "sip " set dscp cs3
            """,
            """
            p.qos:1:31: error: unknown word 'log' in rule 'sip'
              rule sip proto udp dport 5060 log prefix "sip " set dscp cs3
                                            ^~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: ct state",
            [.unknownWord],
            """
            rule known ct state established,related set dscp cs2
            """,
            """
            p.qos:1:12: error: unknown word 'ct' in rule 'known'
              rule known ct state established,related set dscp cs2
                         ^~
              hint: connection tracking is no match field: each packet is told by its own fields
            """),
        DiagnosticGolden(
            "nft: icmp type",
            [.unknownWord],
            """
            rule ping icmp type echo-request set dscp cs2
            """,
            """
            p.qos:1:11: error: unknown word 'icmp' in rule 'ping'
              rule ping icmp type echo-request set dscp cs2
                        ^~~~
              hint: ICMP types are no match field; proto icmp is
            """),
        DiagnosticGolden(
            "nft: limit rate",
            [.unknownWord],
            """
            rule bulk tcp dport 873 limit rate 10/second set dscp le
            """,
            """
            p.qos:1:11: error: unknown word 'tcp' in rule 'bulk'
              rule bulk tcp dport 873 limit rate 10/second set dscp le
                        ^~~
              hint: rates cannot be limited: a policy marks, and a qdisc shapes
            """),
        DiagnosticGolden(
            "nft: a semicolon at the end",
            [.badValue],
            """
            rule sip proto udp dport 5060 set dscp cs3;
            """,
            """
            p.qos:1:40: error: 'cs3;' is no DSCP
              rule sip proto udp dport 5060 set dscp cs3;
                                                     ^~~~
              hint: write cs3, without ';'
            """),
        DiagnosticGolden(
            "nft: a semicolon by itself",
            [.syntax],
            """
            rule sip proto udp dport 5060 keep ;
            """,
            """
            p.qos:1:36: error: unexpected ';' after the action
              rule sip proto udp dport 5060 keep ;
                                                 ^
              hint: a statement ends with its line, without ';'
            """),
        DiagnosticGolden(
            "nft: semicolons in a list",
            [.badValue],
            """
            rule web dport { 80; 443 } set dscp af21
            """,
            """
            p.qos:1:18: error: '80;' is neither a port nor a known service name
              rule web dport { 80; 443 } set dscp af21
                               ^~~
              hint: write 80, without ';'
            """),
        DiagnosticGolden(
            "nft: jump to a chain",
            [.unknownWord],
            """
            rule sip udp dport 5060 jump voice
            """,
            """
            p.qos:1:10: error: unknown word 'udp' in rule 'sip'
              rule sip udp dport 5060 jump voice
                       ^~~
              hint: write: rule sip proto udp dport 5060 class voice
            """),
        DiagnosticGolden(
            "nft: semicolons in a longer list",
            [.badValue],
            """
            rule web dport { 80; 443; 8080 } set dscp af21
            """,
            """
            p.qos:1:18: error: '80;' is neither a port nor a known service name
              rule web dport { 80; 443; 8080 } set dscp af21
                               ^~~
              hint: write 80, without ';'
            """),
        DiagnosticGolden(
            "nft: an interface by index word",
            [.unknownWord],
            """
            rule wan meta oif eth0 ip6 dscp set cs1
            """,
            """
            p.qos:1:10: error: unknown word 'meta' in rule 'wan'
              rule wan meta oif eth0 ip6 dscp set cs1
                       ^~~~
              hint: write: rule wan oif eth0 set dscp cs1
            """),
    ]
}
