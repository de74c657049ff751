import QoSCompiler
import SeededRandom
import Testing

/// Interval sets against sets of single numbers.
@Suite struct IntervalSetTests {
    private typealias Pair = (intervals: IntervalSet<UInt8>, naive: Set<UInt8>, ranges: [ClosedRange<UInt8>])

    private func random(_ random: inout SeededGenerator) -> Pair {
        let ranges = (0..<random.int(0...6)).map { _ -> ClosedRange<UInt8> in
            // The ends of the range of numbers come up often.
            let lower = random.chance(oneIn: 5) ? random.pick([0, 1, 254, 255]) : random.int(0...255)
            let upper = random.chance(oneIn: 5) ? 255 : min(255, lower + random.pick([0, 0, 1, 2, 9, 40]))
            return UInt8(lower)...UInt8(upper)
        }
        return (IntervalSet(ranges), Set(ranges.flatMap { $0 }), ranges)
    }

    private func members(_ set: IntervalSet<UInt8>) -> Set<UInt8> { Set(set.intervals.flatMap { $0 }) }

    private func isCanonical(_ set: IntervalSet<UInt8>) -> Bool {
        zip(set.intervals, set.intervals.dropFirst()).allSatisfy { Int($0.upperBound) + 1 < Int($1.lowerBound) }
    }

    @Test(arguments: 0..<20)
    func algebra(_ batch: Int) {
        var generator = SeededGenerator("IntervalSet.algebra", batch)
        for _ in 0..<60 {
            let a = random(&generator)
            let b = random(&generator)
            let maximum = UInt8(generator.pick([255, 255, 63, 7, 0, 128]))
            let comment = Comment("\(a.ranges) \(b.ranges) \(maximum) \(generator)")
            #expect(members(a.intervals) == a.naive, comment)
            #expect(isCanonical(a.intervals), comment)
            #expect(a.intervals == IntervalSet(a.ranges.shuffled(using: &generator)), "order is nothing: \(comment)")
            for value in UInt8.min...UInt8.max where a.intervals.contains(value) != a.naive.contains(value) {
                Issue.record("contains(\(value)): \(comment)")
            }
            let complement = a.intervals.complement(upTo: .max)
            #expect(members(complement) == Set(.min ... .max).subtracting(a.naive), comment)
            #expect(isCanonical(complement), comment)
            let common = a.intervals.intersection(b.intervals)
            #expect(members(common) == a.naive.intersection(b.naive), comment)
            #expect(isCanonical(common), comment)
            #expect(a.intervals.isDisjoint(with: b.intervals) == a.naive.isDisjoint(with: b.naive), comment)
            let rest = a.intervals.subtracting(b.intervals)
            #expect(members(rest) == a.naive.subtracting(b.naive), comment)
            #expect(isCanonical(rest), comment)
            #expect(a.intervals.isSubset(of: b.intervals) == a.naive.isSubset(of: b.naive), comment)
            #expect(common.isSubset(of: a.intervals) && rest.isDisjoint(with: b.intervals), comment)
            #expect(a.intervals.isEmpty == a.naive.isEmpty, comment)
            #expect(
                a.intervals.isEverything(upTo: maximum)
                    == (a.naive.isSuperset(of: 0...maximum) && a.intervals.intervals.count == 1), comment)
            #expect(a.intervals.isSingles == a.intervals.intervals.allSatisfy { $0.count == 1 }, comment)
        }
    }

    @Test(
        "a complement up to a maximum",
        arguments: [
            ([0...9, 20...29], 63, [10...19, 30...63]), ([0...9, 20...63], 63, [10...19]), ([], 63, [0...63]),
            ([0...63], 63, []),
            ([63...63], 63, [0...62]), ([1...255], 255, [0...0]), ([0...255], 63, []), ([10...80], 63, [0...9]),
        ] as [([ClosedRange<UInt8>], UInt8, [ClosedRange<UInt8>])])
    func complement(_ ranges: [ClosedRange<UInt8>], _ maximum: UInt8, _ expected: [ClosedRange<UInt8>]) {
        #expect(IntervalSet(ranges).complement(upTo: maximum).intervals == expected)
    }

    @Test("a complement up to a maximum that the set goes beyond")
    func complementBeyondMaximum() {
        #expect(IntervalSet<UInt8>([100...110]).complement(upTo: 63).intervals == [0...63])
    }

    /// The bounds of the widest type do not overflow.
    @Test func widestBounds() {
        let all = IntervalSet<UInt128>([0...(.max)])
        #expect(all.complement(upTo: .max).isEmpty)
        #expect(IntervalSet<UInt128>().complement(upTo: .max) == all)
        #expect(IntervalSet<UInt128>([.max ... .max, 0...(.max - 1)]) == all)
        #expect(IntervalSet<UInt128>([.max ... .max, .max ... .max]).intervals == [.max ... .max])
        #expect(IntervalSet(UInt128.max).complement(upTo: .max) == IntervalSet([0...(.max - 1)]))
    }

    @Test func addressSets() throws {
        let policy = try policy("set s { 10.0.0.0/8 2001:db8::/32 }\nset v4 { 10.0.0.1 }\n")
        guard case .addresses(let both)? = policy.sets.first?.contents,
            case .addresses(let v4)? = policy.sets.last?.contents
        else { throw WrongKind() }
        #expect(both.names(.ip) && both.names(.ip6) && v4.names(.ip) && !v4.names(.ip6))
        #expect(try both.contains(#require(IPAddress("10.255.255.255"))))
        #expect(try !both.contains(#require(IPAddress("11.0.0.0"))))
        #expect(try both.contains(#require(IPAddress("2001:db8:ffff::1"))))
        #expect(
            try !v4.contains(#require(IPAddress("::a00:1"))), "an IPv6 address is no IPv4 address of the same number")
    }

    private struct WrongKind: Error {}
}
