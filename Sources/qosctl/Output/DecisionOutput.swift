import QoSCompiler

/// What `why` and `compile --explain` say first about a packet: the rule that takes it, and its marks.
enum DecisionOutput {
    static func print(_ decision: Decision, _ policy: Policy) {
        if let index = decision.ruleIndex {
            let rule = policy.rules[index]
            Console.print("rule \(rule.name) (position \(index + 1)): \(rule.action.text)", style: .good)
        } else if decision.isInScope {
            Console.print("no rule; the default: \(policy.defaultAction.text)", style: .warning)
        } else {
            Console.print("no rule: scope \(policy.scope.rawValue) does not look at this packet", style: .warning)
        }
        Console.print("marks: \(MarkingJSON.text(decision.marking))")
    }

    /// With the schema before them.
    static func members(_ decision: Decision, _ policy: Policy) -> [JSONMember] {
        [
            JSONMember(key: "schema", value: .number(1)),
            JSONMember(key: "rule", value: .optional(decision.ruleIndex.map { policy.rules[$0].name })),
        ] + MarkingJSON.members(decision.marking)
    }
}
