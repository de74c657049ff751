import NetlinkModel

/// The kernel sets that stand for the policy's named sets.
enum NamedSets {
    static func name(_ set: String, family: IPFamily) -> String { (family == .ip ? "v4_" : "v6_") + set }
    static func name(portSet set: String) -> String { "port_" + set }

    /// The kernel sets for the contents of one; `name` says what each is called, for ports with any family.
    static func sets(_ contents: PolicySet.Contents, name: (IPFamily) -> String) -> [NFTSet] {
        func elements(_ set: IntervalSet<UInt128>) -> [NFTSetElement] {
            set.intervals.map { NFTSetElement($0.lowerBound, $0.upperBound) }
        }
        switch contents {
        case .ports(let ports):
            return [
                NFTSet(
                    name: name(.ip), key: .internetService, isInterval: true, elements: elements(.init(widening: ports))
                )
            ]
        case .addresses(let addresses):
            return IPFamily.allCases.filter(addresses.names).map { family in
                NFTSet(
                    name: name(family), key: family == .ip ? .ipv4Address : .ipv6Address, isInterval: true,
                    elements: elements(addresses.intervals(family)))
            }
        }
    }

    /// Names of the sets that rules look up.
    static func names(in rules: [NFTRule]) -> Set<String> {
        var names: Set<String> = []
        for rule in rules {
            for case .lookup(.named(let name), _, _) in rule.expressions { names.insert(name) }
        }
        return names
    }

    /// The kernel sets that rules look up, in the order of the policy's `set` statements.
    static func used(by rules: [NFTRule], of policy: Policy) -> [NFTSet] {
        let used = names(in: rules)
        guard !used.isEmpty else { return [] }
        return policy.sets.flatMap { set -> [NFTSet] in
            let isPorts = if case .ports = set.contents { true } else { false }
            func name(_ family: IPFamily) -> String {
                isPorts ? Self.name(portSet: set.name) : Self.name(set.name, family: family)
            }
            guard IPFamily.allCases.contains(where: { used.contains(name($0)) }) else { return [] }
            return sets(set.contents, name: name).filter { used.contains($0.name) }
        }
    }
}
