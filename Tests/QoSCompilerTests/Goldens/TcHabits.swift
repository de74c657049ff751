import QoSCompiler

/// What people who know tc write, and its way of writing priorities.
extension DiagnosticGolden {
    static let tcHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "tc: a u32 filter",
            [.unknownWord],
            """
            tc filter add dev eth0 protocol ip parent 1:0 prio 1 u32 match ip dport 80 0xffff flowid 1:10
            """,
            """
            p.qos:1:1: error: unknown statement 'tc'
              tc filter add dev eth0 protocol ip parent 1:0 prio 1 u32 match ip dport 80 0xffff flowid 1:10
              ^~
              hint: write: rule NAME oif eth0 family ip dport 80 set priority 1:10
            """),
        DiagnosticGolden(
            "tc: its words in a rule",
            [.unknownWord],
            """
            rule web match ip dport 80 0xffff flowid 1:10
            """,
            """
            p.qos:1:10: error: unknown word 'match' in rule 'web'
              rule web match ip dport 80 0xffff flowid 1:10
                       ^~~~~
              hint: write: rule web dport 80 set priority 1:10
            """),
        DiagnosticGolden(
            "tc: a flower filter",
            [.unknownWord],
            """
            tc filter add dev eth0 egress protocol ip flower ip_proto udp dst_port 5060 action skbedit priority 1:10
            """,
            """
            p.qos:1:1: error: unknown statement 'tc'
              tc filter add dev eth0 egress protocol ip flower ip_proto udp dst_port 5060 action skbedit priority 1:10
              ^~
              hint: write: rule NAME oif eth0 family ip proto udp dport 5060 set priority 1:10
            """),
        DiagnosticGolden(
            "tc: skbedit reads hexadecimal numbers",
            [.unknownWord],
            """
            tc filter add dev eth0 egress matchall action skbedit priority 16
            """,
            """
            p.qos:1:1: error: unknown statement 'tc'
              tc filter add dev eth0 egress matchall action skbedit priority 16
              ^~
              hint: write: rule NAME oif eth0 set priority 0:16
            """),
        DiagnosticGolden(
            "tc: a class id without its minor number",
            [.badValue],
            """
            class voice priority 1:
            """,
            """
            p.qos:1:22: error: '1:' is no priority
              class voice priority 1:
                                   ^~
              hint: write 1:0
            """),
        DiagnosticGolden(
            "tc: a priority in hexadecimal",
            [.badValue],
            """
            class voice priority 0x10
            """,
            """
            p.qos:1:22: error: '0x10' is no priority
              class voice priority 0x10
                                   ^~~~
              hint: 0-15; above, as tc writes class ids: 0:10
            """),
        DiagnosticGolden(
            "tc: a large priority",
            [.outOfRange],
            """
            class voice priority 100
            """,
            """
            p.qos:1:22: error: priority '100' is out of range
              class voice priority 100
                                   ^~~
              hint: 0-15; above, as tc writes class ids: 0:64
            """),
        DiagnosticGolden(
            "tc: the classes of a qdisc",
            [.syntax],
            """
            tc qdisc add dev eth0 root handle 1: htb default 30
            tc class add dev eth0 parent 1: classid 1:10 htb rate 5mbit
            """,
            """
            p.qos:1:1: error: this is tc syntax, not a policy
              tc qdisc add dev eth0 root handle 1: htb default 30
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "tc: prio for priority",
            [.unknownWord],
            """
            rule voice dport 5060 prio 5
            """,
            """
            p.qos:1:23: error: unknown word 'prio' in rule 'voice'
              rule voice dport 5060 prio 5
                                    ^~~~
              hint: write: rule voice dport 5060 set priority 5
            """),
        DiagnosticGolden(
            "tc: priority without set",
            [.unknownWord],
            """
            rule voice dport 5060 priority 5
            """,
            """
            p.qos:1:23: error: unknown word 'priority' in rule 'voice'
              rule voice dport 5060 priority 5
                                    ^~~~~~~~
              hint: write: rule voice dport 5060 set priority 5
            """),
        DiagnosticGolden(
            "tc: dscp without set",
            [.missingValue],
            """
            rule voice dport 5060 dscp ef
            """,
            """
            p.qos:1:30: error: rule 'voice' has no action
              rule voice dport 5060 dscp ef
                                           ^
              hint: 'dscp ef' is a condition here; to set it, write: set dscp ef
            """),
        DiagnosticGolden(
            "tc: a priority in words",
            [.badValue],
            """
            class voice priority high
            """,
            """
            p.qos:1:22: error: 'high' is no priority
              class voice priority high
                                   ^~~~
              hint: a priority is a number: 0-15, or MAJOR:MINOR in hexadecimal; Linux's own for interactive is 6
            """),
    ]
}
