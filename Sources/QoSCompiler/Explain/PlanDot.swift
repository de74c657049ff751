import NetlinkModel

/// A plan as a drawing for Graphviz (dot): chains and what they lead to, a cluster for each segment.
public struct PlanDot {
    private let outline: PlanOutline
    /// Chains that have a node, so that each is in one cluster only.
    private var drawn: Set<String> = []
    private var outcomes: Set<String> = []
    /// Edges and outcomes stand behind the clusters: a node belongs to the cluster that names it first.
    private var rest: [String] = []
    private let line: (String) -> Void

    /// Line by line. Without `full`, of a large graph only the beginning of each chain; many values are always counted.
    public static func write(_ plan: Plan, of policy: Policy, full: Bool = false, to line: (String) -> Void) {
        withoutActuallyEscaping(line) { line in
            var writer = PlanDot(
                outline: PlanOutline(PlanReader(plan, of: policy), isFull: full, values: 4), line: line)
            writer.write()
        }
    }

    private init(outline: PlanOutline, line: @escaping (String) -> Void) {
        self.outline = outline
        self.line = line
    }

    private mutating func write() {
        line("digraph qosctl {")
        line("  rankdir=LR;")
        line("  node [shape=box, fontname=\"sans-serif\", fontsize=10];")
        line("  edge [fontname=\"sans-serif\", fontsize=9];")
        for path in outline.paths() { write(path) }
        for text in rest { line("  " + text) }
        line("}")
    }

    private mutating func write(_ path: PlanOutline.Path) {
        line("  \(Self.quoted(path.chain)) [shape=oval, label=\(Self.label([path.path.rawValue, path.chain]))];")
        for (number, segment) in path.segments.enumerated() {
            let parts = [
                "segment \(number + 1)", segment.isGraph ? "graph" : "list", "rules: \(segment.rules)",
                segment.guards > 0 ? "guards: \(segment.guards)" : nil,
            ].compactMap(\.self)
            line("  subgraph \(Self.quoted("cluster_\(path.path.rawValue)_\(number + 1)")) {")
            line("    label=\(Self.label([parts.joined(separator: ", "), "\(segment.first) to \(segment.last)"]));")
            // The part of the path's chain that is this segment is a node of its own.
            let entry = segment.chain ?? "\(path.chain) \(number + 1)"
            if drawn.insert(entry).inserted {
                let label = segment.chain == nil ? " [label=\(Self.label([segment.isGraph ? "graph" : "list"]))]" : ""
                line("    \(Self.quoted(entry))\(label);")
                write(segment.block, of: entry, indent: "    ", depth: 1)
            }
            line("  }")
            rest.append(Self.edge(path.chain, entry, "segment \(number + 1)"))
        }
        write(path.head, of: path.chain, indent: "  ", depth: 0)
        if path.hiddenSegments > 0 { more(path.hiddenSegments, "segments", of: path.chain) }
        rest.append(Self.edge(path.chain, end(path.tail.target), "otherwise", isDashed: true))
    }

    /// The node of a chain, and those of the chains behind it.
    private mutating func draw(_ chain: String, indent: String, depth: Int) {
        guard drawn.insert(chain).inserted else { return }
        line("\(indent)\(Self.quoted(chain));")
        write(outline.block(chain, depth: depth), of: chain, indent: indent, depth: depth)
    }

    private mutating func write(_ block: PlanOutline.Block, of node: String, indent: String, depth: Int) {
        for each in block.lines {
            lead(node, to: each, each.isCall ? "through" : each.condition, indent: indent, depth: depth)
        }
        if block.hidden > 0 { more(block.hidden, "lines", of: node) }
        if let last = block.last { lead(node, to: last, "otherwise", isDashed: true, indent: indent, depth: depth) }
    }

    private mutating func lead(
        _ node: String, to target: PlanReader.Line, _ label: String, isDashed: Bool = false, indent: String, depth: Int
    ) {
        if case .chain(let name) = target.target {
            draw(name, indent: indent, depth: depth + 1)
            rest.append(Self.edge(node, name, label, isDashed: isDashed))
        } else {
            rest.append(Self.edge(node, end(target.target), label, isDashed: isDashed))
        }
    }

    /// The node of what becomes of a packet.
    private mutating func end(_ target: PlanReader.Target) -> String {
        let words = target.words
        // A chain's name has no blank.
        let node = "to " + words
        if outcomes.insert(node).inserted {
            let shape = target == .back ? "plaintext" : "box, style=rounded"
            rest.append("\(Self.quoted(node)) [shape=\(shape), label=\(Self.label([words]))];")
        }
        return node
    }

    private mutating func more(_ count: Int, _ what: String, of node: String) {
        let name = "more of " + node
        rest.append("\(Self.quoted(name)) [shape=plaintext, label=\(Self.label(["\(count) more \(what)"]))];")
        rest.append("\(Self.quoted(node)) -> \(Self.quoted(name)) [style=dotted, arrowhead=none];")
    }

    // MARK: Text

    private static func edge(_ from: String, _ to: String, _ label: String, isDashed: Bool = false) -> String {
        "\(quoted(from)) -> \(quoted(to)) [label=\(Self.label([label]))\(isDashed ? ", style=dashed" : "")];"
    }

    /// Lines of text as a label: a backslash begins an escape there.
    private static func label(_ lines: [String]) -> String {
        "\"" + lines.map { escaped($0.replacing("\\", with: "\\\\")) }.joined(separator: "\\n") + "\""
    }

    private static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    private static func escaped(_ text: String) -> String { text.replacing("\"", with: "\\\"") }
}
