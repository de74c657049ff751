import QoSCompiler

/// What the policy wants for each rule: its marking, and the counter that a packet of it counts on.
struct Expected {
    private let policy: Policy
    private let counters: CountersMode

    /// `counters` decides where the policy leaves it open.
    init(_ policy: Policy, counters: CountersMode) {
        self.policy = policy
        self.counters = policy.counters == .auto ? counters : policy.counters
    }

    func action(of rule: Int?) -> PolicyAction { rule.map { policy.rules[$0].action } ?? policy.defaultAction }

    /// The counter of a rule, or of the default for nil; nil where it counts on none.
    func counter(of rule: Int?) -> String? {
        switch counters {
        case .none: nil
        case .class: action(of: rule).className.map { "class_" + $0 }
        case .auto, .rule: rule.map { "rule_" + policy.rules[$0].name } ?? "default"
        }
    }

    /// What a rule does to its packets, or the default for nil.
    func effects(of rule: Int?, _ counters: inout NameTable) -> Effects {
        let marking = action(of: rule).marking
        var effects = Effects()
        effects.priority = marking.priority?.value
        if let dscp = marking.dscp { effects.writeTrafficClass(kept: 0x03, flipped: dscp.value << 2) }
        if let counter = counter(of: rule) { effects.count(counters.number(counter)) }
        return effects
    }
}
