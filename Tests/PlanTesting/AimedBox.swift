import QoSCompiler

/// What a rule asks for, field by field as intervals of numbers: where packets for it are aimed.
///
/// Made from the rule alone, without the compiler's own view of it. It only aims: what a packet meets, the interpreter
/// says.
struct AimedBox {
    /// A field whose values are numbers; addresses are two, since each family has its own.
    enum Axis: Int, CaseIterable {
        case proto, sport, dport, saddr, saddr6, daddr, daddr6, user, group, dscp, mark

        var maximum: UInt128 {
            switch self {
            case .proto: 255
            case .sport, .dport: 65_535
            case .saddr, .daddr, .user, .group, .mark: UInt128(UInt32.max)
            case .saddr6, .daddr6: .max
            case .dscp: 63
            }
        }

        static func address(_ field: MatchField, _ family: IPFamily) -> Axis {
            switch (field, family) {
            case (.saddr, .ip): .saddr
            case (.saddr, .ip6): .saddr6
            case (_, .ip): .daddr
            case (_, .ip6): .daddr6
            }
        }
    }

    typealias Ranges = [ClosedRange<UInt128>]

    private(set) var families = FamilySet.both
    /// By axis; nil where the rule asks for nothing.
    private(set) var ranges = [Ranges?](repeating: nil, count: Axis.allCases.count)
    private(set) var marks: [MaskedMark] = []
    private(set) var iif: FieldMatch?
    private(set) var oif: FieldMatch?

    init(_ rule: PolicyRule, _ owners: Interpreter.OwnerResolver) {
        for match in rule.matches { add(match, owners) }
        if rule.needsPorts {
            let protocols = ProtocolNames.withPorts.map { UInt128($0)...UInt128($0) }
            ranges[Axis.proto.rawValue] =
                ranges[Axis.proto.rawValue].map { mine in
                    protocols.filter { proto in mine.contains { $0.overlaps(proto) } }
                }.flatMap { $0.isEmpty ? nil : $0 } ?? protocols
        }
    }

    private mutating func add(_ match: FieldMatch, _ owners: Interpreter.OwnerResolver) {
        func set<V>(_ axis: Axis, _ set: IntervalSet<V>, maximum: V) {
            let mine = match.isNegated ? set.complement(upTo: maximum) : set
            let values = mine.intervals.map { UInt128($0.lowerBound)...UInt128($0.upperBound) }
            if !values.isEmpty { ranges[axis.rawValue] = values }
        }
        switch match.values {
        case .families(let named):
            for family in IPFamily.allCases where named.contains(family) == match.isNegated {
                families.remove(FamilySet(family))
            }
        case .protocols(let protocols): set(.proto, protocols, maximum: .max)
        case .addresses(let addresses):
            for family in IPFamily.allCases where !addresses.names(family) { families.remove(FamilySet(family)) }
            set(.address(match.field, .ip), addresses.ipv4, maximum: .max)
            set(.address(match.field, .ip6), addresses.ipv6, maximum: .max)
        case .ports(let ports): set(match.field == .sport ? .sport : .dport, ports, maximum: .max)
        case .interfaces: if match.field == .iif { iif = match } else { oif = match }
        case .owners(let wanted):
            let named = wanted.names.compactMap { owners($0, match.field) }.map { $0...$0 }
            set(
                match.field == .user ? .user : .group, IntervalSet(wanted.ids.intervals + named), maximum: UInt32.max)
        case .dscps(let dscps): set(.dscp, dscps, maximum: 63)
        case .marks(let marks):
            if match.isNegated || marks.masked.isEmpty {
                set(.mark, marks.exact, maximum: .max)
            } else {
                self.marks = marks.masked
                if !marks.exact.isEmpty { set(.mark, marks.exact, maximum: .max) }
            }
        case .names: break
        }
    }

    var needsSocket: Bool { ranges[Axis.user.rawValue] != nil || ranges[Axis.group.rawValue] != nil }
}
