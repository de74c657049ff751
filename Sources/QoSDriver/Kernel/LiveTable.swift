import NetlinkModel
import QoSCompiler

/// Our table as the kernel holds it, in the terms of a plan.
struct LiveTable: Sendable {
    let frame: TableFrame
    /// The active generation and everything that belongs to none, under plain names: comparable with a plan.
    let contents: NFTTableContents

    init(_ all: consuming NFTTableContents) {
        let frame = TableFrame(copy all)
        self.frame = frame
        contents = Self.plain(all, active: frame.active, bases: frame.bases)
    }

    /// A table that is known to hold what a plan says.
    init(_ frame: TableFrame, holding plan: NFTTableContents) {
        self.frame = frame
        var contents = plan
        contents.table = frame.raw.table
        contents.unknownObjects = frame.raw.unknownObjects
        self.contents = contents
    }

    /// Without what left-over generations hold, under plain names.
    private static func plain(
        _ raw: consuming NFTTableContents, active: Generation?, bases: Set<String>
    ) -> NFTTableContents {
        func isLeftover(_ name: String) -> Bool {
            Generation.split(name).map { $0.generation != active } ?? false
        }
        func plain(_ name: String) -> String {
            guard let split = Generation.split(name), split.generation == active else { return name }
            return split.name
        }
        var contents = raw
        contents.sets.removeAll { isLeftover($0.name) }
        contents.chains.removeAll { $0.kind == .regular && isLeftover($0.name) }
        contents.rules.removeAll { !bases.contains($0.chain) && isLeftover($0.chain) }
        contents = Generation.renaming(contents, chain: plain, set: plain)
        for index in contents.rules.indices {
            contents.rules[index].handle = nil
            if bases.contains(contents.rules[index].chain),
                contents.rules[index].comment?.hasPrefix("policy ") == true
            {
                contents.rules[index].comment = nil
            }
        }
        return contents
    }

    /// The contents in the order of a plan, with counters at zero: equal to the plan's when nothing differs.
    func contents(inOrderOf plan: NFTTableContents) -> NFTTableContents {
        func sorted<Element>(_ elements: [Element], by name: KeyPath<Element, String>, like order: [String])
            -> [Element]
        {
            let ranks = Dictionary(
                order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
            return elements.sorted { left, right in
                let (a, b) = (left[keyPath: name], right[keyPath: name])
                return (ranks[a] ?? Int.max, a) < (ranks[b] ?? Int.max, b)
            }
        }
        var ordered = contents
        ordered.counters = sorted(contents.counters, by: \.name, like: plan.counters.map(\.name)).map {
            NFTCounter(name: $0.name)
        }
        ordered.sets = sorted(contents.sets, by: \.name, like: plan.sets.map(\.name))
        ordered.chains = sorted(contents.chains, by: \.name, like: plan.chains.map(\.name))
        let byChain = Dictionary(grouping: contents.rules, by: \.chain)
        var chains: [String] = []
        for name in plan.rules.map(\.chain) + ordered.chains.map(\.name) where chains.last != name {
            chains.append(name)
        }
        var seen: Set<String> = []
        ordered.rules = chains.filter { seen.insert($0).inserted }.flatMap { byChain[$0] ?? [] }
        return ordered
    }
}
