import QoSCompiler

/// What packets have to get, by the rule that takes them: as the policy says it, and not as any plan does.
public struct PolicyOutcomes {
    private let policy: Policy
    /// The number of each rule's counter, and of the default's; negative for one that is not there.
    private let counters: [Int32?]

    /// `counters` are those of a plan, by number.
    public init(_ policy: Policy, counters names: [String]) {
        self.policy = policy
        let numbers = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        func counter(_ action: PolicyAction, _ rule: String?) -> Int32? {
            let name: String? =
                switch policy.countersInForce {
                case .auto, .rule: rule.map { "rule_" + $0 } ?? "default"
                case .class: action.className.map { "class_" + $0 }
                case .none: nil
                }
            return name.map { numbers[$0] ?? -1 }
        }
        counters = policy.rules.map { counter($0.action, $0.name) } + [counter(policy.defaultAction, nil)]
    }

    /// `taker` is the index of the rule that takes the packet; nil when none does.
    public func outcome(_ taker: Int?, _ packet: Packet) -> PlanSimulator.Outcome {
        guard policy.scope.paths.contains(packet.path) else {
            return PlanSimulator.Outcome(dscp: packet.dscp.value, priority: nil, counter: nil)
        }
        let marking = (taker.map { policy.rules[$0].action } ?? policy.defaultAction).marking
        return PlanSimulator.Outcome(
            dscp: (marking.dscp ?? packet.dscp).value, priority: marking.priority?.value,
            counter: counters[taker ?? policy.rules.count])
    }
}
