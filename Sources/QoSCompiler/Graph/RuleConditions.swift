import NetlinkModel

/// Reads rules of a policy as conditions on axes, and gathers the axes and their values.
struct RuleConditions {
    /// On different axes; all have to hold.
    typealias Conditions = [(axis: Int, set: Int32)]

    private(set) var axes: [GraphAxis] = []
    private(set) var values: [ValueSets] = []
    private(set) var largeSets: [RuleBoxes.LargeSet] = []
    /// For axes of interfaces: the names and prefixes that conditions state.
    private(set) var patterns: [[ClosedRange<UInt128>]] = []
    /// Whether a rule needs a socket, or an input interface.
    private(set) var needsSocket: [Bool]
    private(set) var needsInput: [Bool]

    private var axisNumbers: [GraphAxis: Int] = [:]

    /// For so many rules.
    init(count: Int) {
        needsSocket = Array(repeating: false, count: count)
        needsInput = Array(repeating: false, count: count)
    }

    /// The ways in which a rule can match, each as conditions that all have to hold.
    mutating func alternatives(_ rule: PolicyRule, _ number: Int) -> [Conditions] {
        var families = FamilySet.both
        for match in rule.matches {
            switch match.values {
            case .families(let named):
                for family in IPFamily.allCases where named.contains(family) == match.isNegated {
                    families.remove(FamilySet(family))
                }
            case .addresses(let set):
                let condition = AddressCondition(set: set, isNegated: match.isNegated)
                for family in IPFamily.allCases where condition.isEmpty(family) { families.remove(FamilySet(family)) }
            default: break
            }
        }
        guard !families.isEmpty else { return [] }
        var all: [Conditions] = [[]]
        var namesFamily = false
        for match in rule.matches {
            guard let choices = choices(match, rule, number, families, &namesFamily), !choices.isEmpty else {
                return []
            }
            if choices.count == 1 {
                for index in all.indices { all[index] += choices[0] }
            } else {
                all = all.flatMap { conditions in choices.map { conditions + $0 } }
            }
        }
        if needsSocket[number] && needsInput[number] { return [] }
        if rule.needsPorts, !rule.has(.proto) {
            add(.proto, AxisValues(ip: Self.protocolsWithPorts), to: &all)
        }
        if families != .both, !namesFamily {
            add(.family, families == .ip ? .no : .yes, to: &all)
        }
        return all
    }

    private static let protocolsWithPorts = IntervalSet<UInt128>(
        ProtocolNames.withPorts.map { UInt128($0)...UInt128($0) }
    ).intervals

    private mutating func add(_ axis: GraphAxis, _ values: AxisValues, to all: inout [Conditions]) {
        let condition = condition(axis, values)
        for index in all.indices { all[index].append(condition) }
    }

    private mutating func condition(_ axis: GraphAxis, _ set: AxisValues) -> (axis: Int, set: Int32) {
        let number: Int
        if let known = axisNumbers[axis] {
            number = known
        } else {
            number = axes.count
            axes.append(axis)
            values.append(ValueSets())
            patterns.append([])
            axisNumbers[axis] = number
        }
        return (number, values[number].intern(set))
    }

    /// What a match asks for, as alternatives; nil or empty when nothing can match, one empty one when everything does.
    private mutating func choices(
        _ match: FieldMatch, _ rule: PolicyRule, _ number: Int, _ families: FamilySet, _ namesFamily: inout Bool
    ) -> [Conditions]? {
        func side<V>(_ set: IntervalSet<V>, _ maximum: V) -> [ClosedRange<UInt128>] {
            (match.isNegated ? set.complement(upTo: maximum) : set).intervals.map {
                UInt128($0.lowerBound)...UInt128($0.upperBound)
            }
        }
        func one(_ axis: GraphAxis, _ values: AxisValues) -> [Conditions] {
            values.isEmpty ? [] : [[condition(axis, values)]]
        }
        switch match.values {
        case .families:
            return [[]]
        case .protocols(let set):
            guard rule.needsPorts else { return one(.proto, AxisValues(ip: side(set, .max))) }
            let mine = IntervalSet<UInt128>(side(set, .max)).intersection(IntervalSet(Self.protocolsWithPorts))
            return one(.proto, AxisValues(ip: mine.intervals))
        case .addresses(let set):
            if set.ipv4.intervals.count + set.ipv6.intervals.count > RuleBoxes.largeSet {
                namesFamily = namesFamily || FamilySet.both.families.filter(set.names) == families.families
                let axis = large(match, .addresses(set), rule.name)
                return one(axis, match.isNegated ? .no : .yes)
            }
            namesFamily = true
            let condition = AddressCondition(set: set, isNegated: match.isNegated)
            return one(
                match.field == .saddr ? .saddr : .daddr,
                AxisValues(
                    ip: families.contains(.ip) ? condition.intervals(.ip).intervals : [],
                    ip6: families.contains(.ip6) ? condition.intervals(.ip6).intervals : []))
        case .ports(let set):
            if set.intervals.count > RuleBoxes.largeSet {
                return one(large(match, .ports(set), rule.name), match.isNegated ? .no : .yes)
            }
            return one(match.field == .sport ? .sport : .dport, AxisValues(ip: side(set, .max)))
        case .interfaces(let patterns):
            if match.field == .iif { needsInput[number] = true }
            if patterns.contains(.prefix("")) { return match.isNegated ? [] : [[]] }
            let names = IntervalSet<UInt128>(patterns.map(\.names))
            let condition = condition(
                match.field == .iif ? .iif : .oif,
                AxisValues(ip: (match.isNegated ? names.complement(upTo: .max) : names).intervals))
            self.patterns[condition.axis] += patterns.map(\.names)
            return [[condition]]
        case .owners(let owners):
            needsSocket[number] = true
            return choices(owners, isUser: match.field == .user, isNegated: match.isNegated)
        case .dscps(let set):
            if set.isEverything(upTo: DSCP.maximum) { return match.isNegated ? [] : [[]] }
            namesFamily = true
            let values = side(set, DSCP.maximum)
            return one(
                .dscp,
                AxisValues(ip: families.contains(.ip) ? values : [], ip6: families.contains(.ip6) ? values : []))
        case .marks(let marks):
            return choices(marks, isNegated: match.isNegated)
        case .names:
            return nil
        }
    }

    private mutating func choices(_ owners: OwnerSet, isUser: Bool, isNegated: Bool) -> [Conditions] {
        var parts: Conditions = []
        if !owners.ids.isEmpty {
            let ids = isNegated ? owners.ids.complement(upTo: .max) : owners.ids
            if ids.isEmpty { return [] }
            parts.append(
                condition(isUser ? .user : .group, AxisValues(ip: IntervalSet<UInt128>(widening: ids).intervals)))
        }
        for name in owners.names {
            parts.append(condition(isUser ? .userName(name) : .groupName(name), isNegated ? .no : .yes))
        }
        return isNegated ? [parts] : parts.map { [$0] }
    }

    private mutating func choices(_ marks: MarkSet, isNegated: Bool) -> [Conditions] {
        if marks.exact.isEverything(upTo: .max) { return isNegated ? [] : [[]] }
        // Values under one mask are one condition.
        var byMask: [(mask: UInt32, values: [ClosedRange<UInt128>])] = []
        if !marks.exact.isEmpty {
            byMask.append((.max, IntervalSet<UInt128>(widening: marks.exact).intervals))
        }
        for mark in marks.masked {
            let value = UInt128(mark.value)...UInt128(mark.value)
            if let known = byMask.firstIndex(where: { $0.mask == mark.mask }) {
                byMask[known].values.append(value)
            } else {
                byMask.append((mark.mask, [value]))
            }
        }
        let parts = byMask.map { mask, values in
            let set = IntervalSet<UInt128>(values)
            let side = isNegated ? set.complement(upTo: UInt128(UInt32.max)) : set
            return condition(.mark(mask: mask), AxisValues(ip: side.intervals))
        }
        return isNegated ? [parts] : parts.map { [$0] }
    }

    /// The axis of a large set: the policy's own, or one for the list.
    private mutating func large(_ match: FieldMatch, _ contents: PolicySet.Contents, _ rule: String) -> GraphAxis {
        let known = largeSets.firstIndex { other in
            other.name == match.setName && (other.name != nil || other.contents == contents)
        }
        if let known { return .member(match.field, set: known) }
        largeSets.append(RuleBoxes.LargeSet(name: match.setName, rule: rule, field: match.field, contents: contents))
        return .member(match.field, set: largeSets.count - 1)
    }
}

extension InterfacePattern {
    /// The names that it matches, as 16 bytes padded with zeros, read as big-endian numbers.
    var names: ClosedRange<UInt128> {
        switch self {
        case .exact(let name):
            let number = Self.number(name.description.utf8)
            return number...number
        case .prefix(let prefix):
            let number = Self.number(prefix.utf8)
            return number...(number | (UInt128.max >> UInt128(8 * prefix.utf8.count)))
        }
    }

    private static func number(_ name: String.UTF8View) -> UInt128 {
        var number: UInt128 = 0
        for byte in name.prefix(15) { number = number << 8 | UInt128(byte) }
        return number << UInt128(8 * (16 - min(name.count, 15)))
    }
}
