import QoSCompiler

/// Protocols, ports, interfaces, users and groups.
extension DiagnosticGolden {
    static let values: [DiagnosticGolden] = [
        DiagnosticGolden(
            "proto",
            [.badValue, .outOfRange, .badValue, .badValue, .outOfRange, .badValue, .badValue],
            """
            rule a proto tpc keep
            rule b proto 256 keep
            rule c proto 1-6 keep
            rule d proto "tcp" keep
            rule e proto 0x100 keep
            rule f proto 06 keep
            rule g proto @tcp keep
            """,
            """
            p.qos:1:14: error: 'tpc' is no protocol
              rule a proto tpc keep
                           ^~~
              hint: did you mean 'tcp'?
            p.qos:2:14: error: protocol '256' is out of range
              rule b proto 256 keep
                           ^~~
              hint: 0-255
            p.qos:3:14: error: proto takes no range
              rule c proto 1-6 keep
                           ^~~
              hint: list them: proto { tcp udp }
            p.qos:4:14: error: proto takes no string
              rule d proto "tcp" keep
                           ^~~~~
              hint: write tcp without quotes
            p.qos:5:14: error: protocol '0x100' is out of range
              rule e proto 0x100 keep
                           ^~~~~
              hint: 0-255
            p.qos:6:14: error: '06' has a leading zero
              rule f proto 06 keep
                           ^~
              hint: numbers are decimal: write 6
            p.qos:7:14: error: '@tcp': sets hold addresses or ports only
              rule g proto @tcp keep
                           ^~~~
            """),
        DiagnosticGolden(
            "proto: extension headers are no upper-layer protocols",
            [.extensionHeader, .extensionHeader, .extensionHeader],
            """
            rule a proto ipv6-frag keep
            rule b proto { tcp 0 } keep
            rule c proto 0x3c keep
            """,
            """
            p.qos:1:14: error: 'ipv6-frag' is an IPv6 extension header, not an upper-layer protocol
              rule a proto ipv6-frag keep
                           ^~~~~~~~~
              hint: proto is what follows the extension headers
            p.qos:2:20: error: '0' is an IPv6 extension header, not an upper-layer protocol
              rule b proto { tcp 0 } keep
                                 ^
              hint: proto is what follows the extension headers
            p.qos:3:14: error: '0x3c' is an IPv6 extension header, not an upper-layer protocol
              rule c proto 0x3c keep
                           ^~~~
              hint: proto is what follows the extension headers
            """),
        DiagnosticGolden(
            "port",
            [
                .outOfRange, .badValue, .badValue, .badValue, .invertedRange, .badValue, .badValue, .outOfRange,
                .badValue, .badValue, .badValue,
            ],
            """
            rule a dport 65536 keep
            rule b dport http2 keep
            rule c dport 0x50 keep
            rule d dport 1000:2000 keep
            rule e dport 2000-1000 keep
            rule f dport 080 keep
            rule g dport "80" keep
            rule h dport 99999999999999999999 keep
            rule i dport 10.0.0.1 keep
            rule j dport ssh-http keep
            rule k dport -1 keep
            """,
            """
            p.qos:1:14: error: port '65536' is out of range
              rule a dport 65536 keep
                           ^~~~~
              hint: 0-65535
            p.qos:2:14: error: 'http2' is neither a port nor a known service name
              rule b dport http2 keep
                           ^~~~~
              hint: 0-65535, a range 1000-2000, or a name such as https
            p.qos:3:14: error: '0x50' is neither a port nor a known service name
              rule c dport 0x50 keep
                           ^~~~
              hint: write 80
            p.qos:4:14: error: '1000:2000' is neither a port nor a known service name
              rule d dport 1000:2000 keep
                           ^~~~~~~~~
              hint: write 1000-2000
            p.qos:5:14: error: the range '2000-1000' is inverted
              rule e dport 2000-1000 keep
                           ^~~~~~~~~
              hint: 1000-2000
            p.qos:6:14: error: '080' has a leading zero
              rule f dport 080 keep
                           ^~~
              hint: numbers are decimal: write 80
            p.qos:7:14: error: dport takes no string
              rule g dport "80" keep
                           ^~~~
              hint: write 80 without quotes
            p.qos:8:14: error: port '99999999999999999999' is out of range
              rule h dport 99999999999999999999 keep
                           ^~~~~~~~~~~~~~~~~~~~
              hint: 0-65535
            p.qos:9:14: error: '10.0.0.1' is neither a port nor a known service name
              rule i dport 10.0.0.1 keep
                           ^~~~~~~~
              hint: 0-65535, a range 1000-2000, or a name such as https
            p.qos:10:14: error: 'ssh-http' is neither a port nor a known service name
              rule j dport ssh-http keep
                           ^~~~~~~~
              hint: 0-65535, a range 1000-2000, or a name such as https
            p.qos:11:14: error: '-1' is neither a port nor a known service name
              rule k dport -1 keep
                           ^~
              hint: 0-65535, a range 1000-2000, or a name such as https
            """),
        DiagnosticGolden(
            "interface",
            [.badValue, .badValue, .badValue, .badValue, .badValue, .badValue],
            """
            rule a oif averylonginterfacename keep
            rule b oif e*h keep
            rule c oif eth/0 keep
            rule d oif @eth keep
            rule e oif .. keep
            rule f oif "" keep
            """,
            """
            p.qos:1:12: error: 'averylonginterfacename' is no interface name
              rule a oif averylonginterfacename keep
                         ^~~~~~~~~~~~~~~~~~~~~~
              hint: at most 15 bytes, without / and :
            p.qos:2:12: error: 'e*h' is no interface name
              rule b oif e*h keep
                         ^~~
              hint: * stands at the end only
            p.qos:3:12: error: 'eth/0' is no interface name
              rule c oif eth/0 keep
                         ^~~~~
              hint: at most 15 bytes, without / and :
            p.qos:4:12: error: '@eth': sets hold addresses or ports only
              rule d oif @eth keep
                         ^~~~
            p.qos:5:12: error: '..' is no interface name
              rule e oif .. keep
                         ^~
              hint: at most 15 bytes, without / and :
            p.qos:6:12: error: '' is no interface name
              rule f oif "" keep
                         ^~
              hint: at most 15 bytes, without / and :
            """),
        DiagnosticGolden(
            "user and group",
            [.outOfRange, .invertedRange, .badValue, .badValue, .badValue, .badValue],
            """
            rule a user 4294967295 keep
            rule b user 2000-1000 keep
            rule c user 007 keep
            rule d user a:b keep
            rule e group "" keep
            rule f group 1x keep
            """,
            """
            p.qos:1:13: error: user number '4294967295' is out of range
              rule a user 4294967295 keep
                          ^~~~~~~~~~
              hint: 0-4294967294
            p.qos:2:13: error: the range '2000-1000' is inverted
              rule b user 2000-1000 keep
                          ^~~~~~~~~
              hint: 1000-2000
            p.qos:3:13: error: '007' has a leading zero
              rule c user 007 keep
                          ^~~
              hint: numbers are decimal: write 7
            p.qos:4:13: error: 'a:b' is no user name
              rule d user a:b keep
                          ^~~
              hint: write user a group b
            p.qos:5:14: error: an empty group
              rule e group "" keep
                           ^~
            p.qos:6:14: error: '1x' is no group number
              rule f group 1x keep
                           ^~
            """),
        DiagnosticGolden(
            "ports with a protocol that has none",
            [.noPorts],
            """
            rule b proto { tcp 99 } sport 80 keep
            rule c proto != icmp dport 80 keep
            """,
            """
            p.qos:1:8: error: proto 99 has no ports, so 'sport' can never hold with it
              rule b proto { tcp 99 } sport 80 keep
                     ^~~~~~~~~~~~~~~~
              hint: ports go with tcp, udp, udplite, sctp and dccp
            """),
    ]
}
