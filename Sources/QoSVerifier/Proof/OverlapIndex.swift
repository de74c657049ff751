/// Lines of one segment by the coordinates of one field, to find those that overlap another line.
struct OverlapIndex {
    private struct Run {
        var low: Int32
        var high: Int32
        var place: Int
        var member: Prover.Member
    }

    /// The highest number of a rule in it.
    let highestRule: Int
    private let field: Int
    /// By where they begin.
    private var runs: [Run] = []
    /// The highest end of the runs up to each.
    private var highest: [Int32] = []
    /// Lines that are everywhere in the field.
    private var others: [(place: Int, member: Prover.Member)] = []

    /// Lines with their places in the whole list.
    init(_ members: [(offset: Int, element: Prover.Member)], _ boxes: BoxStore, _ sets: CoordinateSets) {
        highestRule = members.map(\.element.rule).max() ?? -1
        var distinct: [Int: Set<CoordinateSet>] = [:]
        for (_, member) in members {
            var mask = boxes.constrained[Int(member.box)]
            while mask != 0 {
                let field = mask.trailingZeroBitCount
                distinct[field, default: []].insert(boxes.set(member.box, field))
                mask &= mask - 1
            }
        }
        field = distinct.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key ?? 0
        for (place, member) in members {
            let set = boxes.set(member.box, field)
            guard set != CoordinateSets.full else {
                others.append((place, member))
                continue
            }
            sets.forEachRun(of: set) { runs.append(Run(low: $0, high: $1, place: place, member: member)) }
        }
        runs.sort { ($0.low, $0.place) < ($1.low, $1.place) }
        for run in runs { highest.append(max(highest.last ?? -1, run.high)) }
    }

    /// Calls with the lines before a place that overlap a line and are of a rule behind its own, some of them more than
    /// once, until told to stop.
    func forEachOverlap(
        of line: Prover.Member, before place: Int, _ boxes: BoxStore, _ sets: CoordinateSets,
        _ budget: inout WorkBudget, _ body: (Prover.Member, Int) -> Bool
    ) {
        func isMet(_ other: Prover.Member, _ stands: Int) -> Bool {
            guard stands < place, other.rule > line.rule else { return false }
            var mask = boxes.constrained[Int(line.box)] & boxes.constrained[Int(other.box)]
            while mask != 0 {
                let field = mask.trailingZeroBitCount
                if !sets.overlaps(boxes.set(line.box, field), boxes.set(other.box, field)) { return false }
                mask &= mask - 1
            }
            return true
        }
        budget.spend(others.count)
        for (stands, other) in others where isMet(other, stands) {
            guard body(other, stands) else { return }
        }
        let set = boxes.set(line.box, field)
        guard set != CoordinateSets.full else {
            budget.spend(runs.count)
            for run in runs where isMet(run.member, run.place) {
                guard body(run.member, run.place) else { return }
            }
            return
        }
        var isOver = false
        sets.forEachRun(of: set) { low, high in
            var index = firstBehind(high) - 1
            while !isOver, index >= 0, highest[index] >= low {
                budget.spend(1)
                let run = runs[index]
                if run.high >= low, isMet(run.member, run.place), !body(run.member, run.place) { isOver = true }
                index -= 1
            }
        }
    }

    /// The first run that begins behind a coordinate.
    private func firstBehind(_ coordinate: Int32) -> Int {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].low <= coordinate { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
