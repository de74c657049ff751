import NetlinkModel
import QoSCompiler
import Testing

/// LANGUAGE.md, fine print 1-6: matching.
@Suite struct FinePrintMatchingTests {
    @Test(
        "item 1: a field holds only if the packet has it, negated or not",
        arguments: [
            // conditions, packet, whether the rule takes it
            ("dport != 53", "proto udp dport 54", true), ("dport != 53", "proto udp dport 53", false),
            ("dport != 53", "proto icmp", false), ("dport != 53", "proto udp fragment", false),
            ("dport 53", "proto udp fragment", false), ("sport != 53", "proto udp dport 54", false),
            ("user != bob", "proto udp user alice", true), ("user != bob", "proto udp user bob", false),
            ("user != bob", "proto udp", false), ("user != bob", "proto udp iif eth0", false),
            ("group != 5", "group 6", true), ("group != 5", "group 5", false), ("group != 5", "iif eth0", false),
            ("iif != eth0", "iif eth1", true), ("iif != eth0", "iif eth0", false), ("iif != eth0", "oif eth1", false),
            ("oif != eth0", "oif eth1", true), ("oif != eth0", "oif eth0", false), ("oif != eth0", "proto udp", false),
            ("proto != tcp", "proto udp", true), ("proto != tcp", "proto tcp", false),
            ("proto != tcp", "dscp ef", false),
            ("saddr != 10.0.0.1", "saddr 10.0.0.2", true), ("saddr != 10.0.0.1", "daddr 10.0.0.2", false),
        ])
    func absentFields(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test(
        "item 1: negation keeps the family",
        arguments: [
            ("daddr != 10.0.0.0/8", "daddr 192.0.2.1", true), ("daddr != 10.0.0.0/8", "daddr 10.1.2.3", false),
            ("daddr != 10.0.0.0/8", "daddr 2001:db8::1", false),
            ("daddr != 2001:db8::/32", "daddr 10.1.2.3", false), ("daddr != 2001:db8::/32", "daddr 2001:db9::1", true),
            // Each packet against its own family's part.
            ("daddr != { 10.0.0.0/8 2001:db8::/32 }", "daddr 10.1.2.3", false),
            ("daddr != { 10.0.0.0/8 2001:db8::/32 }", "daddr 192.0.2.1", true),
            ("daddr != { 10.0.0.0/8 2001:db8::/32 }", "daddr 2001:db8::1", false),
            ("daddr != { 10.0.0.0/8 2001:db8::/32 }", "daddr 2001:db9::1", true),
            ("daddr != { 0.0.0.0/0 2001:db8::/32 }", "daddr 10.1.2.3", false),
            ("daddr != { 0.0.0.0/0 2001:db8::/32 }", "daddr 2001:db9::1", true),
            // Lists of one family restrict the rule to it.
            ("daddr { 10.0.0.0/8 172.16.0.0/12 }", "daddr 2001:db8::1", false),
            ("daddr != { 10.0.0.0/8 172.16.0.0/12 }", "daddr 2001:db8::1", false),
            ("family != ip", "daddr 2001:db8::1", true), ("family != ip", "daddr 10.0.0.1", false),
        ])
    func negationAndFamilies(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test(
        "item 2: proto never implies a family",
        arguments: [
            ("proto icmp", "proto icmp daddr 2001:db8::1", true), ("proto icmpv6", "proto icmpv6 daddr 10.0.0.1", true),
            ("proto != udp dport 80", "proto tcp dport 80", true),
            ("proto != udp dport 80", "proto udp dport 80", false),
            ("proto != udp dport 80", "proto sctp dport 80", true), ("proto != udp dport 80", "proto icmp", false),
            ("dport 80", "proto dccp dport 80", true), ("dport 80", "proto udplite dport 80", true),
            ("proto ah", "proto 51", true), ("proto tcp", "proto ah", false),
        ])
    func protocols(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test("item 2: ports with a listed protocol that has none, and extension headers, are errors")
    func protocolErrors() {
        check(
            """
            rule a proto { tcp esp } dport 80 keep
                   ^~~~~~~~~~~~~~~~~ error no-ports: proto esp has no ports, so 'dport' can never hold with it
            rule b proto ipv6-route keep
                         ^~~~~~~~~~ error extension-header: 'ipv6-route' is an IPv6 extension header, \
            not an upper-layer protocol
            """)
    }

    @Test("item 2: every extension header number is refused", arguments: [0, 43, 44, 60, 135, 139, 140])
    func extensionHeaders(_ number: Int) {
        let loaded = load("rule a proto \(number) keep\nrule b proto != \(number) keep\n")
        #expect(loaded.diagnostics.map(\.code) == [.extensionHeader, .extensionHeader])
    }

    @Test("item 3: scope both hooks each path once, so that a packet is evaluated once")
    func eachPacketOnce() throws {
        let plan = Compiler.compile(
            try policy("scope both\nrule a dscp ef set dscp cs1\nrule b dscp cs1 set dscp cs2\n"))
        let hooks = plan.contents.chains.compactMap { chain -> NFTHook? in
            if case .base(let base) = chain.kind { base.hook } else { nil }
        }
        #expect(hooks == [.output, .forward])
        for chain in ["output", "forward"] {
            #expect(plan.contents.rules(in: chain).map(\.expressions) == [[.verdict(.jump("rules_\(chain)"))]])
        }
        // What rule a has marked does not come to rule b: a marking chain ends in accept.
        #expect(
            try taker(of: "dscp ef", in: policy("rule a dscp ef set dscp cs1\nrule b dscp cs1 set dscp cs2\n")) == "a")
        let marking = try #require(plan.contents.rules(in: "set_dscp-cs1").last)
        #expect(marking.expressions.last == .verdict(.accept))
    }

    @Test(
        "item 4: user and group are the socket's owner, and check says so once",
        arguments: ["user bob", "group netadmin"])
    func owners(_ conditions: String) {
        let marker = String(repeating: "~", count: conditions.count - 1)
        check(
            """
            rule a \(conditions) keep
                   ^\(marker) note ownership: user and group are those that the socket's owner ran with \
            (fsuid, fsgid), not membership
            rule b user alice keep
            """)
    }

    @Test("item 4: interfaces match by name, and iif with scope output is a warning")
    func interfaces() throws {
        check(
            """
            rule a iif eth0 keep
                   ^~~~~~~~ warning never-matches: rule 'a' matches no packet: this host's own packets \
            came in on no interface
            """)
        let plan = Compiler.compile(try policy("scope forward\nrule a iif eth0 oif \"wg*\" keep\n"))
        let keys = plan.contents.rules.flatMap(\.expressions).compactMap { expression -> NFTMetaKey? in
            if case .meta(let key, _) = expression { key } else { nil }
        }
        #expect(keys == [.inputInterfaceName, .outputInterfaceName])
    }

    @Test(
        "item 5: mark N/MASK is (mark & MASK) == N",
        arguments: [
            ("mark 0x10/0xf0", "mark 0x1f", true), ("mark 0x10/0xf0", "mark 0x2f", false),
            ("mark 0/1", "mark 2", true), ("mark 0/1", "mark 3", false), ("mark 0/0", "mark 7", true),
            ("mark != 0x10/0xf0", "mark 0x2f", true), ("mark 5", "mark 5", true), ("mark 5", "mark 0x105", false),
            ("mark 5-9", "mark 9", true), ("mark { 1 0x10/0xf0 }", "mark 1", true), ("mark 0", "proto tcp", true),
        ])
    func marks(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test("item 5: N outside MASK is an error")
    func markOutsideMask() {
        check(
            """
            rule a mark 0x11/0xf0 keep
                        ^~~~~~~~~ error bad-value: mark 0x11 has bits outside its mask 0xf0, so it never holds
            """)
    }

    @Test("item 5: priority 10 is ten, 0:10 is sixteen")
    func priorities() throws {
        let policy = try policy("class a priority 10\nclass b priority 0:10\nclass c priority 1:a\n")
        #expect(policy.classes.map(\.marking.priority?.value) == [10, 16, 0x1_000a])
    }

    @Test("item 6: user names are looked up at apply; protocol, service and DSCP names are built in")
    func names() throws {
        let policy = try policy("rule a user no-such-user group no-such-group proto tcp dport https dscp ef keep\n")
        let plan = Compiler.compile(policy)
        #expect(plan.unresolvedOwners == [.user("no-such-user"), .group("no-such-group")])
        #expect(try taker(of: "proto 6 dport 443 dscp 46 user no-such-user group no-such-group", in: policy) == "a")
    }
}
