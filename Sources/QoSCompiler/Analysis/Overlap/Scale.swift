/// The numbers of one axis in as few steps as the conditions tell apart: coordinates 0, 1, 2 … each stand for a run of
/// numbers that every condition takes as a whole or not at all.
struct Scale: Sendable {
    /// The first number of each step; the first step begins at 0.
    private let starts: [UInt128]
    private let maximum: UInt128

    /// `cuts`: numbers at which a condition begins or has ended, in any order.
    init(cuts: [UInt128], maximum: UInt128) {
        self.maximum = maximum
        var starts: [UInt128] = [0]
        for cut in cuts.sorted() where cut <= maximum && cut != starts[starts.count - 1] { starts.append(cut) }
        self.starts = starts
    }

    /// Where a set asks for cuts.
    static func cuts(of set: IntervalSet<UInt128>) -> [UInt128] {
        var cuts: [UInt128] = []
        cuts.reserveCapacity(2 * set.intervals.count)
        for interval in set.intervals {
            cuts.append(interval.lowerBound)
            if interval.upperBound < .max { cuts.append(interval.upperBound + 1) }
        }
        return cuts
    }

    var count: Int { starts.count }

    /// All coordinates.
    var everything: IntervalSet<UInt32> { IntervalSet([0...UInt32(truncatingIfNeeded: starts.count - 1)]) }

    /// The coordinates of a set whose bounds are among the cuts.
    func coordinates(of set: IntervalSet<UInt128>) -> IntervalSet<UInt32> {
        var from = 0
        var intervals: [ClosedRange<UInt32>] = []
        intervals.reserveCapacity(set.intervals.count)
        for interval in set.intervals {
            let lower = index(of: interval.lowerBound, from: from)
            from = index(of: interval.upperBound, from: lower)
            intervals.append(UInt32(truncatingIfNeeded: lower)...UInt32(truncatingIfNeeded: from))
        }
        return IntervalSet(intervals)
    }

    func coordinate(of number: UInt128) -> UInt32 { UInt32(truncatingIfNeeded: index(of: number, from: 0)) }

    /// The numbers that a coordinate stands for.
    func numbers(at coordinate: UInt32) -> ClosedRange<UInt128> {
        let index = min(Int(coordinate), starts.count - 1)
        return starts[index]...(index + 1 < starts.count ? starts[index + 1] - 1 : maximum)
    }

    /// The step that has a number, which is not before step `from`: near ones are found soonest.
    private func index(of number: UInt128, from: Int) -> Int {
        var low = from
        var stride = 1
        while low + stride < starts.count, starts[low + stride] <= number {
            low += stride
            stride *= 2
        }
        var high = min(low + stride, starts.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle } else { high = middle }
        }
        return low
    }
}
