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
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < intervals.count && intervals[low].contains(value)
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
        var mine = 0
        var theirs = 0
        while mine < intervals.count, theirs < other.intervals.count {
            let a = intervals[mine]
            let b = other.intervals[theirs]
            if a.overlaps(b) { common.append(a.clamped(to: b)) }
            if a.upperBound < b.upperBound { mine += 1 } else { theirs += 1 }
        }
        return IntervalSet(common)
    }

    public func isDisjoint(with other: IntervalSet) -> Bool {
        var mine = 0
        var theirs = 0
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
