import QoSCompiler

/// What people who are used to YAML, JSON and TOML write.
extension DiagnosticGolden {
    static let yamlHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "YAML: a list of rules",
            [.syntax],
            """
            rules:
              - name: voice
                proto: udp
                dport: 5060
                dscp: ef
              - name: web
                proto: tcp
                dport: [80, 443]
            """,
            """
            p.qos:1:1: error: this is YAML, not a policy
              rules:
              ^~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "YAML: a key in the middle",
            [.unknownWord],
            """
            class voice dscp ef
            rules:
              - name: sip
                dport: 5060

              - name: web
            rule sip dport 5060 class voice
            """,
            """
            p.qos:2:1: error: unknown statement 'rules:'
              rules:
              ^~~~~~
              hint: no colons, no dashes, no indentation: one statement a line, such as class voice dscp ef
            """),
        DiagnosticGolden(
            "YAML: an item in the middle",
            [.unknownWord],
            """
            class voice dscp ef
            - name: voice
              dport: 5060
            rule sip dport 5060 class voice
            """,
            """
            p.qos:2:1: error: unknown statement '-'
              - name: voice
              ^
              hint: no colons, no dashes, no indentation: one statement a line, such as class voice dscp ef
            """),
        DiagnosticGolden(
            "YAML: colons behind names",
            [.badName],
            """
            class voice: dscp ef
            """,
            """
            p.qos:1:7: error: 'voice:' is no name: it has a character that names cannot have
              class voice: dscp ef
                    ^~~~~~
              hint: write: class voice dscp ef
            """),
        DiagnosticGolden(
            "YAML: colons behind words",
            [.unknownWord],
            """
            rule web proto: tcp dport: 443 set dscp: af21
            """,
            """
            p.qos:1:10: error: unknown word 'proto:' in rule 'web'
              rule web proto: tcp dport: 443 set dscp: af21
                       ^~~~~~
              hint: write: rule web proto tcp dport 443 set dscp af21
            """),
        DiagnosticGolden(
            "YAML: a document mark",
            [.syntax],
            """
            ---
            classes:
              voice: ef
            """,
            """
            p.qos:1:1: error: this is YAML, not a policy
              ---
              ^~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "JSON: a file",
            [.syntax],
            """
            {
              "classes": [ { "name": "voice", "dscp": "ef" } ],
              "rules": []
            }
            """,
            """
            p.qos:1:1: error: this is JSON, not a policy
              {
              ^
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "JSON: a list",
            [.syntax],
            """
            [ { "name": "voice", "dscp": "ef" } ]
            """,
            """
            p.qos:1:1: error: this is JSON, not a policy
              [ { "name": "voice", "dscp": "ef" } ]
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "JSON: a list in a rule",
            [.syntax],
            """
            rule web proto tcp dport [80, 443] set dscp af21
            """,
            """
            p.qos:1:29: error: several values stand in braces
              rule web proto tcp dport [80, 443] set dscp af21
                                          ^
              hint: write: rule web proto tcp dport { 80 443 } set dscp af21
            """),
        DiagnosticGolden(
            "TOML: a file",
            [.syntax],
            """
            [[rule]]
            name = "voice"
            dport = 5060
            """,
            """
            p.qos:1:1: error: this is INI or TOML, not a policy
              [[rule]]
              ^~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "TOML: an equals sign",
            [.syntax],
            """
            rule web dport = 443 set dscp af21
            """,
            """
            p.qos:1:16: error: '=' is not written here
              rule web dport = 443 set dscp af21
                             ^
              hint: write: rule web dport 443 set dscp af21
            """),
        DiagnosticGolden(
            "TOML: equals signs without blanks",
            [.unknownWord],
            """
            rule web proto=tcp dport=443 set dscp=af21
            """,
            """
            p.qos:1:10: error: unknown word 'proto=tcp' in rule 'web'
              rule web proto=tcp dport=443 set dscp=af21
                       ^~~~~~~~~
              hint: write: rule web proto tcp dport 443 set dscp af21
            """),
        DiagnosticGolden(
            "YAML: a colon behind a statement's word",
            [.unknownWord],
            """
            default: keep
            """,
            """
            p.qos:1:1: error: unknown statement 'default:'
              default: keep
              ^~~~~~~~
              hint: write default, without ':'
            """),
        DiagnosticGolden(
            "YAML: a class with an equals sign",
            [.missingValue],
            """
            class voice = dscp ef
            """,
            """
            p.qos:1:13: error: class 'voice' needs at least one of dscp, priority and pcp, found '='
              class voice = dscp ef
                          ^
              hint: write: class voice dscp ef
            """),
        DiagnosticGolden(
            "TOML: set dscp =",
            [.badValue],
            """
            rule sip dport 5060 set dscp = cs3
            """,
            """
            p.qos:1:30: error: '=' is no DSCP
              rule sip dport 5060 set dscp = cs3
                                           ^
              hint: write: rule sip dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "JSON: a list as a set",
            [.syntax],
            """
            set web [ 80, 443 ]
            """,
            """
            p.qos:1:9: error: set 'web' needs a list or a file
              set web [ 80, 443 ]
                      ^
              hint: write: set web { 80 443 }
            """),
    ]
}
