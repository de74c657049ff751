import QoSCompiler

/// Fields with more to them than a number.
extension AnalysisGolden {
    static let fields: [AnalysisGolden] = [
        AnalysisGolden(
            "both paths are looked at", [.unreachable, .unreachable],
            """
            scope both
            rule wan oif eth0 set dscp cs1
            rule lan iif eth1 oif eth0 set dscp cs2
            rule root user 0 oif eth0 set dscp cs3
            """,
            """
            p.qos:3:6: warning: rule 'lan' never takes a packet: rule 'wan' before it matches all of its packets and \
            marks them otherwise
              rule lan iif eth1 oif eth0 set dscp cs2
                   ^~~
              hint: 'wan' takes, for example, iif eth1 oif eth0; check --suggest looks for a better order
            p.qos:4:6: warning: rule 'root' never takes a packet: rule 'wan' before it matches all of its packets \
            and marks them otherwise
              rule root user 0 oif eth0 set dscp cs3
                   ^~~~
              hint: 'wan' takes, for example, oif eth0 user 0; check --suggest looks for a better order
            """),
        AnalysisGolden(
            "names of owners may be any number", [.unreachable],
            """
            rule low user 0-999 set dscp cs1
            rule backup user backup set dscp cs2
            rule again user backup proto tcp set dscp cs3
            """,
            """
            p.qos:3:6: warning: rule 'again' never takes a packet: rule 'backup' before it matches all of its \
            packets and marks them otherwise
              rule again user backup proto tcp set dscp cs3
                   ^~~~~
              hint: 'backup' takes, for example, proto tcp user backup; check --suggest looks for a better order
            """),
        AnalysisGolden(
            "masks of marks", [.unreachable],
            """
            rule even mark 0/1 set dscp cs1
            rule odd mark 1/1 set dscp cs2
            rule seven mark 7 set dscp cs3
            """,
            """
            p.qos:3:6: warning: rule 'seven' never takes a packet: rule 'odd' before it matches all of its packets \
            and marks them otherwise
              rule seven mark 7 set dscp cs3
                   ^~~~~
              hint: 'odd' takes, for example, mark 0x7; check --suggest looks for a better order
            """),
        AnalysisGolden(
            "too tangled to be decided", [.undecided],
            """
            rule tangled mark { 0x155/0x555 2 } set dscp cs1
            rule plain proto tcp set dscp cs2
            """,
            """
            p.qos:1:6: note: whether rule 'tangled' can win was not decided within the limits
              rule tangled mark { 0x155/0x555 2 } set dscp cs1
                   ^~~~~~~
            """),
    ]
}
