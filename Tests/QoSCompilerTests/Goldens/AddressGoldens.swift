import QoSCompiler

/// Families, addresses, prefixes and address ranges.
extension DiagnosticGolden {
    static let addresses: [DiagnosticGolden] = [
        DiagnosticGolden(
            "family",
            [.badValue, .badValue, .badValue, .badValue],
            """
            rule a family ipv4 keep
            rule b family IP6 keep
            rule c family 4 keep
            rule d family "ip" keep
            """,
            """
            p.qos:1:15: error: 'ipv4' is no family
              rule a family ipv4 keep
                            ^~~~
              hint: write ip
            p.qos:2:15: error: 'IP6' is no family
              rule b family IP6 keep
                            ^~~
              hint: did you mean 'ip6'?
            p.qos:3:15: error: '4' is no family
              rule c family 4 keep
                            ^
              hint: write ip
            p.qos:4:15: error: family takes no string
              rule d family "ip" keep
                            ^~~~
              hint: write ip without quotes
            """),
        DiagnosticGolden(
            "address",
            [.badValue, .badValue, .badValue, .badValue, .badValue, .badValue, .badValue],
            """
            rule a saddr 10.0.0.256 keep
            rule b saddr 10.0.0 keep
            rule c saddr 010.0.0.1 keep
            rule d saddr 2001:db8::1::2 keep
            rule e saddr fe80::1%eth0 keep
            rule f saddr www.example.com keep
            rule g saddr "10.0.0.1" keep
            """,
            """
            p.qos:1:14: error: '10.0.0.256' is no address
              rule a saddr 10.0.0.256 keep
                           ^~~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:2:14: error: '10.0.0' is no address
              rule b saddr 10.0.0 keep
                           ^~~~~~
              hint: write 10.0.0.0/24
            p.qos:3:14: error: '010.0.0.1' is no address
              rule c saddr 010.0.0.1 keep
                           ^~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:4:14: error: '2001:db8::1::2' is no address
              rule d saddr 2001:db8::1::2 keep
                           ^~~~~~~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:5:14: error: 'fe80::1%eth0' is no address
              rule e saddr fe80::1%eth0 keep
                           ^~~~~~~~~~~~
              hint: no zone: write saddr fe80::1, and the interface with oif eth0
            p.qos:6:14: error: 'www.example.com' is no address
              rule f saddr www.example.com keep
                           ^~~~~~~~~~~~~~~
              hint: names are not looked up; write the address, or @www.example.com for a set
            p.qos:7:14: error: saddr takes no string
              rule g saddr "10.0.0.1" keep
                           ^~~~~~~~~~
              hint: write 10.0.0.1 without quotes
            """),
        DiagnosticGolden(
            "prefix",
            [.hostBits, .outOfRange, .badValue, .badValue, .hostBits, .badValue, .badValue, .badValue],
            """
            rule a daddr 10.0.0.1/8 keep
            rule b daddr 10.0.0.0/33 keep
            rule c daddr 10.0.0.0/08 keep
            rule d daddr 10.0.0.0/255.0.0.0 keep
            rule e daddr 2001:db8::1/32 keep
            rule f daddr 10.0.0.0/ keep
            rule g daddr /8 keep
            rule h daddr 10.0.0.0/x keep
            """,
            """
            p.qos:1:14: error: the prefix '10.0.0.1/8' has host bits set
              rule a daddr 10.0.0.1/8 keep
                           ^~~~~~~~~~
              hint: 10.0.0.0/8, or 10.0.0.1 for the one address
            p.qos:2:14: error: prefix length '33' is out of range
              rule b daddr 10.0.0.0/33 keep
                           ^~~~~~~~~~~
              hint: 0-32
            p.qos:3:14: error: '08' has a leading zero
              rule c daddr 10.0.0.0/08 keep
                           ^~~~~~~~~~~
              hint: numbers are decimal: write 8
            p.qos:4:14: error: '10.0.0.0/255.0.0.0' has a netmask
              rule d daddr 10.0.0.0/255.0.0.0 keep
                           ^~~~~~~~~~~~~~~~~~
              hint: write 10.0.0.0/8
            p.qos:5:14: error: the prefix '2001:db8::1/32' has host bits set
              rule e daddr 2001:db8::1/32 keep
                           ^~~~~~~~~~~~~~
              hint: 2001:db8::/32, or 2001:db8::1 for the one address
            p.qos:6:14: error: '10.0.0.0/' is no address
              rule f daddr 10.0.0.0/ keep
                           ^~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:7:14: error: '/8' is no address
              rule g daddr /8 keep
                           ^~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:8:14: error: 'x' is no prefix length
              rule h daddr 10.0.0.0/x keep
                           ^~~~~~~~~~
            """),
        DiagnosticGolden(
            "address range",
            [.invertedRange, .badValue, .badValue, .badValue],
            """
            rule a daddr 10.0.0.9-10.0.0.1 keep
            rule b daddr 10.0.0.1-2001:db8::1 keep
            rule c daddr 10.0.0.1- keep
            rule d daddr 10.0.0.1-10.0.0.9-10.0.0.11 keep
            """,
            """
            p.qos:1:14: error: the range '10.0.0.9-10.0.0.1' is inverted
              rule a daddr 10.0.0.9-10.0.0.1 keep
                           ^~~~~~~~~~~~~~~~~
              hint: 10.0.0.1-10.0.0.9
            p.qos:2:14: error: the range '10.0.0.1-2001:db8::1' mixes IPv4 and IPv6
              rule b daddr 10.0.0.1-2001:db8::1 keep
                           ^~~~~~~~~~~~~~~~~~~~
            p.qos:3:14: error: '10.0.0.1-' is no address
              rule c daddr 10.0.0.1- keep
                           ^~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            p.qos:4:14: error: '10.0.0.9-10.0.0.11' is no address
              rule d daddr 10.0.0.1-10.0.0.9-10.0.0.11 keep
                           ^~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set
            """),
        DiagnosticGolden(
            "blanks around - and /",
            [.unknownWord, .unknownWord],
            """
            rule a sport 1 - 2 keep
            rule b saddr 10.0.0.0 / 8 keep
            """,
            """
            p.qos:1:16: error: unknown word '-' in rule 'a'
              rule a sport 1 - 2 keep
                             ^
              hint: write: rule a sport 1-2 keep
            p.qos:2:23: error: unknown word '/' in rule 'b'
              rule b saddr 10.0.0.0 / 8 keep
                                    ^
              hint: write: rule b saddr 10.0.0.0/8 keep
            """),
    ]
}
