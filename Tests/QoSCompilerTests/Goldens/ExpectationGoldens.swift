import QoSCompiler

/// Expectations: packets that cannot be, and tests that do not hold.
extension DiagnosticGolden {
    static let expectations: [DiagnosticGolden] = [
        DiagnosticGolden(
            "a packet that cannot be",
            [
                .packet, .packet, .packet, .packet, .packet, .packet, .packet, .packet, .packet, .packet, .packet,
                .packet, .packet, .packet,
            ],
            """
            rule web dport 80 keep
            expect web dport 80
            expect web proto icmp dport 80
            expect web proto tcp dport 80 fragment
            expect web proto tcp dport 80-81
            expect web proto tcp tcp
            expect web proto
            expect web proto tcp proto tcp
            expect web saddr 10.0.0.1 daddr 2001:db8::1
            expect web family ip6 saddr 10.0.0.1
            expect web iif eth0 user root
            expect web unit a.service
            expect web oif eth/0
            expect web user 1-5
            expect web colour blue
            """,
            """
            p.qos:2:12: error: ports need a proto
              expect web dport 80
                         ^~~~~
              hint: for example: proto udp
            p.qos:3:12: error: proto icmp has no ports
              expect web proto icmp dport 80
                         ^~~~~
            p.qos:4:12: error: a fragment after the first has no ports
              expect web proto tcp dport 80 fragment
                         ^~~~~
            p.qos:5:28: error: a packet has one port, not a range
              expect web proto tcp dport 80-81
                                         ^~~~~
            p.qos:6:22: error: 'tcp' is no field of a packet
              expect web proto tcp tcp
                                   ^~~
            p.qos:7:12: error: 'proto' needs a value
              expect web proto
                         ^~~~~
            p.qos:8:22: error: 'proto' stands twice in the packet
              expect web proto tcp proto tcp
                                   ^~~~~
            p.qos:9:12: error: the addresses are of two families
              expect web saddr 10.0.0.1 daddr 2001:db8::1
                         ^~~~~
            p.qos:10:12: error: family ip6 with addresses of the other family
              expect web family ip6 saddr 10.0.0.1
                         ^~~~~~
            p.qos:11:12: error: a packet that came in on an interface has no local user or group
              expect web iif eth0 user root
                         ^~~
            p.qos:12:17: error: not supported yet: unit
              expect web unit a.service
                              ^~~~~~~~~
            p.qos:13:16: error: 'eth/0' is no interface name
              expect web oif eth/0
                             ^~~~~
            p.qos:14:17: error: a packet has one user, not a range
              expect web user 1-5
                              ^~~
            p.qos:15:12: error: 'colour' is no field of a packet
              expect web colour blue
                         ^~~~~~
            """),
        DiagnosticGolden(
            "expectations that do not hold",
            [.expectation, .expectation, .expectation, .expectation, .expectation, .expectation],
            """
            class voice dscp ef
            rule sip proto udp dport 5060 class voice
            rule off proto udp dport 5061 class voice disabled
            rule rest proto udp keep
            expect sip proto tcp dport 5060
            expect sip proto udp dport 5061
            expect off proto udp dport 5061
            expect rest proto udp dport 5060
            expect default proto udp dport 80
            expect rest proto udp iif eth0
            """,
            """
            p.qos:5:1: error: expected rule 'sip', but the default takes this packet
              expect sip proto tcp dport 5060
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: 'proto' of rule 'sip' does not hold
            p.qos:6:1: error: expected rule 'sip', but rule 'rest' takes this packet
              expect sip proto udp dport 5061
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: 'dport' of rule 'sip' does not hold
            p.qos:7:1: error: expected rule 'off', but rule 'rest' takes this packet
              expect off proto udp dport 5061
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: rule 'off' is disabled
            p.qos:8:1: error: expected rule 'rest', but rule 'sip' takes this packet
              expect rest proto udp dport 5060
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: rule 'rest' comes later
            p.qos:9:1: error: expected the default, but rule 'rest' takes this packet
              expect default proto udp dport 80
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            p.qos:10:1: error: this packet is forwarded, and scope output does not look at it
              expect rest proto udp iif eth0
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
    ]
}
