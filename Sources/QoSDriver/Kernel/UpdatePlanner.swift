import NetlinkModel
import QoSCompiler

/// Decides what an apply can leave as it is.
///
/// A set or map stays if it holds the same and leads to the same chains by their kernel names; a chain stays if it is
/// there, and if its rules change, they change in place, so that nothing that leads to it has to change. Chains that
/// cannot change so are made anew, and what leads to them with them: those with anonymous sets, whose elements appear
/// and vanish apart from the rules; and those that a packet could pass together with another one (PassCounter).
struct UpdatePlanner {
    /// Beyond which everything is made anew.
    struct Limits: Sendable {
        /// The flip holds the commit lock, and has to be one batch: about a MiB.
        var flippedRules = 2000
        /// More than so many objects are not read from the kernel one by one.
        var readObjects = 4000
        /// Of what a whole replacement sends, in percent.
        var share = 50
    }

    /// Chains nest 16 deep.
    private static let rounds = 40

    private let limits: Limits
    private let graph: TableGraph
    private let frame: TableFrame
    private let versions: TableVersions
    private let differing: OldParts.Names
    /// By chain: the chains whose rules lead to it, and the maps that do. By set: the chains that look it up.
    private let chainsTo: [[Int32]]
    private let mapsTo: [[Int32]]
    private let chainsWith: [[Int32]]

    /// By number: what stays, and which chains of those change in place.
    private var keptChains: [Bool]
    private var keptSets: [Bool]
    private var rewritten: [Bool]

    /// `read` gives rules and sets of the kernel by the kernel's names. Nil where no update is possible or worth it.
    static func update(
        to plan: NFTTableContents, _ digest: PlanDigest, over frame: TableFrame, _ known: KnownTable,
        _ limits: Limits = Limits(),
        read: (_ chains: [String], _ sets: Set<String>) -> (rules: [NFTRule], sets: [NFTSet])?
    ) -> TableUpdate? {
        guard frame.active != nil, hasSameBases(plan, frame), let graph = TableGraph(plan),
            let differing = known.differing(from: graph, digest, frame.names), differing.count <= limits.readObjects,
            let parts = parts(differing, frame, known, read)
        else { return nil }
        var planner = UpdatePlanner(graph, frame, differing, parts, limits)
        return planner.run()
    }

    private init(
        _ graph: TableGraph, _ frame: TableFrame, _ differing: OldParts.Names, _ parts: OldParts, _ limits: Limits
    ) {
        self.limits = limits
        self.graph = graph
        self.frame = frame
        self.differing = differing
        versions = TableVersions(graph, frame.names, parts, differing: differing)
        let chains = graph.contents.chains
        chainsTo = TableGraph.reversed(graph.targets, count: chains.count)
        mapsTo = TableGraph.reversed(graph.mapTargets, count: chains.count)
        chainsWith = TableGraph.reversed(graph.lookups, count: graph.contents.sets.count)
        // Base chains persist, but get new rules with every apply.
        keptChains = chains.map { $0.kind == .regular }
        keptSets = graph.contents.sets.map { _ in true }
        rewritten = chains.map { _ in false }
    }

    /// Base chains are never made anew beside old ones.
    private static func hasSameBases(_ plan: NFTTableContents, _ frame: TableFrame) -> Bool {
        Set(plan.chains.filter { $0.kind != .regular }) == Set(frame.raw.chains.filter { $0.kind != .regular })
    }

    /// What differs, as it is in the kernel.
    private static func parts(
        _ differing: OldParts.Names, _ frame: TableFrame, _ known: KnownTable,
        _ read: (_ chains: [String], _ sets: Set<String>) -> (rules: [NFTRule], sets: [NFTSet])?
    ) -> OldParts? {
        if case .contents(let live) = known {
            return OldParts(rules: live.contents.rules, sets: live.contents.sets)
        }
        // A set is not looked into: it may have a million elements.
        let maps = Set(frame.raw.sets.lazy.filter(\.isMap).map(\.name))
        let sets = Set(differing.sets.compactMap(frame.kernelName(ofSet:))).intersection(maps)
        guard let found = read(differing.chains.sorted().compactMap(frame.kernelName(ofChain:)), sets) else {
            return nil
        }
        return OldParts(
            rules: found.rules.map { $0.renamed(chain: frame.names.plainChain, set: frame.names.plainSet) },
            sets: found.sets.map { $0.renamed(chain: frame.names.plainChain, set: frame.names.plainSet) })
    }

    private mutating func run() -> TableUpdate? {
        for (number, set) in graph.contents.sets.enumerated()
        where frame.names.sets[set.name] == nil || differing.sets.contains(set.name) {
            makeSet(number)
        }
        for (number, chain) in graph.contents.chains.enumerated() where chain.kind == .regular {
            if frame.names.chains[chain.name] == nil {
                makeChain(number)
            } else if differing.chains.contains(chain.name) {
                rewrite(number)
            }
        }
        guard isWorthIt(), keepApart(), isWorthIt() else { return nil }
        return update()
    }

    // MARK: What follows from a change

    private mutating func makeSet(_ set: Int) {
        guard keptSets[set] else { return }
        keptSets[set] = false
        for chain in chainsWith[set] { rewrite(Int(chain)) }
    }

    private mutating func makeChain(_ chain: Int) {
        guard keptChains[chain] else { return }
        keptChains[chain] = false
        rewritten[chain] = false
        for map in mapsTo[chain] { makeSet(Int(map)) }
        for chain in chainsTo[chain] { rewrite(Int(chain)) }
    }

    private mutating func rewrite(_ chain: Int) {
        guard keptChains[chain], !rewritten[chain] else { return }
        if canBeRewritten(chain) { rewritten[chain] = true } else { makeChain(chain) }
    }

    private func canBeRewritten(_ chain: Int) -> Bool {
        let name = graph.contents.chains[chain].name
        return frame.names.chains[name] != nil && graph.rules(of: chain).allSatisfy(\.canComeAndGo)
            && versions.oldRules(of: name).allSatisfy(\.canComeAndGo)
    }

    // MARK: One change for each packet

    /// Makes chains anew until no packet can pass two that change in place. False when that leads nowhere.
    private mutating func keepApart() -> Bool {
        for _ in 0..<Self.rounds {
            var counter = PassCounter(versions, kept: keptChains, rewritten: rewritten, affected: affected())
            for base in frame.bases.sorted() {
                let old = frame.raw.rules(in: base)
                let new = graph.chainNumbers[base].map(graph.rules(of:)) ?? []
                let isChanging = old.map(\.expressions) != new.map { kernelRule($0).expressions }
                counter.count(
                    old: old.map { $0.renamed(chain: frame.names.plainChain, set: frame.names.plainSet) }, new: new,
                    isChanging: isChanging)
            }
            guard counter.hasConflict else { return true }
            guard !counter.inConflict.isEmpty else { return false }
            for chain in counter.inConflict.sorted() { makeChain(chain) }
        }
        return false
    }

    /// The chains of the plan from which one that changes in place can be reached, themselves among them.
    private func affected() -> [Bool] {
        var affected = rewritten
        var pending = rewritten.indices.filter { rewritten[$0] }
        var seen = [Bool](repeating: false, count: keptSets.count)
        func add(_ chain: Int32) {
            guard !affected[Int(chain)] else { return }
            affected[Int(chain)] = true
            pending.append(Int(chain))
        }
        while let chain = pending.popLast() {
            for user in chainsTo[chain] { add(user) }
            for map in mapsTo[chain] where !seen[Int(map)] {
                seen[Int(map)] = true
                for user in chainsWith[Int(map)] { add(user) }
            }
        }
        return affected
    }

    /// A rule as it will stand in the kernel.
    private func kernelRule(_ rule: NFTRule) -> NFTRule {
        func maker(_ number: Int?, _ kept: [Bool], _ live: Generation?) -> Generation {
            guard let number, kept[number], let live else { return frame.next }
            return live
        }
        return rule.renamed(
            chain: { maker(graph.chainNumbers[$0], keptChains, frame.names.chains[$0]).stamp($0) },
            set: { maker(graph.setNumbers[$0], keptSets, frame.names.sets[$0]).stamp($0) })
    }

    // MARK: The update

    /// Whether it is small enough for its flip, and sends much less than a whole replacement.
    private func isWorthIt() -> Bool {
        var whole = 0
        var needed = 0
        var flipped = 0
        for chain in graph.contents.chains.indices {
            let weight = graph.rules(of: chain).reduce(100) { $0 + 100 + 50 * $1.expressions.count }
            whole += weight
            if rewritten[chain] { flipped += graph.runs[chain].count }
            if rewritten[chain] || !keptChains[chain] { needed += weight }
        }
        for (number, set) in graph.contents.sets.enumerated() {
            let weight = 200 + set.elements.count * (set.isInterval ? 100 : 50)
            whole += weight
            if !keptSets[number] { needed += weight }
        }
        return flipped <= limits.flippedRules && needed * 100 < whole * limits.share
    }

    private func update() -> TableUpdate {
        let names = frame.names
        var update = TableUpdate()
        for (number, chain) in graph.contents.chains.enumerated() where keptChains[number] {
            update.chains[chain.name] = names.chains[chain.name]
            guard rewritten[number] else { continue }
            update.rewritten.append(chain.name)
            update.oldRules += versions.oldRules(of: chain.name).map { rule in
                rule.renamed(
                    chain: { names.chains[$0]?.stamp($0) ?? $0 }, set: { names.sets[$0]?.stamp($0) ?? $0 })
            }
        }
        for (number, set) in graph.contents.sets.enumerated() where keptSets[number] {
            update.sets[set.name] = names.sets[set.name]
        }
        return update
    }
}

extension NFTRule {
    /// Whether the rule can be added and deleted together with others without a packet noticing: not with a set of its own,
    /// whose elements the kernel shows and hides at another moment; and not if it cannot be put back.
    fileprivate var canComeAndGo: Bool {
        expressions.allSatisfy { expression in
            switch expression {
            case .lookup(.anonymous, _, _), .unknown: false
            default: true
            }
        }
    }
}
