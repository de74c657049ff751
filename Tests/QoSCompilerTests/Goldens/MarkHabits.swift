import QoSCompiler

/// Marks, actions and references as people write them elsewhere.
extension DiagnosticGolden {
    static let markHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "value: DSCP as a TOS byte",
            [.outOfRange],
            """
            class voice dscp 0xb8
            """,
            """
            p.qos:1:18: error: DSCP '0xb8' is out of range
              class voice dscp 0xb8
                               ^~~~
              hint: 0-63; the TOS byte 0xb8 is dscp ef
            """),
        DiagnosticGolden(
            "value: DSCP as a TOS byte in decimal",
            [.outOfRange],
            """
            class voice dscp 184
            """,
            """
            p.qos:1:18: error: DSCP '184' is out of range
              class voice dscp 184
                               ^~~
              hint: 0-63; the TOS byte 184 is dscp ef
            """),
        DiagnosticGolden(
            "value: DSCP in binary",
            [.outOfRange],
            """
            class voice dscp 101110
            """,
            """
            p.qos:1:18: error: DSCP '101110' is out of range
              class voice dscp 101110
                               ^~~~~~
              hint: write ef
            """),
        DiagnosticGolden(
            "value: DSCP by its full name",
            [.badValue],
            """
            rule sip dport 5060 set dscp DSCP_AF41
            """,
            """
            p.qos:1:30: error: 'DSCP_AF41' is no DSCP
              rule sip dport 5060 set dscp DSCP_AF41
                                           ^~~~~~~~~
              hint: write af41
            """),
        DiagnosticGolden(
            "value: no such class selector",
            [.badValue],
            """
            class voice dscp cs8
            """,
            """
            p.qos:1:18: error: 'cs8' is no DSCP
              class voice dscp cs8
                               ^~~
              hint: class selectors are cs0 to cs7
            """),
        DiagnosticGolden(
            "value: no such assured forwarding",
            [.badValue],
            """
            class voice dscp af44
            """,
            """
            p.qos:1:18: error: 'af44' is no DSCP
              class voice dscp af44
                               ^~~~
              hint: assured forwarding is af11 to af13, af21 to af23, af31 to af33, af41 to af43
            """),
        DiagnosticGolden(
            "value: nft's name of LE",
            [.badValue],
            """
            class bulk dscp lephb
            """,
            """
            p.qos:1:17: error: 'lephb' is no DSCP
              class bulk dscp lephb
                              ^~~~~
              hint: write le
            """),
        DiagnosticGolden(
            "value: default deny",
            [.unknownWord],
            """
            default deny
            """,
            """
            p.qos:1:9: error: 'deny' is no action
              default deny
                      ^~~~
              hint: a policy marks packets and stops none: keep, class NAME or set …
            """),
        DiagnosticGolden(
            "value: default accept",
            [.unknownWord],
            """
            default accept
            """,
            """
            p.qos:1:9: error: 'accept' is no action
              default accept
                      ^~~~~~
              hint: write: default keep
            """),
        DiagnosticGolden(
            "value: default with a bare marking",
            [.unknownWord],
            """
            default dscp cs0
            """,
            """
            p.qos:1:9: error: 'dscp' is no action
              default dscp cs0
                      ^~~~
              hint: write: default set dscp cs0
            """),
        DiagnosticGolden(
            "value: an include without quotes",
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
            "value: a variable",
            [.unsupported],
            """
            rule teams daddr $teams set dscp ef
            """,
            """
            p.qos:1:18: error: not supported yet: variables ('$teams')
              rule teams daddr $teams set dscp ef
                               ^~~~~~
              hint: a named list is a set: set teams { … }, and here @teams
            """),
    ]
}
