import NetlinkModel
import SeededRandom
import Testing

@testable import QoSCompiler

/// The numbers behind the analysis: steps of an axis, pieces of the fwmark, names of interfaces.
@Suite struct PacketSpaceTests {
    /// The steps of a scale are whole in every set that it was made for, and have no gaps.
    @Test(arguments: 0..<10)
    func scale(_ batch: Int) {
        var random = SeededGenerator("PacketSpace.scale", batch)
        for _ in 0..<20 {
            let maximum = UInt128(random.pick([7, 63, 255, 65536]))
            let sets = (0..<random.int(1...6)).map { _ in
                IntervalSet<UInt128>(
                    (0..<random.int(1...40)).map { _ in
                        let lower = UInt128(random.int(0...Int(maximum)))
                        return lower...min(maximum, lower + UInt128(random.int(0...9)))
                    })
            }
            let scale = Scale(cuts: sets.flatMap(Scale.cuts), maximum: maximum)
            var next: UInt128 = 0
            for step in 0..<scale.count {
                let numbers = scale.numbers(at: UInt32(step))
                #expect(numbers.lowerBound == next, "\(random)")
                next = numbers.upperBound + 1
                for set in sets {
                    let isIn = scale.coordinates(of: set).contains(UInt32(step))
                    #expect(set.contains(numbers.lowerBound) == isIn && set.contains(numbers.upperBound) == isIn)
                }
                #expect(scale.coordinate(of: numbers.upperBound) == UInt32(step))
            }
            #expect(next == maximum + 1, "\(random)")
        }
    }

    @Test func longSets() {
        let set = IntervalSet<UInt128>((0..<1000).map { UInt128($0 * 4)...UInt128($0 * 4 + 1) })
        let scale = Scale(cuts: Scale.cuts(of: set), maximum: .max)
        #expect(scale.count == 2000)
        #expect(scale.coordinates(of: set).intervals.map(\.lowerBound) == (0..<1000).map { UInt32($0 * 2) })
        #expect(scale.coordinates(of: IntervalSet([0 ... .max])) == scale.everything)
    }

    /// A condition on the fwmark and its blocks have the same marks.
    @Test(arguments: 0..<10)
    func marks(_ batch: Int) throws {
        var random = SeededGenerator("PacketSpace.marks", batch)
        for _ in 0..<30 {
            let masks: [UInt32] = [1, 3, 0xf0, 0x8000_0000, 0xff, 0xffff_0000, 0]
            let chosen = (0..<random.int(0...3)).map { _ in random.pick(masks) }
            let values: [UInt32] = [0, 1, 2, 3, 4, 0xf, 0x10, 0x1f, 0xff, 0x100, 0xffff, 0x1_0000, 0x8000_0001, .max]
            let exact = (0..<random.int(0...2)).map { _ -> ClosedRange<UInt32> in
                let (a, b) = (random.pick(values), random.pick(values))
                return min(a, b)...max(a, b)
            }
            let masked = chosen.compactMap { mask in MaskedMark(value: random.pick(values) & mask, mask: mask) }
            let set = MarkSet(exact: IntervalSet(exact), masked: masked)
            let layout = try #require(MarkLayout(masks: chosen))
            for isNegated in [false, true] {
                let blocks = try #require(layout.blocks(set, isNegated: isNegated, limit: 1000))
                for mark in values + (0..<40).map({ _ in UInt32(truncatingIfNeeded: random.next()) }) {
                    let isIn = blocks.contains { block in
                        zip(layout.pieces, block).allSatisfy { piece, digits in
                            let mask = UInt32.max >> UInt32(32 - piece.count)
                            return digits.contains((mark >> UInt32(piece.lowerBound)) & mask)
                        }
                    }
                    #expect(isIn == (set.contains(mark) != isNegated), "\(mark) \(set) \(random)")
                }
            }
        }
        #expect(MarkLayout(masks: [])?.pieces == [0..<32])
        #expect(MarkLayout(masks: [0xf0])?.pieces == [8..<32, 4..<8, 0..<4])
        #expect(MarkLayout(masks: [0x5555_5555]) == nil, "too many pieces")
    }

    @Test(
        "names as numbers: a prefix is a range",
        arguments: [
            ("eth0", "eth0", true), ("eth0", "eth00", false), ("eth*", "eth", true), ("eth*", "eth0.100", true),
            ("eth*", "et", false), ("eth*", "eti", false), ("*", "a", true), ("*", "zzzzzzzzzzzzzzz", true),
            ("fifteen-bytes-x*", "fifteen-bytes-x", true), ("fifteen-bytes-*", "fifteen-bytes-x", true),
        ])
    func interfaces(_ pattern: String, _ name: String, _ expected: Bool) throws {
        let set = InterfaceNumber.intervals([try #require(InterfacePattern(pattern))])
        #expect(set.contains(InterfaceNumber.number(name.utf8)) == expected)
    }

    /// Between two numbers a name is found wherever a printable one is.
    @Test(
        "names between numbers",
        arguments: [
            ("eth0", "eth0", "eth0"), ("eth0", "eth1", "eth0"), ("a", "b", "a"),
        ])
    func names(_ lower: String, _ upper: String, _ expected: String) {
        let range = InterfaceNumber.number(lower.utf8)...InterfaceNumber.number(upper.utf8)
        #expect(InterfaceNumber.name(range.lowerBound, else: range) == expected)
    }

    @Test func namesInGaps() throws {
        let after = InterfaceNumber.number("eth0".utf8) + 1
        let end = InterfaceNumber.number("eth1".utf8) - 1
        #expect(InterfaceNumber.name(after, else: after...end) == "eth00")
        #expect(InterfaceNumber.name(1, else: 1...InterfaceNumber.number("eth0".utf8) - 1) == "0")
        // `.` and `..` are no names, and nothing else is between them.
        let dots = InterfaceNumber.number(".".utf8)...InterfaceNumber.number(".".utf8)
        #expect(InterfaceNumber.name(dots.lowerBound, else: dots) == nil)
        #expect(InterfaceNumber.name(0, else: 0...0) == nil)
    }
}
