import NetlinkModel

/// A table as it is and as it is to be. Chains have numbers: what is in the plan, as in its graph; beyond those, chains as
/// they are in the kernel now and will not be any more.
struct TableVersions {
    enum Version { case old, new }

    let graph: TableGraph
    private let names: LiveNames
    /// What in the kernel is not as in the plan.
    private let parts: OldParts
    private let differing: OldParts.Names

    init(_ graph: TableGraph, _ names: LiveNames, _ parts: OldParts, differing: OldParts.Names) {
        self.graph = graph
        self.names = names
        self.parts = parts
        self.differing = differing
    }

    func oldRules(of chain: String) -> ArraySlice<NFTRule> {
        guard !differing.chains.contains(chain), let number = graph.chainNumbers[chain] else {
            return parts.rules(of: chain)
        }
        return graph.rules(of: number)
    }

    /// Nil for no map of ours.
    func verdicts(of map: String, _ version: Version) -> [NFTVerdict]? {
        if version == .old, names.sets[map] == nil || differing.sets.contains(map) { return parts.set(map)?.verdicts }
        return graph.setNumbers[map].flatMap { graph.contents.sets[$0].verdicts }
    }
}
