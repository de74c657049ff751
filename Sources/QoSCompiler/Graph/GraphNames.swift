/// Names of the chains of nodes: what a node tests, and the first rule behind it. Where that is not enough to tell nodes
/// apart, what they hold: never their number, which an edit of another rule would change. What is added to a name stands
/// behind a slash, which no name of a rule has.
enum GraphNames {
    /// By node; empty for those that need none.
    static func names(_ graph: DecisionGraph, _ rules: RuleBoxes, _ nodes: [Int32], _ policy: Policy) -> [String] {
        var names = [String](repeating: "", count: graph.nodes.count)
        var uses: [String: Int] = [:]
        for node in nodes {
            let content = graph.nodes[Int(node)]
            guard content.kind == .test || content.kind == .list else { continue }
            let word = content.kind == .list ? "list" : "by_" + rules.axes[Int(content.payload)].word
            let rule = policy.rules.indices.contains(Int(content.rule)) ? policy.rules[Int(content.rule)].name : ""
            names[Int(node)] = word + "_" + rule
            uses[names[Int(node)], default: 0] += 1
        }
        var taken: Set<String> = []
        for node in nodes where !names[Int(node)].isEmpty {
            var name = names[Int(node)]
            if uses[name, default: 0] > 1 {
                name += "/" + digest(graph, rules, graph.nodes[Int(node)], policy)
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

    private static func digest(
        _ graph: DecisionGraph, _ rules: RuleBoxes, _ node: DecisionGraph.Node, _ policy: Policy
    ) -> String {
        var hash = NumberHash()
        func add(_ rule: Int32) {
            guard policy.rules.indices.contains(Int(rule)) else { return }
            for byte in policy.rules[Int(rule)].name.utf8 { hash.add(UInt64(byte)) }
            hash.add(UInt64(256))
        }
        switch node.kind {
        case .test:
            let values = rules.values[Int(node.payload)]
            for edge in graph.edges(of: node) {
                hash.add(values.cuts[Int(edge.start)])
                add(graph.nodes[Int(edge.node)].rule)
            }
        case .list:
            for line in graph.lines(of: node) { add(line.rule) }
        case .none, .outcome: break
        }
        add(graph.nodes[Int(node.otherwise)].rule)
        return String(hash.value & 0xffff_ffff, radix: 16)
    }
}
