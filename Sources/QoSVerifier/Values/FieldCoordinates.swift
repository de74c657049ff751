/// The values of one field, cut into the classes that no rule tells apart; each class is one coordinate.
///
/// Coordinates count from 0 along the values. A field that packets can lack has one more, the last.
struct FieldCoordinates {
    /// How many there are.
    let count: Int
    /// The coordinate of packets that do not have the field.
    let absent: Int?

    private let lowers: [UInt128]
    private let uppers: [UInt128]
    /// The first coordinate of each interval: more than one where patterns tell its values apart. One longer.
    private let firsts: [Int32]
    /// A value of each coordinate; empty where there are no patterns.
    private let samples: [UInt128]
    private let isName: Bool

    /// `bounds` are values at which some interval starts. Nil when patterns make too many classes.
    init?(_ domain: FieldDomain, startingAt bounds: consuming [UInt128], patterns: Set<BitPattern>) {
        var starts = bounds
        starts += domain.values.map(\.lowerBound)
        starts.sort()
        var lowers: [UInt128] = []
        var uppers: [UInt128] = []
        for (start, end) in Self.pieces(starts, domain.values) {
            if domain.isName, NameInterval.name(in: start...end) == nil { continue }
            lowers.append(start)
            uppers.append(end)
        }
        var firsts: [Int32] = [0]
        firsts.reserveCapacity(lowers.count + 1)
        var samples: [UInt128] = []
        if patterns.isEmpty {
            for index in lowers.indices { firsts.append(Int32(truncatingIfNeeded: index + 1)) }
        } else {
            // Sorted, so that coordinates do not depend on the order of a set.
            let splitter = PatternSplitter(
                patterns.sorted { ($0.mask, $0.bits) < ($1.mask, $1.bits) }, width: domain.width)
            for (lower, upper) in zip(lowers, uppers) {
                guard let values = splitter.samples(in: lower...upper) else { return nil }
                samples += values
                firsts.append(Int32(truncatingIfNeeded: samples.count))
            }
        }
        let present = Int(firsts.last ?? 0)
        self.lowers = lowers
        self.uppers = uppers
        self.firsts = firsts
        self.samples = samples
        isName = domain.isName
        absent = domain.hasAbsent ? present : nil
        count = present + (domain.hasAbsent ? 1 : 0)
    }

    private static func pieces(
        _ starts: [UInt128], _ values: [ClosedRange<UInt128>]
    ) -> [(lower: UInt128, upper: UInt128)] {
        var pieces: [(lower: UInt128, upper: UInt128)] = []
        pieces.reserveCapacity(starts.count)
        var index = 0
        for interval in values {
            while index < starts.count, starts[index] < interval.lowerBound { index += 1 }
            while index < starts.count, starts[index] <= interval.upperBound {
                let lower = starts[index]
                while index < starts.count, starts[index] == lower { index += 1 }
                let isLast = index == starts.count || starts[index] > interval.upperBound
                pieces.append((lower, isLast ? interval.upperBound : starts[index] - 1))
            }
        }
        return pieces
    }

    /// The runs of coordinates of a set: lowest and highest of each, sorted, disjoint and not adjacent.
    func runs(_ set: ValueSet) -> [Int32] {
        var found: [(Int32, Int32)] = []
        for interval in set.intervals {
            let low = firsts[Self.index(in: lowers) { $0 < interval.lowerBound }]
            let high = firsts[Self.index(in: lowers) { $0 <= interval.upperBound }]
            if low < high { found.append((low, high - 1)) }
        }
        for pattern in set.patterns {
            for (coordinate, value) in samples.enumerated() where pattern.matches(value) {
                let coordinate = Int32(truncatingIfNeeded: coordinate)
                found.append((coordinate, coordinate))
            }
        }
        var runs = Self.merged(found)
        if set.isNegated { runs = Self.complement(runs, below: firsts.last ?? 0) }
        if set.hasAbsent, let absent { runs = Self.appending(Int32(truncatingIfNeeded: absent), to: runs) }
        return runs
    }

    /// The first index whose element does not go before.
    private static func index(in sorted: [UInt128], where goesBefore: (UInt128) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if goesBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func merged(_ found: [(Int32, Int32)]) -> [Int32] {
        if found.count == 1 { return [found[0].0, found[0].1] }
        var runs: [Int32] = []
        runs.reserveCapacity(found.count * 2)
        for (low, high) in found.sorted(by: { $0.0 < $1.0 }) {
            if let last = runs.last, low <= last + 1 {
                runs[runs.count - 1] = max(last, high)
            } else {
                runs.append(low)
                runs.append(high)
            }
        }
        return runs
    }

    private static func complement(_ runs: [Int32], below end: Int32) -> [Int32] {
        var gaps: [Int32] = []
        var next: Int32 = 0
        for index in stride(from: 0, to: runs.count, by: 2) {
            if runs[index] > next { gaps += [next, runs[index] - 1] }
            next = runs[index + 1] + 1
        }
        if next < end { gaps += [next, end - 1] }
        return gaps
    }

    private static func appending(_ coordinate: Int32, to runs: [Int32]) -> [Int32] {
        guard let last = runs.last, last + 1 == coordinate else { return runs + [coordinate, coordinate] }
        var longer = runs
        longer[longer.count - 1] = coordinate
        return longer
    }

    /// A value of a coordinate; nil for the absent one.
    func value(of coordinate: Int) -> UInt128? {
        if coordinate == absent || coordinate < 0 || coordinate >= count { return nil }
        if !samples.isEmpty { return samples[coordinate] }
        guard isName else { return lowers[coordinate] }
        return NameInterval.name(in: lowers[coordinate]...uppers[coordinate])
    }

    /// The coordinate of a value, where every interval is one; nil for values that no packet has.
    func coordinate(of value: UInt128) -> Int? {
        guard samples.isEmpty else { return nil }
        let index = Self.index(in: lowers) { $0 <= value } - 1
        return index >= 0 && value <= uppers[index] ? index : nil
    }
}
