import NetlinkModel

/// Digests of what a plan generates: of everything, and of each chain and set, so that the next plan can be compared when
/// this one is not at hand any more.
public struct PlanDigest: Hashable, Sendable {
    /// Of everything: equal for equal plans on every host; 32 hexadecimal digits.
    public var fingerprint: String
    /// Of each regular chain with its rules, by its name.
    public var chains: [String: UInt128]
    /// Of each named set or map with its elements, by its name.
    public var sets: [String: UInt128]

    public init(fingerprint: String, chains: [String: UInt128], sets: [String: UInt128]) {
        self.fingerprint = fingerprint
        self.chains = chains
        self.sets = sets
    }

    /// Of a plan's contents: the rules of one chain stand together.
    init(_ contents: NFTTableContents) {
        var whole = ContentsDigest()
        whole.add(contents)
        var chains: [String: UInt128] = [:]
        chains.reserveCapacity(contents.chains.count)
        for chain in contents.chains where chain.kind == .regular {
            var digest = ContentsDigest()
            digest.add(chain)
            chains[chain.name] = digest.value
        }
        var start = 0
        while start < contents.rules.count {
            let chain = contents.rules[start].chain
            var digest = ContentsDigest()
            while start < contents.rules.count, contents.rules[start].chain == chain {
                digest.add(contents.rules[start])
                start += 1
            }
            if let empty = chains[chain] { chains[chain] = empty ^ digest.value }
        }
        var sets: [String: UInt128] = [:]
        sets.reserveCapacity(contents.sets.count)
        for set in contents.sets {
            var digest = ContentsDigest()
            digest.add(set)
            sets[set.name] = digest.value
        }
        self.init(fingerprint: whole.text, chains: chains, sets: sets)
    }
}
