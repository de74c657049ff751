// Chains that are jumped to one after another: each is proved by itself, against the rules that the hint puts there.

extension Prover {
    /// One line of a segment: the packets that it takes, on the way that led here.
    struct Member {
        var box: Int32
        var rule: Int
        /// The rule that it comes before, or its own.
        var before: Int
        var isWhole: Bool
        var segment: Int
    }

    /// Whether segments may begin here: behind what sends fragments elsewhere, in a chain that the base chain leads to.
    func mayBeSegments(_ point: Point) -> Bool {
        guard hint != nil, program.bases.count == 1, point.effects == 0, stacks.top(point.stack) != nil else {
            return false
        }
        if let start = dispatchers[point.chain] { return start == point.rule }
        let rules = program.chains[Int(point.chain)].rules
        if case .require(let field, _)? = rules[Int(point.rule)].steps.first, fields[Int(field)] == .fragment {
            return false
        }
        return rules[Int(point.rule)...].contains { Self.target(of: $0) != nil }
    }

    enum SegmentProof {
        /// The hint says nothing of what is here.
        case unknown
        /// Proved, and what comes next.
        case onward(WalkState)
        /// No packet gets further.
        case finished
    }

    /// Proves chains that are jumped to and rules between them, as far as the hint says what they are for.
    ///
    /// Chains that are asked one after another give the first answer. So they do what the policy says if each does what
    /// its own lines say, and the lines together, one segment after the other, what the policy says.
    func proveSegments(_ point: Point, _ region: Int32) throws(ProofEnd) -> SegmentProof {
        guard region == 0, let (segments, members) = members(), segments.count > 1 else { return .unknown }
        dispatchers[point.chain] = point.rule
        guard try proveOrder(members) else { return .unknown }
        let nothing = everything(number(Outcome.noAnswer))
        func lines(_ segment: Int) -> [Int32] { members.lazy.filter { $0.segment == segment }.map(\.box) }
        var place = point
        var next = 0
        while next < segments.count {
            if segments[next].isGraph {
                guard let chain = target(of: place) else { break }
                let start = Point(chain: chain, rule: 0, step: 0, stack: stacks.alone, effects: 0)
                try prove(.point(start), region: 0, list: boxes.list(lines(next) + [nothing]))
                place.rule += 1
                next += 1
            } else {
                // Rules that stand between jumps, up to the next one; perhaps none.
                let leaves = leafList(place)
                guard !leaves.isComplete else { break }
                try compare(boxes.list(leaves.boxes + [nothing]), boxes.list(lines(next) + [nothing]), region: 0)
                place.rule = leaves.stop
                next += 1
            }
            if lines(next - 1).contains(where: boxes.isFull) { return .finished }
        }
        guard place != point else { return .unknown }
        let left = (next..<segments.count).flatMap(lines)
        return .onward(
            WalkState(next: .point(place), region: 0, list: boxes.list(left + boxes.boxes(root).suffix(1))))
    }

    /// The chain that a rule jumps to, whatever the packet.
    private static func target(of rule: TableProgram.Rule) -> Int32? {
        guard rule.steps.count == 1, case .jump(let chain) = rule.steps[0] else { return nil }
        return chain
    }

    private func target(of point: Point) -> Int32? {
        let rules = program.chains[Int(point.chain)].rules
        return point.rule < rules.count ? Self.target(of: rules[Int(point.rule)]) : nil
    }

    /// The hint's segments with their lines, relative to the way here; nil when it says nothing, or not of all rules.
    private func members() -> (segments: [ProofHint.Segment], members: [Member])? {
        guard let hint else { return nil }
        let box = here
        let fragments = fields.firstIndex(of: .fragment) ?? 0
        let later = sets.intern(
            coordinates[fragments].runs(checker.world.laterFragments), count: coordinates[fragments].count)
        let isLater = sets.isSubset(box[fragments], of: later)
        let segments = hint.segments(checker.world.path, laterFragments: isLater)
        guard !segments.isEmpty else { return nil }
        let whole = Dictionary(rootRules.map { ($0.rule, $0.box) }, uniquingKeysWith: { first, _ in first })
        var members: [Member] = []
        var missing = Set(whole.keys)
        for (number, segment) in segments.enumerated() {
            for line in segment.lines {
                // Rules of other packets only.
                guard let box = whole[line.rule] else { continue }
                if line.guarded == nil { missing.remove(line.rule) }
                var mine: Int32? = box
                if let guarded = line.guarded {
                    guard let other = whole[guarded] else { continue }
                    mine = intersection(box, other)
                }
                for (field, set) in trail {
                    guard let box = mine else { break }
                    mine = relative(box, field, set)
                }
                guard let mine else { continue }
                members.append(
                    Member(
                        box: mine, rule: line.rule, before: line.guarded ?? line.rule, isWhole: line.guarded == nil,
                        segment: number))
            }
        }
        // A rule that the hint leaves out has no packet here.
        let isComplete = rootRules.allSatisfy { rule in
            !missing.contains(rule.rule)
                || !zip(boxes.sets(rule.box), box).allSatisfy { sets.overlaps($0, $1) }
        }
        return isComplete ? (segments, members) : nil
    }

    /// What two boxes have in common, with the outcome of the first.
    private func intersection(_ box: Int32, _ other: Int32) -> Int32? {
        var common: [CoordinateSet] = []
        for (mine, theirs) in zip(boxes.sets(box), boxes.sets(other)) {
            let both = sets.intersection(mine, theirs)
            if both == CoordinateSets.empty { return nil }
            common.append(both)
        }
        return boxes.box(common, boxes.outcome(box))
    }

    // MARK: Order

    /// The most pairs of rules in another order that are looked at one by one.
    private static let conflictLimit = 256

    /// Proves that the first line that takes a packet has the outcome of the policy's first rule. False when too much
    /// speaks against it.
    ///
    /// Let a line take a packet first, and let an earlier rule of the policy take it too, whose own line comes later.
    /// They have to have one outcome, or a line before both has to take what they have in common.
    private func proveOrder(_ members: [Member]) throws(ProofEnd) -> Bool {
        var guards: [[Int]: Int] = [:]
        for (place, member) in members.enumerated() where !member.isWhole {
            let key = [member.rule, member.before]
            if guards[key] == nil { guards[key] = place }
        }
        var conflicts: [(Int32, Int32)] = []
        let count = (members.last?.segment ?? 0) + 1
        let indices = (0..<count).map { segment in
            OverlapIndex(members.enumerated().filter { $0.element.segment == segment }.map { $0 }, boxes, sets)
        }
        for (place, member) in members.enumerated() where member.isWhole {
            for index in indices[...member.segment] where index.highestRule > member.rule {
                index.forEachOverlap(of: member, before: place, boxes, sets, &budget) { other, number in
                    guard boxes.outcome(other.box) != boxes.outcome(member.box) else { return true }
                    if let first = guards[[member.rule, other.before]], first < number,
                        isCovered(other.box, member.box, by: members[first].box)
                    {
                        return true
                    }
                    conflicts.append((other.box, member.box))
                    return conflicts.count < Self.conflictLimit
                }
                guard conflicts.count < Self.conflictLimit else { return false }
                guard !budget.isSpent else { throw .exhausted }
            }
        }
        for (first, second) in conflicts {
            let (a, b) = (boxes.sets(first), boxes.sets(second))
            try examine(zip(here, zip(a, b)).map { sets.intersection($0, sets.intersection($1.0, $1.1)) })
        }
        return true
    }

    /// Whether a box has everything that two others have in common.
    private func isCovered(_ first: Int32, _ second: Int32, by cover: Int32) -> Bool {
        var mask = boxes.constrained[Int(cover)]
        while mask != 0 {
            let field = mask.trailingZeroBitCount
            guard sets.isCommon(to: boxes.set(first, field), boxes.set(second, field), in: boxes.set(cover, field))
            else { return false }
            mask &= mask - 1
        }
        return true
    }
}
