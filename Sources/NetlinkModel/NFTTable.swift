/// Which table: family and name identify it in a network namespace.
public struct NFTTableID: Hashable, Sendable {
    public var family: NFTFamily
    public var name: String

    public init(family: NFTFamily, name: String) {
        self.family = family
        self.name = name
    }
}

/// A table as the kernel holds it, without its contents.
public struct NFTTable: Hashable, Sendable {
    public var id: NFTTableID
    /// The comment in the table's user data (`NFTNL_UDATA_TABLE_COMMENT`). The kernel takes it at creation only.
    public var comment: String?
    /// `NFT_TABLE_F_DORMANT`: the base chains of the table are unhooked.
    public var isDormant: Bool

    public init(id: NFTTableID, comment: String? = nil, isDormant: Bool = false) {
        self.id = id
        self.comment = comment
        self.isDormant = isDormant
    }
}

/// A table with everything in it: what the compiler makes, and what a read-back gives.
public struct NFTTableContents: Hashable, Sendable {
    public var table: NFTTable
    public var counters: [NFTCounter]
    /// Named sets. Anonymous sets stand inside the expression that looks them up.
    public var sets: [NFTSet]
    public var chains: [NFTChain]
    /// All rules; those of one chain in their order.
    public var rules: [NFTRule]
    /// Kinds of objects that this model has no value for, as text ("flowtable ft0"). Never ours.
    public var unknownObjects: [String]

    public init(
        table: NFTTable, counters: [NFTCounter] = [], sets: [NFTSet] = [], chains: [NFTChain] = [],
        rules: [NFTRule] = [], unknownObjects: [String] = []
    ) {
        self.table = table
        self.counters = counters
        self.sets = sets
        self.chains = chains
        self.rules = rules
        self.unknownObjects = unknownObjects
    }

    /// The rules of one chain, in order.
    public func rules(in chain: String) -> [NFTRule] {
        rules.filter { $0.chain == chain }
    }
}
