import QoSCompiler

/// Bytes and strings that no policy may hold.
extension DiagnosticGolden {
    static let byteFindings: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a byte order mark",
            [.badByte],
            "\u{feff}rule a keep\n",
            """
            p.qos:1:1: error: a byte order mark is not allowed; save the file as plain UTF-8
              \u{feff}rule a keep
              ^
            """),
        DiagnosticGolden(
            // A broken word is left out, and what is wrong without it is no further finding.
            "NUL in a word, a string and a comment",
            [.badByte, .badString, .badByte],
            "rule a\u{0}b keep\npolicy \"a\u{0}b\"\n# a\u{0}b\n",
            """
            p.qos:1:7: error: a NUL byte: this is no text file
              rule a b keep
                    ^
            p.qos:2:8: error: a control character in a string
              policy "a b"
                     ^~~~~
            p.qos:3:4: error: a NUL byte: this is no text file
              # a b
                 ^
            """),
        DiagnosticGolden(
            "control characters",
            [.badByte, .badByte, .badByte],
            "rule a\u{1b}b keep\nrule c\u{7f} keep\nrule d\r keep\n",
            """
            p.qos:1:7: error: a control character (0x1b)
              rule a b keep
                    ^
            p.qos:2:7: error: a control character (0x7f)
              rule c  keep
                    ^
            p.qos:3:7: error: a carriage return that does not end a line
              rule d  keep
                    ^
            """),
        DiagnosticGolden(
            "a string without its end",
            [.badString, .badString],
            """
            policy "branch
            include "
            """,
            """
            p.qos:1:8: error: a string without its closing quote
              policy "branch
                     ^~~~~~~
              hint: strings end on their line
            p.qos:2:9: error: a string without its closing quote
              include "
                      ^
              hint: strings end on their line
            """),
        DiagnosticGolden(
            "characters that strings may not hold",
            [.badString, .badString],
            "policy \"a\tb\"\nrule a user \"ali\u{202e}ce\" keep\n",
            """
            p.qos:1:8: error: a control character in a string
              policy "a b"
                     ^~~~~
            p.qos:2:13: error: a bidirectional formatting character in a string
              rule a user "ali ce" keep
                          ^~~~~~~~
            """),
    ]
}
