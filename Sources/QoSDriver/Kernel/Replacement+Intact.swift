import NetlinkModel
import QoSCompiler

extension Replacement {
    /// Whether what we prepared, and what we mean to keep and to change, are still as we left them.
    func isIntact(_ contents: NFTTableContents?) -> Bool {
        guard let theirs = contents, theirs.table.comment == Plan.tableTag else { return false }
        let frame = TableFrame(theirs)
        guard frame.active == live?.active, frame.fingerprint == live?.fingerprint else { return false }
        let mine = plan.contents.renamed(
            chain: { (update.chains[$0] ?? generation).stamp($0) }, set: { (update.sets[$0] ?? generation).stamp($0) })
        let regular = Set(mine.chains.filter { $0.kind == .regular }.map(\.name))
        var rules = Self.rules(mine.rules, of: regular)
        // These have not changed yet.
        let rewritten = Set(update.rewritten.compactMap { name in update.chains[name]?.stamp(name) })
        for chain in rewritten { rules[chain] = nil }
        rules.merge(Self.rules(update.oldRules, of: rewritten)) { $1 }
        return rules == Self.rules(theirs.rules, of: regular) && Set(mine.sets).isSubset(of: theirs.sets)
    }

    private static func rules(_ rules: [NFTRule], of chains: Set<String>) -> [String: [[NFTExpression]]] {
        Dictionary(grouping: rules.filter { chains.contains($0.chain) }, by: \.chain)
            .mapValues { $0.map(\.expressions) }
    }
}
