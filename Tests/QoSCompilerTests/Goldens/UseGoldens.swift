import QoSCompiler

/// What a policy says and does not use, and what is easily mistaken for something else.
extension DiagnosticGolden {
    static let uses: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a class and a set that nothing uses",
            [.unused, .unused],
            """
            class voice dscp ef
            class spare dscp cs1
            set inside { 10.0.0.0/8 }
            set outer { @inside 192.0.2.0/24 }
            rule one dport 1 class voice
            """,
            """
            p.qos:2:7: note: class 'spare' is not used
              class spare dscp cs1
                    ^~~~~
            p.qos:4:5: warning: set 'outer' is not used
              set outer { @inside 192.0.2.0/24 }
                  ^~~~~
            """),
        DiagnosticGolden(
            "an included file may define more than one policy uses",
            [.unused, .unused],
            """
            include "a.qos"
            rule one daddr != { @branch 10.0.0.1 } class voice disabled
            """,
            files: [
                "a.qos":
                    "class voice dscp ef\nclass spare dscp cs1\nset branch { 10.1.0.0/16 }\nset other { 10.2.0.0/16 }\n"
            ],
            """
            a.qos:2:7: note: class 'spare' is not used
              class spare dscp cs1
                    ^~~~~
            a.qos:4:5: note: set 'other' is not used
              set other { 10.2.0.0/16 }
                  ^~~~~
            """),
        DiagnosticGolden(
            "the default uses its class",
            [],
            """
            class rest dscp le
            rule control proto { ospf igmp icmpv6 } keep
            rule bgp proto tcp dport bgp keep
            rule one dport 1 keep
            default class rest
            """,
            ""),
        DiagnosticGolden(
            "a rule whose name was left out",
            [.confusingName],
            """
            rule dscp dscp ef keep
            """,
            """
            p.qos:1:6: note: rule 'dscp' is named like a word of the language
              rule dscp dscp ef keep
                   ^~~~
              hint: was its name left out? rule NAME MATCH… ACTION
            """),
        DiagnosticGolden(
            "names that are easily mistaken for each other",
            [.confusingName, .confusingName, .confusingName],
            """
            rule teams-voice dport 1 keep
            rule teams_Voice dport 2 keep
            rule teams-vioce dport 3 keep
            rule pool dport 4 keep
            rule po0l dport 5 keep
            """,
            """
            p.qos:2:6: warning: the names of rules 'teams-voice' and 'teams_Voice' differ only in case, in marks, or in letters like 0 and O
              rule teams_Voice dport 2 keep
                   ^~~~~~~~~~~
              hint: is one of them a typing mistake?
            p.qos:3:6: note: the names of rules 'teams-voice' and 'teams-vioce' differ only in two neighbouring letters
              rule teams-vioce dport 3 keep
                   ^~~~~~~~~~~
              hint: is one of them a typing mistake?
            p.qos:5:6: warning: the names of rules 'pool' and 'po0l' differ only in case, in marks, or in letters like 0 and O
              rule po0l dport 5 keep
                   ^~~~
              hint: is one of them a typing mistake?
            """),
        DiagnosticGolden(
            "numbered names and other neighbours are names of their own",
            [],
            """
            rule r12 dport 1 keep
            rule r21 dport 2 keep
            rule web-1 dport 3 keep
            rule web-2 dport 4 keep
            rule abc dport 5 keep
            rule cba dport 6 keep
            rule abcd dport 7 keep
            """,
            ""),
        DiagnosticGolden(
            "a priority whose PCP is another class's",
            [.pcpWithoutLink, .foreignPCP, .foreignPCP],
            """
            class voice dscp ef priority 6 pcp 5
            class games dscp cs4 priority 6
            class other priority 5
            rule one dport 1 class voice
            rule two dport 2 class games
            rule three dport 3 class other
            rule four dport 4 set priority 6
            """,
            """
            p.qos:1:7: note: pcp only sets the packet priority here: no link writes it into frames
              class voice dscp ef priority 6 pcp 5
                    ^~~~~
              hint: for each port: link IF egress-map auto, link IF tag priority, or link IF retag
            p.qos:2:7: note: class 'games' has priority 6 and no pcp; frames on a link with a map get PCP 5, which class 'voice' states for that priority
              class games dscp cs4 priority 6
                    ^~~~~
              hint: give it a pcp and a priority of its own, or state pcp 5
            p.qos:7:1: note: rule 'four' has priority 6 and no pcp; frames on a link with a map get PCP 5, which class 'voice' states for that priority
              rule four dport 4 set priority 6
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: give it a pcp and a priority of its own, or state pcp 5
            """),
    ]
}
