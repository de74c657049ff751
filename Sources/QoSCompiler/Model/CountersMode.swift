/// What is counted.
public enum CountersMode: String, Hashable, Sendable, CaseIterable {
    /// By rule while that is affordable, else by class.
    case auto
    case rule
    case `class`
    case none

    /// Up to so many rules `auto` counts each. A counter for each keeps rules apart that do the same, so that graphs grow.
    public static let ruleLimit = 4096
}

extension Policy {
    /// What is counted: `auto` decided by the number of enabled rules. Never `auto`.
    public var countersInForce: CountersMode {
        guard counters == .auto else { return counters }
        return rules.lazy.filter(\.isEnabled).count <= CountersMode.ruleLimit ? .rule : .class
    }
}
