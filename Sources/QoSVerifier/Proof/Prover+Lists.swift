// Two first-match lists do the same for all packets of a region.

extension Prover {
    /// All packets of the region have one outcome: the list has to say the same.
    func settle(_ outcome: Int32, _ region: Int32, _ list: Int32) throws(ProofEnd) {
        try compare(boxes.list([everything(outcome)]), list, region: region)
    }

    /// Proves that the table's list does what the policy's does. Both end with a box that every packet fits.
    func compare(_ mine: Int32, _ theirs: Int32, region: Int32) throws(ProofEnd) {
        if mine == theirs { return }
        let key = [mine, theirs, region]
        if equalLists.find(key) != nil { return }
        guard !budget.isSpent, depth < WorkBudget.depth else { throw .exhausted }
        depth += 1
        defer { depth -= 1 }
        let before = (repairs, doubt == nil)
        try compareParts(boxes.boxes(mine), boxes.boxes(theirs), region)
        if before == (repairs, doubt == nil) { _ = equalLists.intern(key) }
    }

    private func compareParts(_ mine: [Int32], _ theirs: [Int32], _ region: Int32) throws(ProofEnd) {
        guard let first = mine.first, let other = theirs.first else { return }
        if boxes.isFull(first), boxes.isFull(other) {
            return try compareOutcomes(boxes.outcome(first), boxes.outcome(other), region)
        }
        budget.spend(mine.count + theirs.count)
        if mine.count == 1, theirs.allSatisfy({ boxes.outcome($0) == boxes.outcome(first) }) { return }
        if theirs.count == 1, mine.allSatisfy({ boxes.outcome($0) == boxes.outcome(other) }) { return }
        let (mine, theirs) = (merged(mine), merged(theirs))
        if mine == theirs { return }
        // Packets that fit no box in which the lists differ have the same outcome in both.
        let odd = ListDifference.odd(mine, theirs)
        let narrow = odd.filter { !boxes.isFull($0) }
        if mine.count + theirs.count > 16, narrow.count * 2 < mine.count + theirs.count {
            for box in narrow { try compareInside(box, mine, theirs, region) }
            if narrow.count == odd.count { return }
        }
        try compareByField(mine, theirs, region)
    }

    private func compareInside(
        _ box: Int32, _ mine: [Int32], _ theirs: [Int32], _ region: Int32
    ) throws(ProofEnd) {
        let mark = trail.count
        var inside = region
        for (field, set) in boxes.sets(box).enumerated() where set != CoordinateSets.full {
            inside = self.region(inside, with: set, in: field)
            trail.append((field, set))
        }
        func narrowed(_ list: [Int32]) -> Int32 {
            var items = list
            for (field, set) in boxes.sets(box).enumerated() where set != CoordinateSets.full {
                items = items.compactMap { relative($0, field, set) }
            }
            budget.spend(list.count)
            return boxes.list(items)
        }
        try compare(narrowed(mine), narrowed(theirs), region: inside)
        trail.removeLast(trail.count - mark)
    }

    /// Boxes beside each other in all fields but one, with one outcome, are one box.
    private func merged(_ list: [Int32]) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(list.count)
        for box in list {
            var box = box
            while let last = result.last, let both = union(last, box) {
                result.removeLast()
                box = both
            }
            result.append(box)
        }
        return result
    }

    private func union(_ a: Int32, _ b: Int32) -> Int32? {
        guard boxes.outcome(a) == boxes.outcome(b) else { return nil }
        let mask = boxes.constrained[Int(a)] | boxes.constrained[Int(b)]
        var different: Int?
        for field in fields.indices where mask & 1 << UInt64(field) != 0 {
            guard boxes.set(a, field) != boxes.set(b, field) else { continue }
            guard different == nil else { return nil }
            different = field
        }
        guard let field = different else { return a }
        let set = sets.union(boxes.set(a, field), boxes.set(b, field), count: coordinates[field].count)
        return boxes.with(a, field, set)
    }

    // MARK: Field by field

    private struct Pair {
        var mine: Int32
        var theirs: Int32
        var set: CoordinateSet
    }

    private func compareByField(_ mine: [Int32], _ theirs: [Int32], _ region: Int32) throws(ProofEnd) {
        let field = fieldToDivide(mine, theirs)
        let keeps = keepsTrafficClass && field == trafficClass
        var pairs: [Pair] = []
        // A difference has to be looked for at all values that have the pair of lists.
        var runs: [[Int32]] = []
        var places: [UInt64: Int] = [:]
        var left = FieldSweep(mine, field, boxes, sets)
        var right = FieldSweep(theirs, field, boxes, sets)
        let limits = sets.runs(of: self.region(region, field), count: coordinates[field].count)
        for place in stride(from: 0, to: limits.count, by: 2) {
            var low = limits[place]
            while low <= limits[place + 1] {
                left.move(to: low)
                right.move(to: low)
                let change = min(left.nextChange, right.nextChange)
                let high = min(limits[place + 1], change == .max ? .max : change - 1)
                let pair = Pair(
                    mine: boxes.list(left.list(&boxes, &budget)), theirs: boxes.list(right.list(&boxes, &budget)),
                    set: CoordinateSets.empty)
                let key = UInt64(UInt32(pair.mine)) << 32 | UInt64(UInt32(pair.theirs))
                if pair.mine != pair.theirs {
                    let place = keeps ? pairs.count : places[key] ?? pairs.count
                    if place == pairs.count {
                        places[key] = place
                        pairs.append(pair)
                        runs.append([])
                    }
                    CoordinateSets.extend(&runs[place], low, high)
                }
                guard !budget.isSpent else { throw .exhausted }
                low = high + 1
            }
        }
        for (index, runs) in runs.enumerated() {
            pairs[index].set = sets.intern(runs, count: coordinates[field].count)
        }
        func size(_ pair: Pair) -> Int { boxes.length(pair.mine) + boxes.length(pair.theirs) }
        let order = pairs.indices.sorted { (size(pairs[$0]), $0) < (size(pairs[$1]), $1) }
        for index in order {
            let pair = pairs[index]
            let inside = self.region(region, with: keeps ? pair.set : CoordinateSets.full, in: field)
            trail.append((field, pair.set))
            try compare(pair.mine, pair.theirs, region: inside)
            trail.removeLast()
        }
    }

    /// The field that most boxes look at.
    private func fieldToDivide(_ mine: [Int32], _ theirs: [Int32]) -> Int {
        var counts = [Int](repeating: 0, count: fields.count)
        for box in mine + theirs {
            var mask = boxes.constrained[Int(box)]
            while mask != 0 {
                counts[mask.trailingZeroBitCount] += 1
                mask &= mask - 1
            }
        }
        return counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    }

    // MARK: Outcomes

    private func compareOutcomes(_ mine: Int32, _ theirs: Int32, _ region: Int32) throws(ProofEnd) {
        guard mine != theirs else { return }
        let (loaded, wanted) = (outcomes[Int(mine)], outcomes[Int(theirs)])
        if keepsTrafficClass, loaded.end == wanted.end, loaded.effects.differsInTrafficClassOnly(from: wanted.effects) {
            // Writing what is there already changes nothing.
            let values = trafficClasses(self.region(region, trafficClass))
            if values.allSatisfy({ loaded.effects.trafficClass($0) == wanted.effects.trafficClass($0) }) { return }
        }
        try difference(loaded, wanted)
    }

    func trafficClasses(_ set: CoordinateSet) -> [UInt8] {
        let runs = sets.runs(of: set, count: coordinates[trafficClass].count)
        return stride(from: 0, to: runs.count, by: 2).flatMap { index in
            (runs[index]...runs[index + 1]).map { UInt8(truncatingIfNeeded: $0) }
        }
    }
}
