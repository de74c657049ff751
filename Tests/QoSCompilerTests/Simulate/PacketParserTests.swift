import QoSCompiler
import Testing

/// The packets of `why` and `expect` (CLI.md, fine print 7).
@Suite struct PacketParserTests {
    @Test func everyField() throws {
        let packet = try packet(
            "family ip proto udp saddr 10.1.1.5 sport 50007 daddr 10.0.0.1 dport stun oif eth0 user alice group 50 "
                + "dscp ef mark 0x10")
        var expected = Packet()
        expected.proto = 17
        expected.saddr = IPAddress("10.1.1.5")
        expected.daddr = IPAddress("10.0.0.1")
        expected.sport = 50_007
        expected.dport = 3478
        expected.oif = "eth0"
        expected.user = .name("alice")
        expected.group = .id(50)
        expected.dscp = try #require(DSCP(name: "ef"))
        expected.mark = 16
        #expect(packet == expected)
    }

    @Test("what a packet does not name")
    func absent() throws {
        let packet = try packet("")
        #expect(
            packet.path == .output && packet.family == .ip && packet.proto == nil && packet.saddr == nil
                && packet.daddr == nil)
        #expect(
            packet.sport == nil && packet.dport == nil && !packet.isLaterFragment && packet.iif == nil
                && packet.oif == nil)
        #expect(packet.user == nil && packet.group == nil && packet.dscp.value == 0 && packet.mark == 0)
    }

    @Test(
        "the family comes from the addresses, the path from iif",
        arguments: [
            ("saddr 2001:db8::1", IPFamily.ip6, PacketPath.output), ("daddr 2001:db8::1", .ip6, .output),
            ("daddr 10.0.0.1", .ip, .output),
            ("family ip6", .ip6, .output), ("family ip6 daddr 2001:db8::1 iif eth0", .ip6, .forward),
            ("iif eth0", .ip, .forward),
        ])
    func familyAndPath(_ text: String, _ family: IPFamily, _ path: PacketPath) throws {
        let packet = try packet(text)
        #expect(packet.family == family && packet.path == path)
    }

    @Test func fragments() throws {
        #expect(try packet("proto udp fragment").isLaterFragment)
        #expect(try packet("fragment").isLaterFragment)
    }

    @Test(
        "errors, each at the word at fault",
        arguments: [
            ("dport 80", 0, "ports need a proto"), ("proto icmp sport 80", 0, "proto icmp has no ports"),
            ("proto 200 sport 80", 0, "proto 200 has no ports"),
            ("proto tcp dport 80 fragment", 0, "a fragment after the first has no ports"),
            ("saddr 10.0.0.1 daddr 2001:db8::1", 0, "the addresses are of two families"),
            ("family ip6 saddr 10.0.0.1", 0, "family ip6 with addresses of the other family"),
            ("family ip saddr 2001:db8::1", 0, "family ip with addresses of the other family"),
            ("iif eth0 user 5", 0, "a packet that came in on an interface has no local user or group"),
            ("group 5 iif eth0", 0, "a packet that came in on an interface has no local user or group"),
            ("proto tcp dprot 80", 2, "'dprot' is no field of a packet"),
            ("proto tcp proto tcp", 2, "'proto' stands twice in the packet"),
            ("fragment fragment", 1, "'fragment' stands twice in the packet"),
            ("proto tcp dport", 2, "'dport' needs a value"),
            ("saddr 10.0.0.0/8", 1, "'10.0.0.0/8' is no address"),
            ("saddr 10.0.0.1-10.0.0.2", 1, "'10.0.0.1-10.0.0.2' is no address"),
            ("proto tcp dport 80-81", 3, "a packet has one port, not a range"),
            ("user 5-6", 1, "a packet has one user, not a range"),
            ("dscp cs1-cs2", 1, "'cs1-cs2' is no DSCP"), ("mark 1/1", 1, "'1/1' is no mark"),
            ("mark 1-2", 1, "'1-2' is no mark"),
            ("iif eth/0", 1, "'eth/0' is no interface name"), ("unit x", 1, "not supported yet: unit"),
            ("cgroup x", 1, "not supported yet: cgroup"), ("app x", 1, "not supported yet: app"),
            ("proto ipv6-frag", 1, "'ipv6-frag' is an IPv6 extension header, not an upper-layer protocol"),
            ("saddr @s", 1, "'@s' is no address"), ("proto != tcp", 1, "'!=' is no protocol"),
        ])
    func errors(_ text: String, _ word: Int, _ message: String) {
        var words: [PacketWord] = []
        var offset: Int32 = 0
        for part in text.split(separator: " ") {
            words.append(
                PacketWord(String(part), at: SourceSpan(file: 0, start: offset, end: offset + Int32(part.utf8.count))))
            offset += Int32(part.utf8.count) + 1
        }
        let error = #expect(throws: PacketError.self) { try PacketParser.parse(words) }
        #expect(error?.message == message)
        #expect(error?.span == words[word].span)
    }

    /// On a command line the words have no places; the error is the same.
    @Test func withoutPlaces() {
        let error = #expect(throws: PacketError.self) {
            try PacketParser.parse([PacketWord("dprot"), PacketWord("80")])
        }
        #expect(error?.span == nil)
        #expect(error?.description == "'dprot' is no field of a packet (did you mean 'dport'?)")
    }
}
