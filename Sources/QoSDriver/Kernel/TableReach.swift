import NetlinkModel

/// What packets can get to in a table, from its base chains.
struct TableReach {
    private(set) var chains: Set<String> = []
    private(set) var sets: Set<String> = []

    init(_ contents: NFTTableContents) {
        let rules = Dictionary(grouping: contents.rules.indices, by: { contents.rules[$0].chain })
        let maps = Dictionary(
            contents.sets.indices.map { (contents.sets[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        var pending = contents.chains.filter { $0.kind != .regular }.map(\.name)
        chains = Set(pending)
        func enter(_ verdict: NFTVerdict) {
            if let target = verdict.target, chains.insert(target).inserted { pending.append(target) }
        }
        while let chain = pending.popLast() {
            for index in rules[chain] ?? [] {
                for expression in contents.rules[index].expressions {
                    switch expression {
                    case .verdict(let verdict): enter(verdict)
                    case .lookup(.named(let name), _, _): sets.insert(name)
                    case .lookupVerdict(let name, _):
                        guard sets.insert(name).inserted, let map = maps[name] else { continue }
                        for verdict in contents.sets[map].verdicts ?? [] { enter(verdict) }
                    default: break
                    }
                }
            }
        }
    }
}
