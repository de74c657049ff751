import QoSCompiler

/// Statements of later issues: they are read, and refused by name.
extension DiagnosticGolden {
    static let reserved: [DiagnosticGolden] = [
        DiagnosticGolden(
            "statements",
            [.unsupported, .unsupported, .unsupported, .unsupported, .unsupported, .unsupported, .unsupported],
            """
            app web { exe "/usr/bin/firefox*" cmdline "x" unit "y" user www-data } adopt
            fact site "berlin"
            when time "Mon-Fri 08:00-18:00" and not fact site "berlin" {
              rule a keep
            }
            only host "branch-*" {
              rule b keep
            }
            var wan eth0
            var lans { 10.0.0.0/8 192.168.0.0/16 }
            serial 7
            """,
            """
            p.qos:1:1: error: not supported yet: app
              app web { exe "/usr/bin/firefox*" cmdline "x" unit "y" user www-data } adopt
              ^~~
            p.qos:2:1: error: not supported yet: fact
              fact site "berlin"
              ^~~~
            p.qos:3:1: error: not supported yet: when
              when time "Mon-Fri 08:00-18:00" and not fact site "berlin" {
              ^~~~
            p.qos:6:1: error: not supported yet: only
              only host "branch-*" {
              ^~~~
            p.qos:9:1: error: not supported yet: var
              var wan eth0
              ^~~
            p.qos:10:1: error: not supported yet: var
              var lans { 10.0.0.0/8 192.168.0.0/16 }
              ^~~
            p.qos:11:1: error: not supported yet: serial
              serial 7
              ^~~~~~
            """),
        DiagnosticGolden(
            "serial stands once",
            [.unsupported, .duplicate, .unsupported],
            """
            serial 7
            serial 8
            """,
            """
            p.qos:1:1: error: not supported yet: serial
              serial 7
              ^~~~~~
            p.qos:2:1: error: 'serial' stands once in a policy; first at p.qos:1
              serial 8
              ^~~~~~~~
            p.qos:2:1: error: not supported yet: serial
              serial 8
              ^~~~~~
            """),
        DiagnosticGolden(
            "matches",
            [.unsupported, .unsupported, .unsupported, .unsupported],
            """
            rule a unit "packagekit.service" keep
            rule b cgroup "/system.slice" keep
            rule c app web keep
            rule d proto tcp when link wg0 up keep
            """,
            """
            p.qos:1:8: error: not supported yet: unit
              rule a unit "packagekit.service" keep
                     ^~~~
            p.qos:2:8: error: not supported yet: cgroup
              rule b cgroup "/system.slice" keep
                     ^~~~~~
            p.qos:3:8: error: not supported yet: app
              rule c app web keep
                     ^~~
            p.qos:4:18: error: not supported yet: when
              rule d proto tcp when link wg0 up keep
                               ^~~~
            """),
        DiagnosticGolden(
            "what follows the action",
            [.unsupported, .unsupported, .unsupported],
            """
            class c dscp ef
            rule a class c limit 1mbit burst 10k else keep
            rule b class c max-flows 10 else set dscp cs1
            rule c class c when date 2026-01-01..2026-12-31 or route default via eth0
            """,
            """
            p.qos:2:16: error: not supported yet: limit
              rule a class c limit 1mbit burst 10k else keep
                             ^~~~~
            p.qos:3:16: error: not supported yet: max-flows
              rule b class c max-flows 10 else set dscp cs1
                             ^~~~~~~~~
            p.qos:4:16: error: not supported yet: when
              rule c class c when date 2026-01-01..2026-12-31 or route default via eth0
                             ^~~~
            """),
        DiagnosticGolden(
            "variables",
            [.unsupported, .unsupported, .unsupported, .unsupported],
            """
            rule a daddr $servers keep
            rule b proto { tcp $other } keep
            rule c oif $wan keep
            set s { $servers }
            """,
            """
            p.qos:1:14: error: not supported yet: variables ('$servers')
              rule a daddr $servers keep
                           ^~~~~~~~
              hint: a named list is a set: set servers { … }, and here @servers
            p.qos:2:20: error: not supported yet: variables ('$other')
              rule b proto { tcp $other } keep
                                 ^~~~~~
            p.qos:3:12: error: not supported yet: variables ('$wan')
              rule c oif $wan keep
                         ^~~~
            p.qos:4:9: error: not supported yet: variables ('$servers')
              set s { $servers }
                      ^~~~~~~~
            """),
        DiagnosticGolden(
            "conditions that are none",
            [
                .unknownWord, .missingValue, .badValue, .unknownWord, .syntax, .missingValue, .missingValue, .syntax,
                .syntax,
            ],
            """
            when moon "full" { }
            when time 8 { }
            when date today { }
            when link eth0 sideways { }
            when route via eth0 { }
            when fact { }
            when
            when time "x"
            when time "x" {
              rule a keep
            """,
            """
            p.qos:1:6: error: unknown condition 'moon'
              when moon "full" { }
                   ^~~~
              hint: one of: time date link route fact, joined by and, or, not
            p.qos:2:11: error: expected a time such as "Mon-Fri 08:00-18:00" in quotes, found '8'
              when time 8 { }
                        ^
              hint: write it in double quotes: "8"
            p.qos:3:11: error: 'today' is no date range
              when date today { }
                        ^~~~~
              hint: A..B
            p.qos:4:16: error: 'sideways' is neither up nor down
              when link eth0 sideways { }
                             ^~~~~~~~
            p.qos:5:12: error: expected 'default', found 'via'
              when route via eth0 { }
                         ^~~
              hint: route default via IF
            p.qos:6:11: error: expected a name for the fact, found '{'
              when fact { }
                        ^
            p.qos:7:5: error: expected a condition, found end of line
              when
                  ^
            p.qos:8:14: error: expected '{', found end of line
              when time "x"
                           ^
            p.qos:9:15: error: the block is never closed
              when time "x" {
                            ^
              hint: add }
            """),
        DiagnosticGolden(
            "an app that is none",
            [.syntax, .emptyList, .unknownWord, .missingValue, .badValue],
            """
            app web
            app web { }
            app web { executable "x" }
            app web { exe }
            app web { exe x }
            """,
            """
            p.qos:1:8: error: expected '{', found end of line
              app web
                     ^
              hint: app NAME { exe "GLOB" }
            p.qos:2:9: error: the list is empty
              app web { }
                      ^~~
            p.qos:3:11: error: unknown word 'executable' in an app
              app web { executable "x" }
                        ^~~~~~~~~~
              hint: one of: exe cmdline unit user
            p.qos:4:11: error: 'exe' needs a value
              app web { exe }
                        ^~~
            p.qos:5:15: error: expected a pattern in quotes, found 'x'
              app web { exe x }
                            ^
            """),
        DiagnosticGolden(
            "the rest",
            [.missingValue, .syntax, .missingValue, .badValue, .badValue, .missingValue],
            """
            fact site
            only hosts "x" { }
            only host x { }
            serial x
            serial 07
            var x
            """,
            """
            p.qos:1:10: error: expected the fact's default value in quotes, found end of line
              fact site
                       ^
              hint: in double quotes
            p.qos:2:6: error: expected 'host', found 'hosts'
              only hosts "x" { }
                   ^~~~~
              hint: only host "GLOB" { … }
            p.qos:3:11: error: expected a host name pattern in quotes, found 'x'
              only host x { }
                        ^
              hint: write it in double quotes: "x"
            p.qos:4:8: error: 'x' is no serial
              serial x
                     ^
            p.qos:5:8: error: '07' has a leading zero
              serial 07
                     ^~
              hint: numbers are decimal: write 7
            p.qos:6:6: error: expected a value, found end of line
              var x
                   ^
            """),
        DiagnosticGolden(
            "what follows the action, broken",
            [.missingValue, .syntax, .unknownWord, .missingValue],
            """
            rule a keep limit
            rule b keep limit 1mbit
            rule c keep max-flows 5 else drop
            rule d keep when
            """,
            """
            p.qos:1:18: error: expected a rate, found end of line
              rule a keep limit
                               ^
            p.qos:2:24: error: expected 'else', found end of line
              rule b keep limit 1mbit
                                     ^
              hint: … limit N else ACTION
            p.qos:3:30: error: 'drop' is no action
              rule c keep max-flows 5 else drop
                                           ^~~~
              hint: class NAME, set …, or keep
            p.qos:4:17: error: expected a condition, found end of line
              rule d keep when
                              ^
            """),
        DiagnosticGolden(
            "errors inside a block count",
            [.unsupported, .syntax, .unknownWord],
            """
            only host "x" {
              rule a dport 80, 81 keep
              colour blue
            }
            """,
            """
            p.qos:1:1: error: not supported yet: only
              only host "x" {
              ^~~~
            p.qos:2:18: error: several values stand in braces
                rule a dport 80, 81 keep
                               ^
              hint: write: rule a dport { 80 81 } keep
            p.qos:3:3: error: unknown statement 'colour'
                colour blue
                ^~~~~~
              hint: a statement begins with one of: policy scope class set rule default link link? include \
            counters hook-priority expect app fact when only var serial
            """),
    ]
}
