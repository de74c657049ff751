import Glibc
import QoSCompiler
import Testing

/// The built-in names of protocols, services and interfaces.
@Suite struct NameTableTests {
    /// LANGUAGE.md names these.
    @Test(
        arguments: [
            ("tcp", 6), ("udp", 17), ("udplite", 136), ("sctp", 132), ("dccp", 33), ("icmp", 1), ("icmpv6", 58),
            ("igmp", 2), ("esp", 50),
            ("ah", 51), ("gre", 47), ("ipip", 4), ("ospf", 89),
        ] as [(String, UInt8)])
    func protocols(_ name: String, _ number: UInt8) {
        #expect(ProtocolNames.number(name) == number)
        #expect(ProtocolNames.name(number) == name)
    }

    @Test func protocolsWithPorts() {
        let withPorts = (0...255 as ClosedRange<UInt8>).filter(ProtocolNames.hasPorts).compactMap(ProtocolNames.name)
        #expect(Set(withPorts) == ["tcp", "udp", "udplite", "sctp", "dccp"])
    }

    /// The host's own tables agree wherever they know the name.
    @Test func againstTheHost() {
        var known = 0
        for (name, number) in ProtocolNames.names {
            // Debian's "ipip" is 94, which nothing sends; Linux's IPIP tunnels send 4.
            guard name != "ipip", let entry = getprotobyname(name) else { continue }
            known += 1
            #expect(entry.pointee.p_proto == Int32(number), "\(name)")
        }
        for (name, port) in ServiceNames.all {
            for transport in ["tcp", "udp"] {
                guard let entry = getservbyname(name, transport) else { continue }
                known += 1
                // cmd/syslog, who/login, exec/biff share a number and differ in name; no name has two numbers.
                #expect(UInt16(truncatingIfNeeded: entry.pointee.s_port).bigEndian == port, "\(name)/\(transport)")
            }
        }
        // Without netbase the host knows nothing, and the test above says nothing.
        let hasTables = access("/etc/services", R_OK) == 0 && access("/etc/protocols", R_OK) == 0
        #expect(known > 100 || !hasTables)
    }

    @Test(
        arguments: [("https", 443), ("ssh", 22), ("domain", 53), ("sip", 5060), ("bgp", 179), ("wireguard", 51_820)]
            as [(String, UInt16)])
    func services(_ name: String, _ port: UInt16) {
        #expect(ServiceNames.port(name) == port)
    }

    /// A service name must not look like anything else in a port's place.
    @Test func serviceNamesAreNames() {
        #expect(ServiceNames.all.count > 300)
        for (name, _) in ServiceNames.all {
            #expect(name.utf8.first.map { !(0x30...0x39).contains($0) } == true, "\(name)")
            #expect(load("rule a dport \(name) keep\n").policy != nil, "\(name)")
        }
    }

    @Test(
        "interface patterns",
        arguments: [
            ("eth0", "eth0", true), ("eth0", "eth00", false), ("eth*", "eth", true), ("eth*", "eth10", true),
            ("eth*", "et", false),
            ("*", "lo", true), ("fifteen-bytes-x", "fifteen-bytes-x", true),
            ("fifteen-bytes-x*", "fifteen-bytes-x", true),
        ])
    func interfaces(_ pattern: String, _ name: String, _ expected: Bool) throws {
        #expect(try #require(InterfacePattern(pattern)).matches(name) == expected)
    }

    @Test(arguments: [
        "", "a b", "a/b", "a:b", ".", "..", "a*b", "*a", "**", "sixteen-bytes-xx", "sixteen-bytes-xx*", "tab\t",
    ])
    func noInterface(_ text: String) {
        #expect(InterfacePattern(text) == nil)
    }

    @Test func overlaps() throws {
        let patterns = try ["eth0", "eth1", "eth*", "e*", "wg*", "*", "eth0*", "eth01"].map {
            try #require(InterfacePattern($0))
        }
        let names = ["eth0", "eth1", "eth", "e", "wg0", "lo", "eth01", "eth0x", "x"]
        for a in patterns {
            for b in patterns where names.contains(where: { a.matches($0) && b.matches($0) }) {
                #expect(a.overlaps(b), "\(a) \(b)")
            }
            for b in patterns { #expect(a.overlaps(b) == b.overlaps(a)) }
        }
        #expect(!patterns[0].overlaps(patterns[1]) && !patterns[2].overlaps(patterns[4]))
    }
}
