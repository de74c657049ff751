/// The number of a set of coordinates. Equal sets have equal numbers.
typealias CoordinateSet = Int32

/// Sets of coordinates as sorted runs, each set once.
struct CoordinateSets {
    /// Every coordinate of whichever field.
    static let full: CoordinateSet = 0
    static let empty: CoordinateSet = 1

    private var runs = SequenceInterner()
    private var intersections: [UInt64: CoordinateSet] = [:]

    init() {
        // Numbers 0 and 1, which no other sequence equals: a run has two ends.
        _ = runs.intern([-1])
        _ = runs.intern([])
    }

    /// The set of these runs in a field of `count` coordinates.
    mutating func intern(_ list: [Int32], count: Int) -> CoordinateSet {
        if list.count == 2, list[0] == 0, Int(list[1]) == count - 1 { return Self.full }
        return runs.intern(list)
    }

    /// Adds a run behind those of a list; neighbours make one.
    static func extend(_ runs: inout [Int32], _ low: Int32, _ high: Int32) {
        if let end = runs.last, end + 1 == low {
            runs[runs.count - 1] = high
        } else {
            runs.append(low)
            runs.append(high)
        }
    }

    /// Lowest and highest coordinate of each run, one after the other; that of `full` is everything up to `count`.
    func runs(of set: CoordinateSet, count: Int) -> [Int32] {
        guard set != Self.full else { return count == 0 ? [] : [0, Int32(truncatingIfNeeded: count - 1)] }
        return Array(runs[set])
    }

    /// Calls with each run of a set that is not full.
    @inline(__always)
    func forEachRun(of set: CoordinateSet, _ body: (Int32, Int32) -> Void) {
        let slice = runs[set]
        var index = slice.startIndex
        while index < slice.endIndex {
            body(slice[index], slice[index + 1])
            index += 2
        }
    }

    func contains(_ set: CoordinateSet, _ coordinate: Int32) -> Bool {
        guard set != Self.full else { return true }
        let slice = runs[set]
        var index = slice.startIndex
        while index < slice.endIndex {
            if coordinate < slice[index] { return false }
            if coordinate <= slice[index + 1] { return true }
            index += 2
        }
        return false
    }

    mutating func intersection(_ a: CoordinateSet, _ b: CoordinateSet) -> CoordinateSet {
        if a == b || b == Self.full { return a }
        if a == Self.full { return b }
        if a == Self.empty || b == Self.empty { return Self.empty }
        let key = a < b ? UInt64(UInt32(a)) << 32 | UInt64(UInt32(b)) : UInt64(UInt32(b)) << 32 | UInt64(UInt32(a))
        if let known = intersections[key] { return known }
        var common: [Int32] = []
        Self.merge(runs[a], runs[b]) { low, high in
            common.append(low)
            common.append(high)
            return true
        }
        let result = runs.intern(common)
        intersections[key] = result
        return result
    }

    func overlaps(_ a: CoordinateSet, _ b: CoordinateSet) -> Bool {
        if a == Self.empty || b == Self.empty { return false }
        if a == b || a == Self.full || b == Self.full { return true }
        var found = false
        Self.merge(runs[a], runs[b]) { _, _ in
            found = true
            return false
        }
        return found
    }

    /// Whether `a` has no coordinate that `b` has not.
    func isSubset(_ a: CoordinateSet, of b: CoordinateSet) -> Bool {
        if a == b || b == Self.full || a == Self.empty { return true }
        if a == Self.full || b == Self.empty { return false }
        let (mine, theirs) = (runs[a], runs[b])
        var index = theirs.startIndex
        for place in stride(from: mine.startIndex, to: mine.endIndex, by: 2) {
            while index < theirs.endIndex, theirs[index + 1] < mine[place] { index += 2 }
            guard index < theirs.endIndex, theirs[index] <= mine[place], mine[place + 1] <= theirs[index + 1] else {
                return false
            }
        }
        return true
    }

    /// Whether a set has every coordinate that two others have in common.
    func isCommon(to a: CoordinateSet, _ b: CoordinateSet, in cover: CoordinateSet) -> Bool {
        if cover == Self.full || isSubset(a, of: cover) || isSubset(b, of: cover) { return true }
        // Neither is full, since the cover is not.
        guard a != Self.full, b != Self.full else { return false }
        var isCovered = true
        Self.merge(runs[a], runs[b]) { low, high in
            isCovered = runs(of: cover, contain: low, high)
            return isCovered
        }
        return isCovered
    }

    private func runs(of set: CoordinateSet, contain low: Int32, _ high: Int32) -> Bool {
        let slice = runs[set]
        for index in stride(from: slice.startIndex, to: slice.endIndex, by: 2) where low <= slice[index + 1] {
            return slice[index] <= low && high <= slice[index + 1]
        }
        return false
    }

    mutating func union(_ a: CoordinateSet, _ b: CoordinateSet, count: Int) -> CoordinateSet {
        if a == b || b == Self.empty || a == Self.full { return a }
        if a == Self.empty || b == Self.full { return b }
        var ends: [(Int32, Int32)] = []
        forEachRun(of: a) { ends.append(($0, $1)) }
        forEachRun(of: b) { ends.append(($0, $1)) }
        ends.sort { $0.0 < $1.0 }
        var merged: [Int32] = []
        for (low, high) in ends {
            if let last = merged.last, low <= last + 1 {
                merged[merged.count - 1] = max(last, high)
            } else {
                merged.append(low)
                merged.append(high)
            }
        }
        return intern(merged, count: count)
    }

    /// Calls with each common run until it is told to stop.
    private static func merge(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>, _ body: (Int32, Int32) -> Bool) {
        var (mine, theirs) = (a.startIndex, b.startIndex)
        while mine < a.endIndex, theirs < b.endIndex {
            let low = max(a[mine], b[theirs])
            let high = min(a[mine + 1], b[theirs + 1])
            if low <= high, !body(low, high) { return }
            if a[mine + 1] < b[theirs + 1] { mine += 2 } else { theirs += 2 }
        }
    }
}
