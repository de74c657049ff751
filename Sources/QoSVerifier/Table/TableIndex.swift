import NetlinkModel
import QoSCompiler

/// A table's chains and sets by name.
struct TableIndex {
    struct Chain {
        var name: String
        var rules: [NFTRule]
    }

    struct Base {
        var name: String
        var hook: NFTHook
        var type: NFTChainType
        var priority: Int32
        var policy: NFTChainPolicy
    }

    let chains: [Chain]
    let chainNumbers: [String: Int32]
    let sets: [String: NFTSet]
    /// In the order in which a hook runs them.
    let bases: [Base]

    init(_ contents: NFTTableContents) {
        let byChain = Dictionary(grouping: contents.rules, by: \.chain)
        var chains: [Chain] = []
        var numbers: [String: Int32] = [:]
        var bases: [Base] = []
        for chain in contents.chains where numbers[chain.name] == nil {
            numbers[chain.name] = Int32(truncatingIfNeeded: chains.count)
            chains.append(Chain(name: chain.name, rules: byChain[chain.name] ?? []))
            // A dormant table has its base chains off the hooks.
            if case .base(let base) = chain.kind, !contents.table.isDormant {
                bases.append(
                    Base(
                        name: chain.name, hook: base.hook, type: base.type, priority: base.priority,
                        policy: base.policy))
            }
        }
        self.chains = chains
        chainNumbers = numbers
        self.bases = bases.enumerated().sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
        sets = Dictionary(contents.sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What packets of a path go through, from the path's own hook on.
    func bases(of path: PacketPath) -> [Base] {
        let hooks: [NFTHook] = [path == .output ? .output : .forward, .postrouting]
        return hooks.flatMap { hook in bases.filter { $0.hook == hook } }
    }
}
