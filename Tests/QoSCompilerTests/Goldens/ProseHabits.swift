import QoSCompiler

/// What people write as in a text, and what word processors make of it.
extension DiagnosticGolden {
    static let proseHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "prose: names with blanks",
            [.unknownWord],
            """
            rule voice call proto udp dport 5060 set dscp ef
            """,
            """
            p.qos:1:12: error: unknown word 'call' in rule 'voice'
              rule voice call proto udp dport 5060 set dscp ef
                         ^~~~
              hint: a name is one word; if 'call' is part of it: rule voice-call
            """),
        DiagnosticGolden(
            "prose: names in quotes",
            [.missingValue],
            """
            rule "voice call" proto udp dport 5060 set dscp ef
            """,
            """
            p.qos:1:6: error: expected a name for the rule, found '"voice call"'
              rule "voice call" proto udp dport 5060 set dscp ef
                   ^~~~~~~~~~~~
              hint: names have no quotes: rule voice-call
            """),
        DiagnosticGolden(
            "prose: single quotes",
            [.missingValue],
            """
            policy 'branch office'
            """,
            """
            p.qos:1:8: error: expected the policy's name in quotes, found ''branch'
              policy 'branch office'
                     ^~~~~~~
              hint: write it in double quotes: "branch office"
            """),
        DiagnosticGolden(
            "prose: typographic quotes",
            [.badString],
            """
            policy “branch office”
            """,
            """
            p.qos:1:8: error: typographic quotes
              policy “branch office”
                     ^~~~~~~~~~~~~~~
              hint: quotes are straight: "branch office"; names have none
            """),
        DiagnosticGolden(
            "prose: a non-breaking space",
            [.unknownWord],
            """
            rule web dport\u{a0}443 keep
            """,
            """
            p.qos:1:10: error: unknown word 'dport\u{a0}443' in rule 'web'
              rule web dport\u{a0}443 keep
                       ^~~~~~~~~
              hint: a non-breaking space (U+00A0) stands there; put an ordinary space, or nothing
            """),
        DiagnosticGolden(
            "prose: a long dash in a range",
            [.badValue],
            """
            rule rtp dport 16384–32767 set dscp ef
            """,
            """
            p.qos:1:16: error: '16384–32767' is neither a port nor a known service name
              rule rtp dport 16384–32767 set dscp ef
                             ^~~~~~~~~~~
              hint: write 16384-32767
            """),
        DiagnosticGolden(
            "prose: a blank that is wide",
            [.badName],
            """
            rule web\u{3000}dport 443 keep
            """,
            """
            p.qos:1:6: error: 'web\u{3000}dport' is no name: it has a character that names cannot have
              rule web\u{3000}dport 443 keep
                   ^~~~~~~~~
              hint: a typographic space (U+3000) stands there; put an ordinary space, or nothing
            """),
        DiagnosticGolden(
            "prose: typographic quotes around a name",
            [.badString],
            """
            rule “voice” dport 5060 keep
            """,
            """
            p.qos:1:6: error: typographic quotes
              rule “voice” dport 5060 keep
                   ^~~~~~~
              hint: quotes are straight: "voice"; names have none
            """),
    ]
}
