import QoSCompiler

/// Files of iptables, firewalld and ufw, and values as iptables writes them.
extension DiagnosticGolden {
    static let iptablesFileHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "iptables: a whole script",
            [.syntax],
            """
            #!/bin/sh
            iptables -t mangle -F
            iptables -t mangle -A OUTPUT -p udp --dport 5060 -j DSCP --set-dscp-class CS3
            iptables -t mangle -A OUTPUT -p tcp --dport 22 -j DSCP --set-dscp-class CS2
            """,
            """
            p.qos:2:1: error: this is iptables syntax, not a policy
              iptables -t mangle -F
              ^~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here; the first rule: rule NAME proto udp dport \
            5060 set dscp cs3
            """),
        DiagnosticGolden(
            "iptables: iptables-save",
            [.syntax],
            """
            *mangle
            :PREROUTING ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A OUTPUT -p udp -m udp --dport 5060 -j DSCP --set-dscp 0x18
            COMMIT
            """,
            """
            p.qos:1:1: error: this is iptables syntax, not a policy
              *mangle
              ^~~~~~~
              hint: docs/coming-from.md shows how it is written here; the first rule: rule NAME proto udp dport \
            5060 set dscp 0x18
            """),
        DiagnosticGolden(
            "iptables: a port range",
            [.badValue],
            """
            rule rtp proto udp dport 16384:32767 set dscp ef
            """,
            """
            p.qos:1:26: error: '16384:32767' is neither a port nor a known service name
              rule rtp proto udp dport 16384:32767 set dscp ef
                                       ^~~~~~~~~~~
              hint: write 16384-32767
            """),
        DiagnosticGolden(
            "iptables: several ports without braces",
            [.syntax],
            """
            rule web proto tcp dport 80,443 set dscp af21
            """,
            """
            p.qos:1:28: error: several values stand in braces
              rule web proto tcp dport 80,443 set dscp af21
                                         ^
              hint: write: rule web proto tcp dport { 80 443 } set dscp af21
            """),
        DiagnosticGolden(
            "iptables: several owners without braces",
            [.syntax],
            """
            rule admins user root,bob set dscp cs2
            """,
            """
            p.qos:1:22: error: several values stand in braces
              rule admins user root,bob set dscp cs2
                                   ^
              hint: write: rule admins user { root bob } set dscp cs2
            """),
        DiagnosticGolden(
            "iptables: a wildcard of interfaces",
            [.badValue],
            """
            rule wan oif eth+ set dscp cs1
            """,
            """
            p.qos:1:14: error: 'eth+' is no interface name
              rule wan oif eth+ set dscp cs1
                           ^~~~
              hint: write eth*, or "eth+" for that very name
            """),
        DiagnosticGolden(
            "iptables: an interface that is not",
            [.badValue],
            """
            rule lan oif !ppp0 set dscp cs1
            """,
            """
            p.qos:1:14: error: '!ppp0' is no interface name
              rule lan oif !ppp0 set dscp cs1
                           ^~~~~
              hint: write oif != ppp0, or "!ppp0" for that very name
            """),
        DiagnosticGolden(
            "iptables: continued lines",
            [.unknownWord],
            #"""
            rule web proto tcp \
              dport 443 set dscp af21
            """#,
            #"""
            p.qos:1:20: error: unknown word '\' in rule 'web'
              rule web proto tcp \
                                 ^
              hint: write: rule web proto tcp dport 443 set dscp af21
            """#),
        DiagnosticGolden(
            "iptables: ipset",
            [.unknownWord],
            """
            ipset create teams hash:net
            """,
            """
            p.qos:1:1: error: unknown statement 'ipset'
              ipset create teams hash:net
              ^~~~~
              hint: a rule is rule NAME MATCH… ACTION; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "iptables: a class in upper case",
            [.badValue],
            """
            rule sip dport 5060 set dscp EF
            """,
            """
            p.qos:1:30: error: 'EF' is no DSCP
              rule sip dport 5060 set dscp EF
                                           ^~
              hint: write: rule sip dport 5060 set dscp ef
            """),
        DiagnosticGolden(
            "firewalld: a direct rule",
            [.unknownWord],
            """
            firewall-cmd --direct --add-rule ipv4 mangle OUTPUT 0 -p tcp --dport 22 -j DSCP --set-dscp 16
            """,
            """
            p.qos:1:1: error: unknown statement 'firewall-cmd'
              firewall-cmd --direct --add-rule ipv4 mangle OUTPUT 0 -p tcp --dport 22 -j DSCP --set-dscp 16
              ^~~~~~~~~~~~
              hint: write: rule NAME proto tcp dport 22 set dscp 16
            """),
        DiagnosticGolden(
            "firewalld: a zone file",
            [.syntax],
            """
            <?xml version="1.0" encoding="utf-8"?>
            <zone>
              <service name="sip"/>
            </zone>
            """,
            """
            p.qos:1:1: error: this is XML, not a policy
              <?xml version="1.0" encoding="utf-8"?>
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """),
        DiagnosticGolden(
            "ufw: a rule",
            [.unknownWord],
            """
            ufw allow 5060/udp
            """,
            """
            p.qos:1:1: error: unknown statement 'ufw'
              ufw allow 5060/udp
              ^~~
              hint: a policy marks packets and stops none: rule NAME MATCH… ACTION; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "ufw: port and protocol in one",
            [.badValue],
            """
            rule sip dport 5060/udp set dscp cs3
            """,
            """
            p.qos:1:16: error: '5060/udp' is neither a port nor a known service name
              rule sip dport 5060/udp set dscp cs3
                             ^~~~~~~~
              hint: write proto udp dport 5060
            """),
    ]
}
