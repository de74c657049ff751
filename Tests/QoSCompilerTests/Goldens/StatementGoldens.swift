import QoSCompiler

/// Statements that cannot be read: words, ends, lists, settings.
extension DiagnosticGolden {
    static let statements: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a statement begins with a word",
            [.syntax, .syntax, .syntax],
            """
            "rule" a keep
            { }
            , keep
            """,
            """
            p.qos:1:1: error: a statement begins with a word
              "rule" a keep
              ^~~~~~
              hint: such as rule, class or set
            p.qos:2:1: error: a statement begins with a word
              { }
              ^
              hint: such as rule, class or set
            p.qos:3:1: error: a statement begins with a word
              , keep
              ^
              hint: such as rule, class or set
            """),
        DiagnosticGolden(
            "an unknown statement, with the nearest one",
            [.unknownWord],
            """
            ruel a keep
            """,
            """
            p.qos:1:1: error: unknown statement 'ruel'
              ruel a keep
              ^~~~
              hint: did you mean 'rule'?
            """),
        DiagnosticGolden(
            "an unknown statement like no other",
            [.unknownWord],
            """
            firewall on
            """,
            """
            p.qos:1:1: error: unknown statement 'firewall'
              firewall on
              ^~~~~~~~
              hint: a statement begins with one of: policy scope class set rule default link link? include counters \
            hook-priority expect app fact when only var serial
            """),
        DiagnosticGolden(
            "words of other tools are not statements",
            [.unknownWord],
            """
            RULE a keep
            """,
            """
            p.qos:1:1: error: unknown statement 'RULE'
              RULE a keep
              ^~~~
              hint: did you mean 'rule'?
            """),
        DiagnosticGolden(
            "something after the end of a statement",
            [.syntax, .syntax, .syntax],
            """
            policy "x" y
            scope output forward
            rule a keep }
            """,
            """
            p.qos:1:12: error: unexpected 'y' after the end of the statement
              policy "x" y
                         ^
              hint: one statement a line
            p.qos:2:14: error: unexpected 'forward' after the end of the statement
              scope output forward
                           ^~~~~~~
              hint: one statement a line
            p.qos:3:13: error: unexpected '}' after the end of the statement
              rule a keep }
                          ^
              hint: one statement a line
            """),
        DiagnosticGolden(
            "a name for people in quotes",
            [.missingValue, .missingValue],
            """
            policy branch
            policy
            """,
            """
            p.qos:1:8: error: expected the policy's name in quotes, found 'branch'
              policy branch
                     ^~~~~~
              hint: write it in double quotes: "branch"
            p.qos:2:7: error: expected the policy's name in quotes, found end of line
              policy
                    ^
              hint: in double quotes
            """),
        DiagnosticGolden(
            "a list that is never closed",
            [.syntax],
            """
            rule a proto { tcp udp
            rule b dport 80 keep
            rule c keep
            """,
            """
            p.qos:1:14: error: the list is never closed
              rule a proto { tcp udp
                           ^
              hint: add }
            """),
        DiagnosticGolden(
            "a list that is never closed at the end of the file",
            [.syntax],
            """
            set s { 10.0.0.1
            """,
            """
            p.qos:1:7: error: the list is never closed
              set s { 10.0.0.1
                    ^
              hint: add }
            """),
        DiagnosticGolden(
            "commas",
            [.syntax, .syntax],
            """
            rule a dport { , 80 } keep
            rule b dport { 80,, 443 } keep
            rule c dport { 80, 443, } keep
            """,
            """
            p.qos:1:16: error: a comma without a value before it
              rule a dport { , 80 } keep
                             ^
              hint: write: rule a dport 80 keep
            p.qos:2:19: error: a comma without a value before it
              rule b dport { 80,, 443 } keep
                                ^
              hint: write: rule b dport { 80 443 } keep
            """),
        DiagnosticGolden(
            "braces in braces",
            [.syntax, .syntax],
            """
            rule a dport { 80 { 443 } } keep
            rule b dport { 80 != 443 } keep
            """,
            """
            p.qos:1:19: error: unexpected '{' in a list
              rule a dport { 80 { 443 } } keep
                                ^
            p.qos:2:19: error: unexpected '!=' in a list
              rule b dport { 80 != 443 } keep
                                ^~
            """),
        DiagnosticGolden(
            "an empty list",
            [.emptyList, .emptyList],
            """
            rule a dport { } keep
            set s {
            }
            class c dscp ef
            """,
            """
            p.qos:1:14: error: the list is empty
              rule a dport { } keep
                           ^~~
            p.qos:2:7: error: the list is empty
              set s {
                    ^
            """),
        DiagnosticGolden(
            "a set without elements",
            [.syntax, .syntax, .missingValue],
            """
            set s
            set t 10.0.0.1
            set u file list.txt
            """,
            """
            p.qos:1:6: error: set 's' needs a list or a file
              set s
                   ^
              hint: set NAME { … } or set NAME file "PATH"
            p.qos:2:7: error: set 't' needs a list or a file
              set t 10.0.0.1
                    ^~~~~~~~
              hint: write: set t { 10.0.0.1 }
            p.qos:3:12: error: expected a path in quotes, found 'list.txt'
              set u file list.txt
                         ^~~~~~~~
              hint: write it in double quotes: "list.txt"
            """),
        DiagnosticGolden(
            "no such scope",
            [.unknownWord, .missingValue],
            """
            scope outputs
            scope
            """,
            """
            p.qos:1:7: error: expected a scope, found 'outputs'
              scope outputs
                    ^~~~~~~
              hint: did you mean 'output'?
            p.qos:2:6: error: expected a scope, found end of line
              scope
                   ^
              hint: one of: output forward both
            """),
        DiagnosticGolden(
            "no such counters mode",
            [.unknownWord],
            """
            counters yes
            """,
            """
            p.qos:1:10: error: expected a counters mode, found 'yes'
              counters yes
                       ^~~
              hint: one of: auto rule class none
            """),
        DiagnosticGolden(
            "a hook priority is a whole number",
            [.badValue, .badValue, .badValue, .missingValue],
            """
            hook-priority mangle
            hook-priority -0140
            hook-priority 3000000000
            hook-priority
            """,
            """
            p.qos:1:15: error: 'mangle' is no hook priority
              hook-priority mangle
                            ^~~~~~
              hint: a whole number such as -140
            p.qos:2:15: error: '-0140' is no hook priority
              hook-priority -0140
                            ^~~~~
              hint: a whole number such as -140
            p.qos:3:15: error: '3000000000' is no hook priority
              hook-priority 3000000000
                            ^~~~~~~~~~
              hint: a whole number such as -140
            p.qos:4:14: error: expected a hook priority, found end of line
              hook-priority
                           ^
            """),
        DiagnosticGolden(
            "an include needs quotes",
            [.missingValue],
            """
            include policy.d/*.qos
            """,
            """
            p.qos:1:9: error: expected a path in quotes, found 'policy.d/*.qos'
              include policy.d/*.qos
                      ^~~~~~~~~~~~~~
              hint: write it in double quotes: "policy.d/*.qos"
            """),
        DiagnosticGolden(
            "an expectation needs a target",
            [.missingValue],
            """
            expect
            """,
            """
            p.qos:1:7: error: expected a rule's name or default, found end of line
              expect
                    ^
            """),
    ]
}
