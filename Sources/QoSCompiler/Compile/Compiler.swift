import NetlinkModel

/// Policy to plan: pure and deterministic.
///
/// Today's form is the linear one: a chain of rules in order for each path, each rule ending in its marking's chain.
public struct Compiler {
    private let policy: Policy
    private let counters: CountersMode
    /// For each rule of the policy, what it can match.
    private let spaces: [RuleSpace]
    private var rules: [NFTRule] = []
    private var origins: [Int?] = []

    /// Compiles a policy that has no errors.
    public static func compile(_ policy: Policy) -> Plan {
        var compiler = Compiler(policy)
        return compiler.run()
    }

    private init(_ policy: Policy) {
        self.policy = policy
        counters = policy.counters.effective
        spaces = policy.rules.map(RuleSpace.init)
    }

    private mutating func run() -> Plan {
        var chains: [NFTChain] = []
        for chain in markingChains() {
            chains.append(NFTChain(name: chain.name))
            for rule in chain.rules { add(rule, from: nil) }
        }
        for path in policy.scope.paths {
            if needsFragmentsChain(path) {
                chains.append(NFTChain(name: Plan.fragmentsChainName(path)))
                addRules(of: path, to: Plan.fragmentsChainName(path)) { !$0.needsPorts }
                for rule in LaterFragments.rules(from: Plan.rulesChainName(path), to: Plan.fragmentsChainName(path)) {
                    add(rule, from: nil)
                }
            }
            chains.append(NFTChain(name: Plan.rulesChainName(path)))
            addRules(of: path, to: Plan.rulesChainName(path)) { _ in true }
        }
        for path in policy.scope.paths {
            let name = Plan.baseChainName(path, priority: policy.hookPriority)
            let base = NFTBaseChain(
                type: .filter, hook: path == .output ? .output : .forward, priority: policy.hookPriority)
            chains.append(NFTChain(name: name, kind: .base(base)))
            add(NFTRule(chain: name, expressions: [.verdict(.jump(Plan.rulesChainName(path)))]), from: nil)
        }
        let contents = NFTTableContents(
            table: NFTTable(id: Plan.tableID, comment: Plan.tableTag), counters: counterObjects(), sets: usedSets(),
            chains: chains, rules: rules)
        return Plan(contents: contents, origins: origins, counters: counters)
    }

    private mutating func add(_ rule: NFTRule, from origin: Int?) {
        rules.append(rule)
        origins.append(origin)
    }

    /// Whether a rule that this path can meet looks at ports.
    private func needsFragmentsChain(_ path: PacketPath) -> Bool {
        zip(policy.rules, spaces).contains { $0.isEnabled && $0.needsPorts && $1.isPossible(on: path) }
    }

    private mutating func addRules(of path: PacketPath, to chain: String, where isWanted: (PolicyRule) -> Bool) {
        for (index, rule) in policy.rules.enumerated() where rule.isEnabled && isWanted(rule) {
            let end = counting(rule.action, rule: rule.name) + [Self.verdict(rule.action)]
            for variant in RuleLowering.variants(rule, spaces[index], path: path) {
                add(NFTRule(chain: chain, expressions: variant + end, comment: rule.name), from: index)
            }
        }
        let count = counting(policy.defaultAction, rule: nil)
        if !count.isEmpty || policy.defaultAction != .keep {
            add(
                NFTRule(chain: chain, expressions: count + [Self.verdict(policy.defaultAction)], comment: "default"),
                from: nil)
        }
    }

    private static func verdict(_ action: PolicyAction) -> NFTExpression {
        MarkingChain(action).map { .verdict(.goto($0.name)) } ?? .verdict(.accept)
    }

    /// The counter that this rule (or, for nil, the default) counts on.
    private func counting(_ action: PolicyAction, rule: String?) -> [NFTExpression] {
        switch counters {
        case .none: []
        case .class: action.className.map { [.countOn(Plan.counterName(class: $0))] } ?? []
        case .auto, .rule: [.countOn(Plan.counterName(rule: rule))]
        }
    }

    /// What the rules do that some packet can meet.
    private var activeActions: [PolicyAction] {
        let rules = zip(policy.rules, spaces).filter { rule, space in
            rule.isEnabled && policy.scope.paths.contains(where: space.isPossible(on:))
        }
        return rules.map(\.0.action) + [policy.defaultAction]
    }

    /// Classes in the order of their definition, then inline markings by name: a reorder of rules changes no chain.
    private func markingChains() -> [MarkingChain] {
        let used = Set(activeActions.compactMap(MarkingChain.init))
        let classes = policy.classes.compactMap { MarkingChain(.useClass($0.name, $0.marking)) }
        let inline = used.subtracting(classes).sorted { $0.name < $1.name }
        return classes.filter(used.contains) + inline
    }

    private func counterObjects() -> [NFTCounter] {
        switch counters {
        case .none: return []
        case .class:
            let used = Set(activeActions.compactMap(\.className))
            return policy.classes.filter { used.contains($0.name) }.map {
                NFTCounter(name: Plan.counterName(class: $0.name))
            }
        case .auto, .rule:
            let names = policy.rules.filter(\.isEnabled).map { Plan.counterName(rule: $0.name) }
            // By name, so that a reorder changes no line here.
            return (names.sorted() + [Plan.counterName(rule: nil)]).map { NFTCounter(name: $0) }
        }
    }

    /// The kernel sets that rules look up, in the order of the policy's `set` statements.
    private func usedSets() -> [NFTSet] {
        var used: Set<String> = []
        for rule in rules {
            for case .lookup(.named(let name), _, _) in rule.expressions { used.insert(name) }
        }
        func elements(_ set: IntervalSet<UInt128>) -> [NFTSetElement] {
            set.intervals.map { NFTSetElement($0.lowerBound, $0.upperBound) }
        }
        var sets: [NFTSet] = []
        for set in policy.sets {
            switch set.contents {
            case .ports(let ports):
                sets.append(
                    NFTSet(
                        name: NamedSets.name(portSet: set.name), key: .internetService, isInterval: true,
                        elements: elements(.init(widening: ports))))
            case .addresses(let addresses):
                for family in IPFamily.allCases where addresses.names(family) {
                    sets.append(
                        NFTSet(
                            name: NamedSets.name(set.name, family: family),
                            key: family == .ip ? .ipv4Address : .ipv6Address, isInterval: true,
                            elements: elements(addresses.intervals(family))))
                }
            }
        }
        return sets.filter { used.contains($0.name) }
    }
}
