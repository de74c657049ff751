/// Conditions of rules as boxes: for some axes a set of values, all of which have to hold. Each distinct box once.
///
/// Box 0 has no condition. What remains of a box when an axis has been tested is a box too.
struct BoxTable {
    static let everything: Int32 = 0

    let axisCount: Int
    /// For each box and axis: the number of the set, or -1 without a condition.
    private var sets: [Int32]
    /// For each box and axis: the box without that axis, or -1 while nobody has asked.
    private var remainders: [Int32]
    /// The axes that a box has conditions on, as bits.
    private(set) var axes: [UInt64] = [0]
    private var index = HashIndex()

    /// At most 64 axes.
    init(axisCount: Int) {
        self.axisCount = axisCount
        sets = [Int32](repeating: -1, count: axisCount)
        remainders = [Int32](repeating: 0, count: axisCount)
        index.insert(hash(0), 0)
    }

    var count: Int { axes.count }

    @inline(__always)
    func set(_ box: Int32, _ axis: Int) -> Int32 { sets[Int(box) * axisCount + axis] }

    /// The box with these conditions, one for each axis.
    mutating func intern(_ conditions: [(axis: Int, set: Int32)]) -> Int32 {
        let start = sets.count
        sets.append(contentsOf: repeatElement(-1, count: axisCount))
        var bits: UInt64 = 0
        for (axis, set) in conditions {
            sets[start + axis] = set
            bits |= 1 << UInt64(axis)
        }
        return internLast(bits)
    }

    /// The box without its condition on an axis.
    @inline(__always)
    mutating func removing(_ axis: Int, from box: Int32) -> Int32 {
        guard axes[Int(box)] & (1 << UInt64(axis)) != 0 else { return box }
        let known = remainders[Int(box) * axisCount + axis]
        return known >= 0 ? known : remove(axis, box)
    }

    private mutating func remove(_ axis: Int, _ box: Int32) -> Int32 {
        let start = sets.count
        for other in 0..<axisCount { sets.append(sets[Int(box) * axisCount + other]) }
        sets[start + axis] = -1
        let remainder = internLast(axes[Int(box)] & ~(1 << UInt64(axis)))
        remainders[Int(box) * axisCount + axis] = remainder
        return remainder
    }

    /// The box that stands at the end of `sets`: kept if it is new.
    private mutating func internLast(_ bits: UInt64) -> Int32 {
        let start = sets.count - axisCount
        let hash = hash(start)
        let known = index.find(hash) { id in
            guard axes[Int(id)] == bits else { return false }
            let other = Int(id) * axisCount
            for axis in 0..<axisCount where sets[start + axis] != sets[other + axis] { return false }
            return true
        }
        if let known {
            sets.removeLast(axisCount)
            return known
        }
        let id = Int32(axes.count)
        axes.append(bits)
        remainders.append(contentsOf: repeatElement(-1, count: axisCount))
        index.insert(hash, id)
        return id
    }

    private func hash(_ start: Int) -> UInt64 {
        var hash = NumberHash()
        for axis in 0..<axisCount { hash.add(UInt64(truncatingIfNeeded: sets[start + axis])) }
        return hash.value
    }
}
