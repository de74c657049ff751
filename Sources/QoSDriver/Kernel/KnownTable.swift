import NetlinkModel
import QoSCompiler

/// What the kernel's table is known to hold, under plain names.
enum KnownTable {
    /// Digests of its chains and sets.
    case digests(PlanDigest)
    /// All of it.
    case contents(LiveTable)

    /// The live chains and sets that a plan does not have, or not with that content; by plain name.
    func differing(from graph: TableGraph, _ digest: PlanDigest, _ names: LiveNames) -> OldParts.Names? {
        var differing = OldParts.Names()
        switch self {
        case .digests(let old):
            for name in names.chains.keys where old.chains[name] == nil || old.chains[name] != digest.chains[name] {
                differing.chains.insert(name)
            }
            for name in names.sets.keys where old.sets[name] == nil || old.sets[name] != digest.sets[name] {
                differing.sets.insert(name)
            }
        case .contents(let live):
            guard let kernel = OldParts(rules: live.contents.rules, sets: live.contents.sets) else { return nil }
            for name in names.chains.keys {
                let number = graph.chainNumbers[name]
                if number.map({ kernel.rules(of: name) != graph.rules(of: $0) }) ?? true {
                    differing.chains.insert(name)
                }
            }
            for name in names.sets.keys {
                let number = graph.setNumbers[name]
                if number.map({ kernel.set(name) != graph.contents.sets[$0] }) ?? true { differing.sets.insert(name) }
            }
        }
        return differing
    }
}

/// Rules and sets as they are in the kernel, by chain and by name, under plain names.
struct OldParts {
    struct Names {
        var chains: Set<String> = []
        var sets: Set<String> = []

        var count: Int { chains.count + sets.count }
    }

    private let rules: [NFTRule]
    private let sets: [NFTSet]
    /// Where a chain's rules stand.
    private let runs: [String: Range<Int>]
    private let places: [String: Int]

    /// Nil where a chain's rules do not stand together, or names are not unique: such a table is not of our making.
    init?(rules: [NFTRule], sets: [NFTSet]) {
        var runs: [String: Range<Int>] = [:]
        var start = 0
        while start < rules.count {
            let chain = rules[start].chain
            var end = start + 1
            while end < rules.count, rules[end].chain == chain { end += 1 }
            guard runs.updateValue(start..<end, forKey: chain) == nil else { return nil }
            start = end
        }
        var places: [String: Int] = [:]
        for (place, set) in sets.enumerated() {
            guard places.updateValue(place, forKey: set.name) == nil else { return nil }
        }
        self.rules = rules
        self.sets = sets
        self.runs = runs
        self.places = places
    }

    /// None for a chain without rules, and for no chain.
    func rules(of chain: String) -> ArraySlice<NFTRule> { rules[runs[chain] ?? 0..<0] }

    func set(_ name: String) -> NFTSet? { places[name].map { sets[$0] } }
}
