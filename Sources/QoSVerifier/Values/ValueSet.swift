/// Values of a field that agree in some bits: `value & mask == bits`.
struct BitPattern: Hashable {
    var mask: UInt128
    var bits: UInt128

    func matches(_ value: UInt128) -> Bool { value & mask == bits }
}

/// Values of one field as a rule, a set or a policy states them, before fields have coordinates.
struct ValueSet {
    /// In any order; they may overlap.
    var intervals: [ClosedRange<UInt128>] = []
    /// What is no interval, nor a few of them.
    var patterns: [BitPattern] = []
    /// All values but these. What is absent has no value, and is in no negated set either.
    var isNegated = false
    /// Whether packets that do not have the field are taken too.
    var hasAbsent = false

    /// Every value that a field can have.
    static let everything = ValueSet(intervals: [0...UInt128.max])

    var negated: ValueSet {
        var set = self
        set.isNegated.toggle()
        return set
    }

    /// The most intervals that one pattern is taken apart into.
    private static let intervalLimit = 256

    /// Adds the values of a field of `width` bits that fit a pattern, as intervals where they are few.
    mutating func insert(_ pattern: BitPattern, width: Int) {
        let all = Self.allOnes(width)
        let mask = pattern.mask & all
        // Bits that the field does not have are zero.
        guard pattern.bits & ~mask == 0 else { return }
        guard mask != 0 else {
            intervals.append(0...all)
            return
        }
        let low = Self.allOnes(mask.trailingZeroBitCount)
        let free = all & ~mask & ~low
        guard free.nonzeroBitCount < Self.intervalLimit.trailingZeroBitCount + 1 else {
            patterns.append(BitPattern(mask: mask, bits: pattern.bits))
            return
        }
        var subset: UInt128 = 0
        repeat {
            intervals.append((pattern.bits | subset)...(pattern.bits | subset | low))
            subset = (subset &- free) & free
        } while subset != 0
    }

    static func allOnes(_ bits: Int) -> UInt128 {
        bits >= 128 ? .max : (1 << UInt128(max(0, bits))) - 1
    }
}
