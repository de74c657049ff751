/// All packets that a policy can see, and its rules as boxes in that space.
///
/// Packets are those that the kernel sees: each has addresses and leaves on an interface, an IPv4 one has a protocol (of
/// an IPv6 one the kernel may not find it), a packet has both ports or none, and its socket has a user and a group.
struct PacketSpace: Sendable {
    /// One axis of one box: which coordinates it takes.
    struct Condition: Sendable {
        var axis: Int
        /// Packets of other families do not care.
        var families: FamilySet
        var lower: UInt32
        var upper: UInt32
        /// Whether everything between the bounds is taken; `set` says it exactly.
        var isWhole: Bool
        var set: Int
    }

    /// What one rule matches, or a part of that.
    struct Box: Sendable {
        /// Index in `members`.
        var member: Int
        var families: FamilySet
        /// In `conditions`.
        var conditions: Range<Int>
    }

    /// A rule that takes part: it is enabled, and some packet matches it.
    struct Member: Sendable {
        /// Index in the policy.
        var rule: Int
        /// In `boxes`; empty for a rule that is too tangled to be looked into.
        var boxes: Range<Int>
        var isOpaque: Bool { boxes.isEmpty }
    }

    let axes: [Axis]
    let scales: [Scale]
    /// The coordinates of `Axis.examples`.
    let examples: [[UInt32]]
    /// By axis; nil for all.
    let spoken: [IntervalSet<UInt32>?]
    /// All packets, in parts that have none in common.
    let parts: [Region]
    let members: [Member]
    let boxes: [Box]
    let conditions: [Condition]
    let sets: [IntervalSet<UInt32>]

    init(_ policy: Policy) {
        var builder = PacketSpaceBuilder(policy)
        builder.collect()
        axes = builder.axes
        scales = builder.scales
        examples = zip(axes, scales).map { axis, scale in axis.examples.map(scale.coordinate) }
        spoken = zip(axes, scales).map(Self.spoken)
        parts = builder.parts
        builder.place()
        members = builder.members
        boxes = builder.boxes
        conditions = builder.conditions
        sets = builder.sets
    }

    // MARK: One packet

    func contains(_ box: Box, _ point: Point) -> Bool {
        guard box.families.contains(point.family) else { return false }
        for index in box.conditions {
            let condition = conditions[index]
            guard condition.families.contains(point.family) else { continue }
            let coordinate = point.coordinates[condition.axis]
            guard coordinate >= condition.lower, coordinate <= condition.upper,
                condition.isWhole || sets[condition.set].contains(coordinate)
            else { return false }
        }
        return true
    }

    func contains(_ member: Int, _ point: Point) -> Bool {
        members[member].boxes.contains { contains(boxes[$0], point) }
    }

    // MARK: Sets of packets

    /// What a box has of a region; nil for nothing.
    func intersection(_ box: Box, _ region: Region) -> Region? {
        guard box.families.contains(region.family) else { return nil }
        var region = region
        for index in box.conditions where conditions[index].families.contains(region.family) {
            let condition = conditions[index]
            let common = region.sets[condition.axis].intersection(sets[condition.set])
            guard !common.isEmpty else { return nil }
            region.sets[condition.axis] = common
        }
        return region
    }

    /// How a box lies to a region.
    enum Relation: Equatable {
        case disjoint
        case covers
        /// It covers the region but for a part of one axis.
        case slab(axis: Int)
        /// More than one axis is covered in part only.
        case part(axes: Int)
    }

    func relation(_ box: Box, to region: Region) -> Relation {
        guard box.families.contains(region.family) else { return .disjoint }
        var partial = 0
        var last = 0
        for index in box.conditions {
            let condition = conditions[index]
            guard condition.families.contains(region.family) else { continue }
            let set = region.sets[condition.axis]
            guard let first = set.intervals.first, let end = set.intervals.last else { return .disjoint }
            if first.lowerBound > condition.upper || end.upperBound < condition.lower { return .disjoint }
            let isWithin = first.lowerBound >= condition.lower && end.upperBound <= condition.upper
            if isWithin, condition.isWhole { continue }
            // Most sets are one interval.
            if !condition.isWhole || set.intervals.count > 1 {
                let own = sets[condition.set]
                if set.isDisjoint(with: own) { return .disjoint }
                if isWithin, set.isSubset(of: own) { continue }
            }
            partial += 1
            last = condition.axis
        }
        switch partial {
        case 0: return .covers
        case 1: return .slab(axis: last)
        default: return .part(axes: partial)
        }
    }

    // MARK: Two rules

    /// Whether some packet matches both.
    func overlap(_ a: Int, _ b: Int) -> Bool {
        members[a].boxes.contains { one in members[b].boxes.contains { overlap(boxes[one], boxes[$0]) } }
    }

    private func overlap(_ a: Box, _ b: Box) -> Bool {
        var families = a.families.intersection(b.families)
        var place = b.conditions.lowerBound
        for index in a.conditions where !families.isEmpty {
            let mine = conditions[index]
            while place < b.conditions.upperBound, conditions[place].axis < mine.axis { place += 1 }
            guard place < b.conditions.upperBound else { break }
            let theirs = conditions[place]
            guard theirs.axis == mine.axis else { continue }
            let isDisjoint =
                mine.lower > theirs.upper || theirs.lower > mine.upper
                || (!(mine.isWhole && theirs.isWhole) && sets[mine.set].isDisjoint(with: sets[theirs.set]))
            if isDisjoint { families.subtract(mine.families) }
        }
        return !families.isEmpty
    }

    /// Whether two rules that overlap share only a part of one field: its values meet, and neither has all of the other's.
    func cross(_ a: Int, _ b: Int) -> Bool {
        members[a].boxes.contains { one in members[b].boxes.contains { cross(boxes[one], boxes[$0]) } }
    }

    private func cross(_ a: Box, _ b: Box) -> Bool {
        let families = a.families.intersection(b.families)
        return a.conditions.contains { index in
            let mine = conditions[index]
            // Lists of protocols are rarely meant as ranges are.
            guard axes[mine.axis] != .number(.proto), !families.isDisjoint(with: mine.families),
                let other = b.conditions.first(where: { conditions[$0].axis == mine.axis })
            else { return false }
            let (own, theirs) = (sets[mine.set], sets[conditions[other].set])
            return !own.isDisjoint(with: theirs) && !own.isSubset(of: theirs) && !theirs.isSubset(of: own)
        }
    }

    /// Whether each box of one rule is inside a box of the other: then it matches nothing else, and mostly only then.
    func isInOneBox(_ a: Int, of b: Int) -> Bool {
        members[a].boxes.allSatisfy { one in members[b].boxes.contains { isSubset(boxes[one], of: boxes[$0]) } }
    }

    /// Whether each packet of one box is in the other.
    private func isSubset(_ a: Box, of b: Box) -> Bool {
        guard b.families.isSuperset(of: a.families) else { return false }
        var place = a.conditions.lowerBound
        for index in b.conditions {
            let theirs = conditions[index]
            guard !theirs.families.isDisjoint(with: a.families) else { continue }
            while place < a.conditions.upperBound, conditions[place].axis < theirs.axis { place += 1 }
            guard place < a.conditions.upperBound, conditions[place].axis == theirs.axis else { return false }
            let mine = conditions[place]
            guard theirs.lower <= mine.lower, mine.upper <= theirs.upper,
                theirs.isWhole || sets[mine.set].isSubset(of: sets[theirs.set])
            else { return false }
        }
        return true
    }
}
