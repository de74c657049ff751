import QoSCompiler

/// Values as people write them elsewhere.
extension DiagnosticGolden {
    static let valueHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "value: proto with a slash",
            [.badValue],
            """
            rule sip proto tcp/udp dport 5060 set dscp cs3
            """,
            """
            p.qos:1:16: error: 'tcp/udp' is no protocol
              rule sip proto tcp/udp dport 5060 set dscp cs3
                             ^~~~~~~
              hint: write { tcp udp }
            """),
        DiagnosticGolden(
            "value: two protocols without braces",
            [.unknownWord],
            """
            rule sip proto tcp udp dport 5060 set dscp cs3
            """,
            """
            p.qos:1:20: error: unknown word 'udp' in rule 'sip'
              rule sip proto tcp udp dport 5060 set dscp cs3
                                 ^~~
              hint: write: rule sip proto { tcp udp } dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "value: protocol for proto",
            [.unknownWord],
            """
            rule sip protocol udp dport 5060 set dscp cs3
            """,
            """
            p.qos:1:10: error: unknown word 'protocol' in rule 'sip'
              rule sip protocol udp dport 5060 set dscp cs3
                       ^~~~~~~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "value: a service as protocol",
            [.badValue],
            """
            rule web proto http set dscp af21
            """,
            """
            p.qos:1:16: error: 'http' is no protocol
              rule web proto http set dscp af21
                             ^~~~
              hint: http is a service: write dport http
            """),
        DiagnosticGolden(
            "value: ICMPv6 by another name",
            [.badValue],
            """
            rule ping proto icmp6 set dscp cs2
            """,
            """
            p.qos:1:17: error: 'icmp6' is no protocol
              rule ping proto icmp6 set dscp cs2
                              ^~~~~
              hint: write icmpv6
            """),
        DiagnosticGolden(
            "value: two ports without braces",
            [.unknownWord],
            """
            rule web dport 80 443 set dscp af21
            """,
            """
            p.qos:1:19: error: unknown word '443' in rule 'web'
              rule web dport 80 443 set dscp af21
                                ^~~
              hint: write: rule web dport { 80 443 } set dscp af21
            """),
        DiagnosticGolden(
            "value: blanks in a range",
            [.unknownWord],
            """
            rule rtp dport 16384 - 32767 set dscp ef
            """,
            """
            p.qos:1:22: error: unknown word '-' in rule 'rtp'
              rule rtp dport 16384 - 32767 set dscp ef
                                   ^
              hint: write: rule rtp dport 16384-32767 set dscp ef
            """),
        DiagnosticGolden(
            "value: a range with to",
            [.unknownWord],
            """
            rule rtp dport 16384 to 32767 set dscp ef
            """,
            """
            p.qos:1:22: error: unknown word 'to' in rule 'rtp'
              rule rtp dport 16384 to 32767 set dscp ef
                                   ^~
              hint: write: rule rtp dport 16384-32767 set dscp ef
            """),
        DiagnosticGolden(
            "value: the port behind the address",
            [.badValue],
            """
            rule sip daddr 192.0.2.1:5060 set dscp cs3
            """,
            """
            p.qos:1:16: error: '192.0.2.1:5060' is no address
              rule sip daddr 192.0.2.1:5060 set dscp cs3
                             ^~~~~~~~~~~~~~
              hint: write daddr 192.0.2.1 dport 5060
            """),
        DiagnosticGolden(
            "value: the port behind an IPv6 address",
            [.badValue],
            """
            rule sip daddr [2001:db8::1]:5060 set dscp cs3
            """,
            """
            p.qos:1:16: error: '[2001:db8::1]:5060' is no address
              rule sip daddr [2001:db8::1]:5060 set dscp cs3
                             ^~~~~~~~~~~~~~~~~~
              hint: write daddr 2001:db8::1 dport 5060
            """),
        DiagnosticGolden(
            "value: an IPv6 address in brackets",
            [.badValue],
            """
            rule sip daddr [2001:db8::1] set dscp cs3
            """,
            """
            p.qos:1:16: error: '[2001:db8::1]' is no address
              rule sip daddr [2001:db8::1] set dscp cs3
                             ^~~~~~~~~~~~~
              hint: write 2001:db8::1
            """),
        DiagnosticGolden(
            "value: an IPv6 address with a zone",
            [.badValue],
            """
            rule sip daddr fe80::1%eth0 set dscp cs3
            """,
            """
            p.qos:1:16: error: 'fe80::1%eth0' is no address
              rule sip daddr fe80::1%eth0 set dscp cs3
                             ^~~~~~~~~~~~
              hint: no zone: write daddr fe80::1, and the interface with oif eth0
            """),
        DiagnosticGolden(
            "value: a netmask",
            [.badValue],
            """
            rule lan saddr 10.0.0.0/255.0.0.0 set dscp cs1
            """,
            """
            p.qos:1:16: error: '10.0.0.0/255.0.0.0' has a netmask
              rule lan saddr 10.0.0.0/255.0.0.0 set dscp cs1
                             ^~~~~~~~~~~~~~~~~~
              hint: write 10.0.0.0/8
            """),
        DiagnosticGolden(
            "value: a netmask behind a blank",
            [.unknownWord],
            """
            rule lan saddr 10.0.0.0 255.0.0.0 set dscp cs1
            """,
            """
            p.qos:1:25: error: unknown word '255.0.0.0' in rule 'lan'
              rule lan saddr 10.0.0.0 255.0.0.0 set dscp cs1
                                      ^~~~~~~~~
              hint: write: rule lan saddr 10.0.0.0/8 set dscp cs1
            """),
        DiagnosticGolden(
            "value: host bits",
            [.hostBits],
            """
            rule lan saddr 10.1.2.3/8 set dscp cs1
            """,
            """
            p.qos:1:16: error: the prefix '10.1.2.3/8' has host bits set
              rule lan saddr 10.1.2.3/8 set dscp cs1
                             ^~~~~~~~~~
              hint: 10.0.0.0/8, or 10.1.2.3 for the one address
            """),
        DiagnosticGolden(
            "value: stars in an address",
            [.badValue],
            """
            rule lan saddr 10.0.0.* set dscp cs1
            """,
            """
            p.qos:1:16: error: '10.0.0.*' is no address
              rule lan saddr 10.0.0.* set dscp cs1
                             ^~~~~~~~
              hint: write 10.0.0.0/24
            """),
        DiagnosticGolden(
            "value: the end of a range",
            [.badValue],
            """
            rule lan saddr 10.0.0.1-5 set dscp cs1
            """,
            """
            p.qos:1:16: error: '5' is no address
              rule lan saddr 10.0.0.1-5 set dscp cs1
                             ^~~~~~~~~~
              hint: write 10.0.0.1-10.0.0.5
            """),
        DiagnosticGolden(
            "value: a short prefix",
            [.badValue, .badValue],
            """
            set lan { 10/8 192.168.1 }
            """,
            """
            p.qos:1:11: error: '10' is no address
              set lan { 10/8 192.168.1 }
                        ^~~~
              hint: write 10.0.0.0/8
            p.qos:1:16: error: '192.168.1' is no address
              set lan { 10/8 192.168.1 }
                             ^~~~~~~~~
              hint: write 192.168.1.0/24
            """),
        DiagnosticGolden(
            "value: localhost",
            [.badValue],
            """
            rule local daddr localhost keep
            """,
            """
            p.qos:1:18: error: 'localhost' is no address
              rule local daddr localhost keep
                               ^~~~~~~~~
              hint: write { 127.0.0.0/8 ::1 }
            """),
        DiagnosticGolden(
            "value: a host name",
            [.badValue],
            """
            rule web daddr www.example.com set dscp af21
            """,
            """
            p.qos:1:16: error: 'www.example.com' is no address
              rule web daddr www.example.com set dscp af21
                             ^~~~~~~~~~~~~~~
              hint: names are not looked up; write the address, or @www.example.com for a set
            """),
        DiagnosticGolden(
            "value: an Ethernet address",
            [.badValue],
            """
            rule printer saddr 00:11:22:33:44:55 set dscp cs1
            """,
            """
            p.qos:1:20: error: '00:11:22:33:44:55' is no address
              rule printer saddr 00:11:22:33:44:55 set dscp cs1
                                 ^~~~~~~~~~~~~~~~~
              hint: Ethernet addresses cannot be matched; write an IPv4 or IPv6 address
            """),
    ]
}
