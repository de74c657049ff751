/// How the names and prefixes of an axis nest: each stands inside one other, or inside none.
struct InterfaceNesting {
    struct Pattern {
        var values: ClosedRange<UInt128>
        /// A name of the pattern that no longer pattern has.
        var own: UInt128
        /// Such a name of the pattern around it; nil where there is none around.
        var around: UInt128?
    }

    /// The longest first, without those of which longer ones leave nothing.
    private(set) var patterns: [Pattern] = []

    /// `longestFirst` are patterns of which any two nest or have nothing in common.
    init(_ longestFirst: [ClosedRange<UInt128>]) {
        // Each behind the one that it stands in.
        let order = longestFirst.indices.sorted { left, right in
            let (a, b) = (longestFirst[left], longestFirst[right])
            return a.lowerBound == b.lowerBound ? a.upperBound > b.upperBound : a.lowerBound < b.lowerBound
        }
        var outer = [Int?](repeating: nil, count: longestFirst.count)
        // The first value of each that no pattern inside has, as far as they have been seen.
        var owns: [UInt128?] = longestFirst.map(\.lowerBound)
        var open: [Int] = []
        for place in order {
            let pattern = longestFirst[place]
            while let last = open.last, longestFirst[last].upperBound < pattern.lowerBound { open.removeLast() }
            if let last = open.last {
                outer[place] = last
                if owns[last] == pattern.lowerBound {
                    owns[last] = pattern.upperBound < longestFirst[last].upperBound ? pattern.upperBound + 1 : nil
                }
            }
            open.append(place)
        }
        for (place, values) in longestFirst.enumerated() {
            guard let own = owns[place] else { continue }
            patterns.append(Pattern(values: values, own: own, around: outer[place].flatMap { owns[$0] }))
        }
    }
}

/// The tests of a node that looks at interfaces: names first, then prefixes from the longest on, each only where it
/// makes a difference.
struct InterfaceEdges {
    private(set) var wanted: [GraphEmitter.ValueEdge] = []
    /// Where names lead that no pattern has. Every packet that gets to the node has a name.
    let rest: Int32

    init(_ node: DecisionGraph.Node, _ graph: DecisionGraph, _ rules: RuleBoxes, _ nestings: [InterfaceNesting]) {
        let axis = Int(node.payload)
        let edges = graph.edges(of: node).map { edge in
            let values = rules.values[axis].values(edge.start, edge.end, maximum: rules.axes[axis].maximum(.ip))
            return GraphEmitter.ValueEdge(values: values, node: edge.node)
        }
        func child(at name: UInt128) -> Int32 {
            var low = 0
            var high = edges.count
            while low < high {
                let middle = (low + high) / 2
                if edges[middle].values.upperBound < name { low = middle + 1 } else { high = middle }
            }
            return low < edges.count && edges[low].values.contains(name) ? edges[low].node : node.otherwise
        }
        rest = child(at: 0)
        for pattern in nestings[axis].patterns {
            let here = child(at: pattern.own)
            guard here != (pattern.around.map(child(at:)) ?? rest) else { continue }
            wanted.append(GraphEmitter.ValueEdge(values: pattern.values, node: here))
        }
    }
}
