/// Nodes that decide what a packet gets: tests of one axis, short lists of rules, and outcomes. Equal nodes are one node.
struct DecisionGraph {
    /// Nothing here takes the packet: what comes after the graph does.
    static let none: Int32 = 0

    enum Kind: UInt8 {
        case none
        /// `payload` is the number of the outcome.
        case outcome
        /// Goes by the value on an axis, or to `otherwise`.
        case test
        /// Rules in order; then `otherwise`.
        case list
    }

    struct Node {
        var kind: Kind
        /// The axis of a test; the number of an outcome.
        var payload: Int32 = 0
        /// A run of `edges` or of `lines`.
        var start: Int32 = 0
        var count: Int32 = 0
        /// Where a packet goes that no edge or line takes, or that has no value on the axis.
        var otherwise: Int32 = 0
        /// The first rule behind it: what it is named after.
        var rule: Int32 = -1
        /// Elements or rules that the kernel holds for it.
        var size: Int32 = 0
    }

    /// A run of cells and the node for it. Those of a test are sorted and disjoint.
    struct Edge {
        var start: UInt32
        var end: UInt32
        var node: Int32
    }

    /// A rule of a list: what is left of its conditions, and its outcome.
    struct Line {
        var box: Int32
        var outcome: Int32
        var rule: Int32
        /// The rule that it guards, of which it is a part; negative for a line that is a rule itself.
        var guarded: Int32 = -1
        /// Whether the rule has other lines: it can match in several ways.
        var isAlternative = false

        /// Whether it is less than a rule.
        var isPart: Bool { guarded >= 0 || isAlternative }
    }

    private(set) var nodes: [Node] = [Node(kind: .none)]
    private(set) var edges: [Edge] = []
    private(set) var lines: [Line] = []
    private var index = HashIndex()
    private var outcomes: [Int32] = []

    func edges(of node: Node) -> ArraySlice<Edge> { edges[Int(node.start)..<Int(node.start + node.count)] }
    func lines(of node: Node) -> ArraySlice<Line> { lines[Int(node.start)..<Int(node.start + node.count)] }

    mutating func outcome(_ number: Int32) -> Int32 {
        while outcomes.count <= Int(number) { outcomes.append(-1) }
        if outcomes[Int(number)] < 0 {
            outcomes[Int(number)] = Int32(nodes.count)
            nodes.append(Node(kind: .outcome, payload: number))
        }
        return outcomes[Int(number)]
    }

    /// A test with these edges; what it leads to anyway when it has none.
    mutating func test(_ axis: Int, _ new: ArraySlice<Edge>, otherwise: Int32, rule: Int32) -> Int32 {
        if new.isEmpty { return otherwise }
        var hash = NumberHash()
        hash.add(UInt64(axis))
        hash.add(UInt64(truncatingIfNeeded: otherwise))
        for edge in new {
            hash.add(UInt64(edge.start) << 32 | UInt64(edge.end))
            hash.add(UInt64(truncatingIfNeeded: edge.node))
        }
        let known = index.find(hash.value) { id in
            let node = nodes[Int(id)]
            guard node.kind == .test, node.payload == Int32(axis), node.otherwise == otherwise,
                Int(node.count) == new.count
            else { return false }
            var place = Int(node.start)
            for edge in new {
                let other = edges[place]
                guard other.start == edge.start, other.end == edge.end, other.node == edge.node else { return false }
                place += 1
            }
            return true
        }
        if let known { return known }
        let start = Int32(edges.count)
        edges += new
        return add(
            Node(
                kind: .test, payload: Int32(axis), start: start, count: Int32(new.count), otherwise: otherwise,
                rule: rule, size: Int32(new.count)), hash.value)
    }

    mutating func list(_ new: [Line], size: Int, otherwise: Int32, rule: Int32) -> Int32 {
        var hash = NumberHash()
        hash.add(UInt64(truncatingIfNeeded: otherwise) | 1 << 40)
        for line in new {
            hash.add(UInt64(UInt32(bitPattern: line.box)) << 32 | UInt64(UInt32(bitPattern: line.outcome)))
        }
        let known = index.find(hash.value) { id in
            let node = nodes[Int(id)]
            guard node.kind == .list, node.otherwise == otherwise, Int(node.count) == new.count else { return false }
            for place in new.indices {
                let other = lines[Int(node.start) + place]
                guard other.box == new[place].box, other.outcome == new[place].outcome else { return false }
            }
            return true
        }
        if let known { return known }
        let start = Int32(lines.count)
        lines += new
        return add(
            Node(
                kind: .list, start: start, count: Int32(new.count), otherwise: otherwise, rule: rule, size: Int32(size)),
            hash.value)
    }

    private mutating func add(_ node: Node, _ hash: UInt64) -> Int32 {
        let id = Int32(nodes.count)
        nodes.append(node)
        index.insert(hash, id)
        return id
    }
}
