import QoSCompiler
import SeededRandom
import Testing

/// Moves for rules that never take a packet.
@Suite struct OrderSuggestionTests {
    private func moves(_ text: String) throws -> [String] {
        OrderSuggestion.find(try policy(text)).moves.map { "\($0.rule) before \($0.before)" }
    }

    private func unsolved(_ text: String) throws -> [String] {
        OrderSuggestion.find(try policy(text)).unsolved.map { "\($0.rule): \($0.reason)" }
    }

    @Test(
        "before the rules that take its packets",
        arguments: [
            ("rule tcp proto tcp set dscp cs1\nrule ssh proto tcp dport 22 set dscp cs3", ["ssh before tcp"]),
            // Directly before: what stands above has no packet of it, or is its exception.
            (
                """
                rule udp proto udp set dscp cs2
                rule admin proto tcp dport 22 daddr 10.0.0.0/8 set dscp cs4
                rule tcp proto tcp set dscp cs1
                rule rest keep
                rule ssh proto tcp dport 22 set dscp cs3
                """, ["ssh before tcp"]
            ),
            (
                """
                rule low proto udp dport 0-1023 set dscp cs1
                rule high proto udp dport 1024-65535 set dscp cs1
                rule sip proto udp dport { 700 5060 } set dscp cs3
                rule rtp proto udp dport 16384-32767 set dscp ef
                """, ["sip before low", "rtp before high"]
            ),
            // Several in a chain: each is tried on what the moves before it have made.
            (
                """
                rule all set dscp cs1
                rule tcp proto tcp set dscp cs2
                rule ssh proto tcp dport 22 set dscp cs3
                """, ["tcp before all", "ssh before tcp"]
            ),
            // Marked the same: nothing is lost.
            ("rule tcp proto tcp set dscp cs1\nrule ssh proto tcp dport 22 set dscp cs1", []),
            ("rule tcp proto tcp set dscp cs1 disabled\nrule ssh proto tcp dport 22 set dscp cs3", []),
            // A second rule like the first that has moved.
            (
                """
                rule tcp proto tcp set dscp cs1
                rule ssh proto tcp dport 22 set dscp cs3
                rule again proto tcp dport 22 set dscp cs3
                """, ["ssh before tcp"]
            ),
        ])
    func found(_ text: String, _ expected: [String]) throws {
        #expect(try moves(text) == expected)
        #expect(try unsolved(text) == [])
    }

    @Test(
        "no place is better",
        arguments: [
            (
                "rule a proto icmp set dscp cs1\nrule b proto icmp set dscp cs2",
                ["b: before 'a' it would leave nothing to that rule"]
            ),
            (
                """
                rule tcp proto tcp set dscp cs1
                rule ssh proto tcp dport 22 set dscp cs3
                expect tcp proto tcp dport 22
                """, ["ssh: an expectation would fail"]
            ),
        ])
    func notFound(_ text: String, _ expected: [String]) throws {
        #expect(try moves(text) == [])
        #expect(try unsolved(text) == expected)
    }

    /// An expectation that fails already does not stand in the way: it may be the very reason to ask.
    @Test func failingExpectation() throws {
        let text = """
            rule tcp proto tcp set dscp cs1
            rule ssh proto tcp dport 22 set dscp cs3
            expect ssh proto tcp dport 22
            """
        #expect(try moves(text) == ["ssh before tcp"])
    }

    @Test func many() throws {
        let rules = (1...50).map { "rule r\($0) proto tcp dport \($0) set dscp cs2\n" }.joined()
        let suggestion = OrderSuggestion.find(try policy("rule tcp proto tcp set dscp cs1\n" + rules))
        #expect(suggestion.moves.count == OrderSuggestion.limit && suggestion.isCutShort)
        #expect(suggestion.moves.allSatisfy { $0.before == "tcp" })
    }

    /// In small domains all packets can be asked for: a moved rule wins some, and no other rule stops winning.
    @Test(arguments: 0..<6)
    func property(_ batch: Int) throws {
        let count = SeededGenerator.environment("QOSCTL_ANALYSIS_COUNT").flatMap(Int.init) ?? 3
        for index in 0..<count {
            var random = SeededGenerator("OrderSuggestion.property", batch * count + index)
            let domain = TinyDomain(&random, rules: 2...8)
            let old = try policy(domain.text)
            let suggestion = OrderSuggestion.find(old)
            var new = old
            for move in suggestion.moves {
                let rule = new.rules.remove(at: try #require(new.ruleIndex(named: move.rule)))
                new.rules.insert(rule, at: try #require(new.ruleIndex(named: move.before)))
            }
            func winners(_ policy: Policy) -> Set<String> {
                let interpreter = Interpreter(policy)
                return Set(domain.packets.compactMap { interpreter.ruleIndex(for: $0) }.map { policy.rules[$0].name })
            }
            let (before, after) = (winners(old), winners(new))
            let comment = Comment("\(domain.text)\(suggestion)\n\(random)")
            #expect(after.isSuperset(of: before) && after.isSuperset(of: suggestion.moves.map(\.rule)), comment)
            #expect(before.isDisjoint(with: suggestion.moves.map(\.rule)), comment)
        }
    }
}
