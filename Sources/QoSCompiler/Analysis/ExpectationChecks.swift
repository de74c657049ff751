/// Runs the `expect` statements of a policy against the interpreter.
public enum ExpectationChecks {
    /// One error for each expectation that does not hold.
    public static func run(_ policy: Policy) -> [Diagnostic] {
        let interpreter = Interpreter(policy)
        lazy var names = NearestNames(policy.rules.map(\.name) + ["default"])
        return policy.expectations.compactMap { expectation in
            if let rule = expectation.rule, policy.ruleIndex(named: rule) == nil {
                return Diagnostic(
                    .error, .undefined, "there is no rule '\(rule)'", at: expectation.ruleSpan,
                    hint: names.nearest(to: rule).map { "did you mean '\($0)'?" })
            }
            let decision = interpreter.decide(expectation.packet)
            guard decision.isInScope else {
                return Diagnostic(
                    .error, .expectation,
                    "this packet is \(expectation.packet.path == .forward ? "forwarded" : "this host's own"), "
                        + "and scope \(policy.scope.rawValue) does not look at it", at: expectation.span)
            }
            let taker = decision.ruleIndex.map { policy.rules[$0].name }
            guard taker != expectation.rule else { return nil }
            let actual = taker.map { "rule '\($0)'" } ?? "the default"
            let wanted = expectation.rule.map { "rule '\($0)'" } ?? "the default"
            return Diagnostic(
                .error, .expectation, "expected \(wanted), but \(actual) takes this packet", at: expectation.span,
                hint: hint(expectation, decision))
        }
    }

    private static func hint(_ expectation: Expectation, _ decision: Decision) -> String? {
        guard let wanted = expectation.rule else { return nil }
        if let skipped = decision.skipped.first(where: { $0.rule == wanted }) {
            return skipped.field == "disabled"
                ? "rule '\(wanted)' is disabled" : "'\(skipped.field)' of rule '\(wanted)' does not hold"
        }
        return "rule '\(wanted)' comes later"
    }
}
