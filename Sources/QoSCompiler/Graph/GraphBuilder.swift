/// Builds the graph for a list of rules: for every packet the first rule of the list that takes it.
///
/// Exact at every step. A list is cleaned of what an earlier rule of it hides. A test of an axis splits it: into each
/// run of cells go the rules that have a condition there which holds, and those that have none on the axis, with the
/// rest of their conditions. A packet without a value meets only the latter, as does one in cells that no rule names.
struct GraphBuilder {
    /// A run that would make more of it than this ends without a graph.
    struct Budget {
        /// Map elements and rules.
        var elements: Int
        /// Rules looked at in sweeps.
        var cells: Int
    }

    /// Not built: over budget.
    static let overBudget: Int32 = -1
    /// Lists with at most so many kernel rules stay lists: that is as quick as a test.
    private var listLimit = 4

    var rules: RuleBoxes
    private(set) var graph = DecisionGraph()
    /// So many tests may follow one another; what is left then stays a list.
    private let levelLimit: Int
    private var level = 0
    /// How many tests follow one another in a node. Known where there is a limit.
    private var heights: [Int] = []

    /// The lists that are being split, one behind the other.
    private var stack: [DecisionGraph.Line] = []
    private var edges: [DecisionGraph.Edge] = []
    private var events = SweepEvents()
    private var bits = PlaceBits()
    /// For each box, the last list that had it.
    private var seen: [Int32] = []
    private var list: Int32 = 0
    /// Kernel rules that a box takes alone; 0 while unknown.
    private var boxLines: [Int32] = []

    /// Lists that have a node. Forgotten when they take too much memory: what they became is still found by content.
    private var known: [(start: Int32, count: Int32, node: Int32)] = []
    private var keys: [Int32] = []
    private var index = HashIndex()

    /// The run that a node was counted in.
    private var counted: [Int32] = []
    private var run: Int32 = 0
    private(set) var used = Budget(elements: 0, cells: 0)
    private var budget = Budget(elements: 0, cells: 0)

    init(_ rules: RuleBoxes, levelLimit: Int) {
        self.rules = rules
        self.levelLimit = levelLimit
    }

    /// The graph of a list of boxes with outcomes. `overBudget` when it takes more than the budget; nothing is lost then:
    /// what was built is found again.
    mutating func build(_ lines: ArraySlice<DecisionGraph.Line>, within budget: Budget) -> Int32 {
        run += 1
        if keys.count > Self.keyLimit { forget() }
        used = Budget(elements: 0, cells: 0)
        self.budget = budget
        stack.removeAll(keepingCapacity: true)
        edges.removeAll(keepingCapacity: true)
        events.removeAll()
        bits.removeAll()
        level = 0
        startList()
        for line in lines where append(line) { break }
        return buildTop(from: 0)
    }

    private static let keyLimit = 2_000_000

    /// Longer lists from now on: slower than a test, quicker than one segment more.
    mutating func preferLists() {
        listLimit = 16
        forget()
    }

    private mutating func forget() {
        known = []
        keys = []
        index = HashIndex()
    }

    // MARK: Lists

    private mutating func startList() {
        list += 1
    }

    /// Adds a rule to the list at the top of the stack, unless an earlier one has the same conditions. True when it
    /// takes all that is left.
    @inline(__always)
    private mutating func append(_ line: DecisionGraph.Line) -> Bool {
        let box = Int(line.box)
        while seen.count <= box { seen.append(contentsOf: repeatElement(0, count: max(1024, seen.count))) }
        if seen[box] == list { return false }
        seen[box] = list
        stack.append(line)
        return line.box == BoxTable.everything
    }

    /// Takes off rules that earlier ones hide, if the list is short, and those just before the last that have its outcome.
    private mutating func clean(from base: Int) {
        if stack.count - base <= 2 * listLimit {
            var place = base + 1
            while place < stack.count {
                if (base..<place).contains(where: { hides($0, place) }) {
                    stack.remove(at: place)
                } else {
                    place += 1
                }
            }
        }
        guard let last = stack.last, stack.count - base > 1, last.box == BoxTable.everything else { return }
        var keep = stack.count - 1
        while keep > base, stack[keep - 1].outcome == last.outcome { keep -= 1 }
        stack.removeSubrange(keep..<(stack.count - 1))
    }

    private func hides(_ earlier: Int, _ later: Int) -> Bool {
        let (outer, inner) = (stack[earlier].box, stack[later].box)
        let axes = rules.boxes.axes[Int(outer)]
        guard axes & ~rules.boxes.axes[Int(inner)] == 0 else { return false }
        var left = axes
        while left != 0 {
            let axis = left.trailingZeroBitCount
            left &= left - 1
            guard rules.values[axis].contains(rules.boxes.set(outer, axis), rules.boxes.set(inner, axis)) else {
                return false
            }
        }
        return true
    }

    // MARK: Nodes

    /// The node of the list that begins at `base` and ends the stack; takes it off.
    private mutating func buildTop(from base: Int) -> Int32 {
        defer { stack.removeSubrange(base...) }
        clean(from: base)
        guard base < stack.count else { return DecisionGraph.none }
        if stack[base].box == BoxTable.everything { return graph.outcome(stack[base].outcome) }
        var hash = NumberHash()
        for place in base..<stack.count {
            hash.add(
                UInt64(UInt32(bitPattern: stack[place].box)) << 32 | UInt64(UInt32(bitPattern: stack[place].outcome)))
        }
        let length = stack.count - base
        let old = index.find(hash.value) { id in
            let (start, count, node) = known[Int(id)]
            guard Int(count) == length, level + height(node) <= levelLimit else { return false }
            for place in 0..<length {
                let line = stack[base + place]
                guard keys[Int(start) + 2 * place] == line.box, keys[Int(start) + 2 * place + 1] == line.outcome else {
                    return false
                }
            }
            return true
        }
        if let old { return count(known[Int(old)].node) }
        let node = isShort(from: base) || level >= levelLimit ? list(from: base) : split(from: base)
        guard node != Self.overBudget, count(node) != Self.overBudget else { return Self.overBudget }
        measure(node)
        let start = Int32(keys.count)
        for place in base..<(base + length) {
            keys.append(stack[place].box)
            keys.append(stack[place].outcome)
        }
        index.insert(hash.value, Int32(known.count))
        known.append((start, Int32(length), node))
        return node
    }

    /// Whether plain rules are as quick as a map.
    private mutating func isShort(from base: Int) -> Bool {
        guard stack.count - base <= listLimit + 1 else { return false }
        var sum = 0
        for place in base..<stack.count where stack[place].box != BoxTable.everything {
            sum += lines(of: stack[place].box)
            if sum > listLimit { return false }
        }
        return true
    }

    /// The kernel rules that a box takes: one for each combination of intervals, in each family.
    private mutating func lines(of box: Int32) -> Int {
        while boxLines.count <= Int(box) {
            boxLines.append(contentsOf: repeatElement(0, count: max(1024, boxLines.count)))
        }
        if boxLines[Int(box)] == 0 { boxLines[Int(box)] = Int32(min(rules.lineCount(box), 1 << 20)) }
        return Int(boxLines[Int(box)])
    }

    private mutating func list(from base: Int) -> Int32 {
        var lines = Array(stack[base...])
        var otherwise = DecisionGraph.none
        if let last = lines.last, last.box == BoxTable.everything {
            otherwise = graph.outcome(last.outcome)
            lines.removeLast()
        }
        let size = lines.reduce(0) { $0 + self.lines(of: $1.box) }
        guard size <= budget.elements else { return Self.overBudget }
        return graph.list(lines, size: size, otherwise: otherwise, rule: stack[base].rule)
    }

    /// Counts a node, and what it leads to, towards the budget of this run, once.
    private mutating func count(_ node: Int32) -> Int32 {
        if counted.count < graph.nodes.count {
            counted.append(contentsOf: repeatElement(0, count: graph.nodes.count - counted.count))
        }
        guard counted[Int(node)] != run else { return node }
        counted[Int(node)] = run
        let content = graph.nodes[Int(node)]
        used.elements += Int(content.size)
        guard used.elements <= budget.elements else { return Self.overBudget }
        if content.kind == .test {
            for place in Int(content.start)..<Int(content.start + content.count)
            where count(graph.edges[place].node) == Self.overBudget { return Self.overBudget }
        }
        if content.otherwise != DecisionGraph.none, count(content.otherwise) == Self.overBudget {
            return Self.overBudget
        }
        return node
    }

    private func height(_ node: Int32) -> Int { heights.indices.contains(Int(node)) ? heights[Int(node)] : 0 }

    private mutating func measure(_ node: Int32) {
        let content = graph.nodes[Int(node)]
        guard levelLimit < .max, content.kind == .test else { return }
        while heights.count < graph.nodes.count { heights.append(0) }
        heights[Int(node)] = graph.edges(of: content).reduce(height(content.otherwise)) { max($0, height($1.node)) } + 1
    }

    // MARK: Splitting

    private mutating func split(from base: Int) -> Int32 {
        level += 1
        defer { level -= 1 }
        let end = stack.count
        let eventBase = events.count
        let axis = events.pushBest(for: stack[base..<end], rules.boxes, rules.values)
        defer { events.pop(to: eventBase) }
        let eventEnd = events.count
        let edgeBase = edges.count
        defer { edges.removeSubrange(edgeBase...) }

        let field = bits.push(end - base)
        defer { bits.pop(field) }
        startList()
        var isTaken = false
        for place in base..<end where rules.boxes.set(stack[place].box, axis) < 0 {
            bits.set(place - base, in: field)
            if !isTaken { isTaken = append(stack[place]) }
        }
        used.cells += stack.count - end
        let otherwise = buildTop(from: end)
        guard otherwise != Self.overBudget else { return Self.overBudget }

        var active = 0
        var event = eventBase
        while event < eventEnd {
            let cell = events[event].cell
            while event < eventEnd, events[event].cell == cell {
                if events[event].isStart {
                    bits.set(events[event].place, in: field)
                    active += 1
                } else {
                    bits.clear(events[event].place, in: field)
                    active -= 1
                }
                event += 1
            }
            guard active > 0, event < eventEnd else { continue }
            let next = events[event].cell
            let child = child(of: base, axis, field)
            guard child != Self.overBudget else { return Self.overBudget }
            guard child != otherwise else { continue }
            if edges.count > edgeBase, edges[edges.count - 1].end == cell, edges[edges.count - 1].node == child {
                edges[edges.count - 1].end = next
            } else {
                edges.append(DecisionGraph.Edge(start: cell, end: next, node: child))
                guard used.elements + edges.count - edgeBase <= budget.elements else { return Self.overBudget }
            }
        }
        return graph.test(axis, edges[edgeBase...], otherwise: otherwise, rule: stack[base].rule)
    }

    /// The node for the cells where just these rules of the list are to be looked at.
    private mutating func child(of base: Int, _ axis: Int, _ field: PlaceBits.Field) -> Int32 {
        startList()
        let childBase = stack.count
        var places = field.places
        while let place = bits.next(&places) {
            var line = stack[base + place]
            line.box = rules.removing(axis, from: line.box)
            if append(line) { break }
        }
        used.cells += stack.count - childBase
        guard used.cells <= budget.cells else {
            stack.removeSubrange(childBase...)
            return Self.overBudget
        }
        return buildTop(from: childBase)
    }
}
