/// Chains and named sets that go to the kernel behind another prefix than all the others: they are there already, and
/// were made under it. A chain and a set of one name are two things.
public struct NFTPrefixExceptions: Hashable, Sendable {
    /// The prefix of each, by its name.
    public var chains: [String: String]
    public var sets: [String: String]

    public init(chains: [String: String] = [:], sets: [String: String] = [:]) {
        self.chains = chains
        self.sets = sets
    }

    /// Bytes of the longest.
    var longest: Int {
        max(chains.values.lazy.map(\.utf8.count).max() ?? 0, sets.values.lazy.map(\.utf8.count).max() ?? 0)
    }
}

/// What goes before names of chains and named sets while they are encoded.
struct NFTNamePrefix {
    static let none = NFTNamePrefix("", except: NFTPrefixExceptions())

    private let general: [UInt8]
    private let chains: [String: [UInt8]]
    private let sets: [String: [UInt8]]
    /// Most batches have none, and a million names.
    private let hasExceptions: Bool

    init(_ general: String, except exceptions: NFTPrefixExceptions) {
        self.general = Array(general.utf8)
        chains = exceptions.chains.mapValues { Array($0.utf8) }
        sets = exceptions.sets.mapValues { Array($0.utf8) }
        hasExceptions = !chains.isEmpty || !sets.isEmpty
    }

    func ofChain(_ name: String) -> [UInt8] { hasExceptions ? chains[name] ?? general : general }

    func ofSet(_ name: String) -> [UInt8] { hasExceptions ? sets[name] ?? general : general }
}
