/// How much an analysis may look at: a count of small steps, so that it is the same on every machine.
struct AnalysisBudget: Sendable {
    var left: Int

    var isSpent: Bool { left <= 0 }

    mutating func spend(_ steps: Int) { left -= steps }
}

/// Looks for a packet of a region that is in none of some boxes, or proves that there is none.
///
/// The proof is exhaustive: what boxes leave of a region is cut into regions, until each of them is inside one box.
struct CoverSearch {
    enum Outcome {
        /// A packet that no box has.
        case open(Point)
        case covered
        /// The budget was spent.
        case undecided
    }

    private static let depthLimit = 256

    let space: PacketSpace
    var budget: AnalysisBudget
    /// The boxes that the proofs so far have used.
    private(set) var used: Set<Int> = []

    init(_ space: PacketSpace, budget: AnalysisBudget) {
        self.space = space
        self.budget = budget
    }

    /// `boxes` are indices in the space, in an order that does not matter to the answer.
    mutating func run(_ region: Region, _ boxes: [Int]) -> Outcome { run(region, boxes, depth: 0) }

    private mutating func run(_ region: Region, _ boxes: [Int], depth: Int) -> Outcome {
        if let point = openPoint(of: region, boxes) { return .open(point) }
        var region = region
        var boxes = boxes
        while true {
            guard !budget.isSpent, depth < Self.depthLimit else { return .undecided }
            guard let cut = classify(region, boxes) else { return .covered }
            boxes = cut.others.map(\.box)
            guard !cut.slabs.isEmpty else {
                guard let box = cut.others.min(by: { ($0.axes, $0.box) < ($1.axes, $1.box) })?.box else {
                    // Nothing is left that could have the packets.
                    return .open(space.example(of: region))
                }
                return split(region, at: box, boxes.filter { $0 != box }, depth: depth)
            }
            take(cut.slabs, from: &region)
            if region.isEmpty { return .covered }
            if let point = openPoint(of: region, boxes) { return .open(point) }
        }
    }

    /// A packet that no box has, among a few that are likely to be.
    private mutating func openPoint(of region: Region, _ boxes: [Int]) -> Point? {
        let points = [space.example(of: region)] + space.corners(of: region) + [space.sample(of: region, 1)]
        return points.first { point in
            var seen = 0
            defer { budget.spend(seen) }
            return !boxes.contains { box in
                seen += 1
                return space.contains(space.boxes[box], point)
            }
        }
    }

    private struct Cut {
        var slabs: [(axis: Int, box: Int)] = []
        var others: [(box: Int, axes: Int)] = []
    }

    /// Sorts the boxes by how they lie to a region; nil when one of them covers it.
    private mutating func classify(_ region: Region, _ boxes: [Int]) -> Cut? {
        var cut = Cut()
        for index in boxes {
            let box = space.boxes[index]
            budget.spend(2 + box.conditions.count)
            switch space.relation(box, to: region) {
            case .disjoint: continue
            case .covers:
                used.insert(index)
                return nil
            case .slab(let axis): cut.slabs.append((axis, index))
            case .part(let axes): cut.others.append((index, axes))
            }
        }
        return cut
    }

    /// Takes boxes off that each cover a region but for one axis: the longest first, so that few are needed.
    private mutating func take(_ slabs: [(axis: Int, box: Int)], from region: inout Region) {
        let sized = slabs.map { axis, box in
            let set = set(of: box, on: axis)
            return (axis: axis, box: box, size: set.intervals.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 })
        }
        for (axis, box, _) in sized.sorted(by: { ($1.size, $0.box) < ($0.size, $1.box) }) {
            let rest = region.sets[axis].subtracting(set(of: box, on: axis))
            budget.spend(1 + region.sets[axis].intervals.count)
            guard rest != region.sets[axis] else { continue }
            used.insert(box)
            region.sets[axis] = rest
            if rest.isEmpty { return }
        }
    }

    private func set(of box: Int, on axis: Int) -> IntervalSet<UInt32> {
        let condition = space.boxes[box].conditions.first { space.conditions[$0].axis == axis }
        return condition.map { space.sets[space.conditions[$0].set] } ?? space.scales[axis].everything
    }

    /// Cuts a region along the sides of a box, and looks into each part outside it.
    private mutating func split(_ region: Region, at index: Int, _ boxes: [Int], depth: Int) -> Outcome {
        var inside = region
        let box = space.boxes[index]
        for place in box.conditions where space.conditions[place].families.contains(region.family) {
            let (axis, set) = (space.conditions[place].axis, space.sets[space.conditions[place].set])
            let outside = inside.sets[axis].subtracting(set)
            budget.spend(1 + inside.sets[axis].intervals.count)
            if !outside.isEmpty {
                var part = inside
                part.sets[axis] = outside
                let outcome = run(part, boxes, depth: depth + 1)
                guard case .covered = outcome else { return outcome }
            }
            inside.sets[axis] = inside.sets[axis].intersection(set)
        }
        used.insert(index)
        return .covered
    }
}
