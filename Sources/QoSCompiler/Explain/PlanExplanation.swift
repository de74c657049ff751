import NetlinkModel

/// A plan as indented text that people can follow, in words of the policy.
///
/// The lines of a chain are tried from the top; the first that holds is taken. Under a line that leads to a chain stand
/// that chain's lines, the first time that it is named.
public struct PlanExplanation {
    private let outline: PlanOutline
    private var shown: Set<String> = []
    /// Chains that get a place of their own.
    private var later: Set<String> = []
    private let line: (String) -> Void

    /// Line by line. Without `full`, of a large graph only the beginning of each chain.
    public static func write(_ plan: Plan, of policy: Policy, full: Bool = false, to line: (String) -> Void) {
        withoutActuallyEscaping(line) { line in
            var writer = PlanExplanation(
                outline: PlanOutline(PlanReader(plan, of: policy), isFull: full, values: full ? nil : 8), line: line)
            for path in writer.outline.paths() { writer.write(path) }
        }
    }

    private init(outline: PlanOutline, line: @escaping (String) -> Void) {
        self.outline = outline
        self.line = line
    }

    private mutating func write(_ path: PlanOutline.Path) {
        line("\(path.path.rawValue): \(path.chain)")
        // Few packets go there: it stands behind the rest.
        let fragments = Plan.fragmentsChainName(path.path)
        later.insert(fragments)
        write(path.head, indent: "  ", depth: 0, end: nil)
        for (number, segment) in path.segments.enumerated() {
            let parts = [
                path.count == 1 ? nil : "segment \(number + 1) of \(path.count)", segment.isGraph ? "graph" : "list",
                Self.number(segment.rules, "rule"),
                segment.guards > 0 ? Self.number(segment.guards, "guard") : nil,
                segment.first == segment.last ? segment.first : "\(segment.first) to \(segment.last)",
            ]
            let isKnown = segment.chain.map { !shown.insert($0).inserted } ?? false
            line(
                "  " + parts.compactMap(\.self).joined(separator: ", ") + ":"
                    + (segment.chain.map { " " + $0 } ?? "") + (isKnown ? " (above)" : ""))
            guard !isKnown else { continue }
            let end = segment.chain == nil ? nil : PlanReader.Target.back.words
            write(segment.block, indent: "    ", depth: 1, end: end)
        }
        if path.hiddenSegments > 0 { line("  and \(Self.number(path.hiddenSegments, "more segment"))") }
        line("  otherwise -> \(path.tail.target.words)")
        guard later.remove(fragments) != nil, shown.contains(fragments) else { return }
        line("\(path.path.rawValue), fragments after the first: \(fragments)")
        write(outline.block(fragments, depth: 0), indent: "  ", depth: 0, end: path.tail.target.words)
    }

    /// `end`: where packets go that no line takes, if that is to be said.
    private mutating func write(_ block: PlanOutline.Block, indent: String, depth: Int, end: String?) {
        for each in block.lines {
            lead(each.isCall ? "through" : "\(each.condition) ->", to: each.target, indent: indent, depth: depth)
        }
        if block.hidden > 0 { line("\(indent)and \(block.hidden) more") }
        if let last = block.last {
            lead("otherwise ->", to: last.target, indent: indent, depth: depth)
        } else if let end {
            line("\(indent)otherwise -> \(end)")
        }
    }

    /// A line, and below it the chain that it leads to, unless that stands elsewhere.
    private mutating func lead(_ text: String, to target: PlanReader.Target, indent: String, depth: Int) {
        var place = ""
        var isNew = false
        if case .chain(let name) = target {
            isNew = shown.insert(name).inserted && !later.contains(name)
            if !isNew { place = later.contains(name) ? " (below)" : " (above)" }
        }
        line("\(indent)\(text) \(target.words)\(place)")
        if isNew, case .chain(let name) = target {
            write(
                outline.block(name, depth: depth + 1), indent: indent + "  ", depth: depth + 1,
                end: PlanReader.Target.back.words)
        }
    }

    private static func number(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
