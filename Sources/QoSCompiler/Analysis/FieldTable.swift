/// A value for each of a few fields, in the order in which they came: a rule has too few fields for hashing to pay.
struct FieldTable<Value: Sendable>: Sendable {
    private(set) var entries: [(field: MatchField, value: Value)] = []

    /// Nil where a field has none. A field is set once.
    subscript(field: MatchField) -> Value? {
        get { entries.first { $0.field == field }?.value }
        set {
            entries.removeAll { $0.field == field }
            if let newValue { entries.append((field, newValue)) }
        }
    }
}

/// The addresses that one condition takes: a set, which is shared with the policy, or what is left of its families.
struct AddressCondition: Sendable {
    var set: AddressSet
    var isNegated: Bool

    /// Negation keeps the family: of one that is not named, nothing is taken either way.
    func isEmpty(_ family: IPFamily) -> Bool {
        guard set.names(family) else { return true }
        return isNegated && set.isEverything(family)
    }

    func intervals(_ family: IPFamily) -> IntervalSet<UInt128> {
        guard isNegated else { return set.intervals(family) }
        return set.names(family) ? set.intervals(family).complement(upTo: family.addressMaximum) : IntervalSet()
    }
}
