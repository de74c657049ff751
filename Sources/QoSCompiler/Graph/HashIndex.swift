/// Finds numbers by the hash of what they stand for: open addressing, no keys of its own. What is equal is decided by the
/// caller on the content itself; the hash only leads there.
struct HashIndex {
    private var slots: [(hash: UInt64, id: Int32)]
    private var mask: Int
    private var count = 0

    init() {
        slots = Array(repeating: (0, -1), count: 64)
        mask = 63
    }

    /// The number whose content is equal; nil for none.
    @inline(__always)
    func find(_ hash: UInt64, _ isEqual: (Int32) -> Bool) -> Int32? {
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[place]
            if slot.id < 0 { return nil }
            if slot.hash == hash, isEqual(slot.id) { return slot.id }
            place = (place + 1) & mask
        }
    }

    mutating func insert(_ hash: UInt64, _ id: Int32) {
        if count * 2 >= slots.count { grow() }
        count += 1
        place(hash, id)
    }

    private mutating func place(_ hash: UInt64, _ id: Int32) {
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place].id >= 0 { place = (place + 1) & mask }
        slots[place] = (hash, id)
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: (0, -1), count: old.count * 4)
        mask = slots.count - 1
        for slot in old where slot.id >= 0 { place(slot.hash, slot.id) }
    }
}

/// A hash of numbers that come one by one: the same on every host and in every run, unlike `Hasher`.
struct NumberHash {
    private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

    @inline(__always)
    mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0xff51_afd7_ed55_8ccd
        value ^= value >> 32
    }

    @inline(__always)
    mutating func add(_ number: UInt128) {
        add(UInt64(truncatingIfNeeded: number))
        add(UInt64(truncatingIfNeeded: number >> 64))
    }
}
