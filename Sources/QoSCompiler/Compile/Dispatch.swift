import NetlinkModel

/// The chains that the rules of each path begin in, and the graphs that they lead to.
struct Dispatch {
    private let policy: Policy
    private let marking: MarkingPlan
    private let chains: [RulesChain]
    private var builder: GraphBuilder?
    private var outcomes: [GraphOutcome] = []
    private var outcomeNumbers: [GraphOutcome: Int32] = [:]
    private(set) var shape = PlanShape()
    private let largeSets: [RuleBoxes.LargeSet]

    /// What a chain consists of, in order.
    private enum Part {
        /// Rules of the policy, one after the other.
        case list([Int])
        /// The same with guards between them.
        case lines([DecisionGraph.Line])
        case graph(root: Int32)
    }

    /// `boxes` are the rules for a graph; nil for lists.
    init(
        _ policy: Policy, _ marking: MarkingPlan, _ boxes: consuming RuleBoxes?, levelLimit: Int, _ chains: [RulesChain]
    ) {
        self.policy = policy
        self.marking = marking
        self.chains = chains
        largeSets = boxes?.largeSets ?? []
        builder = boxes.map { GraphBuilder($0, levelLimit: levelLimit) }
    }

    mutating func run() -> PlanDraft {
        let all = chains.map { parts(of: $0) }
        let made = builder.map { ($0.rules, $0.graph) }
        // What it remembers to build more is large, and so is what is made of the graph.
        builder = nil
        var emitter = made.map { rules, graph in
            var roots: [Int32] = []
            var last: [Int32] = []
            for parts in all {
                for (place, part) in parts.enumerated() {
                    guard case .graph(let root) = part else { continue }
                    if place + 1 == parts.count, isDefaultNothing { last.append(root) } else { roots.append(root) }
                }
            }
            return GraphEmitter(rules, graph, outcomes, policy, roots: roots, lastRoots: last)
        }
        var dispatchers = PlanDraft()
        var segment = 0
        for (chain, parts) in zip(chains, all) {
            let start = dispatchers.rules.count
            if !chain.inFragments, chains.contains(where: { $0.inFragments && $0.path == chain.path }) {
                let target = Plan.fragmentsChainName(chain.path)
                for rule in LaterFragments.rules(from: chain.name, to: target) { dispatchers.add(rule) }
            }
            let places = append(parts, to: chain, &emitter, &dispatchers)
            if emitter != nil, !chain.inFragments {
                for place in places where shape.segments.indices.contains(segment) {
                    shape.segments[segment].start = place - start
                    segment += 1
                }
            }
            dispatchers.chains.append(NFTChain(name: chain.name))
        }
        var draft = emitter?.takeDraft() ?? PlanDraft()
        draft.append(dispatchers)
        if let emitter {
            shape.graph = emitter.statistics
            shape.graph.depth = depth(all, emitter)
            shape.graph.nameFields(emitter.rules.axes)
        }
        return draft
    }

    /// The longest way from a base chain by goto and jump.
    private func depth(_ all: [[Part]], _ emitter: GraphEmitter) -> Int {
        zip(chains, all).reduce(0) { deepest, chain in
            let (chain, parts) = chain
            let start = chain.inFragments ? 2 : 1
            return parts.enumerated().reduce(max(deepest, start + 1)) { deepest, part in
                guard case .graph(let root) = part.element else { return deepest }
                let isLast = part.offset + 1 == parts.count && isDefaultNothing
                return max(deepest, start + emitter.depth(root, isLast: isLast))
            }
        }
    }

    /// Whether packets that no rule takes stay as they are and are not counted.
    private var isDefaultNothing: Bool {
        marking.outcome(policy.defaultAction, rule: nil) == GraphOutcome(marking: nil, counter: nil)
    }

    // MARK: Parts

    private mutating func parts(of chain: RulesChain) -> [Part] {
        guard var builder else { return [.list(listed(in: chain))] }
        self.builder = nil
        defer { self.builder = builder }
        let items = builder.rules.items(on: chain.path, inFragments: chain.inFragments, of: policy)
        var lines: [DecisionGraph.Line] = []
        lines.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            let rule = policy.rules[Int(item.rule)]
            let hasOthers =
                (place > 0 && items[place - 1].rule == item.rule)
                || (place + 1 < items.count && items[place + 1].rule == item.rule)
            lines.append(
                DecisionGraph.Line(
                    box: item.box, outcome: number(marking.outcome(rule.action, rule: rule.name)), rule: item.rule,
                    isAlternative: hasOthers))
        }
        guard !lines.isEmpty else { return [] }
        let segmentation = Segmentation(lines, &builder)
        var parts: [Part] = []
        for segment in segmentation.segments {
            let lines = segmentation.lines[segment.lines]
            if let root = segment.root { parts.append(.graph(root: root)) } else { parts.append(.lines(Array(lines))) }
            let described = PlanShape.Segment(
                path: chain.path,
                lines: lines.map { line in
                    PlanShape.Line(rule: Int(line.rule), guarded: line.guarded < 0 ? nil : Int(line.guarded))
                }, isGraph: segment.root != nil)
            if chain.inFragments {
                shape.fragmentSegments.append(described)
            } else {
                shape.segments.append(described)
            }
        }
        shape.gaveUp = shape.gaveUp || segmentation.gaveUp
        return parts
    }

    private func listed(in chain: RulesChain) -> [Int] {
        policy.rules.indices.filter { index in
            let rule = policy.rules[index]
            return rule.isEnabled && (!chain.inFragments || !rule.needsPorts)
        }
    }

    private mutating func number(_ outcome: GraphOutcome) -> Int32 {
        if let known = outcomeNumbers[outcome] { return known }
        let number = Int32(outcomes.count)
        outcomes.append(outcome)
        outcomeNumbers[outcome] = number
        return number
    }

    // MARK: Rules

    /// Gives for each part how many rules there are before it.
    private func append(
        _ parts: [Part], to chain: RulesChain, _ emitter: inout GraphEmitter?, _ draft: inout PlanDraft
    ) -> [Int] {
        var places: [Int] = []
        for (place, part) in parts.enumerated() {
            places.append(draft.rules.count)
            switch part {
            case .list(let rules): append(rules, to: chain, &draft)
            case .lines(let lines):
                if let rules = emitter?.rules { append(lines, rules, to: chain, &draft) }
            case .graph(let root):
                emitter?.enter(root, isLast: place + 1 == parts.count && isDefaultNothing, from: chain.name, &draft)
            }
        }
        if !isDefaultNothing {
            let end = marking.outcome(policy.defaultAction, rule: nil).expressions
            draft.add(NFTRule(chain: chain.name, expressions: end, comment: "default"))
        }
        return places
    }

    private func append(_ rules: [Int], to chain: RulesChain, _ draft: inout PlanDraft) {
        for index in rules {
            let rule = policy.rules[index]
            let end = marking.outcome(rule.action, rule: rule.name).expressions
            for variant in RuleLowering.variants(rule, RuleSpace(rule), path: chain.path) {
                draft.add(NFTRule(chain: chain.name, expressions: variant + end, comment: rule.name), from: index)
            }
        }
    }

    private func append(
        _ lines: [DecisionGraph.Line], _ rules: RuleBoxes, to chain: RulesChain, _ draft: inout PlanDraft
    ) {
        if lines.allSatisfy({ $0.guarded < 0 }) {
            // Without guards the parts of a rule follow one another: they are written together.
            var whole: [Int] = []
            for line in lines where whole.last != Int(line.rule) { whole.append(Int(line.rule)) }
            append(whole, to: chain, &draft)
            return
        }
        for line in lines {
            guard line.isPart else {
                append([Int(line.rule)], to: chain, &draft)
                continue
            }
            let rule = policy.rules[Int(line.rule)].name
            for conditions in BoxConditions.lines(of: line.box, rules) {
                draft.add(
                    NFTRule(
                        chain: chain.name, expressions: conditions + outcomes[Int(line.outcome)].expressions,
                        comment: rule), from: Int(line.rule))
            }
        }
    }

    // MARK: Sets

    /// Sets for lists in rules that are too large for maps, where rules look them up.
    func largeSets(used rules: [NFTRule]) -> [NFTSet] {
        largeSets.filter { $0.name == nil }.flatMap { set in
            NamedSets.sets(set.contents) { LargeSetNames.name(set, $0) }
        }.filter { set in NamedSets.names(in: rules).contains(set.name) }
    }
}
