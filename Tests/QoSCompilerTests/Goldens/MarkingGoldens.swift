import QoSCompiler

/// Markings and the numbers in them: dscp, priority, pcp, mark.
extension DiagnosticGolden {
    static let markings: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a class without a marking",
            [.missingValue, .missingValue, .missingValue],
            """
            class a
            class b fast
            class c dcsp ef
            """,
            """
            p.qos:1:8: error: class 'a' needs at least one of dscp, priority and pcp, found end of line
              class a
                     ^
            p.qos:2:9: error: class 'b' needs at least one of dscp, priority and pcp, found 'fast'
              class b fast
                      ^~~~
            p.qos:3:9: error: class 'c' needs at least one of dscp, priority and pcp, found 'dcsp'
              class c dcsp ef
                      ^~~~
              hint: did you mean 'dscp'?
            """),
        DiagnosticGolden(
            "a marking with a part twice",
            [.duplicate, .duplicate],
            """
            class a dscp ef dscp ef
            rule b set pcp 1 priority 1 pcp 2
            """,
            """
            p.qos:1:17: error: 'dscp' stands twice in class 'a'
              class a dscp ef dscp ef
                              ^~~~
            p.qos:2:29: error: 'pcp' stands twice in 'set'
              rule b set pcp 1 priority 1 pcp 2
                                          ^~~
            """),
        DiagnosticGolden(
            "a part without a value",
            [.missingValue, .missingValue],
            """
            class a dscp
            rule b set priority {
            """,
            """
            p.qos:1:13: error: expected a value for 'dscp', found end of line
              class a dscp
                          ^
            p.qos:2:21: error: expected a value for 'priority', found '{'
              rule b set priority {
                                  ^
            """),
        DiagnosticGolden(
            "a part in quotes",
            [.badValue],
            """
            class a dscp "ef"
            """,
            """
            p.qos:1:14: error: dscp is written without quotes
              class a dscp "ef"
                           ^~~~
              hint: write ef, without quotes
            """),
        DiagnosticGolden(
            "set needs something to set",
            [.missingValue, .missingValue],
            """
            rule a set
            rule b set disabled
            """,
            """
            p.qos:1:11: error: 'set' needs at least one of dscp, priority and pcp, found end of line
              rule a set
                        ^
            p.qos:2:12: error: 'set' needs at least one of dscp, priority and pcp, found 'disabled'
              rule b set disabled
                         ^~~~~~~~
            """),
        DiagnosticGolden(
            "dscp",
            [
                .outOfRange, .outOfRange, .badValue, .badValue, .invertedRange, .badValue, .badValue, .badValue,
                .outOfRange, .badValue,
            ],
            """
            rule a dscp 64 keep
            rule b dscp 0x40 keep
            rule c dscp eff keep
            rule d dscp gold keep
            rule e dscp cs3-cs1 keep
            rule f dscp 01 keep
            rule g dscp "ef" keep
            rule h dscp EF keep
            class a dscp 64
            class b dscp cs1-cs3
            """,
            """
            p.qos:1:13: error: DSCP '64' is out of range
              rule a dscp 64 keep
                          ^~
              hint: 0-63; the TOS byte 64 is dscp cs2
            p.qos:2:13: error: DSCP '0x40' is out of range
              rule b dscp 0x40 keep
                          ^~~~
              hint: 0-63; the TOS byte 0x40 is dscp cs2
            p.qos:3:13: error: 'eff' is no DSCP
              rule c dscp eff keep
                          ^~~
              hint: did you mean 'ef'?
            p.qos:4:13: error: 'gold' is no DSCP
              rule d dscp gold keep
                          ^~~~
              hint: 0-63, 0x.., or a name such as ef, af41, cs3, le
            p.qos:5:13: error: the range 'cs3-cs1' is inverted
              rule e dscp cs3-cs1 keep
                          ^~~~~~~
              hint: cs1-cs3
            p.qos:6:13: error: '01' has a leading zero
              rule f dscp 01 keep
                          ^~
              hint: numbers are decimal: write 1
            p.qos:7:13: error: dscp takes no string
              rule g dscp "ef" keep
                          ^~~~
              hint: write ef without quotes
            p.qos:8:13: error: 'EF' is no DSCP
              rule h dscp EF keep
                          ^~
              hint: did you mean 'ef'?
            p.qos:9:14: error: DSCP '64' is out of range
              class a dscp 64
                           ^~
              hint: 0-63; the TOS byte 64 is dscp cs2
            p.qos:10:14: error: 'cs1-cs3' is no DSCP
              class b dscp cs1-cs3
                           ^~~~~~~
              hint: 0-63, 0x.., or a name such as ef, af41, cs3, le
            """),
        DiagnosticGolden(
            "priority",
            [.outOfRange, .badValue, .badValue, .badValue, .badValue, .badValue, .badValue, .badValue],
            """
            class a priority 16
            class b priority 1:g
            class c priority 12345:1
            class d priority high
            class e priority -1
            class f priority 01
            class g priority :1
            class h priority 0x1
            """,
            """
            p.qos:1:18: error: priority '16' is out of range
              class a priority 16
                               ^~
              hint: 0-15; above, as tc writes class ids: 0:10
            p.qos:2:18: error: '1:g' is no priority
              class b priority 1:g
                               ^~~
              hint: MAJOR:MINOR are hexadecimal numbers of up to four digits, as tc writes a class id
            p.qos:3:18: error: '12345:1' is no priority
              class c priority 12345:1
                               ^~~~~~~
              hint: MAJOR:MINOR are hexadecimal numbers of up to four digits, as tc writes a class id
            p.qos:4:18: error: 'high' is no priority
              class d priority high
                               ^~~~
              hint: a priority is a number: 0-15, or MAJOR:MINOR in hexadecimal; Linux's own for interactive is 6
            p.qos:5:18: error: '-1' is no priority
              class e priority -1
                               ^~
              hint: 0-15, or MAJOR:MINOR in hexadecimal
            p.qos:6:18: error: '01' has a leading zero
              class f priority 01
                               ^~
              hint: numbers are decimal: write 1
            p.qos:7:18: error: ':1' is no priority
              class g priority :1
                               ^~
              hint: 0-15, or MAJOR:MINOR in hexadecimal
            p.qos:8:18: error: '0x1' is no priority
              class h priority 0x1
                               ^~~
              hint: write 1
            """),
        DiagnosticGolden(
            "pcp",
            [.outOfRange, .badValue, .badValue],
            """
            class a pcp 8
            class b pcp high
            class c pcp 01
            """,
            """
            p.qos:1:13: error: PCP '8' is out of range
              class a pcp 8
                          ^
              hint: 0-7
            p.qos:2:13: error: 'high' is no PCP
              class b pcp high
                          ^~~~
              hint: a PCP is a number: 0-7, and 1 is the lowest
            p.qos:3:13: error: '01' has a leading zero
              class c pcp 01
                          ^~
              hint: numbers are decimal: write 1
            """),
        DiagnosticGolden(
            "mark",
            [.outOfRange, .badValue, .badValue, .invertedRange, .badValue, .badValue],
            """
            rule a mark 4294967296 keep
            rule b mark x keep
            rule c mark 0x12/0x0f keep
            rule d mark 9-1 keep
            rule e mark 1/x keep
            rule f mark 010 keep
            """,
            """
            p.qos:1:13: error: mark '4294967296' is out of range
              rule a mark 4294967296 keep
                          ^~~~~~~~~~
              hint: 0-4294967295
            p.qos:2:13: error: 'x' is no mark
              rule b mark x keep
                          ^
            p.qos:3:13: error: mark 0x12 has bits outside its mask 0x0f, so it never holds
              rule c mark 0x12/0x0f keep
                          ^~~~~~~~~
              hint: 0x2/0xf
            p.qos:4:13: error: the range '9-1' is inverted
              rule d mark 9-1 keep
                          ^~~
              hint: 1-9
            p.qos:5:13: error: 'x' is no mask
              rule e mark 1/x keep
                          ^~~
            p.qos:6:13: error: '010' has a leading zero
              rule f mark 010 keep
                          ^~~
              hint: numbers are decimal: write 10
            """),
    ]
}
