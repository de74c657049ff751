import QoSCompiler

/// Named sets, and PCPs that contradict each other.
extension DiagnosticGolden {
    static let sets: [DiagnosticGolden] = [
        DiagnosticGolden(
            "sets hold addresses or ports",
            [.mixedSet, .mixedSet, .mixedSet, .mixedSet, .badValue],
            """
            set ports { 80 443 }
            set addresses { 10.0.0.1 }
            set both { 10.0.0.1 80 }
            set also { @ports @addresses }
            rule a daddr @ports keep
            rule b dport @addresses keep
            rule c user @addresses keep
            """,
            """
            p.qos:3:21: error: a set holds addresses or ports, not both
              set both { 10.0.0.1 80 }
                                  ^~
            p.qos:4:19: error: a set holds addresses or ports, not both
              set also { @ports @addresses }
                                ^~~~~~~~~~
            p.qos:5:14: error: set 'ports' holds ports; daddr needs addresses
              rule a daddr @ports keep
                           ^~~~~~
            p.qos:6:14: error: set 'addresses' holds addresses; dport needs ports
              rule b dport @addresses keep
                           ^~~~~~~~~~
            p.qos:7:13: error: '@addresses': sets hold addresses or ports only
              rule c user @addresses keep
                          ^~~~~~~~~~
            """),
        DiagnosticGolden(
            "set elements",
            [.hostBits, .badValue, .badValue, .outOfRange, .undefined, .unsupported],
            """
            set a { 10.0.0.1/8 "x" nonsense 99999 }
            set b { @missing }
            set c { $x }
            """,
            """
            p.qos:1:9: error: the prefix '10.0.0.1/8' has host bits set
              set a { 10.0.0.1/8 "x" nonsense 99999 }
                      ^~~~~~~~~~
              hint: 10.0.0.0/8, or 10.0.0.1 for the one address
            p.qos:1:20: error: sets hold addresses or ports, not strings
              set a { 10.0.0.1/8 "x" nonsense 99999 }
                                 ^~~
            p.qos:1:24: error: 'nonsense' is neither an address nor a port
              set a { 10.0.0.1/8 "x" nonsense 99999 }
                                     ^~~~~~~~
              hint: addresses, prefixes and ranges, or ports; names are not looked up
            p.qos:1:33: error: port '99999' is out of range
              set a { 10.0.0.1/8 "x" nonsense 99999 }
                                              ^~~~~
              hint: 0-65535
            p.qos:2:9: error: there is no set 'missing'
              set b { @missing }
                      ^~~~~~~~
            p.qos:3:9: error: not supported yet: variables ('$x')
              set c { $x }
                      ^~
            """),
        DiagnosticGolden(
            "sets that hold each other",
            [.setCycle, .setCycle],
            """
            set a { @b }
            set b { @c 10.0.0.1 }
            set c { @a }
            set d { @a 10.0.0.2 }
            set e { @e }
            """,
            """
            p.qos:2:9: error: set 'c' holds itself: c -> a -> b -> c
              set b { @c 10.0.0.1 }
                      ^~
            p.qos:5:9: error: set 'e' holds itself: e -> e
              set e { @e }
                      ^~
            """),
        DiagnosticGolden(
            "two PCPs for one priority",
            [.conflictingPCP, .conflictingPCP, .conflictingPCP],
            """
            class voice dscp ef priority 6 pcp 5
            class video dscp af41 priority 6 pcp 4
            rule a set priority 6 pcp 3
            default set pcp 6
            class six priority 6
            """,
            """
            p.qos:2:7: error: class 'video' wants PCP 4 for priority 6, but class 'voice' wants PCP 5
              class video dscp af41 priority 6 pcp 4
                    ^~~~~
              hint: give one of them another priority
            p.qos:3:1: error: rule 'a' wants PCP 3 for priority 6, but class 'voice' wants PCP 5
              rule a set priority 6 pcp 3
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: give one of them another priority
            p.qos:4:1: error: the default wants PCP 6 for priority 6, but class 'voice' wants PCP 5
              default set pcp 6
              ^~~~~~~~~~~~~~~~~
              hint: give one of them another priority
            """),
    ]
}
