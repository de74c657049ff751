import NetlinkModel

/// How actions become chains and counters.
struct MarkingPlan {
    let counters: CountersMode
    /// Classes in the order of their definition, then inline markings by name: a reorder of rules changes no chain.
    let chains: [MarkingChain]
    private let countedClasses: Set<String>

    /// `isPossible`: for each path and rule, whether some packet can match it.
    init(_ policy: Policy, _ counters: CountersMode, _ isPossible: [[Bool]]) {
        self.counters = counters
        var actions: [PolicyAction] = []
        var seen: Set<PolicyAction> = []
        for (index, rule) in policy.rules.enumerated() where rule.isEnabled && isPossible.contains(where: { $0[index] })
        {
            if seen.insert(rule.action).inserted { actions.append(rule.action) }
        }
        actions.append(policy.defaultAction)
        let used = Set(actions.compactMap(MarkingChain.init))
        let classes = policy.classes.compactMap { MarkingChain(.useClass($0.name, $0.marking)) }
        let inline = used.subtracting(classes).sorted { $0.name < $1.name }
        chains = classes.filter(used.contains) + inline
        countedClasses = counters == .class ? Set(actions.compactMap(\.className)) : []
    }

    /// The counter that a marking chain counts on: that of its class, where classes are counted.
    func counter(of chain: MarkingChain) -> String? {
        guard let name = chain.className, countedClasses.contains(name) else { return nil }
        return Plan.counterName(class: name)
    }

    /// What becomes of a packet of a rule, or (nil) of one that no rule takes.
    func outcome(_ action: PolicyAction, rule: String?) -> GraphOutcome {
        GraphOutcome(
            marking: MarkingChain(action)?.name,
            counter: counters == .rule ? Plan.counterName(rule: rule) : nil)
    }

    func counterObjects(_ policy: Policy) -> [NFTCounter] {
        switch counters {
        case .none: return []
        case .class:
            return policy.classes.filter { countedClasses.contains($0.name) }.map {
                NFTCounter(name: Plan.counterName(class: $0.name))
            }
        case .auto, .rule:
            let names = policy.rules.filter(\.isEnabled).map { Plan.counterName(rule: $0.name) }
            // By name, so that a reorder changes no line here.
            return (names.sorted() + [Plan.counterName(rule: nil)]).map { NFTCounter(name: $0) }
        }
    }
}
