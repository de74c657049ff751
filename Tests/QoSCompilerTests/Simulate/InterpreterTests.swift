import PlanTesting
import QoSCompiler
import Testing

/// Each field, for packets that hold it, miss it and lack it.
@Suite struct InterpreterTests {
    @Test(
        "addresses",
        arguments: [
            ("saddr 10.0.0.1", "saddr 10.0.0.1", true), ("saddr 10.0.0.1", "daddr 10.0.0.1", false),
            ("saddr 10.0.0.1", "proto tcp", false),
            ("saddr 10.0.0.0/8", "saddr 10.255.255.255", true), ("saddr 10.0.0.0/8", "saddr 11.0.0.0", false),
            ("daddr 10.0.0.5-10.0.0.9", "daddr 10.0.0.5", true), ("daddr 10.0.0.5-10.0.0.9", "daddr 10.0.0.9", true),
            ("daddr 10.0.0.5-10.0.0.9", "daddr 10.0.0.10", false), ("daddr 10.0.0.5-10.0.0.9", "daddr 10.0.0.4", false),
            ("daddr 2001:db8::/32", "daddr 2001:db8:ffff:ffff::1", true),
            ("daddr 2001:db8::/32", "daddr 2001:db9::", false),
            ("daddr { 10.0.0.1 2001:db8::1 }", "daddr 2001:db8::1", true), ("daddr ::/0", "daddr 2001:db8::1", true),
            ("daddr ::/0", "daddr 10.0.0.1", false), ("daddr 0.0.0.0/0", "daddr 255.255.255.255", true),
            // Three mixed conditions: each packet against its own family.
            (
                "saddr { 10.0.0.0/8 2001:db8::/32 } daddr { 10.0.0.0/8 2001:db8::/32 }",
                "saddr 2001:db8::1 daddr 2001:db8::2", true
            ),
            ("saddr 10.0.0.0/8 daddr { 10.0.0.0/8 2001:db8::/32 }", "saddr 10.0.0.1 daddr 10.0.0.2", true),
            ("family ip6 dport 80", "proto tcp dport 80 saddr 2001:db8::1", true), ("family ip6", "proto tcp", false),
            ("family { ip ip6 }", "proto tcp", true), ("family != ip6", "proto tcp", true),
        ])
    func addresses(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test(
        "protocols and ports",
        arguments: [
            ("proto tcp", "proto tcp", true), ("proto tcp", "proto udp", false),
            ("proto { tcp udp }", "proto udp", true),
            ("proto != { tcp udp }", "proto sctp", true), ("proto 0x11", "proto 17", true),
            ("proto 255", "proto 255", true),
            ("sport 80", "proto tcp sport 80", true), ("sport 80", "proto tcp dport 80", false),
            ("dport 80", "proto icmp", false),
            ("dport 1000-2000", "proto udp dport 1000", true), ("dport 1000-2000", "proto udp dport 2000", true),
            ("dport 1000-2000", "proto udp dport 2001", false), ("dport 0", "proto udp dport 0", true),
            ("dport 65535", "proto udp dport 65535", true),
            ("dport { ssh 80 https }", "proto tcp dport 443", true),
            ("dport != { ssh 80 https }", "proto tcp dport 444", true),
            ("dport != { ssh 80 https }", "proto tcp dport 22", false), ("dport 0-65535", "proto tcp dport 7", true),
            ("dport 0-65535", "proto tcp fragment", false), ("proto tcp", "proto tcp fragment", true),
            ("sport 5 dport 6", "proto tcp sport 5 dport 6", true),
            ("sport 5 dport 6", "proto tcp sport 6 dport 5", false),
        ])
    func ports(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test(
        "interfaces, owners, DSCP and mark",
        arguments: [
            ("oif eth0", "oif eth0", true), ("oif eth0", "oif eth00", false), ("oif \"eth*\"", "oif eth", true),
            ("oif *", "oif lo", true),
            ("oif *", "proto tcp", false), ("oif { wg0 \"eth*\" }", "oif eth7", true),
            ("oif != { wg0 \"eth*\" }", "oif eth7", false),
            ("oif != { wg0 \"eth*\" }", "oif lo", true), ("iif eth0 oif eth1", "iif eth0 oif eth1", true),
            ("iif eth0", "oif eth0", false),
            ("user 1000", "user 1000", true), ("user 1000-1010", "user 1010", true), ("user 1000", "user 0", false),
            ("user bob", "user bob", true), ("user bob", "user 1001", false), ("user { bob 5 }", "user 5", true),
            ("user != { bob 5 }", "user 5", false),
            ("user != { bob 5 }", "user 6", true), ("group staff", "user staff", false),
            ("group staff", "group staff", true),
            ("user 0", "user root", false), ("dscp ef", "dscp 46", true), ("dscp ef", "proto tcp", false),
            ("dscp 0", "proto tcp", true),
            ("dscp != 0", "proto tcp", false), ("dscp cs1-cs3", "dscp 24", true),
            ("dscp { af11 af12 }", "dscp af12", true),
            ("mark 0", "proto tcp", true), ("mark != 0", "mark 1", true), ("mark { 1-3 0x10/0xf0 }", "mark 0x1f", true),
            ("mark != { 1-3 0x10/0xf0 }", "mark 0x1f", false), ("mark != { 1-3 0x10/0xf0 }", "mark 4", true),
        ])
    func metadata(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test("names of owners are equal to themselves, and to their numbers where somebody looks them up")
    func owners() throws {
        let policy = try policy(
            "rule a user alice keep\nrule b user 1001 keep\nrule c group staff keep\nrule d user != alice keep\n")
        let resolved = Interpreter(policy, resolvingOwners: RandomPacket.owners)
        let unresolved = Interpreter(policy)
        for (text, number, name) in [
            ("user alice", "a", "a"), ("user 1000", "a", "d"), ("user bob", "b", "d"), ("user 1001", "b", "b"),
            ("group 50", "c", "default"),
            ("group staff", "c", "c"), ("user staff", "d", "d"), ("user nobody", "d", "d"),
        ] {
            let packet = try packet(text)
            func taker(_ interpreter: Interpreter) -> String {
                interpreter.ruleIndex(for: packet).map { policy.rules[$0].name } ?? "default"
            }
            #expect(taker(resolved) == number, "\(text)")
            #expect(taker(unresolved) == name, "\(text)")
        }
    }

    @Test(
        "the scope decides which packets are looked at",
        arguments: [
            (Scope.output, "proto tcp", true), (.output, "iif eth0", false), (.forward, "proto tcp", false),
            (.forward, "iif eth0", true),
            (.both, "proto tcp", true), (.both, "iif eth0", true),
        ])
    func scope(_ scope: Scope, _ packetText: String, _ isInScope: Bool) throws {
        let policy = try policy("scope \(scope.rawValue)\nrule all set priority 3\ndefault set priority 4\n")
        let packet = try packet(packetText)
        let decision = Interpreter(policy).decide(packet)
        #expect(decision.isInScope == isInScope)
        #expect(decision.ruleIndex == (isInScope ? 0 : nil))
        #expect(decision.marking.priority?.value == (isInScope ? 3 : nil))
        #expect(Interpreter(policy).ruleIndex(for: packet) == decision.ruleIndex)
    }

    @Test("the first rule wins, and skipped names each rule before it with its first failing field in source order")
    func skipped() throws {
        let policy = try policy(
            """
            rule one dport 80 proto tcp daddr 10.0.0.1 set priority 1
            rule off set priority 2 disabled
            rule two proto udp dport 53 set priority 3
            rule three set priority 4
            rule four set priority 5
            """)
        func decide(_ text: String) throws -> Decision { Interpreter(policy).decide(try packet(text)) }
        func skipped(_ decision: Decision) -> [String] { decision.skipped.map { "\($0.rule) \($0.field)" } }

        let first = try decide("proto tcp dport 80 daddr 10.0.0.1")
        #expect(first.ruleIndex == 0 && first.skipped.isEmpty && first.marking.priority?.value == 1)
        #expect(try skipped(decide("proto tcp dport 80 daddr 10.0.0.2")) == ["one daddr", "off disabled", "two proto"])
        #expect(try skipped(decide("proto udp dport 80")) == ["one proto", "off disabled", "two dport"])
        #expect(try skipped(decide("proto udp dport 53")) == ["one dport", "off disabled"])
        #expect(try skipped(decide("proto icmp")) == ["one dport", "off disabled", "two proto"])
        #expect(try decide("proto icmp").ruleIndex == 3)
    }

    @Test("what no rule takes gets the default, with all rules skipped")
    func theDefault() throws {
        let policy = try policy("class c dscp cs2\nrule a proto tcp keep\nrule b proto udp keep\ndefault class c\n")
        let decision = Interpreter(policy).decide(try packet("proto icmp"))
        #expect(decision.ruleIndex == nil && decision.isInScope && decision.marking.dscp?.value == 16)
        #expect(decision.skipped.map(\.rule) == ["a", "b"])
        // keep is a decision too: no later rule, no default.
        #expect(Interpreter(policy).decide(try packet("proto tcp")).marking.isEmpty)
    }
}
