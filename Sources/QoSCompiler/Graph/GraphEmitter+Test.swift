import NetlinkModel

extension GraphEmitter {
    /// An edge in the values of one family.
    struct ValueEdge {
        var values: ClosedRange<UInt128>
        var node: Int32

        var isSingle: Bool { values.lowerBound == values.upperBound }
    }

    /// More edges than this become two levels of maps, so that a small edit changes a small map.
    static let chunkLimit = 2048
    /// About so many values are a chunk, or more where there are many: at least half, at most twice as many.
    static let leastChunkLength = 128

    /// The rules of a test. What they do not take goes on to the rules behind; false when they take everything.
    /// `stem` is what its maps are named after.
    mutating func appendTest(_ node: DecisionGraph.Node, _ stem: String, to chain: String) -> Bool {
        let axis = rules.axes[Int(node.payload)]
        switch axis {
        case .iif, .oif:
            return appendInterfaces(node, axis, stem, to: chain)
        default:
            let values = rules.values[Int(node.payload)]
            let families = AxisCondition.dependsOnFamily(axis, rules.largeSets) ? IPFamily.allCases : [.ip]
            for family in families {
                let edges = edges(node, axis, values, family)
                append(
                    edges, AxisCondition(axis: axis, family: family, largeSets: rules.largeSets), node.otherwise, stem,
                    to: chain)
            }
            return true
        }
    }

    /// The edges of a node in one family.
    private func edges(
        _ node: DecisionGraph.Node, _ axis: GraphAxis, _ values: ValueSets, _ family: IPFamily
    ) -> [ValueEdge] {
        if case .member(_, let set) = axis, case .addresses(let addresses) = rules.largeSets[set].contents,
            !addresses.names(family)
        {
            return []
        }
        let hasParts = axis == .saddr || axis == .daddr || axis == .dscp
        let border = UInt32(values.ipCellCount)
        var edges: [ValueEdge] = []
        for edge in graph.edges(of: node) {
            var (start, end) = (edge.start, edge.end)
            if hasParts {
                if family == .ip { end = min(end, border) } else { start = max(start, border) }
            }
            guard start < end else { continue }
            edges.append(
                ValueEdge(values: values.values(start, end, maximum: axis.maximum(family)), node: edge.node))
        }
        return edges
    }

    private mutating func append(
        _ edges: [ValueEdge], _ condition: AxisCondition, _ otherwise: Int32, _ stem: String, to chain: String
    ) {
        let edges = condition.axis.comparesSingles ? Self.singles(edges) : edges
        // What nft makes of a map over DSCPs is a shift that it cannot read again.
        guard edges.count > compareLimit, condition.key != nil, condition.axis != .dscp else {
            for edge in edges { add(condition.compare(edge.values) + end(edge.node), to: chain) }
            return
        }
        guard edges.count > Self.chunkLimit else {
            appendMaps(edges, condition, stem, to: chain)
            return
        }
        let stem = condition.key?.familyWord.map { stem + "/" + $0 } ?? stem
        var chunks: [ValueEdge] = []
        var verdicts: [NFTVerdict] = []
        for chunk in cutIntoChunks(edges) {
            guard let first = chunk.first, let last = chunk.last else { continue }
            let name = stem + "/" + String(first.values.lowerBound, radix: 16)
            write(name) { emitter in
                emitter.append(Array(chunk), condition, otherwise, name, to: name)
                emitter.appendEnd(otherwise, to: name)
            }
            chunks.append(ValueEdge(values: first.values.lowerBound...last.values.upperBound, node: 0))
            verdicts.append(.goto(name))
        }
        appendMap(chunks, verdicts, isInterval: true, condition, name: stem, to: chain)
    }

    /// Cut where the edges' own values say, so that one more edge moves no other cut. Few values end a short chunk and
    /// many a long one, so that hardly any chunk has to end elsewhere because it is too long.
    private func cutIntoChunks(_ edges: [ValueEdge]) -> [ArraySlice<ValueEdge>] {
        var chunks: [ArraySlice<ValueEdge>] = []
        var start = 0
        for place in edges.indices {
            var hash = NumberHash()
            hash.add(edges[place].values.lowerBound)
            let length = place + 1 - start
            let oneIn = length < chunkLength ? chunkLength * 2 : chunkLength / 4
            let isEnd = hash.value % UInt64(oneIn) == 0 && length >= chunkLength / 2
            if isEnd || length >= chunkLength * 2 || place + 1 == edges.count {
                chunks.append(edges[start...place])
                start = place + 1
            }
        }
        return chunks
    }

    /// A hash for single values, intervals for the others; one of them where the other would hold little.
    private mutating func appendMaps(
        _ edges: [ValueEdge], _ condition: AxisCondition, _ stem: String, to chain: String
    ) {
        let name = condition.key?.familyWord.map { stem + "/" + $0 } ?? stem
        let singles = edges.lazy.filter(\.isSingle).count
        if singles == edges.count {
            appendMap(edges, isInterval: false, condition, name: name, to: chain)
        } else if singles >= Self.singlesAlone, singles > 2 * (edges.count - singles) {
            appendMap(edges.filter(\.isSingle), isInterval: false, condition, name: name, to: chain)
            appendMap(Self.bridged(edges), isInterval: true, condition, name: name + "/range", to: chain)
        } else {
            appendMap(edges, isInterval: true, condition, name: name, to: chain)
        }
    }

    /// Of an axis with few values: an edge for each.
    private static func singles(_ edges: [ValueEdge]) -> [ValueEdge] {
        edges.flatMap { edge in edge.values.map { ValueEdge(values: $0...$0, node: edge.node) } }
    }

    /// The ranges, joined over single values between them: those are looked up before.
    private static func bridged(_ edges: [ValueEdge]) -> [ValueEdge] {
        var ranges: [ValueEdge] = []
        var reach: UInt128?
        for edge in edges {
            let touches = reach.map { $0 < .max && edge.values.lowerBound == $0 + 1 } ?? false
            if edge.isSingle {
                if touches { reach = edge.values.upperBound }
                continue
            }
            if touches, let last = ranges.last, last.node == edge.node {
                ranges[ranges.count - 1].values = last.values.lowerBound...edge.values.upperBound
            } else {
                ranges.append(edge)
            }
            reach = edge.values.upperBound
        }
        return ranges
    }

    private mutating func appendMap(
        _ edges: [ValueEdge], isInterval: Bool, _ condition: AxisCondition, name: String, to chain: String
    ) {
        var verdicts: [NFTVerdict] = []
        verdicts.reserveCapacity(edges.count)
        for edge in edges { verdicts.append(target(edge.node)) }
        appendMap(edges, verdicts, isInterval: isInterval, condition, name: name, to: chain)
    }

    private mutating func appendMap(
        _ edges: [ValueEdge], _ verdicts: [NFTVerdict], isInterval: Bool, _ condition: AxisCondition, name: String,
        to chain: String
    ) {
        guard let key = condition.key else { return }
        var elements: [NFTSetElement] = []
        elements.reserveCapacity(edges.count)
        for edge in edges {
            elements.append(
                NFTSetElement(condition.key(edge.values.lowerBound), condition.key(edge.values.upperBound)))
        }
        addMap(NFTSet(name: name, key: key, isInterval: isInterval, elements: elements, verdicts: verdicts))
        add(condition.load(inInterval: isInterval && key.isHostEndian) + [.lookupVerdict(name, .data1)], to: chain)
    }

    private mutating func appendInterfaces(
        _ node: DecisionGraph.Node, _ axis: GraphAxis, _ stem: String, to chain: String
    ) -> Bool {
        let edges = InterfaceEdges(node, graph, rules, nestings)
        let condition = AxisCondition(axis: axis, family: .ip, largeSets: rules.largeSets)
        let singles = edges.wanted.filter(\.isSingle).sorted { $0.values.lowerBound < $1.values.lowerBound }
        if singles.count > compareLimit {
            appendMap(singles, isInterval: false, condition, name: stem, to: chain)
        } else {
            for edge in singles { add(condition.compare(edge.values) + end(edge.node), to: chain) }
        }
        for edge in edges.wanted where !edge.isSingle {
            add(condition.compare(edge.values) + end(edge.node), to: chain)
        }
        if edges.rest != node.otherwise { add(end(edges.rest), to: chain) }
        return edges.rest == node.otherwise
    }
}

extension GraphAxis {
    /// Whether no comparison is for a range of its values.
    fileprivate var comparesSingles: Bool {
        switch self {
        // nft prints a range of protocols by names that it cannot read.
        case .proto: true
        // Yes or no: a packet either is, or is not.
        case .family, .userName, .groupName, .member: true
        default: false
        }
    }
}

extension NFTSetKey {
    /// Tells the maps of a test apart that has one in each family.
    fileprivate var familyWord: String? {
        switch self {
        case .ipv4Address, .dscp(length: 1): "ip"
        case .ipv6Address, .dscp(length: 2): "ip6"
        default: nil
        }
    }
}
