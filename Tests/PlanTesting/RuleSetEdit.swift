import SeededRandom

/// A small change of a rule set, of the kinds that people make.
public enum RuleSetEdit: String, CaseIterable, Sendable {
    case changeClass, changeValue, insert, delete, swap

    /// The rule set with one edit at a random place.
    public func edit(_ set: RuleSet, _ family: RuleSetFamily, _ random: inout SeededGenerator) -> RuleSet {
        var set = set
        let place = random.int(0...(set.rules.count - 2))
        switch self {
        case .changeClass:
            let others = RuleSet.classes.map(\.name).filter { $0 != set.rules[place].className }
            set.rules[place].className = random.pick(others)
        case .changeValue:
            let other = family.another(&random, like: set)
            // A port where the rule has one, else a prefix.
            if set.rules[place].dport != nil, other.dport != nil {
                set.rules[place].dport = other.dport
            } else if set.rules[place].daddr != nil {
                set.rules[place].daddr = SetRule.Prefix(
                    UInt32(random.int(0x0100_0000...0xdeff_ffff)), random.pick([24, 28, 32]))
            } else {
                set.rules[place].dport = 7000...7000
                set.rules[place].proto = set.rules[place].proto ?? 6
            }
        case .insert: set.rules.insert(family.another(&random, like: set), at: place)
        case .delete: set.rules.remove(at: place)
        case .swap: set.rules.swapAt(place, place + 1)
        }
        return set
    }
}
