import NetlinkModel
import QoSCompiler

/// Our table as the kernel holds it, in the terms of a plan.
struct LiveTable: Sendable {
    let frame: TableFrame
    /// What is live and what belongs to no apply, under plain names: comparable with a plan.
    let contents: NFTTableContents
    /// Chains and sets of applies that no packet can get to, by plain name: what an interrupted command has not deleted
    /// any more, unless a plan has them.
    let abandoned: Abandoned

    struct Abandoned: Sendable {
        var chains: Set<String> = []
        var sets: Set<String> = []

        var isEmpty: Bool { chains.isEmpty && sets.isEmpty }
    }

    init(_ all: consuming NFTTableContents) {
        let frame = TableFrame(copy all)
        self.frame = frame
        contents = Self.plain(all, frame)
        abandoned = Self.abandoned(contents, frame)
    }

    /// A table that is known to hold what a plan says.
    init(_ frame: TableFrame, holding plan: NFTTableContents) {
        self.frame = frame
        var contents = plan
        contents.table = frame.raw.table
        contents.unknownObjects = frame.raw.unknownObjects
        self.contents = contents
        abandoned = Abandoned()
    }

    /// Without what interrupted commands have left, under plain names.
    private static func plain(_ raw: consuming NFTTableContents, _ frame: TableFrame) -> NFTTableContents {
        let names = frame.names
        let bases = frame.bases
        var contents = raw
        contents.sets.removeAll { names.leftoverSets.contains($0.name) }
        contents.chains.removeAll { names.leftoverChains.contains($0.name) }
        contents.rules.removeAll { names.leftoverChains.contains($0.chain) }
        contents = contents.renamed(chain: names.plainChain, set: names.plainSet)
        for index in contents.rules.indices {
            contents.rules[index].handle = nil
            if bases.contains(contents.rules[index].chain), TableFrame.isJumpComment(contents.rules[index].comment) {
                contents.rules[index].comment = nil
            }
        }
        return contents
    }

    private static func abandoned(_ contents: NFTTableContents, _ frame: TableFrame) -> Abandoned {
        let reach = TableReach(contents)
        return Abandoned(
            chains: Set(frame.names.chains.keys.filter { !reach.chains.contains($0) }),
            sets: Set(frame.names.sets.keys.filter { !reach.sets.contains($0) }))
    }

    /// What of the abandoned a plan does not have.
    func abandoned(beside plan: NFTTableContents) -> Abandoned {
        guard !abandoned.isEmpty else { return abandoned }
        return Abandoned(
            chains: abandoned.chains.subtracting(plan.chains.map(\.name)),
            sets: abandoned.sets.subtracting(plan.sets.map(\.name)))
    }

    /// The applies that leftovers are of, lowest first.
    func leftovers(beside plan: NFTTableContents?) -> [Generation] {
        let names = frame.names
        var generations = Set(
            (names.leftoverChains.union(names.leftoverSets)).compactMap { Generation.split($0)?.generation })
        if let plan {
            let abandoned = abandoned(beside: plan)
            generations.formUnion(abandoned.chains.compactMap { names.chains[$0] })
            generations.formUnion(abandoned.sets.compactMap { names.sets[$0] })
        }
        return generations.sorted()
    }

    /// The contents in the order of a plan, with counters at zero and without what is abandoned: equal to the plan's when
    /// nothing differs.
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
        let abandoned = abandoned(beside: plan)
        if !abandoned.isEmpty {
            ordered.sets.removeAll { abandoned.sets.contains($0.name) }
            ordered.chains.removeAll { abandoned.chains.contains($0.name) }
            ordered.rules.removeAll { abandoned.chains.contains($0.chain) }
        }
        ordered.counters = sorted(contents.counters, by: \.name, like: plan.counters.map(\.name)).map {
            NFTCounter(name: $0.name)
        }
        ordered.sets = sorted(ordered.sets, by: \.name, like: plan.sets.map(\.name))
        ordered.chains = sorted(ordered.chains, by: \.name, like: plan.chains.map(\.name))
        let byChain = Dictionary(grouping: ordered.rules, by: \.chain)
        var chains: [String] = []
        for name in plan.rules.map(\.chain) + ordered.chains.map(\.name) where chains.last != name {
            chains.append(name)
        }
        var seen: Set<String> = []
        ordered.rules = chains.filter { seen.insert($0).inserted }.flatMap { byChain[$0] ?? [] }
        return ordered
    }
}
