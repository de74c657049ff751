/// Numbers for sequences of numbers: equal sequences get the same one, compared item by item.
struct SequenceInterner {
    private var items: [Int32] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// A number and 1, or 0 for a free place; a power of two long.
    private var slots = [Int32](repeating: 0, count: 64)

    /// How many sequences there are.
    var count: Int { ends.count }

    func range(of number: Int32) -> Range<Int> {
        let index = Int(number)
        return (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    func length(of number: Int32) -> Int { range(of: number).count }

    func item(_ index: Int, of number: Int32) -> Int32 {
        items[range(of: number).lowerBound + index]
    }

    subscript(number: Int32) -> ArraySlice<Int32> { items[range(of: number)] }

    /// The number of a sequence, a new one if it has none yet.
    mutating func intern(_ sequence: [Int32]) -> Int32 {
        let hash = Self.hash(sequence)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if isEqual(slots[slot] - 1, sequence, hash) { return slots[slot] - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = Int32(truncatingIfNeeded: ends.count)
        items += sequence
        ends.append(items.count)
        hashes.append(hash)
        slots[slot] = number + 1
        if ends.count * 2 > slots.count { grow() }
        return number
    }

    /// The number of a sequence that is there.
    func find(_ sequence: [Int32]) -> Int32? {
        let hash = Self.hash(sequence)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if isEqual(slots[slot] - 1, sequence, hash) { return slots[slot] - 1 }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isEqual(_ number: Int32, _ sequence: [Int32], _ hash: UInt64) -> Bool {
        guard hashes[Int(number)] == hash else { return false }
        let range = range(of: number)
        guard range.count == sequence.count else { return false }
        var index = range.lowerBound
        for item in sequence {
            if items[index] != item { return false }
            index += 1
        }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: number) + 1
        }
    }

    private static func hash(_ sequence: [Int32]) -> UInt64 {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for item in sequence {
            hash = (hash ^ UInt64(UInt32(bitPattern: item))) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
        }
        return hash
    }
}
