import NetlinkModel
import QoSCompiler

/// One rule of the policy as the packets of one world that it matches: a set of values for each field it looks at, all
/// of which have to fit.
struct PolicyBox {
    /// Index of the rule in the policy.
    var rule: Int
    var conditions: [(field: PacketField, values: ValueSet)]
}

/// Reads rules of a policy for one packet world. What a field means is said in the manual of the language, and by
/// nothing that the compiler uses.
///
/// Adding a match field: which values of which packet field its condition takes is said here.
struct PolicyReader {
    private let world: PacketWorld

    init(_ world: PacketWorld) {
        self.world = world
    }

    private static let portProtocols: [UInt8] = [6, 17, 33, 132, 136]

    /// Nil for a rule that is disabled or matches no packet of this world.
    func box(_ rule: PolicyRule, _ index: Int) -> PolicyBox? {
        guard rule.isEnabled else { return nil }
        var conditions: [(field: PacketField, values: ValueSet)] = []
        for match in rule.matches {
            guard let condition = condition(match) else { return nil }
            guard let (field, values) = condition.fields else { continue }
            conditions.append((field, values))
        }
        if conditions.contains(where: { $0.field == .sport || $0.field == .dport }) {
            // Only packets of these protocols have ports, and no fragment after the first has.
            conditions.append((.proto, Self.numbers(Self.portProtocols.map { UInt128($0)...UInt128($0) })))
            conditions.append((.fragment, world.wholeOrFirst))
        }
        return PolicyBox(rule: index, conditions: conditions)
    }

    /// A condition that has to hold: on a field, or none that is left in this world.
    private struct Condition {
        var fields: (PacketField, ValueSet)?

        static let always = Condition(fields: nil)
    }

    private static func numbers(_ intervals: [ClosedRange<UInt128>]) -> ValueSet { ValueSet(intervals: intervals) }

    private static func numbers<Value>(_ set: IntervalSet<Value>, shift: Int = 0) -> ValueSet {
        numbers(
            set.intervals.map {
                let low = UInt128($0.lowerBound) << UInt128(shift)
                return low...(UInt128($0.upperBound) << UInt128(shift) | ValueSet.allOnes(shift))
            })
    }

    /// Nil when it holds for no packet of this world.
    private func condition(_ match: FieldMatch) -> Condition? {
        func on(_ field: PacketField, _ values: ValueSet) -> Condition {
            Condition(fields: (field, match.isNegated ? values.negated : values))
        }
        let isOutput = world.path == .output
        switch match.values {
        case .families(let families):
            return families.contains(world.family) != match.isNegated ? .always : nil
        case .protocols(let set):
            return on(.proto, Self.numbers(set))
        case .addresses(let set):
            // Negated or not, a list speaks of its own families only.
            guard set.names(world.family) else { return nil }
            return on(match.field == .saddr ? .saddr : .daddr, Self.numbers(set.intervals(world.family)))
        case .ports(let set):
            return on(match.field == .sport ? .sport : .dport, Self.numbers(set))
        case .interfaces(let patterns):
            guard match.field == .oif || !isOutput else { return nil }
            return on(match.field == .oif ? .oif : .iif, Self.numbers(patterns.map(Self.names)))
        case .owners(let owners):
            guard isOutput, owners.names.isEmpty else { return nil }
            return on(match.field == .user ? .user : .group, Self.numbers(owners.ids))
        case .dscps(let set):
            return on(.trafficClass, Self.numbers(set, shift: 2))
        case .marks(let marks):
            var values = Self.numbers(marks.exact)
            for mark in marks.masked {
                values.insert(BitPattern(mask: UInt128(mark.mask), bits: UInt128(mark.value)), width: 32)
            }
            return on(.mark, values)
        case .names:
            return nil
        }
    }

    /// The names that a pattern takes, among the numbers that names are compared as.
    private static func names(_ pattern: InterfacePattern) -> ClosedRange<UInt128> {
        switch pattern {
        case .exact(let name):
            let number = NameInterval.number(name.description.utf8)
            return number...number
        case .prefix(let prefix):
            let count = min(prefix.utf8.count, 16)
            let number = NameInterval.number(prefix.utf8)
            return number...(number | ValueSet.allOnes(128 - 8 * count))
        }
    }
}
