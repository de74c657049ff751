/// The sets of values that conditions name, each once, and the cells that their ends cut an axis into.
///
/// A cell is a run of values that no condition tells apart. Sweeps work on numbers of cells, whatever the width of the
/// field; IPv6's cells follow IPv4's.
struct ValueSets {
    /// In raw values until `cut`; a set is a run of `intervals`.
    private var sets: [(start: Int32, ip: Int32, ip6: Int32)] = []
    private var intervals: [ClosedRange<UInt128>] = []
    /// For each interval, its cells: the first, and the one behind the last.
    private var cells: [(start: UInt32, end: UInt32)] = []
    private var index = HashIndex()
    /// The lowest value of each cell.
    private(set) var cuts: [UInt128] = []
    /// How many cells are IPv4's, or all on an axis that does not depend on the family.
    private(set) var ipCellCount = 0

    /// The number of a set with these values.
    mutating func intern(_ values: AxisValues) -> Int32 {
        var hash = NumberHash()
        for interval in values.ip {
            hash.add(interval.lowerBound)
            hash.add(interval.upperBound)
        }
        hash.add(UInt64(values.ip.count))
        for interval in values.ip6 {
            hash.add(interval.lowerBound)
            hash.add(interval.upperBound)
        }
        let known = index.find(hash.value) { id in
            let set = sets[Int(id)]
            guard Int(set.ip) == values.ip.count, Int(set.ip6) == values.ip6.count else { return false }
            for place in values.ip.indices where intervals[Int(set.start) + place] != values.ip[place] { return false }
            for place in values.ip6.indices
            where intervals[Int(set.start) + Int(set.ip) + place] != values.ip6[place] { return false }
            return true
        }
        if let known { return known }
        let id = Int32(sets.count)
        sets.append((Int32(intervals.count), Int32(values.ip.count), Int32(values.ip6.count)))
        intervals += values.ip
        intervals += values.ip6
        index.insert(hash.value, id)
        return id
    }

    /// Cuts the axis at the ends of all sets. Sets can be compared by cells from then on.
    mutating func cut() {
        let ip = cuts { Int($0.start)..<Int($0.start + $0.ip) }
        let ip6 = cuts { Int($0.start + $0.ip)..<Int($0.start + $0.ip + $0.ip6) }
        ipCellCount = ip.count
        self.cuts = ip + ip6
        cells.reserveCapacity(intervals.count)
        for set in sets {
            for place in Int(set.start)..<Int(set.start + set.ip) { appendCells(intervals[place], 0, ip.count) }
            for place in Int(set.start + set.ip)..<Int(set.start + set.ip + set.ip6) {
                appendCells(intervals[place], ip.count, self.cuts.count)
            }
        }
    }

    /// The ends of a part of each set, in order.
    private func cuts(of part: ((start: Int32, ip: Int32, ip6: Int32)) -> Range<Int>) -> [UInt128] {
        var ends: [UInt128] = [0]
        for set in sets {
            for interval in intervals[part(set)] {
                ends.append(interval.lowerBound)
                if interval.upperBound < .max { ends.append(interval.upperBound + 1) }
            }
        }
        ends.sort()
        var unique: [UInt128] = []
        unique.reserveCapacity(ends.count)
        for end in ends where unique.last != end { unique.append(end) }
        return unique
    }

    private mutating func appendCells(_ interval: ClosedRange<UInt128>, _ low: Int, _ high: Int) {
        let start = cell(of: interval.lowerBound, low, high)
        let end = interval.upperBound == .max ? high : cell(of: interval.upperBound + 1, low, high)
        cells.append((UInt32(start), UInt32(end)))
    }

    /// The cell that begins with a value: it is one of the cuts.
    private func cell(of value: UInt128, _ low: Int, _ high: Int) -> Int {
        var low = low
        var high = high
        while low < high {
            let middle = (low + high) / 2
            if cuts[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The runs of cells of a set, in order.
    @inline(__always)
    func runs(_ set: Int32) -> ArraySlice<(start: UInt32, end: UInt32)> {
        let (start, ip, ip6) = sets[Int(set)]
        return cells[Int(start)..<Int(start + ip + ip6)]
    }

    /// How many intervals a set has, for IPv4 (or for all packets) and for IPv6.
    func count(_ set: Int32) -> (ip: Int, ip6: Int) { (Int(sets[Int(set)].ip), Int(sets[Int(set)].ip6)) }

    /// The values of a set, IPv4's first.
    func intervals(_ set: Int32) -> ArraySlice<ClosedRange<UInt128>> {
        let (start, ip, ip6) = sets[Int(set)]
        return intervals[Int(start)..<Int(start + ip + ip6)]
    }

    /// The values that are in both, of sets that have been cut; nil when there are none.
    mutating func intersection(_ left: Int32, _ right: Int32) -> Int32? {
        if left == right || contains(right, left) { return left }
        if contains(left, right) { return right }
        var both: [(start: UInt32, end: UInt32)] = []
        var mine = runs(left)[...]
        var theirs = runs(right)[...]
        while let a = mine.first, let b = theirs.first {
            if max(a.start, b.start) < min(a.end, b.end) { both.append((max(a.start, b.start), min(a.end, b.end))) }
            if a.end < b.end { mine.removeFirst() } else { theirs.removeFirst() }
        }
        guard !both.isEmpty else { return nil }
        let border = UInt32(ipCellCount)
        var values = AxisValues(ip: [])
        for run in both {
            let interval = self.values(run.start, run.end, maximum: .max)
            if run.start < border { values.ip.append(interval) } else { values.ip6.append(interval) }
        }
        let count = sets.count
        let set = intern(values)
        if sets.count > count { cells += both }
        return set
    }

    /// Whether every value of one set is in another.
    func contains(_ outer: Int32, _ inner: Int32) -> Bool {
        if outer == inner { return true }
        let outer = runs(outer)
        var place = outer.startIndex
        for run in runs(inner) {
            while place < outer.endIndex, outer[place].end < run.end { place += 1 }
            guard place < outer.endIndex, outer[place].start <= run.start else { return false }
        }
        return true
    }

    /// The values of a run of cells that lies in one family.
    func values(_ start: UInt32, _ end: UInt32, maximum: UInt128) -> ClosedRange<UInt128> {
        let last = Int(end) == ipCellCount || Int(end) == cuts.count
        return cuts[Int(start)]...(last ? maximum : cuts[Int(end)] - 1)
    }
}
