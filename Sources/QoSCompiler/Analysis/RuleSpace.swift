import NetlinkModel

/// The packets that a rule can match, as one set of values a field: what negation, families and port protocols leave.
///
/// An upper bound: unresolved user names count as anyone. Used to tell rules that never match, and rules that are
/// provably disjoint.
public struct RuleSpace: Sendable {
    public internal(set) var families = FamilySet.both
    /// The upper-layer protocols; nil for any.
    public internal(set) var protocols: IntervalSet<UInt8>?
    var numbers = FieldTable<IntervalSet<UInt128>>()
    var addresses = FieldTable<AddressCondition>()
    /// Exact names and prefixes; negated ones exclude.
    var interfaces = FieldTable<FieldMatch>()
    var maskedMarks: [MaskedMark]?
    var needsSocket = false
    var needsInput = false

    private static let protocolsWithPorts = IntervalSet(ProtocolNames.withPorts.map { $0...$0 })

    public init(_ rule: PolicyRule) {
        for match in rule.matches { add(match) }
        if rule.needsPorts {
            protocols = protocols?.intersection(Self.protocolsWithPorts) ?? Self.protocolsWithPorts
        }
        for (_, condition) in addresses.entries {
            for family in IPFamily.allCases where condition.isEmpty(family) { families.remove(FamilySet(family)) }
        }
    }

    /// Whether no packet at all can match.
    public var isEmpty: Bool {
        families.isEmpty || protocols?.isEmpty == true || numbers.entries.contains { $0.value.isEmpty }
            || (needsSocket && needsInput)
    }

    /// Whether a packet on this path can match.
    public func isPossible(on path: PacketPath) -> Bool {
        switch path {
        case .output: !isEmpty && !needsInput
        case .forward: !isEmpty && !needsSocket
        }
    }

    /// Whether provably no packet matches both. False means "not proved".
    public func isDisjoint(with other: RuleSpace) -> Bool {
        if isEmpty || other.isEmpty { return true }
        if (needsSocket && other.needsInput) || (needsInput && other.needsSocket) { return true }
        let common = families.intersection(other.families)
        if common.isEmpty { return true }
        if let mine = protocols, let theirs = other.protocols, mine.isDisjoint(with: theirs) { return true }
        for (field, mine) in numbers.entries {
            if let theirs = other.numbers[field], mine.isDisjoint(with: theirs) { return true }
        }
        if common.families.allSatisfy({ addressesAreDisjoint(with: other, family: $0) }) { return true }
        for (field, mine) in interfaces.entries {
            if let theirs = other.interfaces[field], Self.areDisjoint(mine, theirs) { return true }
        }
        return marksAreDisjoint(with: other)
    }

    private func addressesAreDisjoint(with other: RuleSpace, family: IPFamily) -> Bool {
        addresses.entries.contains { field, mine in
            guard let theirs = other.addresses[field] else { return false }
            return mine.intervals(family).isDisjoint(with: theirs.intervals(family))
        }
    }

    private static func areDisjoint(_ a: FieldMatch, _ b: FieldMatch) -> Bool {
        guard case .interfaces(let mine) = a.values, case .interfaces(let theirs) = b.values else { return false }
        switch (a.isNegated, b.isNegated) {
        case (false, false): return !mine.contains { left in theirs.contains { left.overlaps($0) } }
        case (false, true): return mine.allSatisfy { isCovered($0, by: theirs) }
        case (true, false): return theirs.allSatisfy { isCovered($0, by: mine) }
        case (true, true): return false
        }
    }

    /// Whether every name of a pattern matches one of the others.
    private static func isCovered(_ pattern: InterfacePattern, by others: [InterfacePattern]) -> Bool {
        others.contains { other in
            switch (pattern, other) {
            case (.exact(let name), _): other.matches(name.description)
            case (.prefix(let mine), .prefix(let theirs)): mine.utf8.starts(with: theirs.utf8)
            case (.prefix, .exact): false
            }
        }
    }

    private func marksAreDisjoint(with other: RuleSpace) -> Bool {
        if let mine = maskedMarks, let theirs = other.maskedMarks {
            return !mine.contains { a in theirs.contains { b in (a.value ^ b.value) & a.mask & b.mask == 0 } }
        }
        func disjoint(_ masked: [MaskedMark]?, _ exact: IntervalSet<UInt128>?) -> Bool {
            guard let masked, let exact, exact.isSingles else { return false }
            return exact.intervals.allSatisfy { interval in
                !masked.contains { $0.matches(UInt32(truncatingIfNeeded: interval.lowerBound)) }
            }
        }
        return disjoint(maskedMarks, other.numbers[.mark]) || disjoint(other.maskedMarks, numbers[.mark])
    }
}
