import NetlinkModel

/// What of the kernel's table an apply leaves as it is, and what it changes in place. The rest of the plan is made anew,
/// beside what it replaces.
///
/// Rules of a chain may change in place: a packet goes through the rules of the rule set generation that it came in, and
/// all of them change in one commit. Sets and maps may not: the kernel looks up what they hold now.
struct TableUpdate: Sendable {
    /// Everything is made anew.
    static let whole = TableUpdate()

    /// Chains and sets that stay, by plain name, with the apply that made each.
    var chains: [String: Generation] = [:]
    var sets: [String: Generation] = [:]
    /// Chains that stay but for their rules, in the order of the plan.
    var rewritten: [String] = []
    /// The rules of those as they are in the kernel, under its names.
    var oldRules: [NFTRule] = []

    var isUpdate: Bool { !chains.isEmpty || !sets.isEmpty }

    /// The kernel's names of what stays.
    var keptChains: Set<String> { Set(chains.map { $0.value.stamp($0.key) }) }
    var keptSets: Set<String> { Set(sets.map { $0.value.stamp($0.key) }) }
}
