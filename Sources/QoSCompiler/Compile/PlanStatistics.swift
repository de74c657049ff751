import NetlinkModel

/// What a plan consists of, and what packets are predicted to cost in it: what `compile --stats` tells.
public struct PlanStatistics: Hashable, Sendable {
    public enum Form: String, Hashable, Sendable {
        /// Rule after rule.
        case list
        /// Graphs of maps and chains only.
        case graph
        /// Graphs, and rules that fit none.
        case mixed
    }

    /// Rules that packets go through together: by one graph, or one after the other.
    public struct Segment: Hashable, Sendable {
        public var isGraph: Bool
        /// Rules of the policy.
        public var rules: Int
        /// Parts of rules that stand before a rule that has moved up past them.
        public var guards: Int
        /// Names of the first and the last of the rules by their place in the policy.
        public var first: String
        public var last: String
        /// The rule that did not fit the graph before, so that this segment begins with it. Nil where none is before.
        public var forcedBy: String?
    }

    /// A prediction for one packet.
    public struct Cost<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The mean over all ways through, each as often as the others.
        public var expected: Double
        /// No packet costs more.
        public var worst: Value
        /// Of a packet that passes every test without being found anywhere.
        public var noMatch: Value
    }

    public struct Path: Hashable, Sendable {
        public var path: PacketPath
        public var segments: [Segment]
        /// In maps and sets.
        public var lookups: Cost<Int>
        /// Nanoseconds of one machine: they compare one policy with another, on any.
        public var nanoseconds: Cost<Double>

        public var form: Form {
            guard segments.contains(where: \.isGraph) else { return .list }
            return segments.allSatisfy(\.isGraph) ? .graph : .mixed
        }

        /// Rules that packets go through one by one.
        public var listedRules: Int { segments.reduce(0) { $0 + ($1.isGraph ? 0 : $1.rules) } }
    }

    public var rules: Int
    public var disabledRules: Int
    /// Enabled rules that no packet of the scope can match.
    public var neverMatchingRules: Int
    public var paths: [Path]
    /// Nodes, maps and elements of maps.
    public var graph: GraphStatistics
    public var chains: Int
    public var intervalMaps: Int
    public var namedSets: Int
    /// Sets that one kernel rule holds.
    public var anonymousSets: Int
    /// Elements of both kinds of sets.
    public var setElements: Int
    public var kernelRules: Int
    /// `rule`, `class` or `none`.
    public var counted: CountersMode
    /// Whether `counters auto` has chosen that.
    public var isCountedByChoice: Bool
    /// Whether the work budget ended before all rules had a graph.
    public var workEnded: Bool

    public init(_ plan: Plan, of policy: Policy) {
        let contents = plan.contents
        rules = policy.rules.count
        disabledRules = policy.rules.count { !$0.isEnabled }
        let possible = policy.rules.map { rule -> [PacketPath] in
            guard rule.isEnabled else { return [] }
            let space = RuleSpace(rule)
            return policy.scope.paths.filter(space.isPossible)
        }
        neverMatchingRules = zip(policy.rules, possible).count { $0.isEnabled && $1.isEmpty }
        var cost = PlanCost(rules: contents.rules, sets: contents.sets)
        paths = policy.scope.paths.map { path in
            let ways = cost.ways(Plan.rulesChainName(path))
            return Path(
                path: path, segments: Self.segments(plan, policy, path, possible),
                lookups: Cost(
                    expected: ways.expectedLookups, worst: ways.most.lookups, noMatch: ways.missLookups),
                nanoseconds: Cost(expected: ways.expectedTime, worst: ways.most.time, noMatch: ways.missTime))
        }
        graph = plan.shape.graph
        chains = contents.chains.count
        intervalMaps = contents.sets.count { $0.isMap && $0.isInterval }
        let named = contents.sets.filter { !$0.isMap }
        let anonymous = contents.rules.flatMap { rule in rule.expressions.compactMap(Self.anonymousSet) }
        namedSets = named.count
        anonymousSets = anonymous.count
        setElements = (named + anonymous).reduce(0) { $0 + $1.elements.count }
        kernelRules = contents.rules.count
        counted = plan.counters
        isCountedByChoice = policy.counters == .auto
        workEnded = plan.shape.gaveUp
    }

    private static func anonymousSet(_ expression: NFTExpression) -> NFTSet? {
        if case .lookup(.anonymous(let set), _, _) = expression { set } else { nil }
    }

    private static func segments(
        _ plan: Plan, _ policy: Policy, _ path: PacketPath, _ possible: [[PacketPath]]
    ) -> [Segment] {
        guard !plan.shape.segments.isEmpty else {
            // A plan of lists only.
            let listed = policy.rules.indices.filter { possible[$0].contains(path) }
            guard let first = listed.first, let last = listed.last else { return [] }
            return [
                Segment(
                    isGraph: false, rules: listed.count, guards: 0, first: policy.rules[first].name,
                    last: policy.rules[last].name)
            ]
        }
        var segments: [Segment] = []
        for segment in plan.shape.segments where segment.path == path {
            let whole = segment.lines.filter { $0.guarded == nil }.map(\.rule)
            // A cut can fall between a rule and what stands before it.
            let named = whole.isEmpty ? segment.lines.compactMap(\.guarded) : whole
            guard let start = named.first, let first = named.min(), let last = named.max() else { continue }
            segments.append(
                Segment(
                    isGraph: segment.isGraph, rules: Set(whole).count, guards: segment.lines.count - whole.count,
                    first: policy.rules[first].name, last: policy.rules[last].name,
                    forcedBy: segments.isEmpty ? nil : policy.rules[start].name))
        }
        return segments
    }
}
