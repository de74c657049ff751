/// One change to a table. A batch of them commits as a whole or not at all.
public enum NFTCommand: Hashable, Sendable {
    /// Fails when the table exists.
    case addTable(NFTTable)
    case deleteTable(NFTTableID)
    /// Sets the flags of a table that exists (`NFTA_TABLE_FLAGS`); the kernel keeps its comment.
    case updateTable(NFTTable)
    /// Fails when the chain exists.
    case addChain(NFTChain, table: NFTTableID)
    /// Fails while anything refers to the chain, or it has rules.
    case deleteChain(String, table: NFTTableID)
    /// Removes all rules of a chain.
    case flushChain(String, table: NFTTableID)
    /// The set, with its elements (in as many messages as they need).
    case addSet(NFTSet, table: NFTTableID)
    case deleteSet(String, table: NFTTableID)
    case addCounter(NFTCounter, table: NFTTableID)
    case deleteCounter(String, table: NFTTableID)
    /// Appends the rule to its chain, with the anonymous sets that its expressions hold.
    case addRule(NFTRule, table: NFTTableID)
    /// Puts the rule in the place of the one with its handle.
    case replaceRule(NFTRule, handle: UInt64, table: NFTTableID)
    case deleteRule(chain: String, handle: UInt64, table: NFTTableID)
}
