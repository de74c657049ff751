import NetlinkModel

/// The part of a plan that is shown: from each path's chain of rules on, what leads where, each chain once.
///
/// Large graphs are shown in part: of each chain the first lines, fewer the further down, so that the whole stays short.
struct PlanOutline {
    /// A chain, or the part of a path's chain that belongs to one segment.
    struct Block {
        var lines: [PlanReader.Line] = []
        /// Lines that are left out.
        var hidden = 0
        /// What every packet gets that no line takes; nil where it goes back.
        var last: PlanReader.Line?
    }

    struct Segment {
        var isGraph: Bool
        var rules: Int
        var guards: Int
        /// Names of the first and the last rule by their place in the policy.
        var first: String
        var last: String
        /// The chain that all of it is in; nil where it begins in the path's chain.
        var chain: String?
        var block: Block
    }

    struct Path {
        var path: PacketPath
        /// The path's chain of rules.
        var chain: String
        /// What stands before the segments: where fragments go.
        var head: Block
        var segments: [Segment]
        var hiddenSegments = 0
        var tail: PlanReader.Line

        /// Of segments.
        var count: Int { segments.count + hiddenSegments }
    }

    private let reader: PlanReader
    private let isFull: Bool
    /// Of one line.
    private let valueLimit: Int

    /// Up to so many kernel rules and elements of maps together are always shown.
    private static let smallPlan = 100

    /// `values` are shown of each line, unless nil and everything is.
    init(_ reader: PlanReader, isFull: Bool, values: Int?) {
        let size = reader.plan.contents.rules.count + reader.plan.shape.graph.elements
        self.reader = reader
        self.isFull = isFull || size <= Self.smallPlan
        valueLimit = values ?? .max
    }

    /// How many lines of a chain are shown, by the number of chains on the way to it.
    private func limit(_ depth: Int) -> Int {
        guard !isFull else { return .max }
        let limits = [8, 6, 4, 3]
        return limits.indices.contains(depth) ? limits[depth] : 2
    }

    /// A chain that is reached through so many others.
    func block(_ chain: String, depth: Int) -> Block { block(reader.rules(in: chain)[...], depth: depth) }

    private func block(_ rules: ArraySlice<Int>, depth: Int) -> Block {
        let limit = limit(depth)
        var block = Block()
        for index in rules where block.last == nil {
            for line in reader.lines(index, limit: valueLimit) {
                if line.condition.isEmpty, !line.isCall {
                    block.last = line
                } else if block.hidden == 0, let both = block.lines.last?.joined(with: line) {
                    block.lines[block.lines.count - 1] = both
                } else if block.lines.count < limit {
                    block.lines.append(line)
                } else {
                    block.hidden += 1
                }
            }
        }
        return block
    }

    func paths() -> [Path] {
        reader.policy.scope.paths.map { path in
            let chain = Plan.rulesChainName(path)
            var rules = reader.rules(in: chain)[...]
            var tail = PlanReader.Line(
                condition: "", target: .default(action: reader.policy.defaultAction.text))
            if let last = rules.last, let line = reader.lines(last, limit: 1).first, line.condition.isEmpty,
                case .default = line.target
            {
                tail = line
                rules.removeLast()
            }
            let all = reader.plan.shape.segments.filter { $0.path == path }
            guard let first = all.first else {
                return Path(path: path, chain: chain, head: block(rules, depth: 0), segments: [], tail: tail)
            }
            let shown = all.prefix(limit(0))
            let segments = shown.enumerated().map { number, segment in
                let end = all.indices.contains(number + 1) ? all[number + 1].start : rules.count
                return self.segment(segment, rules[segment.start..<end])
            }
            return Path(
                path: path, chain: chain, head: block(rules[..<first.start], depth: 0), segments: segments,
                hiddenSegments: all.count - shown.count, tail: tail)
        }
    }

    private func segment(_ segment: PlanShape.Segment, _ rules: ArraySlice<Int>) -> Segment {
        let whole = segment.lines.filter { $0.guarded == nil }.map(\.rule)
        let named = whole.isEmpty ? segment.lines.compactMap(\.guarded) : whole
        func name(_ rule: Int?) -> String { rule.map { reader.policy.rules[$0].name } ?? "" }
        var chain: String?
        var block = block(rules, depth: 1)
        if block.lines.count == 1, let only = block.lines.first, only.isCall, case .chain(let called) = only.target {
            chain = called
            block = self.block(called, depth: 1)
        }
        return Segment(
            isGraph: segment.isGraph, rules: Set(whole).count, guards: segment.lines.count - whole.count,
            first: name(named.min()), last: name(named.max()), chain: chain, block: block)
    }
}

extension PlanReader.Line {
    /// The line that stands for two that are next to each other, one for each family; nil where they differ in more.
    fileprivate func joined(with next: PlanReader.Line) -> PlanReader.Line? {
        guard target == next.target, isCall == next.isCall else { return nil }
        if condition == next.condition { return self }
        let words = IPFamily.allCases.map { "\(MatchField.family.rawValue) \($0.rawValue) " }
        guard let mine = words.first(where: condition.hasPrefix),
            let theirs = words.first(where: next.condition.hasPrefix),
            mine != theirs, condition.dropFirst(mine.count) == next.condition.dropFirst(theirs.count)
        else { return nil }
        var both = self
        both.condition = String(condition.dropFirst(mine.count))
        return both
    }
}

extension PlanReader.Target {
    /// As text says it.
    var words: String {
        switch self {
        case .chain(let name): name
        case .outcome(let rule?, let action): "rule \(rule): \(action)"
        case .outcome(nil, let action): action
        case .default(let action): "default: \(action)"
        case .back: "back"
        }
    }
}
