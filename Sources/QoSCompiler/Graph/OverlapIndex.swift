/// For each rule of a list, which of the others it may overlap: some packet may match both.
///
/// Judged by the hulls of its values on each axis: no overlap is missed, and some are reported that are none. An axis
/// keeps, as bits, which of the rules are among the first 0, 64, 128 … that start, and that end; the few between two of
/// those rows are looked at one by one.
struct OverlapIndex {
    private struct Axis {
        /// Where each rule's hull starts, in order, and where it ends.
        var starts: [(cell: UInt32, rule: Int32)] = []
        var ends: [(cell: UInt32, rule: Int32)] = []
        var startRows: [UInt64] = []
        var endRows: [UInt64] = []
        /// Rules without a condition on the axis.
        var free: [UInt64]
    }

    private static let step = 64
    private let words: Int
    private var axes: [Axis]
    private let rules: RuleBoxes
    private let lines: ArraySlice<DecisionGraph.Line>

    init(_ lines: ArraySlice<DecisionGraph.Line>, _ rules: RuleBoxes) {
        self.lines = lines
        self.rules = rules
        let words = (lines.count + 63) / 64
        self.words = words
        axes = rules.axes.indices.map { _ in Axis(free: [UInt64](repeating: 0, count: words)) }
        for axis in rules.axes.indices { fill(axis) }
    }

    private mutating func fill(_ axis: Int) {
        var index = Axis(free: [UInt64](repeating: 0, count: words))
        for (place, line) in lines.enumerated() {
            guard let hull = hull(line.box, axis) else {
                index.free[place >> 6] |= 1 << UInt64(place & 63)
                continue
            }
            index.starts.append((hull.start, Int32(place)))
            index.ends.append((hull.end, Int32(place)))
        }
        guard !index.starts.isEmpty else { return }
        index.starts.sort { ($0.cell, $0.rule) < ($1.cell, $1.rule) }
        index.ends.sort { ($0.cell, $0.rule) < ($1.cell, $1.rule) }
        index.startRows = rows(index.starts)
        index.endRows = rows(index.ends)
        axes[axis] = index
    }

    private func rows(_ sorted: [(cell: UInt32, rule: Int32)]) -> [UInt64] {
        var rows: [UInt64] = []
        rows.reserveCapacity((sorted.count / Self.step + 2) * words)
        var row = [UInt64](repeating: 0, count: words)
        for place in sorted.indices {
            if place % Self.step == 0 { rows += row }
            row[Int(sorted[place].rule) >> 6] |= 1 << UInt64(sorted[place].rule & 63)
        }
        rows += row
        return rows
    }

    /// Nil without a condition.
    private func hull(_ box: Int32, _ axis: Int) -> (start: UInt32, end: UInt32)? {
        let set = rules.boxes.set(box, axis)
        guard set >= 0 else { return nil }
        let runs = rules.values[axis].runs(set)
        guard let first = runs.first, let last = runs.last else { return (0, 0) }
        return (first.start, last.end)
    }

    /// Clears in `bits` the rules that the rule at a place does not overlap; no more than the words up to its own.
    func keepOverlapping(_ place: Int, in bits: inout [UInt64]) {
        let box = lines[lines.startIndex + place].box
        let last = place >> 6
        for axis in axes.indices {
            guard !axes[axis].starts.isEmpty, let hull = hull(box, axis) else { continue }
            // Those that start below our end, less those that end at our start or below.
            let started = Self.count(axes[axis].starts, below: hull.end)
            let ended = Self.count(axes[axis].ends, below: hull.start + 1)
            let startRow = (started + Self.step - 1) / Self.step
            let endRow = ended / Self.step
            for word in 0...last {
                bits[word] &=
                    (axes[axis].startRows[startRow * words + word] & ~axes[axis].endRows[endRow * words + word])
                    | axes[axis].free[word]
            }
            for other in started..<min(startRow * Self.step, axes[axis].starts.count) {
                Self.clear(axes[axis].starts[other].rule, in: &bits)
            }
            for other in (endRow * Self.step)..<ended { Self.clear(axes[axis].ends[other].rule, in: &bits) }
        }
    }

    @inline(__always)
    private static func clear(_ rule: Int32, in bits: inout [UInt64]) {
        bits[Int(rule) >> 6] &= ~(1 << UInt64(rule & 63))
    }

    private static func count(_ sorted: [(cell: UInt32, rule: Int32)], below cell: UInt32) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].cell < cell { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
