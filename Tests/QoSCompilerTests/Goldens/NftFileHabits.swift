import QoSCompiler

/// What people who know nft write around rules: tables, sets, variables, whole files.
extension DiagnosticGolden {
    static let nftFileHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "nft: define",
            [.unknownWord, .unsupported],
            """
            define phones = { 10.20.0.0/24, 10.21.0.0/24 }
            rule rtp daddr $phones set dscp ef
            """,
            """
            p.qos:1:1: error: unknown statement 'define'
              define phones = { 10.20.0.0/24, 10.21.0.0/24 }
              ^~~~~~
              hint: a list of addresses or ports with a name is a set; write: set phones { 10.20.0.0/24 10.21.0.0/24 }
            p.qos:2:16: error: not supported yet: variables ('$phones')
              rule rtp daddr $phones set dscp ef
                             ^~~~~~~
              hint: a named list is a set: set phones { … }, and here @phones
            """),
        DiagnosticGolden(
            "nft: a set with =",
            [.syntax],
            """
            set teams = { 13.107.64.0/18, 52.112.0.0/14 }
            """,
            """
            p.qos:1:11: error: set 'teams' needs a list or a file
              set teams = { 13.107.64.0/18, 52.112.0.0/14 }
                        ^
              hint: write: set teams { 13.107.64.0/18 52.112.0.0/14 }
            """),
        DiagnosticGolden(
            "nft: a set with type and elements",
            [.syntax],
            """
            set teams { type ipv4_addr; flags interval; elements = { 13.107.64.0/18, 52.112.0.0/14 } }
            rule teams daddr @teams set dscp ef
            """,
            """
            p.qos:1:56: error: unexpected '{' in a list
              set teams { type ipv4_addr; flags interval; elements = { 13.107.64.0/18, 52.112.0.0/14 } }
                                                                     ^
              hint: write: set teams { 13.107.64.0/18 52.112.0.0/14 }
            """),
        DiagnosticGolden(
            "nft: a set of several lines",
            [.syntax],
            """
            set teams {
                type ipv4_addr
                flags interval
                elements = { 13.107.64.0/18,
                             52.112.0.0/14 }
            }
            rule teams daddr @teams set dscp ef
            """,
            """
            p.qos:4:16: error: unexpected '{' in a list
                  elements = { 13.107.64.0/18,
                             ^
              hint: write: set teams { 13.107.64.0/18 52.112.0.0/14 }
            """),
        DiagnosticGolden(
            "nft: an empty set",
            [.badValue],
            """
            set teams { type ipv4_addr; }
            """,
            """
            p.qos:1:13: error: 'type' is neither an address nor a port
              set teams { type ipv4_addr; }
                          ^~~~
              hint: a set has its elements only: set teams { … }
            """),
        DiagnosticGolden(
            "nft: add rule",
            [.unknownWord],
            """
            class voice dscp ef
            add rule inet mangle output udp dport 5060 ip dscp set cs3 counter
            """,
            """
            p.qos:2:1: error: unknown statement 'add'
              add rule inet mangle output udp dport 5060 ip dscp set cs3 counter
              ^~~
              hint: write: rule NAME proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: nft on a command line",
            [.unknownWord],
            """
            class voice dscp ef
            sudo nft add rule inet mangle output ip daddr 192.0.2.0/24 ip dscp set ef
            """,
            """
            p.qos:2:1: error: unknown statement 'sudo'
              sudo nft add rule inet mangle output ip daddr 192.0.2.0/24 ip dscp set ef
              ^~~~
              hint: write: rule NAME daddr 192.0.2.0/24 set dscp ef
            """),
        DiagnosticGolden(
            "nft: a table in the middle of a policy",
            [.unknownWord],
            """
            class voice dscp ef
            table inet mangle {
                set phones { type ipv4_addr; elements = { 10.0.0.1 } }
                chain output {
                    type filter hook output priority mangle; policy accept;
                    udp dport 5060 ip dscp set ef
                    tcp dport { 80, 443 } counter
                }
            }
            rule sip dport 5060 class voice
            """,
            """
            p.qos:2:1: error: unknown statement 'table'
              table inet mangle {
              ^~~~~
              hint: no tables and chains here: one rule a line, rule NAME MATCH… ACTION; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "nft: a whole ruleset",
            [.syntax],
            """
            #!/usr/sbin/nft -f
            flush ruleset
            table inet mangle {
                set phones { type ipv4_addr; elements = { 10.0.0.1 } }
                chain output {
                    type route hook output priority mangle; policy accept;
                    udp dport 5060 ip dscp set cs3
                    ip daddr @phones udp dport 16384-32767 ip dscp set ef
                }
            }
            """,
            """
            p.qos:2:1: error: this is nft syntax, not a policy
              flush ruleset
              ^~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here; the first rule: rule NAME proto udp dport \
            5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: rules alone as a file",
            [.syntax],
            """
            udp dport 5060 ip dscp set cs3
            tcp dport 22 ip dscp set cs2
            tcp dport { 80, 443 } ip dscp set af21
            """,
            """
            p.qos:1:1: error: this is nft syntax, not a policy
              udp dport 5060 ip dscp set cs3
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here; the first rule: rule NAME proto udp dport \
            5060 set dscp cs3
            """),
        DiagnosticGolden(
            "nft: scope by hook",
            [.unknownWord, .unknownWord, .unknownWord],
            """
            scope prerouting
            scope postrouting
            scope input
            """,
            """
            p.qos:1:7: error: expected a scope, found 'prerouting'
              scope prerouting
                    ^~~~~~~~~~
              hint: packets that come in are not marked here: output is what this host sends, forward what it routes
            p.qos:2:7: error: expected a scope, found 'postrouting'
              scope postrouting
                    ^~~~~~~~~~~
              hint: what leaves this host is output for its own packets, both with those that it routes
            p.qos:3:7: error: expected a scope, found 'input'
              scope input
                    ^~~~~
              hint: packets that come in are not marked here: output is what this host sends, forward what it routes
            """),
        DiagnosticGolden(
            "nft: the policy of a chain",
            [.unknownWord],
            """
            default drop
            """,
            """
            p.qos:1:9: error: 'drop' is no action
              default drop
                      ^~~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            """),
        DiagnosticGolden(
            "nft: icmpv6 and igmp by next header",
            [.unknownWord],
            """
            rule v6 ip6 nexthdr icmpv6 keep
            """,
            """
            p.qos:1:9: error: unknown word 'ip6' in rule 'v6'
              rule v6 ip6 nexthdr icmpv6 keep
                      ^~~
              hint: write: rule v6 proto icmpv6 keep
            """),
    ]
}
