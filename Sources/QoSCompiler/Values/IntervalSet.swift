/// A set of unsigned numbers as sorted, disjoint, non-adjacent closed intervals.
public struct IntervalSet<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    public private(set) var intervals: [ClosedRange<Value>]

    public init() {
        intervals = []
    }

    /// Sorts and merges; the intervals may overlap.
    public init(_ unsorted: [ClosedRange<Value>]) {
        // Most lists have one value, and set files are often sorted.
        guard !Self.isOrdered(unsorted) else {
            intervals = unsorted
            return
        }
        intervals = []
        intervals.reserveCapacity(unsorted.count)
        for interval in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = intervals.last else {
                intervals.append(interval)
                continue
            }
            let touches = interval.lowerBound <= last.upperBound || interval.lowerBound == last.upperBound + 1
            if touches {
                intervals[intervals.count - 1] = last.lowerBound...max(last.upperBound, interval.upperBound)
            } else {
                intervals.append(interval)
            }
        }
    }

    public init(_ value: Value) {
        intervals = [value...value]
    }

    /// Whether the intervals are sorted, disjoint and not adjacent.
    private static func isOrdered(_ intervals: [ClosedRange<Value>]) -> Bool {
        intervals.indices.dropFirst().allSatisfy { index in
            let before = intervals[index - 1].upperBound
            return before < intervals[index].lowerBound && before + 1 < intervals[index].lowerBound
        }
    }

    public var isEmpty: Bool { intervals.isEmpty }

    /// Whether every interval is one value.
    public var isSingles: Bool {
        intervals.allSatisfy { $0.lowerBound == $0.upperBound }
    }

    public func contains(_ value: Value) -> Bool {
        let index = index(reaching: value)
        return index < intervals.count && intervals[index].contains(value)
    }

    /// Index of the first interval that does not end before a value.
    private func index(reaching value: Value) -> Int {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Index of the first interval that does not end before another set begins: a short set is soon found in a long one.
    private func index(reaching other: IntervalSet) -> Int {
        other.intervals.first.map { index(reaching: $0.lowerBound) } ?? intervals.count
    }

    /// The values up to `maximum` that are not in the set.
    public func complement(upTo maximum: Value) -> IntervalSet {
        var gaps: [ClosedRange<Value>] = []
        var next: Value = 0
        for interval in intervals {
            guard interval.lowerBound <= maximum else { break }
            if interval.lowerBound > next { gaps.append(next...(interval.lowerBound - 1)) }
            guard interval.upperBound < maximum else {
                return IntervalSet(gaps)
            }
            next = interval.upperBound + 1
        }
        gaps.append(next...maximum)
        return IntervalSet(gaps)
    }

    public func intersection(_ other: IntervalSet) -> IntervalSet {
        var common: [ClosedRange<Value>] = []
        var mine = index(reaching: other)
        var theirs = other.index(reaching: self)
        while mine < intervals.count, theirs < other.intervals.count {
            let a = intervals[mine]
            let b = other.intervals[theirs]
            if a.overlaps(b) { common.append(a.clamped(to: b)) }
            if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
        }
        return IntervalSet(common)
    }

    /// The values that are not in the other set.
    public func subtracting(_ other: IntervalSet) -> IntervalSet {
        var rest: [ClosedRange<Value>] = []
        var theirs = other.index(reaching: self)
        for interval in intervals {
            var lower = interval.lowerBound
            var isOpen = true
            while theirs < other.intervals.count, other.intervals[theirs].upperBound < lower { theirs += 1 }
            while theirs < other.intervals.count, other.intervals[theirs].lowerBound <= interval.upperBound {
                let cut = other.intervals[theirs]
                if cut.lowerBound > lower { rest.append(lower...(cut.lowerBound - 1)) }
                guard cut.upperBound < interval.upperBound else {
                    isOpen = false
                    break
                }
                lower = cut.upperBound + 1
                theirs += 1
            }
            if isOpen { rest.append(lower...interval.upperBound) }
        }
        return IntervalSet(rest)
    }

    /// Whether every value is in the other set too.
    public func isSubset(of other: IntervalSet) -> Bool {
        var theirs = other.index(reaching: self)
        for interval in intervals {
            while theirs < other.intervals.count, other.intervals[theirs].upperBound < interval.lowerBound {
                theirs += 1
            }
            guard theirs < other.intervals.count, other.intervals[theirs].lowerBound <= interval.lowerBound,
                interval.upperBound <= other.intervals[theirs].upperBound
            else { return false }
        }
        return true
    }

    public func isDisjoint(with other: IntervalSet) -> Bool {
        var mine = index(reaching: other)
        var theirs = other.index(reaching: self)
        while mine < intervals.count, theirs < other.intervals.count {
            let a = intervals[mine]
            let b = other.intervals[theirs]
            if a.overlaps(b) { return false }
            if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
        }
        return true
    }

    /// Whether the set is exactly the values from 0 to `maximum`.
    public func isEverything(upTo maximum: Value) -> Bool {
        intervals.count == 1 && intervals[0].lowerBound == 0 && intervals[0].upperBound >= maximum
    }
}
