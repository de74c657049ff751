import NetlinkModel

/// What a graph decides for a packet: the chain that marks it, and the counter that counts it.
struct GraphOutcome: Hashable {
    /// Nil for a packet that stays as it is.
    var marking: String?
    /// Nil where nothing is counted, or where the marking chain counts.
    var counter: String?

    /// How a rule ends that leads here.
    var expressions: [NFTExpression] {
        (counter.map { [.countOn($0)] } ?? []) + [.verdict(verdict)]
    }

    /// Without counting.
    var verdict: NFTVerdict { marking.map { .goto($0) } ?? .accept }

    /// Where a map leads for it: a map's element cannot count, so that needs a chain of its own.
    var mapTarget: (verdict: NFTVerdict, chain: String?) {
        guard let counter else { return (verdict, nil) }
        return (.goto(counter), counter)
    }
}
