import QoSCompiler

/// Names: what they may hold, what is defined twice or not at all.
extension DiagnosticGolden {
    static let names: [DiagnosticGolden] = [
        DiagnosticGolden(
            "sixty-three bytes are the longest name",
            [.badName],
            """
            rule aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg- keep
            rule aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg- keep
            """,
            """
            p.qos:2:6: error: 'aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg-' is no name: it has \
            64 bytes
              rule aaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg- keep
                   ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: letters, digits, _ . -, at most 63 bytes, not beginning with . or -
            """),
        DiagnosticGolden(
            "names that are none",
            [.badName, .badName, .badName, .badName, .badName],
            """
            rule -a keep
            class .a dscp ef
            set a/b { 10.0.0.1 }
            rule a=b keep
            rule a class b!c
            """,
            """
            p.qos:1:6: error: '-a' is no name: it begins with '-'
              rule -a keep
                   ^~
              hint: letters, digits, _ . -, at most 63 bytes, not beginning with . or -
            p.qos:2:7: error: '.a' is no name: it begins with '.'
              class .a dscp ef
                    ^~
              hint: write: class a dscp ef
            p.qos:3:5: error: 'a/b' is no name: it has a character that names cannot have
              set a/b { 10.0.0.1 }
                  ^~~
              hint: write: set a-b { 10.0.0.1 }
            p.qos:4:6: error: 'a=b' is no name: it has a character that names cannot have
              rule a=b keep
                   ^~~
              hint: letters, digits, _ . -, at most 63 bytes, not beginning with . or -
            p.qos:5:14: error: 'b!c' is no name: it has a character that names cannot have
              rule a class b!c
                           ^~~
              hint: letters, digits, _ . -, at most 63 bytes, not beginning with . or -
            """),
        DiagnosticGolden(
            "a name in quotes",
            [.missingValue],
            """
            rule "a" keep
            """,
            """
            p.qos:1:6: error: expected a name for the rule, found '"a"'
              rule "a" keep
                   ^~~
              hint: names have no quotes: rule a
            """),
        DiagnosticGolden(
            "a class twice",
            [.duplicate],
            """
            class a dscp ef
            class a dscp ef
            """,
            """
            p.qos:2:7: error: class 'a' is defined twice; first at p.qos:1
              class a dscp ef
                    ^
            """),
        DiagnosticGolden(
            "a set twice",
            [.duplicate],
            """
            set a { 10.0.0.1 }
            set a { 10.0.0.2 }
            """,
            """
            p.qos:2:5: error: set 'a' is defined twice; first at p.qos:1
              set a { 10.0.0.2 }
                  ^
            """),
        DiagnosticGolden(
            "a rule twice",
            [.duplicate],
            """
            rule a keep
            rule b keep
            rule a keep
            """,
            """
            p.qos:3:6: error: rule 'a' is defined twice; first at p.qos:1
              rule a keep
                   ^
            """),
        DiagnosticGolden(
            "no such class",
            [.undefined, .undefined, .undefined],
            """
            class voice dscp ef
            rule a class voise
            rule b class nothing-like-it
            default class voic
            """,
            """
            p.qos:2:14: error: there is no class 'voise'
              rule a class voise
                           ^~~~~
              hint: did you mean 'voice'?
            p.qos:3:14: error: there is no class 'nothing-like-it'
              rule b class nothing-like-it
                           ^~~~~~~~~~~~~~~
            p.qos:4:15: error: there is no class 'voic'
              default class voic
                            ^~~~
              hint: did you mean 'voice'?
            """),
        DiagnosticGolden(
            "no such set",
            [.undefined, .undefined, .undefined],
            """
            set teams { 10.0.0.1 }
            rule a daddr @team keep
            rule b daddr @nothing-like-it keep
            rule c daddr @ keep
            """,
            """
            p.qos:2:14: error: there is no set 'team'
              rule a daddr @team keep
                           ^~~~~
              hint: did you mean '@teams'?
            p.qos:3:14: error: there is no set 'nothing-like-it'
              rule b daddr @nothing-like-it keep
                           ^~~~~~~~~~~~~~~~
            p.qos:4:14: error: there is no set ''
              rule c daddr @ keep
                           ^
            """),
        DiagnosticGolden(
            "once over the policy",
            [.duplicate, .duplicate, .duplicate, .duplicate, .duplicate],
            """
            policy "a"
            policy "b"
            scope both
            scope both
            counters none
            counters none
            hook-priority -100
            hook-priority -100
            default keep
            default keep
            """,
            """
            p.qos:2:1: error: 'policy' stands once in a policy; first at p.qos:1
              policy "b"
              ^~~~~~~~~~
            p.qos:4:1: error: 'scope' stands once in a policy; first at p.qos:3
              scope both
              ^~~~~~~~~~
            p.qos:6:1: error: 'counters' stands once in a policy; first at p.qos:5
              counters none
              ^~~~~~~~~~~~~
            p.qos:8:1: error: 'hook-priority' stands once in a policy; first at p.qos:7
              hook-priority -100
              ^~~~~~~~~~~~~~~~~~
            p.qos:10:1: error: 'default' stands once in a policy; first at p.qos:9
              default keep
              ^~~~~~~~~~~~
            """),
        DiagnosticGolden(
            "an expectation of no rule",
            [.undefined, .undefined],
            """
            rule web dport 80 keep
            expect wep proto tcp dport 80
            expect nothing-like-it proto tcp
            """,
            """
            p.qos:2:8: error: there is no rule 'wep'
              expect wep proto tcp dport 80
                     ^~~
              hint: did you mean 'web'?
            p.qos:3:8: error: there is no rule 'nothing-like-it'
              expect nothing-like-it proto tcp
                     ^~~~~~~~~~~~~~~
            """),
        DiagnosticGolden(
            "cgroup, unit, app",
            [.badValue, .badValue, .badName],
            """
            rule a cgroup system.slice keep disabled
            rule b unit x.service keep disabled
            rule c app a/b keep disabled
            """,
            """
            p.qos:1:15: error: expected cgroup in quotes, found 'system.slice'
              rule a cgroup system.slice keep disabled
                            ^~~~~~~~~~~~
              hint: cgroup "system.slice"
            p.qos:2:13: error: expected unit in quotes, found 'x.service'
              rule b unit x.service keep disabled
                          ^~~~~~~~~
              hint: unit "x.service"
            p.qos:3:12: error: 'a/b' is no name: it has a character that names cannot have
              rule c app a/b keep disabled
                         ^~~
            """),
    ]
}
