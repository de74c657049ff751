import QoSCompiler

/// Rules that cannot be read: fields, actions, what stands where.
extension DiagnosticGolden {
    static let rules: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a rule without a name",
            [.missingValue],
            """
            rule
            """,
            """
            p.qos:1:5: error: expected a name for the rule, found end of line
              rule
                  ^
            """),
        DiagnosticGolden(
            "a rule without an action",
            [.missingValue],
            """
            rule a proto tcp
            """,
            """
            p.qos:1:17: error: rule 'a' has no action
              rule a proto tcp
                              ^
              hint: end it with class NAME, set …, or keep
            """),
        DiagnosticGolden(
            "default is no name for a rule",
            [.badName],
            """
            rule default keep
            """,
            """
            p.qos:1:6: error: 'default' is no name for a rule
              rule default keep
                   ^~~~~~~
              hint: use the default statement
            """),
        DiagnosticGolden(
            "an unknown field, with the nearest one",
            [.unknownWord],
            """
            rule a dprot 80 keep
            """,
            """
            p.qos:1:8: error: unknown word 'dprot' in rule 'a'
              rule a dprot 80 keep
                     ^~~~~
              hint: did you mean 'dport'?
            """),
        DiagnosticGolden(
            "a field of another tool",
            [.unknownWord, .unknownWord],
            """
            rule a src 10.0.0.1 keep
            rule b iifname eth0 keep
            """,
            """
            p.qos:1:8: error: unknown word 'src' in rule 'a'
              rule a src 10.0.0.1 keep
                     ^~~
              hint: write: rule a saddr 10.0.0.1 keep
            p.qos:2:8: error: unknown word 'iifname' in rule 'b'
              rule b iifname eth0 keep
                     ^~~~~~~
              hint: write: rule b iif eth0 keep
            """),
        DiagnosticGolden(
            "an unknown field like no other",
            [.unknownWord],
            """
            rule a colour blue keep
            """,
            """
            p.qos:1:8: error: unknown word 'colour' in rule 'a'
              rule a colour blue keep
                     ^~~~~~
              hint: a match field (family proto saddr daddr sport dport iif oif user group cgroup unit app dscp \
            mark) or an action (class set keep)
            """),
        DiagnosticGolden(
            "a string in place of a field",
            [.syntax, .syntax],
            """
            rule a "tcp" keep
            rule b { tcp } keep
            """,
            """
            p.qos:1:8: error: unexpected '"tcp"' in rule 'a'
              rule a "tcp" keep
                     ^~~~~
            p.qos:2:8: error: unexpected '{' in rule 'b'
              rule b { tcp } keep
                     ^
            """),
        DiagnosticGolden(
            "a field without a value",
            [.missingValue, .missingValue, .missingValue],
            """
            rule a proto keep
            rule b dport != != 80 keep
            rule c dport
            """,
            """
            p.qos:1:18: error: rule 'a' has no action
              rule a proto keep
                               ^
              hint: end it with class NAME, set …, or keep
            p.qos:2:17: error: 'dport' needs a value, found '!='
              rule b dport != != 80 keep
                              ^~
              hint: write: rule b dport != 80 keep
            p.qos:3:13: error: 'dport' needs a value, found end of line
              rule c dport
                          ^
            """),
        DiagnosticGolden(
            "equal signs",
            [.syntax, .syntax],
            """
            rule a dport = 80 keep
            rule b dport not 80 keep
            """,
            """
            p.qos:1:14: error: '=' is not written here
              rule a dport = 80 keep
                           ^
              hint: write: rule a dport 80 keep
            p.qos:2:14: error: 'not' is not written here
              rule b dport not 80 keep
                           ^~~
              hint: write: rule b dport != 80 keep
            """),
        DiagnosticGolden(
            "several values without braces",
            [.syntax],
            """
            rule a dport 80, 443 keep
            """,
            """
            p.qos:1:16: error: several values stand in braces
              rule a dport 80, 443 keep
                             ^
              hint: write: rule a dport { 80 443 } keep
            """),
        DiagnosticGolden(
            "a field after the action",
            [.syntax],
            """
            rule a keep dport 80
            """,
            """
            p.qos:1:13: error: unexpected 'dport' after the action
              rule a keep dport 80
                          ^~~~~
              hint: write: rule a dport 80 keep
            """),
        DiagnosticGolden(
            "two actions",
            [.syntax],
            """
            rule a keep class b
            """,
            """
            p.qos:1:13: error: unexpected 'class' after the action
              rule a keep class b
                          ^~~~~
              hint: a rule has one action
            """),
        DiagnosticGolden(
            "disabled comes last",
            [.syntax, .syntax, .syntax],
            """
            rule a disabled keep
            rule b keep disabled disabled
            rule c keep disabled dport 80
            """,
            """
            p.qos:1:8: error: 'disabled' comes last, after the action
              rule a disabled keep
                     ^~~~~~~~
              hint: write: rule a keep disabled
            p.qos:2:22: error: unexpected 'disabled' after 'disabled', the last word of a rule
              rule b keep disabled disabled
                                   ^~~~~~~~
              hint: write: rule b keep disabled
            p.qos:3:22: error: unexpected 'dport' after 'disabled', the last word of a rule
              rule c keep disabled dport 80
                                   ^~~~~
              hint: write: rule c dport 80 keep disabled
            """),
        DiagnosticGolden(
            "something else after the action",
            [.syntax],
            """
            rule a keep now
            """,
            """
            p.qos:1:13: error: unexpected 'now' after the action
              rule a keep now
                          ^~~
            """),
        DiagnosticGolden(
            "a field twice",
            [.duplicate],
            """
            rule a dport 80 proto tcp dport 443 keep
            """,
            """
            p.qos:1:27: error: 'dport' stands twice in rule 'a'
              rule a dport 80 proto tcp dport 443 keep
                                        ^~~~~
              hint: several values stand in braces: dport { A B }
            """),
        DiagnosticGolden(
            "no such action",
            [.unknownWord, .unknownWord, .missingValue, .missingValue],
            """
            default drop
            default accept
            default
            default "keep"
            """,
            """
            p.qos:1:9: error: 'drop' is no action
              default drop
                      ^~~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            p.qos:2:9: error: 'accept' is no action
              default accept
                      ^~~~~~
              hint: write: default keep
            p.qos:3:8: error: expected an action, found end of line
              default
                     ^
              hint: class NAME, set …, or keep
            p.qos:4:9: error: expected an action, found '"keep"'
              default "keep"
                      ^~~~~~
              hint: class NAME, set …, or keep
            """),
    ]
}
