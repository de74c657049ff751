import NetlinkModel

/// Graphs as chains and maps: a chain for each node, a map where a test has many edges. Chains stand behind those that
/// they lead to, and are named after what they test and the first rule behind them, so that an edit renames few.
struct GraphEmitter {
    /// Tests with at most so many edges are rules that compare; a hash costs as much as about five of them.
    static let compareLimit = 8
    /// More maps make every message about one of them slow (the kernel walks a list of sets).
    static let mapLimit = 900

    let rules: RuleBoxes
    let graph: DecisionGraph
    let outcomes: [GraphOutcome]
    let policy: Policy
    let compareLimit: Int
    /// So many values of a large test are in a map, more or less.
    let chunkLength: Int
    /// Of each axis.
    let nestings: [InterfaceNesting]

    /// What is finished.
    private var draft = PlanDraft()
    /// The rules of the chains that are being written, the innermost last.
    private var open: [(rules: [NFTRule], origins: [Int?])] = []
    /// The chain of a node; empty while it has none.
    var names: [String]
    var countingChains: Set<String> = []
    var statistics = GraphStatistics()
    private let references: [Int32]
    /// For each node how many steps lead on from its chain at most.
    private var depths: [Int]

    init(
        _ rules: RuleBoxes, _ graph: DecisionGraph, _ outcomes: [GraphOutcome], _ policy: Policy, roots: [Int32],
        lastRoots: [Int32]
    ) {
        self.rules = rules
        self.graph = graph
        self.outcomes = outcomes
        self.policy = policy
        nestings = rules.patterns.map(InterfaceNesting.init)
        let reachable = Self.reachable(graph, rules, nestings, roots + lastRoots)
        references = Self.references(graph, rules, nestings, reachable, roots, lastRoots)
        names = GraphNames.names(graph, rules, outcomes, reachable, policy)
        let large = Self.largeEdges(graph, reachable)
        chunkLength = Self.chunkLength(large)
        compareLimit = Self.compareLimit(graph, rules, reachable, mapLimit: Self.mapLimit - 2 * large / chunkLength)
        depths = [Int](repeating: 0, count: graph.nodes.count)
        measureDepths(reachable)
        for node in reachable where graph.nodes[Int(node)].kind == .test || graph.nodes[Int(node)].kind == .list {
            guard !isInline(node) else { continue }
            emit(node)
        }
    }

    // MARK: The graph

    /// The nodes below the roots, each behind those that it leads to.
    private static func reachable(
        _ graph: DecisionGraph, _ rules: RuleBoxes, _ nestings: [InterfaceNesting], _ roots: [Int32]
    ) -> [Int32] {
        var order: [Int32] = []
        var isSeen = [Bool](repeating: false, count: graph.nodes.count)
        func visit(_ node: Int32) {
            guard node != DecisionGraph.none, !isSeen[Int(node)] else { return }
            isSeen[Int(node)] = true
            forEachTarget(of: graph.nodes[Int(node)], graph, rules, nestings) { target, _ in visit(target) }
            order.append(node)
        }
        for root in roots { visit(root) }
        return order
    }

    /// How many places lead to each node; what is not fallen through to counts as two, since it needs a chain.
    private static func references(
        _ graph: DecisionGraph, _ rules: RuleBoxes, _ nestings: [InterfaceNesting], _ nodes: [Int32],
        _ roots: [Int32], _ lastRoots: [Int32]
    ) -> [Int32] {
        var counts = [Int32](repeating: 0, count: graph.nodes.count)
        for root in roots { counts[Int(root)] += 2 }
        for root in lastRoots { counts[Int(root)] += 1 }
        for node in nodes {
            forEachTarget(of: graph.nodes[Int(node)], graph, rules, nestings) { target, fallsThrough in
                counts[Int(target)] += fallsThrough ? 1 : 2
            }
        }
        return counts
    }

    /// Calls with each node that one leads to, and whether packets fall through to it in one place only: not where a
    /// test is in chunks, or where a pattern inside another leads back to what stands behind the test.
    private static func forEachTarget(
        of node: DecisionGraph.Node, _ graph: DecisionGraph, _ rules: RuleBoxes, _ nestings: [InterfaceNesting],
        _ body: (Int32, _ fallsThrough: Bool) -> Void
    ) {
        switch node.kind {
        case .none, .outcome: return
        case .list: body(node.otherwise, true)
        case .test where rules.axes[Int(node.payload)].isInterface:
            let edges = InterfaceEdges(node, graph, rules, nestings)
            for edge in edges.wanted { body(edge.node, false) }
            body(edges.rest, false)
        case .test:
            for edge in graph.edges(of: node) { body(edge.node, false) }
            body(node.otherwise, Int(node.count) <= chunkLimit)
        }
    }

    /// A node that only one other falls through to stands in that one's chain.
    private func isInline(_ node: Int32) -> Bool { references[Int(node)] == 1 }

    /// Edges of all tests that are cut into chunks.
    private static func largeEdges(_ graph: DecisionGraph, _ nodes: [Int32]) -> Int {
        nodes.reduce(0) { sum, node in
            let content = graph.nodes[Int(node)]
            return content.kind == .test && Int(content.count) > chunkLimit ? sum + Int(content.count) : sum
        }
    }

    /// Longer where there would be more than some 256 chunks, each of which can be two maps.
    private static func chunkLength(_ edges: Int) -> Int {
        var length = leastChunkLength
        while edges / length > 256 { length *= 2 }
        return length
    }

    /// How many edges are compared one by one, so that the maps stay few enough.
    private static func compareLimit(
        _ graph: DecisionGraph, _ rules: RuleBoxes, _ nodes: [Int32], mapLimit: Int
    ) -> Int {
        var sizes: [Int] = []
        for node in nodes {
            let content = graph.nodes[Int(node)]
            guard content.kind == .test, Int(content.count) > compareLimit, Int(content.count) <= chunkLimit else {
                continue
            }
            sizes += mapSizes(content, graph, rules)
        }
        guard sizes.count > mapLimit else { return compareLimit }
        sizes.sort(by: >)
        return sizes[mapLimit]
    }

    /// The edges of a test in each family: each can make a map, or two where single values have one of their own.
    private static func mapSizes(_ node: DecisionGraph.Node, _ graph: DecisionGraph, _ rules: RuleBoxes) -> [Int] {
        let border = UInt32(rules.values[Int(node.payload)].ipCellCount)
        let ip = graph.edges(of: node).prefix { $0.start < border }.count
        let ip6 = Int(node.count) - ip
        return [ip, ip6].filter { $0 > compareLimit }.flatMap { $0 >= 2 * singlesAlone ? [$0, $0] : [$0] }
    }

    /// From so many single values on they have a hash of their own beside ranges.
    static let singlesAlone = 64

    /// How many steps from chain to chain a packet makes at most that a chain sends into a graph.
    func depth(_ root: Int32, isLast: Bool) -> Int {
        guard graph.nodes[Int(root)].kind != .outcome else { return 1 }
        return depths[Int(root)] + (isLast && isInline(root) ? 0 : 1)
    }

    private mutating func measureDepths(_ nodes: [Int32]) {
        for node in nodes {
            let content = graph.nodes[Int(node)]
            var depth = 1
            switch content.kind {
            case .none: continue
            case .outcome:
                // A map leads to a chain that counts, and that to one that marks.
                depths[Int(node)] = outcome(node).counter == nil ? 0 : 1
                continue
            case .list: break
            case .test:
                for edge in graph.edges(of: content) { depth = max(depth, depths[Int(edge.node)] + 1) }
                if Int(content.count) > Self.chunkLimit { depth += 1 }
            }
            if graph.nodes[Int(content.otherwise)].kind != .outcome {
                depth = max(depth, depths[Int(content.otherwise)] + (isInline(content.otherwise) ? 0 : 1))
            }
            depths[Int(node)] = depth
        }
    }

    // MARK: Chains

    /// What has been written. Large: it is not kept here as well.
    mutating func takeDraft() -> PlanDraft {
        defer { draft = PlanDraft() }
        return draft
    }

    private mutating func emit(_ node: Int32) {
        let name = names[Int(node)]
        write(name) { $0.append(node, to: name) }
    }

    /// A chain with the rules that `content` adds. Chains that it makes on the way stand before it.
    mutating func write(_ name: String, _ content: (inout GraphEmitter) -> Void) {
        open.append(([], []))
        content(&self)
        guard let written = open.popLast() else { return }
        draft.rules += written.rules
        draft.origins += written.origins
        draft.chains.append(NFTChain(name: name))
    }

    /// Leads from a chain into a graph, of which packets come back that it does not take unless it is the last.
    mutating func enter(_ root: Int32, isLast: Bool, from chain: String, _ dispatchers: inout PlanDraft) {
        open.append(([], []))
        defer {
            if let written = open.popLast() {
                dispatchers.rules += written.rules
                dispatchers.origins += written.origins
            }
        }
        switch graph.nodes[Int(root)].kind {
        case .none: break
        case .outcome: add(outcome(root).expressions, to: chain)
        case .list, .test:
            if isLast { appendEnd(root, to: chain) } else { add([.verdict(.jump(names[Int(root)]))], to: chain) }
        }
    }

    /// The rules of a node, and of those that it alone falls through to.
    mutating func append(_ node: Int32, to chain: String) {
        let content = graph.nodes[Int(node)]
        statistics.count(content)
        switch content.kind {
        case .none, .outcome: return
        case .list:
            for line in graph.lines(of: content) { append(line, to: chain) }
        case .test:
            guard appendTest(content, names[Int(node)], to: chain) else { return }
        }
        appendEnd(content.otherwise, to: chain)
    }

    /// What becomes of packets that no rule of a chain has taken.
    mutating func appendEnd(_ node: Int32, to chain: String) {
        switch graph.nodes[Int(node)].kind {
        case .none: break
        case .outcome: add(outcome(node).expressions, to: chain)
        case .list, .test:
            if isInline(node) { append(node, to: chain) } else { add([.verdict(.goto(names[Int(node)]))], to: chain) }
        }
    }

    private mutating func append(_ line: DecisionGraph.Line, to chain: String) {
        let rule = policy.rules.indices.contains(Int(line.rule)) ? policy.rules[Int(line.rule)].name : nil
        for conditions in BoxConditions.lines(of: line.box, rules) {
            add(conditions + outcomes[Int(line.outcome)].expressions, to: chain, comment: rule, origin: Int(line.rule))
        }
    }

    mutating func addMap(_ map: NFTSet) {
        draft.maps.append(map)
        statistics.maps += 1
        statistics.elements += map.elements.count
    }

    mutating func add(
        _ expressions: [NFTExpression], to chain: String, comment: String? = nil, origin: Int? = nil
    ) {
        guard !open.isEmpty else { return }
        open[open.count - 1].rules.append(NFTRule(chain: chain, expressions: expressions, comment: comment))
        open[open.count - 1].origins.append(origin)
    }

    func outcome(_ node: Int32) -> GraphOutcome { outcomes[Int(graph.nodes[Int(node)].payload)] }

    /// How a comparing rule ends that leads to a node.
    func end(_ node: Int32) -> [NFTExpression] {
        switch graph.nodes[Int(node)].kind {
        case .none: [.verdict(.return)]
        case .outcome: outcome(node).expressions
        case .list, .test: [.verdict(.goto(names[Int(node)]))]
        }
    }

    /// The verdict of a map's element that leads to a node.
    mutating func target(_ node: Int32) -> NFTVerdict {
        switch graph.nodes[Int(node)].kind {
        case .none: return .return
        case .list, .test: return .goto(names[Int(node)])
        case .outcome:
            let outcome = outcome(node)
            let target = outcome.mapTarget
            if let chain = target.chain, countingChains.insert(chain).inserted {
                write(chain) { $0.add(outcome.expressions, to: chain) }
            }
            return target.verdict
        }
    }
}
