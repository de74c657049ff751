import NetlinkModel

/// Reads a plan as chains of lines: what a line asks of a packet, and where it leads.
struct PlanReader {
    /// Where a packet goes.
    enum Target: Hashable {
        case chain(String)
        /// What it gets, and by which rule where the plan can tell.
        case outcome(rule: String?, action: String)
        case `default`(action: String)
        /// To where the chain was called from.
        case back
    }

    /// One kernel rule, or what the elements of a map with one target have in common.
    struct Line: Hashable {
        /// In words of the policy; empty for every packet.
        var condition: String
        var target: Target
        /// Whether the packet comes back when nothing there takes it.
        var isCall = false
    }

    let plan: Plan
    let policy: Policy
    private let rules: [String: [Int]]
    private let sets: [String: NFTSet]
    /// What the chains that mark do.
    private let actions: [String: String]
    /// By name of the rule.
    private let actionOfRule: [String: String]

    init(_ plan: Plan, of policy: Policy) {
        self.plan = plan
        self.policy = policy
        rules = Dictionary(grouping: plan.contents.rules.indices, by: { plan.contents.rules[$0].chain })
        sets = Dictionary(plan.contents.sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        actions = Dictionary(
            (policy.rules.map(\.action) + [policy.defaultAction]).compactMap { action in
                MarkingChain(action).map { ($0.name, action.text) }
            }, uniquingKeysWith: { first, _ in first })
        actionOfRule = Dictionary(
            policy.rules.map { ($0.name, $0.action.text) }, uniquingKeysWith: { first, _ in first })
    }

    /// Places of a chain's rules among the plan's.
    func rules(in chain: String) -> [Int] { rules[chain] ?? [] }

    func set(_ name: String) -> NFTSet? { sets[name] }

    /// What a kernel rule asks and where it leads: a line, or for a map one for each target, in the order of the keys.
    /// Lists of values are shown up to `limit`.
    func lines(_ index: Int, limit: Int) -> [Line] {
        let rule = plan.contents.rules[index]
        let words = KernelRuleWords(rule, limit: limit)
        guard let lookup = words.lookup else {
            guard let verdict = words.verdict else { return [] }
            var isCall = false
            if case .jump = verdict { isCall = true }
            return [
                Line(
                    condition: words.conditions.joined(separator: " "),
                    target: target(verdict, words.counter, rule: index), isCall: isCall)
            ]
        }
        guard let map = sets[lookup.map], let verdicts = map.verdicts else { return [] }
        var order: [NFTVerdict] = []
        var places: [NFTVerdict: (shown: [Int], count: Int)] = [:]
        for (place, verdict) in verdicts.enumerated() where map.elements.indices.contains(place) {
            if places[verdict] == nil { order.append(verdict) }
            places[verdict, default: ([], 0)].count += 1
            if places[verdict, default: ([], 0)].count <= limit { places[verdict]?.shown.append(place) }
        }
        return order.map { verdict in
            let (shown, count) = places[verdict] ?? ([], 0)
            let values = ValueWords.list(
                shown.map { ValueWords.element(map.elements[$0], key: map.key) + lookup.suffix },
                more: count - shown.count)
            return Line(
                condition: (words.conditions + [lookup.word, values]).joined(separator: " "),
                target: target(verdict, nil, rule: index))
        }
    }

    /// What one element of the map that a kernel rule looks up asks, and where it leads.
    func line(_ index: Int, element place: Int) -> Line? {
        let words = KernelRuleWords(plan.contents.rules[index])
        guard let lookup = words.lookup, let map = sets[lookup.map], let verdicts = map.verdicts,
            map.elements.indices.contains(place), verdicts.indices.contains(place)
        else { return nil }
        let value = ValueWords.element(map.elements[place], key: map.key) + lookup.suffix
        return Line(
            condition: (words.conditions + [lookup.word, value]).joined(separator: " "),
            target: target(verdicts[place], nil, rule: index))
    }

    /// Chains that only mark or count are what they do.
    private func target(_ verdict: NFTVerdict, _ counter: String?, rule index: Int) -> Target {
        guard let chain = verdict.target else {
            switch verdict {
            case .return, .continue: return .back
            default: return outcome(counter, action: PolicyAction.keep.text, rule: index)
            }
        }
        if let action = actions[chain] {
            return outcome(counter, action: action, rule: index)
        }
        if let only = rules[chain], only.count == 1 {
            let words = KernelRuleWords(plan.contents.rules[only[0]])
            if words.conditions.isEmpty, let counter = words.counter, let verdict = words.verdict {
                return target(verdict, counter, rule: only[0])
            }
        }
        return .chain(chain)
    }

    private func outcome(_ counter: String?, action: String, rule index: Int) -> Target {
        if let origin = plan.origins[index], policy.rules.indices.contains(origin) {
            return .outcome(rule: policy.rules[origin].name, action: policy.rules[origin].action.text)
        }
        if counter == Plan.counterName(rule: nil) || plan.contents.rules[index].comment == "default" {
            return .default(action: policy.defaultAction.text)
        }
        let prefix = Plan.counterName(rule: "")
        guard let counter, counter.hasPrefix(prefix) else { return .outcome(rule: nil, action: action) }
        let rule = String(counter.dropFirst(prefix.count))
        return .outcome(rule: rule, action: actionOfRule[rule] ?? action)
    }
}
