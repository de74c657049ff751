/// Where runs of cells begin and end on an axis, for the rules of a list: what a sweep goes through. Those of one sweep
/// stand behind those of the sweeps around it.
struct SweepEvents {
    /// The cell, the place in the list, and whether a run of that rule starts there or has ended.
    struct Event {
        fileprivate let bits: UInt64

        var cell: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
        var place: Int { Int(UInt32(truncatingIfNeeded: bits) >> 1) }
        var isStart: Bool { bits & 1 == 1 }
    }

    private var events: [UInt64] = []
    /// To sort: where the events of each cell begin, and a copy of them.
    private var cellStarts: [UInt32] = []
    private var sorted: [UInt64] = []

    var count: Int { events.count }

    @inline(__always)
    subscript(_ index: Int) -> Event { Event(bits: events[index]) }

    mutating func removeAll() { events.removeAll(keepingCapacity: true) }

    mutating func pop(to count: Int) { events.removeSubrange(count...) }

    /// The axis that splits a list best: the fewest rules in all children together. Its events are pushed.
    mutating func pushBest(
        for lines: ArraySlice<DecisionGraph.Line>, _ boxes: borrowing BoxTable, _ values: borrowing [ValueSets]
    ) -> Int {
        var candidates: UInt64 = 0
        for line in lines { candidates |= boxes.axes[Int(line.box)] }
        var best = candidates.trailingZeroBitCount
        let base = events.count
        if candidates.nonzeroBitCount == 1 {
            push(best, lines, boxes, values)
            return best
        }
        var bestScore = Int.max
        var bestEnd = base
        while candidates != 0 {
            let axis = candidates.trailingZeroBitCount
            candidates &= candidates - 1
            let start = events.count
            let free = push(axis, lines, boxes, values)
            let score = score(from: start, free: free, limit: bestScore)
            if score < bestScore {
                bestScore = score
                best = axis
                // Moves down over those of the axis that was best before.
                let count = events.count - start
                if start > base {
                    for offset in 0..<count { events[base + offset] = events[start + offset] }
                }
                bestEnd = base + count
            }
            events.removeSubrange(bestEnd...)
        }
        return best
    }

    /// Pushes the ends of an axis's runs, sorted. Returns how many rules have no condition there.
    @discardableResult
    private mutating func push(
        _ axis: Int, _ lines: ArraySlice<DecisionGraph.Line>, _ boxes: borrowing BoxTable,
        _ values: borrowing [ValueSets]
    ) -> Int {
        let start = events.count
        var free = 0
        for place in lines.indices {
            let set = boxes.set(lines[place].box, axis)
            guard set >= 0 else {
                free += 1
                continue
            }
            let number = UInt64(place - lines.startIndex) << 1
            for run in values[axis].runs(set) {
                events.append(UInt64(run.start) << 32 | number | 1)
                events.append(UInt64(run.end) << 32 | number)
            }
        }
        sort(from: start, cells: values[axis].cuts.count + 1)
        return free
    }

    /// By cell; those of one cell stay in their order, in which a rule's run ends before its next begins.
    private mutating func sort(from start: Int, cells: Int) {
        let count = events.count - start
        guard count > 64, cells <= 8 * count else {
            events[start...].sort()
            return
        }
        cellStarts.removeAll(keepingCapacity: true)
        cellStarts.append(contentsOf: repeatElement(0, count: cells + 1))
        for event in events[start...] { cellStarts[Int(event >> 32) + 1] += 1 }
        for cell in 1...cells { cellStarts[cell] += cellStarts[cell - 1] }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: events[start...])
        for event in sorted {
            let cell = Int(event >> 32)
            events[start + Int(cellStarts[cell])] = event
            cellStarts[cell] += 1
        }
    }

    /// Rules in all children, and edges.
    private func score(from start: Int, free: Int, limit: Int) -> Int {
        var sum = free
        var active = 0
        var place = start
        while place < events.count {
            let cell = events[place] >> 32
            while place < events.count, events[place] >> 32 == cell {
                active += events[place] & 1 == 1 ? 1 : -1
                place += 1
            }
            if active > 0 {
                sum += active + free + 1
                if sum >= limit { return limit }
            }
        }
        return sum
    }
}
