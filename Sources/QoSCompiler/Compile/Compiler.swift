public import NetlinkModel

/// Policy to plan: pure and deterministic.
///
/// For each path a chain of rules: few rules stay a list, more become graphs of maps that take about as long for a
/// hundred thousand rules as for ten. Either way every packet gets what the first rule says that takes it.
public struct Compiler {
    /// How plans are made.
    public struct Options: Sendable {
        /// What rules become.
        public enum Form: Sendable {
            case list
            case graph
            /// Whichever packets go through quicker.
            case fastest
        }

        public var form = Form.fastest
        /// Where packets go with tokens instead of priorities (`PriorityToken`). Nil: to the policy's links that want them.
        public var tokenInterfaces: [InterfaceName]?
        /// Priorities whose PCP on a VLAN device is about to change: markings without a PCP that give them get tokens too.
        public var changingPriorities: Set<UInt32> = []

        public init() {}
    }

    private let policy: Policy
    private let options: Options
    private let counters: CountersMode

    /// Compiles a policy that has no errors.
    public static func compile(_ policy: Policy, _ options: Options = Options()) -> Plan {
        Compiler(policy, options).run()
    }

    private init(_ policy: Policy, _ options: Options) {
        self.policy = policy
        self.options = options
        counters = policy.countersInForce
    }

    private func run() -> Plan {
        var plan = markingPlan()
        plan.links = PlannedLink.all(of: policy)
        let wanted = options.tokenInterfaces ?? plan.links.filter(\.wantsTokens).map(\.interface)
        let tokens = policy.tokens(changing: options.changingPriorities)
        return plan.carryingTokens(tokens, of: policy, to: wanted)
    }

    private func markingPlan() -> Plan {
        if options.form == .fastest, policy.rules.count <= Self.comparedRules {
            // Few rules: both forms, and the one that packets go through quicker. The graph has to be worth its size.
            let list = plan(as: .list)
            guard policy.rules.count > Self.listedRules else { return list.plan }
            let graph = plan(as: .graph)
            return graph.time * Self.worth < list.time ? graph.plan : list.plan
        }
        return plan(as: options.form == .list ? .list : .graph).plan
    }

    /// Up to so many rules are always a list.
    private static let listedRules = 8
    /// More rules are never only a list.
    private static let comparedRules = 256
    private static let worth = 1.4
    /// Steps from chain to chain: the kernel follows fifteen (`NFT_JUMP_STACK_SIZE`).
    private static let deepest = 13
    /// Tests that may follow one another in a graph that would be deeper.
    private static let fewLevels = 7

    /// The plan in one form, and what a packet is expected to cost in it.
    private func plan(as form: Options.Form) -> (plan: Plan, time: Double) {
        var boxes = form == .graph ? RuleBoxes(policy) : nil
        // For each path, which rules some packet on it can match.
        let isPossible = policy.scope.paths.map { path in
            boxes?.possible(on: path) ?? policy.rules.map { RuleSpace($0).isPossible(on: path) }
        }
        let marking = MarkingPlan(policy, counters, isPossible)
        let chains = zip(policy.scope.paths, isPossible).flatMap { path, isPossible in
            needsFragmentsChain(isPossible)
                ? [RulesChain(path: path, inFragments: true), RulesChain(path: path)] : [RulesChain(path: path)]
        }
        var dispatch = Dispatch(policy, marking, boxes.take(), levelLimit: .max, chains)
        var made = dispatch.run()
        if dispatch.shape.graph.depth > Self.deepest {
            made = PlanDraft()
            dispatch = Dispatch(policy, marking, RuleBoxes(policy), levelLimit: Self.fewLevels, chains)
            made = dispatch.run()
        }
        var plan = PlanDraft()
        // A class may be that of hidden rules only.
        let used = made.targets(among: Set(marking.chains.map(\.name)))
        for chain in marking.chains where used.contains(chain.name) {
            plan.append(chain.name, chain.rules(counter: marking.counter(of: chain)))
        }
        plan.append(made)
        made = PlanDraft()
        for path in policy.scope.paths {
            let base = NFTBaseChain(
                type: .filter, hook: path == .output ? .output : .forward, priority: policy.hookPriority)
            let name = Plan.baseChainName(path, priority: policy.hookPriority)
            plan.chains.append(NFTChain(name: name, kind: .base(base)))
            plan.add(NFTRule(chain: name, expressions: [.verdict(.jump(Plan.rulesChainName(path)))]))
        }
        let sets = NamedSets.used(by: plan.rules, of: policy) + dispatch.largeSets(used: plan.rules) + plan.maps
        var time = 0.0
        if options.form == .fastest, policy.rules.count <= Self.comparedRules {
            var cost = PlanCost(rules: plan.rules, sets: sets)
            time = policy.scope.paths.reduce(0) { $0 + cost.ways(Plan.rulesChainName($1)).expectedTime }
        }
        let contents = NFTTableContents(
            table: NFTTable(id: Plan.tableID, comment: Plan.tableTag), counters: marking.counterObjects(policy),
            sets: sets, chains: plan.chains, rules: plan.rules)
        return (Plan(contents: contents, origins: plan.origins, counters: counters, shape: dispatch.shape), time)
    }

    /// Whether a rule that packets of a path can meet looks at ports.
    private func needsFragmentsChain(_ isPossible: [Bool]) -> Bool {
        zip(policy.rules, isPossible).contains { $0.isEnabled && $0.needsPorts && $1 }
    }
}

/// The chain that the rules of a path begin in, or that its fragments after the first do.
struct RulesChain {
    var path: PacketPath
    var inFragments = false

    var name: String { inFragments ? Plan.fragmentsChainName(path) : Plan.rulesChainName(path) }
}

/// Chains, maps and rules as they come: a chain stands before what refers to it.
struct PlanDraft {
    var chains: [NFTChain] = []
    var maps: [NFTSet] = []
    var rules: [NFTRule] = []
    var origins: [Int?] = []

    mutating func add(_ rule: NFTRule, from origin: Int? = nil) {
        rules.append(rule)
        origins.append(origin)
    }

    mutating func append(_ chain: String, _ rules: [NFTRule]) {
        chains.append(NFTChain(name: chain))
        for rule in rules { add(rule) }
    }

    /// Those of some chains that rules or maps lead to.
    func targets(among wanted: Set<String>) -> Set<String> {
        var found: Set<String> = []
        func add(_ verdict: NFTVerdict) {
            if let target = verdict.target, wanted.contains(target) { found.insert(target) }
        }
        for rule in rules where found.count < wanted.count {
            for case .verdict(let verdict) in rule.expressions { add(verdict) }
        }
        for map in maps {
            for verdict in map.verdicts ?? [] where found.count < wanted.count { add(verdict) }
        }
        return found
    }

    mutating func append(_ other: PlanDraft) {
        chains += other.chains
        maps += other.maps
        rules += other.rules
        origins += other.origins
    }
}
