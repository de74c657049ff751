import QoSCompiler

/// What people who are used to programming languages write.
extension DiagnosticGolden {
    static let programmingHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "C: equals signs",
            [.syntax],
            """
            rule web dport == 443 set dscp af21
            """,
            """
            p.qos:1:16: error: '==' is not written here
              rule web dport == 443 set dscp af21
                             ^~
              hint: write: rule web dport 443 set dscp af21
            """),
        DiagnosticGolden(
            "C: braces around a class",
            [.missingValue],
            """
            class voice { dscp ef priority 6 }
            rule sip dport 5060 class voice
            """,
            """
            p.qos:1:13: error: class 'voice' needs at least one of dscp, priority and pcp, found '{'
              class voice { dscp ef priority 6 }
                          ^
              hint: write: class voice dscp ef priority 6
            """),
        DiagnosticGolden(
            "C: braces over several lines",
            [.missingValue],
            """
            class voice {
                dscp ef;
                priority 6;
            }
            rule sip dport 5060 class voice
            """,
            """
            p.qos:1:13: error: class 'voice' needs at least one of dscp, priority and pcp, found '{'
              class voice {
                          ^
              hint: write: class voice dscp ef priority 6
            """),
        DiagnosticGolden(
            "C: braces around a rule",
            [.syntax],
            """
            rule sip {
                proto udp;
                dport 5060;
                class voice
            }
            rule web dport 443 keep
            """,
            """
            p.qos:1:10: error: unexpected '{' in rule 'sip'
              rule sip {
                       ^
              hint: write: rule sip proto udp dport 5060 class voice
            """),
        DiagnosticGolden(
            "C: line comments",
            [.unknownWord, .syntax],
            """
            // the phones
            rule sip dport 5060 set dscp cs3 // SIP
            """,
            """
            p.qos:1:1: error: unknown statement '//'
              // the phones
              ^~
              hint: a comment begins with #: # the phones
            p.qos:2:34: error: unexpected '//' after the action
              rule sip dport 5060 set dscp cs3 // SIP
                                               ^~
              hint: a comment begins with #: # SIP
            """),
        DiagnosticGolden(
            "C: block comments",
            [.unknownWord],
            """
            /* the phones
             * and more */
            rule sip dport 5060 set dscp cs3
            """,
            """
            p.qos:1:1: error: unknown statement '/*'
              /* the phones
              ^~
              hint: a comment begins with #: # the phones
            """),
        DiagnosticGolden(
            "C: and, or",
            [.unknownWord],
            """
            rule sip proto udp and dport 5060 set dscp cs3
            """,
            """
            p.qos:1:20: error: unknown word 'and' in rule 'sip'
              rule sip proto udp and dport 5060 set dscp cs3
                                 ^~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "C: or",
            [.unknownWord],
            """
            rule sip dport 5060 or dport 5061 set dscp cs3
            """,
            """
            p.qos:1:21: error: unknown word 'or' in rule 'sip'
              rule sip dport 5060 or dport 5061 set dscp cs3
                                  ^~
              hint: a rule has no 'or': several values of a field stand in braces, or write two rules
            """),
        DiagnosticGolden(
            "C: parentheses",
            [.syntax],
            """
            rule web dport (80, 443) set dscp af21
            """,
            """
            p.qos:1:19: error: several values stand in braces
              rule web dport (80, 443) set dscp af21
                                ^
              hint: write: rule web dport { 80 443 } set dscp af21
            """),
        DiagnosticGolden(
            "C: an arrow",
            [.unknownWord],
            """
            rule sip dport 5060 -> class voice
            class voice dscp ef
            """,
            """
            p.qos:1:21: error: unknown word '->' in rule 'sip'
              rule sip dport 5060 -> class voice
                                  ^~
              hint: write: rule sip dport 5060 class voice
            """),
        DiagnosticGolden(
            "SQL: in",
            [.syntax],
            """
            rule web dport in { 80 443 } set dscp af21
            """,
            """
            p.qos:1:19: error: unexpected '{' in rule 'web'
              rule web dport in { 80 443 } set dscp af21
                                ^
              hint: write: rule web dport { 80 443 } set dscp af21
            """),
    ]
}
