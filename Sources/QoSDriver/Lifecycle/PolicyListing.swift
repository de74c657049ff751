public import NetlinkModel
public import QoSCompiler

/// One rule of the active policy with its counters.
public struct ListedRule: Sendable {
    public var rule: PolicyRule
    /// From 1.
    public var position: Int
    /// Nil where it is not counted by rule.
    public var counter: NFTCounter?
}

/// One class of the active policy with what was marked with it.
public struct ListedClass: Sendable {
    public var policyClass: PolicyClass
    /// The class's own counter, or the sum over the rules that use it; nil where nothing is counted.
    public var counter: NFTCounter?
}

/// The active policy as the kernel counts it.
public struct PolicyListing: Sendable {
    public var policy: Policy
    public var revision: Int
    /// `rule`, `class` or `none`.
    public var counted: CountersMode
    /// In policy order, disabled ones included.
    public var rules: [ListedRule]
    public var defaultCounter: NFTCounter?
    /// In the order of their definition.
    public var classes: [ListedClass]
    /// In policy order.
    public var links: [LinkStatus] = []
    /// Why this may not be what happens to packets.
    public var problems: [String] = []

    /// A policy with values read from the kernel, by their names there. What is not among them is nil.
    public init(_ policy: Policy, revision: Int, counters: [NFTCounter]) {
        let values = Dictionary(counters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let counted = policy.countersInForce
        self.policy = policy
        self.revision = revision
        self.counted = counted
        rules = policy.rules.enumerated().map { index, rule in
            let isCounted = counted == .rule && rule.isEnabled
            return ListedRule(
                rule: rule, position: index + 1, counter: isCounted ? values[Plan.counterName(rule: rule.name)] : nil)
        }
        let fallback = counted == .rule ? values[Plan.counterName(rule: nil)] : nil
        defaultCounter = fallback
        var users: [String: [NFTCounter?]] = [:]
        for listed in rules where listed.rule.isEnabled {
            if let name = listed.rule.action.className { users[name, default: []].append(listed.counter) }
        }
        if let name = policy.defaultAction.className { users[name, default: []].append(fallback) }
        classes = policy.classes.map { policyClass in
            let name = Plan.counterName(class: policyClass.name)
            let counters = users[policyClass.name] ?? []
            return switch counted {
            case .none: ListedClass(policyClass: policyClass, counter: nil)
            case .class:
                // A class that nothing uses has no counter, and nothing to count.
                ListedClass(policyClass: policyClass, counter: counters.isEmpty ? NFTCounter(name: name) : values[name])
            case .auto, .rule: ListedClass(policyClass: policyClass, counter: Self.sum(counters, named: name))
            }
        }
    }

    /// Nil when one is missing.
    private static func sum(_ counters: [NFTCounter?], named name: String) -> NFTCounter? {
        var sum = NFTCounter(name: name)
        for counter in counters {
            guard let counter else { return nil }
            sum.packets &+= counter.packets
            sum.bytes &+= counter.bytes
        }
        return sum
    }
}
