/// The packets that a rule matches, exactly: boxes that have one set of numbers on each axis that a condition looks at.
///
/// One box does for nearly all rules. Lists that name owners, and masks of fwmarks, may take several.
struct RuleRegions {
    /// A rule that takes more boxes is not looked into.
    static let limit = 64

    struct Constraint {
        enum Values {
            case numbers(IntervalSet<UInt128>)
            /// As the policy has them: a set may be long, and many rules may share it.
            case addresses(AddressCondition, IPFamily)
        }

        var axis: Axis
        var values: Values
        /// Tells sets that are equal without looking: of a condition that is one named set.
        var key: String?

        init(_ axis: Axis, _ set: IntervalSet<UInt128>, key: String? = nil) {
            self.axis = axis
            self.key = key
            values = .numbers(set)
        }

        init(_ field: MatchField, _ condition: AddressCondition, _ family: IPFamily, key: String?) {
            axis = .address(field, family)
            self.key = key
            values = .addresses(condition, family)
        }

        var set: IntervalSet<UInt128> {
            switch values {
            case .numbers(let set): set
            case .addresses(let condition, let family): condition.intervals(family)
            }
        }
    }

    var families: FamilySet
    /// Nil when there are too many.
    private(set) var boxes: [[Constraint]]?
    let needsSocket: Bool
    let needsInput: Bool

    /// `marks`: how the policy's masks cut the fwmark.
    init(_ rule: PolicyRule, marks: MarkLayout?) {
        let space = RuleSpace(rule)
        families = space.families
        needsSocket = space.needsSocket
        needsInput = space.needsInput
        var common = Self.numbers(rule, space) + Self.addresses(rule, space)
        for (field, match) in space.interfaces.entries {
            guard case .interfaces(let patterns) = match.values else { continue }
            let axis = Axis.number(field)
            let named = InterfaceNumber.intervals(patterns)
            common.append(Constraint(axis, match.isNegated ? axis.present.subtracting(named) : named))
        }
        boxes = [common]
        let known = [.family, .proto] + common.map(\.axis.field)
        for match in rule.matches {
            switch match.values {
            case .owners(let owners): multiply(Self.alternatives(owners, of: match))
            case .marks(let set): multiply(marks.flatMap { Self.alternatives(set, match, $0) })
            // A field that has no axis yet: nothing is claimed about the rule.
            default: if !known.contains(match.field) { boxes = nil }
            }
        }
    }

    /// Each box together with each alternative.
    private mutating func multiply(_ alternatives: [[Constraint]]?) {
        guard let old = boxes, let alternatives, old.count * alternatives.count <= Self.limit else {
            boxes = nil
            return
        }
        boxes = old.flatMap { box in alternatives.map { box + $0 } }
    }

    private static func numbers(_ rule: PolicyRule, _ space: RuleSpace) -> [Constraint] {
        var found: [Constraint] = []
        if let protocols = space.protocols {
            let set = IntervalSet<UInt128>(
                protocols.intervals.map { UInt128($0.lowerBound)...UInt128($0.upperBound) })
            found.append(Constraint(.number(.proto), set))
        }
        for (field, set) in space.numbers.entries {
            // Those have more to them than numbers.
            guard ![.iif, .oif, .user, .group, .mark].contains(field) else { continue }
            found.append(Constraint(.number(field), set, key: rule.setKey(field)))
        }
        // A packet has both ports or none.
        if rule.needsPorts {
            for field in [MatchField.sport, .dport] where !rule.has(field) {
                found.append(Constraint(.number(field), Axis.number(field).present))
            }
        }
        return found
    }

    private static func addresses(_ rule: PolicyRule, _ space: RuleSpace) -> [Constraint] {
        space.addresses.entries.flatMap { field, condition in
            space.families.families.map { family in
                Constraint(field, condition, family, key: rule.setKey(field))
            }
        }
    }

    private static func alternatives(_ owners: OwnerSet, of match: FieldMatch) -> [[Constraint]] {
        let axis = Axis.number(match.field)
        let ids = IntervalSet<UInt128>(
            owners.ids.intervals.map { UInt128($0.lowerBound)...UInt128($0.upperBound) })
        func named(_ name: String, _ bit: UInt128) -> Constraint {
            Constraint(.ownerName(match.field, name), IntervalSet(bit))
        }
        if match.isNegated {
            let others = Constraint(axis, axis.present.subtracting(ids))
            return [[others] + owners.names.map { named($0, 0) }]
        }
        let numbered = ids.isEmpty ? [] : [[Constraint(axis, ids.intersection(axis.present))]]
        return numbered + owners.names.map { [Constraint(axis, axis.present), named($0, 1)] }
    }

    private static func alternatives(_ set: MarkSet, _ match: FieldMatch, _ layout: MarkLayout) -> [[Constraint]]? {
        layout.blocks(set, isNegated: match.isNegated, limit: limit)?.map { block in
            zip(layout.pieces, block).map { piece, digits in
                Constraint(
                    .markBits(piece),
                    IntervalSet<UInt128>([UInt128(digits.lowerBound)...UInt128(digits.upperBound)]))
            }
        }
    }
}

extension PolicyRule {
    /// Equal for conditions on one field that are the same named set.
    fileprivate func setKey(_ field: MatchField) -> String? {
        guard let match = match(on: field), let name = match.setName else { return nil }
        return match.isNegated ? "!" + name : name
    }
}
