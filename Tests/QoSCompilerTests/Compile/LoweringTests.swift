import NetlinkModel
import QoSCompiler
import Testing

/// What one rule becomes, field by field.
@Suite struct LoweringTests {
    /// The conditions of the rules that come from the policy's only rule, as nft writes them.
    static func lines(_ conditions: String, scope: String = "output") throws -> [String] {
        let policy = try policy("counters none\nscope \(scope)\n" + LoweringGolden.sets + "rule r \(conditions) keep\n")
        let plan = Compiler.compile(policy)
        return zip(plan.contents.rules, plan.origins).filter { $0.0.chain == "rules_\(scope)" && $0.1 == 0 }.map {
            rule, _ in
            let text = NFTRuleText.text(of: rule)
            let end = "accept comment \"r\""
            guard text.hasSuffix(end) else { return text }
            return String(text.dropLast(end.count)).trimmingSuffix(" ")
        }
    }

    @Test(arguments: LoweringGolden.all)
    func conditions(_ golden: LoweringGolden) throws {
        #expect(try Self.lines(golden.conditions) == golden.lines, "\(golden.why)")
    }

    @Test(arguments: LoweringGolden.forward)
    func forward(_ golden: LoweringGolden) throws {
        #expect(try Self.lines(golden.conditions, scope: "forward") == golden.lines, "\(golden.why)")
    }

    @Test(
        "a rule that never matches, or not on this path, or is disabled, compiles to no rule",
        arguments: [
            "family ip daddr 2001:db8::1 keep", "iif eth0 keep", "oif != * keep", "dscp != 0-63 keep",
            "mark != 0-4294967295 keep",
            "proto tcp keep disabled",
        ])
    func nothing(_ rule: String) throws {
        let plan = Compiler.compile(try policy("counters none\nrule r \(rule)\n"))
        #expect(plan.contents.rules(in: "rules_output").isEmpty)
    }

    @Test("what compiles to nothing leaves no marking chain behind")
    func noChainLeft() throws {
        let plan = Compiler.compile(try policy("counters none\nrule r family ip daddr 2001:db8::1 set dscp ef\n"))
        #expect(plan.contents.chains.map(\.name) == ["rules_output", "output"])
    }

    @Test("later fragments go past the rules with ports, in a chain without them")
    func laterFragments() throws {
        let plan = Compiler.compile(
            try policy(
                """
                counters none
                rule a proto tcp set dscp cs1
                rule b dport 80 set dscp cs2
                rule c oif eth0 keep
                default set dscp cs3

                """
            ))
        #expect(
            plan.contents.rules(in: "fragments_output").map(NFTRuleText.text) == [
                #"meta l4proto tcp goto set_dscp-cs1 comment "a""#, #"oifname "eth0" accept comment "c""#,
                #"goto set_dscp-cs3 comment "default""#,
            ])
        #expect(
            plan.contents.rules(in: "rules_output").prefix(2).map { $0.expressions.last } == [
                .verdict(.goto("fragments_output")), .verdict(.goto("fragments_output")),
            ])
        let without = Compiler.compile(try policy("rule a proto tcp keep\nrule b dport 80 keep disabled\n"))
        #expect(!without.contents.chains.contains { $0.name.hasPrefix("fragments") })
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String { last == suffix ? String(dropLast()) : self }
}
