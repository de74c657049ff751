/// How a rule lies to the others that match some of its packets.
extension RuleAnalyser {
    /// Members that match some packets of a rule, come before it, win something, and mark otherwise.
    struct Rivals {
        /// All that they match the rule matches, too: its exceptions.
        var exceptions: [Int] = []
        /// The rest: neither rule has all packets of the other.
        var correlated: [Int] = []
        /// Those of them that share only a part of one field with the rule.
        var crossing: [Int] = []
        /// All earlier members that may match packets of the rule.
        var earlier: [Int] = []
    }

    mutating func rivals(_ member: Int) -> Rivals {
        var rivals = Rivals()
        guard !space.members[member].isOpaque, !idle.contains(member), !budget.isSpent else { return rivals }
        rivals.earlier = overlapping(member).filter { $0 < member }
        for other in rivals.earlier where !budget.isSpent {
            switch isRival(other, to: member) {
            case .correlated?:
                rivals.correlated.append(other)
                if space.cross(other, member) { rivals.crossing.append(other) }
            case .exception?: rivals.exceptions.append(other)
            case nil: continue
            }
        }
        return rivals
    }

    /// Whether a rule has a rival that crosses it: the first one that is found answers.
    mutating func isCrossed(_ member: Int) -> Bool {
        guard !space.members[member].isOpaque, !idle.contains(member), !budget.isSpent else { return false }
        let row = row(overlapping: member)
        var isFound = false
        row.each(in: 0..<member) { other in
            budget.spend(4)
            isFound =
                !markAlike(other, member) && space.cross(other, member) && isRival(other, to: member) == .correlated
            return !isFound && !budget.isSpent
        }
        return isFound
    }

    private enum Rivalry {
        case exception
        case correlated
    }

    /// Nil for a rule that is none, or where that was not decided.
    private mutating func isRival(_ other: Int, to member: Int) -> Rivalry? {
        budget.spend(4)
        guard !idle.contains(other), !markAlike(other, member), space.overlap(other, member) else { return nil }
        return isSubset(other, of: member).map { $0 ? .exception : .correlated }
    }

    /// Whether one rule matches all packets of another; nil when that was not decided.
    private mutating func isSubset(_ inner: Int, of outer: Int) -> Bool? {
        let isInOne = space.isInOneBox(inner, of: outer)
        if isInOne || space.members[outer].boxes.count == 1 { return isInOne }
        switch open(in: regions(of: inner), beside: [outer]).outcome {
        case .open: return false
        case .covered: return true
        case .undecided: return nil
        }
    }

    // MARK: Unreachable rules

    /// Who takes the packets of a rule that wins none.
    struct Loss {
        /// Whether some packet is marked otherwise than the rule would; nil when that was not decided.
        var markingsDiffer: Bool?
        /// A packet that the rule matches, and the member that takes it: one that marks it otherwise, if there is one.
        var witness: (packet: Packet, taker: Int)?
    }

    /// `cover`: members that match all its packets together. Those after them take none.
    mutating func loss(of member: Int, to cover: [Int]) -> Loss {
        let regions = regions(of: member)
        let end = (cover.last ?? member - 1) + 1
        let earlier = overlapping(member).filter { $0 < end && !idle.contains($0) }
        var alike: (Packet, Int)?
        for point in samples(regions) {
            guard let taker = earlier.first(where: { space.contains($0, point) }) else { continue }
            let isAlike = markAlike(taker, member)
            guard !isAlike || alike == nil, let packet = packet(Example(point: point, taker: taker, other: member))
            else { continue }
            guard isAlike else { return Loss(markingsDiffer: true, witness: (packet, taker)) }
            alike = (packet, taker)
        }
        var isDecided = true
        for taker in earlier where !markAlike(taker, member) && space.overlap(taker, member) {
            let shared = self.regions(of: taker, in: regions)
            budget.spend(earlier.count)
            switch open(in: shared, beside: earlier.prefix { $0 < taker }).outcome {
            case .open(let point):
                if let packet = packet(Example(point: point, taker: taker, other: member)) {
                    return Loss(markingsDiffer: true, witness: (packet, taker))
                }
                isDecided = false
            case .undecided: isDecided = false
            case .covered: continue
            }
        }
        return Loss(markingsDiffer: isDecided ? false : nil, witness: alike)
    }

    // MARK: Redundant rules

    /// Who would take the packets of a rule that could go without changing any packet's marking.
    struct Successors {
        /// In order; the default not among them.
        var members: [Int]
        var isDefault: Bool
    }

    /// Nil for a rule that is needed, or where it was not decided. `point` is a packet that the rule takes.
    mutating func successors(of member: Int, winning point: Point) -> Successors? {
        guard !budget.isSpent, isAlikeWithout(member, at: point) else { return nil }
        let others = overlapping(member).filter { !($0 < member && idle.contains($0)) }
        // What was not looked into may take anything.
        guard !opaque.contains(where: { $0 > member && !markAlike($0, member) }) else { return nil }
        let regions = regions(of: member)
        var successors = Successors(members: [], isDefault: false)
        for other in others where other > member && space.overlap(other, member) {
            let before = others.prefix { $0 < other }
            budget.spend(before.count)
            let outcome = open(in: self.regions(of: other, in: regions), beside: before).outcome
            if case .covered = outcome { continue }
            guard case .open = outcome, markAlike(other, member) else { return nil }
            successors.members.append(other)
        }
        switch open(in: regions, beside: others).outcome {
        case .covered: return successors
        case .undecided: return nil
        case .open:
            successors.isDefault = true
            return isMarkedByDefault(member) ? successors : nil
        }
    }

    /// Whether one packet of a rule would be marked the same without it: most rules are needed for the first that comes
    /// to mind.
    private mutating func isAlikeWithout(_ member: Int, at point: Point) -> Bool {
        let later = matching(point, in: (member + 1)..<space.members.count, idle: true, atMost: 1)
        return later.first.map { markAlike($0, member) } ?? isMarkedByDefault(member)
    }
}
