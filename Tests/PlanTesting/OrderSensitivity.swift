import QoSCompiler

/// How much the order of a policy's rules matters.
public enum OrderSensitivity {
    /// The share of pairs of rules, in hundredths, that some packet may match both and that do different things with it.
    public static func share(_ policy: Policy) -> Int {
        let rules = policy.rules.filter(\.isEnabled)
        let spaces = rules.map(RuleSpace.init)
        var pairs = 0
        var sensitive = 0
        for second in rules.indices {
            for first in 0..<second {
                pairs += 1
                guard rules[first].action != rules[second].action else { continue }
                if !spaces[first].isDisjoint(with: spaces[second]) { sensitive += 1 }
            }
        }
        return pairs == 0 ? 0 : sensitive * 100 / pairs
    }
}
