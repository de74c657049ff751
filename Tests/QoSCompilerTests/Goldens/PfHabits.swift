import QoSCompiler

/// What people who know pf write.
extension DiagnosticGolden {
    static let pfHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "pf: from any to any port",
            [.unknownWord],
            """
            rule sip from any to any port 5060 set dscp cs3
            """,
            """
            p.qos:1:10: error: unknown word 'from' in rule 'sip'
              rule sip from any to any port 5060 set dscp cs3
                       ^~~~
              hint: write: rule sip dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "pf: proto, from and to",
            [.unknownWord],
            """
            rule sip proto udp from 10.0.0.0/8 to any port = 5060 set dscp cs3
            """,
            """
            p.qos:1:20: error: unknown word 'from' in rule 'sip'
              rule sip proto udp from 10.0.0.0/8 to any port = 5060 set dscp cs3
                                 ^~~~
              hint: write: rule sip proto udp saddr 10.0.0.0/8 dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "pf: a match rule",
            [.unknownWord],
            """
            match out on em0 proto udp to any port 5060 set tos 0xb8
            """,
            """
            p.qos:1:1: error: unknown statement 'match'
              match out on em0 proto udp to any port 5060 set tos 0xb8
              ^~~~~
              hint: write: rule NAME oif em0 proto udp dport 5060 set dscp ef
            """),
        DiagnosticGolden(
            "pf: prio is a PCP",
            [.unknownWord],
            """
            match out proto tcp to port 22 set prio 6
            """,
            """
            p.qos:1:1: error: unknown statement 'match'
              match out proto tcp to port 22 set prio 6
              ^~~~~
              hint: write: rule NAME proto tcp dport 22 set pcp 6
            """),
        DiagnosticGolden(
            "pf: pass quick and keep state",
            [.unknownWord],
            """
            pass out quick proto tcp from any to 192.0.2.0/24 port { 80 443 } keep state
            """,
            """
            p.qos:1:1: error: unknown statement 'pass'
              pass out quick proto tcp from any to 192.0.2.0/24 port { 80 443 } keep state
              ^~~~
              hint: write: rule NAME proto tcp daddr 192.0.2.0/24 dport { 80 443 } keep
            """),
        DiagnosticGolden(
            "pf: block",
            [.unknownWord],
            """
            block out proto tcp to any port 23
            """,
            """
            p.qos:1:1: error: unknown statement 'block'
              block out proto tcp to any port 23
              ^~~~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            """),
        DiagnosticGolden(
            "pf: a macro",
            [.unknownWord, .unsupported],
            """
            voice_ports = "{ 5060 5061 }"
            rule sip dport $voice_ports set dscp ef
            """,
            """
            p.qos:1:1: error: unknown statement 'voice_ports'
              voice_ports = "{ 5060 5061 }"
              ^~~~~~~~~~~
              hint: a list of addresses or ports with a name is a set; write: set voice_ports { 5060 5061 }
            p.qos:2:16: error: not supported yet: variables ('$voice_ports')
              rule sip dport $voice_ports set dscp ef
                             ^~~~~~~~~~~~
              hint: a named list is a set: set voice_ports { … }, and here @voice_ports
            """),
        DiagnosticGolden(
            "pf: a table",
            [.unknownWord, .badValue],
            """
            table <teams> { 13.107.64.0/18, 52.112.0.0/14 }
            rule teams daddr <teams> set dscp ef
            """,
            """
            p.qos:1:1: error: unknown statement 'table'
              table <teams> { 13.107.64.0/18, 52.112.0.0/14 }
              ^~~~~
              hint: a table is a set; write: set teams { 13.107.64.0/18 52.112.0.0/14 }
            p.qos:2:18: error: '<teams>' is no address
              rule teams daddr <teams> set dscp ef
                               ^~~~~~~
              hint: write @teams
            """),
        DiagnosticGolden(
            "pf: not with !",
            [.syntax],
            """
            rule away daddr ! 10.0.0.0/8 set dscp cs1
            """,
            """
            p.qos:1:17: error: '!' is not written here
              rule away daddr ! 10.0.0.0/8 set dscp cs1
                              ^
              hint: write: rule away daddr != 10.0.0.0/8 set dscp cs1
            """),
        DiagnosticGolden(
            "pf: ! without a blank",
            [.badValue],
            """
            rule away daddr !10.0.0.0/8 set dscp cs1
            """,
            """
            p.qos:1:17: error: '!10.0.0.0' is no address
              rule away daddr !10.0.0.0/8 set dscp cs1
                              ^~~~~~~~~~~
              hint: write daddr != 10.0.0.0/8
            """),
        DiagnosticGolden(
            "pf: not",
            [.unknownWord],
            """
            rule away not daddr 10.0.0.0/8 set dscp cs1
            """,
            """
            p.qos:1:11: error: unknown word 'not' in rule 'away'
              rule away not daddr 10.0.0.0/8 set dscp cs1
                        ^~~
              hint: write: rule away daddr != 10.0.0.0/8 set dscp cs1
            """),
        DiagnosticGolden(
            "pf: port comparisons",
            [.unknownWord],
            """
            rule high proto udp dport > 1023 set dscp cs1
            """,
            """
            p.qos:1:29: error: unknown word '1023' in rule 'high'
              rule high proto udp dport > 1023 set dscp cs1
                                          ^~~~
              hint: write: rule high proto udp dport 1024-65535 set dscp cs1
            """),
        DiagnosticGolden(
            "pf: port comparisons without a blank",
            [.badValue],
            """
            rule high proto udp dport >=1024 set dscp cs1
            """,
            """
            p.qos:1:27: error: '>=1024' is neither a port nor a known service name
              rule high proto udp dport >=1024 set dscp cs1
                                        ^~~~~~
              hint: write 1024-65535
            """),
        DiagnosticGolden(
            "pf: any",
            [.badValue],
            """
            rule all saddr any set dscp cs0
            """,
            """
            p.qos:1:16: error: 'any' is no address
              rule all saddr any set dscp cs0
                             ^~~
              hint: leave saddr out: a rule without it holds for all of them
            """),
        DiagnosticGolden(
            "pf: not any",
            [.badValue],
            """
            rule odd daddr != any set dscp cs1
            """,
            """
            p.qos:1:19: error: 'any' is no address
              rule odd daddr != any set dscp cs1
                                ^~~
              hint: names are not looked up; write the address, or @any for a set
            """),
        DiagnosticGolden(
            "pf: all protocols",
            [.badValue],
            """
            rule all proto any dport 53 set dscp cs2
            """,
            """
            p.qos:1:16: error: 'any' is no protocol
              rule all proto any dport 53 set dscp cs2
                             ^~~
              hint: leave proto out: a rule without it holds for all of them
            """),
        DiagnosticGolden(
            "pf: a whole pf.conf",
            [.syntax],
            """
            ext_if = "em0"
            set skip on lo
            match out on $ext_if proto udp to port 5060 set prio 6
            pass out all
            """,
            """
            p.qos:1:1: error: this is pf syntax, not a policy
              ext_if = "em0"
              ^~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "pf: a user that is not",
            [.badValue],
            """
            rule rest user !root set dscp cs1
            """,
            """
            p.qos:1:16: error: '!root' is no user name
              rule rest user !root set dscp cs1
                             ^~~~~
              hint: write user != root, or "!root" for that very name
            """),
        DiagnosticGolden(
            "pf: two actions in parentheses",
            [.unknownWord],
            """
            match out proto udp to port 5060 set ( prio 6, tos 0xb8 )
            """,
            """
            p.qos:1:1: error: unknown statement 'match'
              match out proto udp to port 5060 set ( prio 6, tos 0xb8 )
              ^~~~~
              hint: write: rule NAME proto udp dport 5060 set dscp ef pcp 6
            """),
    ]
}
