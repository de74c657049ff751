/// Names of the chains of nodes: what a node tests, and the first rule behind it. Where that is not enough to tell nodes
/// apart, what they hold: never their number, which an edit of another rule would change. What is added to a name stands
/// behind a slash, which no name of a rule has.
///
/// A large test is sent again, and all its chunks, when its name changes. It is named after one of its own values
/// instead, that with the smallest hash: few edits of a rule touch just that one.
enum GraphNames {
    /// With more edges a test is large.
    private static let largeTest = 512

    /// By node; empty for those that need none.
    static func names(
        _ graph: DecisionGraph, _ rules: RuleBoxes, _ outcomes: [GraphOutcome], _ nodes: [Int32], _ policy: Policy
    ) -> [String] {
        var names = [String](repeating: "", count: graph.nodes.count)
        var uses: [String: Int] = [:]
        for node in nodes {
            let content = graph.nodes[Int(node)]
            guard content.kind == .test || content.kind == .list else { continue }
            names[Int(node)] = name(content, graph, rules, policy)
            uses[names[Int(node)], default: 0] += 1
        }
        var taken: Set<String> = []
        for node in nodes where !names[Int(node)].isEmpty {
            var name = names[Int(node)]
            if uses[name, default: 0] > 1 {
                let content = graph.nodes[Int(node)]
                if !isLarge(content) { name += "/" + digest(content, graph, rules, outcomes, names, policy) }
                let stem = name
                var number = 2
                while taken.contains(name) {
                    name = stem + "." + String(number)
                    number += 1
                }
            }
            taken.insert(name)
            names[Int(node)] = name
        }
        return names
    }

    private static func isLarge(_ node: DecisionGraph.Node) -> Bool { node.kind == .test && node.count > largeTest }

    private static func name(
        _ node: DecisionGraph.Node, _ graph: DecisionGraph, _ rules: RuleBoxes, _ policy: Policy
    ) -> String {
        let rule = policy.rules.indices.contains(Int(node.rule)) ? policy.rules[Int(node.rule)].name : ""
        guard node.kind == .test else { return "list_" + rule }
        let stem = "by_" + rules.axes[Int(node.payload)].word
        guard isLarge(node) else { return stem + "_" + rule }
        let values = rules.values[Int(node.payload)]
        var least: (hash: UInt64, value: UInt128) = (.max, 0)
        for edge in graph.edges(of: node) {
            var hash = NumberHash()
            hash.add(values.cuts[Int(edge.start)])
            if hash.value < least.hash { least = (hash.value, values.cuts[Int(edge.start)]) }
        }
        return stem + "/" + String(least.value, radix: 16)
    }

    /// Of what a node holds. What it leads to has its name by now.
    private static func digest(
        _ node: DecisionGraph.Node, _ graph: DecisionGraph, _ rules: RuleBoxes, _ outcomes: [GraphOutcome],
        _ names: [String], _ policy: Policy
    ) -> String {
        var hash = NumberHash()
        func add(_ name: String?) {
            for byte in (name ?? "").utf8 { hash.add(UInt64(byte)) }
            hash.add(UInt64(256))
        }
        func add(_ outcome: GraphOutcome) {
            add(outcome.marking)
            add(outcome.counter)
        }
        func add(rule: Int32) {
            if policy.rules.indices.contains(Int(rule)) { add(policy.rules[Int(rule)].name) }
        }
        switch node.kind {
        case .test:
            let values = rules.values[Int(node.payload)]
            for edge in graph.edges(of: node) {
                hash.add(values.cuts[Int(edge.start)])
                let target = graph.nodes[Int(edge.node)]
                if target.kind == .outcome { add(outcomes[Int(target.payload)]) } else { add(rule: target.rule) }
            }
        case .list:
            for line in graph.lines(of: node) {
                add(rule: line.rule)
                for axis in rules.axes.indices {
                    let set = rules.boxes.set(line.box, axis)
                    guard set >= 0 else { continue }
                    hash.add(UInt64(axis))
                    for interval in rules.values[axis].intervals(set) {
                        hash.add(interval.lowerBound)
                        hash.add(interval.upperBound)
                    }
                }
            }
        case .none, .outcome: break
        }
        let otherwise = graph.nodes[Int(node.otherwise)]
        if otherwise.kind == .outcome { add(outcomes[Int(otherwise.payload)]) } else { add(names[Int(node.otherwise)]) }
        return String(hash.value & 0xffff_ffff, radix: 16)
    }
}
