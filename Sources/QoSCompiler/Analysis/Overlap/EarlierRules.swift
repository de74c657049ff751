/// Finds the rules that can match a packet or a set of packets, among many: on each axis rules stand in rows of bits,
/// and what fits on all axes is left when the rows are intersected.
///
/// What it finds is an upper bound where sets have gaps; `PacketSpace` says it exactly.
struct EarlierRules: Sendable {
    /// What one rule, region or packet takes: bounds, and for axes of few steps exactly what.
    struct Extent {
        var axis: Int
        var lower: UInt32
        var upper: UInt32
        /// One bit a step, on axes with at most 64.
        var steps: UInt64
    }

    private let space: PacketSpace
    private let rows: [AxisRows]
    private let byFamily: [RuleBits]
    private let count: Int
    // Rows that are in use anew for each question.
    private var common: RuleBits
    private var own: RuleBits
    private var scratch: AxisRows.Scratch

    init(_ space: PacketSpace) {
        self.space = space
        count = space.members.count
        let hulls = space.members.indices.map { Self.hull(of: $0, in: space) }
        rows = space.axes.indices.map { axis in
            AxisRows(
                axis, steps: space.scales[axis].count, members: space.members.count,
                extents: hulls.enumerated().compactMap { member, hull in
                    hull.extents.first { $0.axis == axis }.map { (member, $0) }
                })
        }
        byFamily = IPFamily.allCases.map { family in
            var bits = RuleBits(count: space.members.count)
            for (member, hull) in hulls.enumerated() where hull.families.contains(family) { bits.insert(member) }
            return bits
        }
        common = RuleBits(count: count)
        own = common
        scratch = AxisRows.Scratch(count: count)
    }

    /// How much work one question is, in words of bits.
    var cost: Int { rows.count * (count / 64 + 32) }

    /// The rules that may match some packet that a rule matches, itself included.
    mutating func rules(overlapping member: Int) -> RuleBits {
        let hull = Self.hull(of: member, in: space)
        return rules(hull.families, hull.extents)
    }

    /// The rules that may match one packet.
    mutating func rules(matching point: Point) -> RuleBits {
        let extents = point.coordinates.enumerated().map { axis, coordinate in
            Extent(axis: axis, lower: coordinate, upper: coordinate, steps: coordinate < 64 ? 1 << coordinate : 0)
        }
        return rules(FamilySet(point.family), extents)
    }

    private mutating func rules(_ families: FamilySet, _ extents: [Extent]) -> RuleBits {
        common = RuleBits(all: count)
        var result = RuleBits(count: count)
        for extent in extents where !space.axes[extent.axis].isAddress {
            rows[extent.axis].narrow(&common, to: extent, &scratch)
        }
        for (index, family) in IPFamily.allCases.enumerated() where families.contains(family) {
            own = common
            own.formIntersection(byFamily[index])
            for extent in extents where space.axes[extent.axis].isAddress(of: family) {
                rows[extent.axis].narrow(&own, to: extent, &scratch)
            }
            result.formUnion(own)
        }
        return result
    }

    /// The bounds of all boxes of a rule; axes that one of them does not look at are left out.
    private static func hull(of member: Int, in space: PacketSpace) -> (families: FamilySet, extents: [Extent]) {
        let boxes = space.boxes[space.members[member].boxes]
        guard let first = boxes.first else { return ([], []) }
        var families = first.families
        var extents = first.conditions.map { extent(space.conditions[$0], in: space) }
        for box in boxes.dropFirst() {
            families.formUnion(box.families)
            extents = extents.compactMap { extent in
                guard let index = box.conditions.first(where: { space.conditions[$0].axis == extent.axis }) else {
                    return nil
                }
                let other = Self.extent(space.conditions[index], in: space)
                return Extent(
                    axis: extent.axis, lower: min(extent.lower, other.lower), upper: max(extent.upper, other.upper),
                    steps: extent.steps | other.steps)
            }
        }
        return (families, extents)
    }

    private static func extent(_ condition: PacketSpace.Condition, in space: PacketSpace) -> Extent {
        var steps: UInt64 = 0
        if space.scales[condition.axis].count <= 64 {
            for interval in space.sets[condition.set].intervals {
                let length = UInt64(interval.upperBound - interval.lowerBound) + 1
                steps |= (length == 64 ? .max : (1 << length) - 1) << UInt64(interval.lowerBound)
            }
        }
        return Extent(axis: condition.axis, lower: condition.lower, upper: condition.upper, steps: steps)
    }
}
