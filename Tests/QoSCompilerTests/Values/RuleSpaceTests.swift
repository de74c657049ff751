import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// What rules can match at all, and which rules provably never meet.
@Suite struct RuleSpaceTests {
    private func space(_ conditions: String) throws -> RuleSpace {
        RuleSpace(try #require(try policy("scope both\n" + Self.sets + "rule r \(conditions) keep\n").rules.first))
    }

    private static let sets = "set v4 { 10.0.0.0/8 }\nset v6 { 2001:db8::/32 }\nset both { 10.0.0.0/8 2001:db8::/32 }\n"

    /// Soundness: where two rules are said to be disjoint, no packet matches both; where one is said to be empty, none
    /// matches it.
    @Test(arguments: 0..<8)
    func claimsHold(_ batch: Int) throws {
        var claims = 0
        var empties = 0
        for index in 0..<40 {
            var random = SeededGenerator("RuleSpace.claimsHold", batch * 40 + index)
            let text = RandomPolicy.text(&random, rules: 6...6, scope: .both)
            let loaded = try policy(text)
            let spaces = loaded.rules.map(RuleSpace.init)
            // Each rule alone, enabled, so that no other takes its packets.
            let alone = loaded.rules.map { rule in
                var policy = loaded
                policy.rules = [rule]
                policy.rules[0].isEnabled = true
                return Interpreter(policy, resolvingOwners: RandomPacket.owners)
            }
            let packets = (0..<60).map { _ in RandomPacket.packet(&random, path: random.pick(PacketPath.allCases)) }
            let hits = alone.map { interpreter in packets.map { interpreter.ruleIndex(for: $0) != nil } }
            for a in spaces.indices {
                if spaces[a].isEmpty {
                    empties += 1
                    #expect(!hits[a].contains(true), "\(loaded.rules[a].matchText) is not empty\n\(random)")
                }
                for path in PacketPath.allCases where !spaces[a].isPossible(on: path) {
                    let taken = zip(packets, hits[a]).first { $0.path == path && $1 }
                    #expect(taken == nil, "\(loaded.rules[a].matchText) is possible on \(path)\n\(random)")
                }
                for b in spaces.indices where b > a && spaces[a].isDisjoint(with: spaces[b]) {
                    claims += 1
                    let both = packets.indices.first { hits[a][$0] && hits[b][$0] }
                    guard let both else { continue }
                    let texts = [a, b].map { loaded.rules[$0].matchText }
                    Issue.record("not disjoint: \(texts)\n\(packets[both])\n\(random)")
                }
            }
        }
        #expect(claims > 50 && empties > 0, "the test says nothing")
    }

    @Test(
        "rules that are told apart",
        arguments: [
            ("proto tcp", "proto udp"), ("proto != udp", "proto udp"), ("dport 80", "proto icmp"),
            ("dport 80", "dport 443"),
            ("sport 1-9", "sport 10-19"), ("dport != 80", "dport 80"), ("family ip", "family ip6"),
            ("family ip", "saddr 2001:db8::1"),
            ("saddr 10.0.0.0/9", "saddr 10.128.0.0/9"), ("daddr @both", "daddr { 11.0.0.0/8 2001:db9::/32 }"),
            ("daddr @v4", "daddr @v6"), ("daddr != 10.0.0.0/8", "daddr @v4"), ("daddr != @both", "daddr @both"),
            ("iif eth0", "user 5"), ("oif eth0", "oif eth1"), ("oif \"wg*\"", "oif eth0"),
            ("oif != \"eth*\"", "oif eth0"),
            ("oif != \"eth*\"", "oif \"eth1*\""), ("user 5", "user 6"), ("user 5", "user != 5"),
            ("group 1-5", "group 6"),
            ("dscp ef", "dscp 0-45"), ("dscp != ef", "dscp ef"), ("mark 1", "mark 2"),
            ("mark 0x10/0xf0", "mark 0x20/0xf0"),
            ("mark 0/1", "mark 1/1"), ("mark 0x10/0xf0", "mark { 1 0x21 }"), ("mark != 1", "mark 1"),
        ])
    func disjoint(_ a: String, _ b: String) throws {
        #expect(try space(a).isDisjoint(with: space(b)))
        #expect(try space(b).isDisjoint(with: space(a)))
        #expect(try !space(a).isDisjoint(with: space(a)))
    }

    @Test(
        "rules that can take the same packet",
        arguments: [
            ("proto tcp", "dport 80"), ("saddr 10.0.0.1", "daddr 10.0.0.1"), ("saddr @v4", "dport 80"),
            ("daddr @both", "daddr @v6"),
            ("iif eth0", "oif eth0"), ("oif \"eth*\"", "oif eth0"), ("user bob", "user alice"), ("user bob", "user 5"),
            ("user 5", "group 5"),
            ("mark 0x10/0xf0", "mark 0x1/0xf"), ("mark 0x10/0xf0", "mark 0x15"), ("mark { 1 2/2 }", "mark 3"),
            ("dscp 0-46", "dscp ef"),
            ("mark 0x10/0xf0", "mark 0-0x1000"),
        ])
    func overlapping(_ a: String, _ b: String) throws {
        #expect(try !space(a).isDisjoint(with: space(b)))
        #expect(try !space(b).isDisjoint(with: space(a)))
    }

    @Test(
        "rules that match nothing",
        arguments: [
            "family ip daddr 2001:db8::1", "saddr 10.0.0.1 daddr 2001:db8::1", "saddr @v4 daddr @v6", "dscp != 0-63",
            "dport != 0-65535",
            "proto != { tcp udp sctp dccp udplite } sport 1", "iif eth0 user 5", "daddr != 0.0.0.0/0",
            "daddr != { 0.0.0.0/0 ::/0 }",
            "user != 0-4294967294 iif eth0", "family != { ip ip6 }", "mark != 0-4294967295",
        ])
    func empty(_ conditions: String) throws {
        #expect(try space(conditions).isEmpty)
        #expect(
            load("scope both\n" + Self.sets + "rule r \(conditions) keep\n").diagnostics.contains {
                $0.code == .neverMatches
            })
    }
}
