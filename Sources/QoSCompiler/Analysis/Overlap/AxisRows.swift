/// Which rules have a condition on one axis, and what it takes, as rows of bits.
struct AxisRows: Sendable {
    /// Rows that `narrow` works on.
    struct Scratch: Sendable {
        var inside: RuleBits
        var outside: RuleBits

        init(count: Int) {
            inside = RuleBits(count: count)
            outside = inside
        }
    }

    private let asked: RuleBits
    private let isAsked: Bool
    /// For an axis of few steps, a row for each: the rules that take it.
    private let steps: [RuleBits]
    private let byLower: SortedRows
    private let byUpper: SortedRows

    /// `extents`: what each rule that looks at the axis takes of it.
    init(_ axis: Int, steps: Int, members: Int, extents: [(member: Int, extent: EarlierRules.Extent)]) {
        var asked = RuleBits(count: members)
        for (member, _) in extents { asked.insert(member) }
        self.asked = asked
        isAsked = !extents.isEmpty
        guard steps > 64 else {
            var rows = [RuleBits](repeating: RuleBits(count: members), count: steps)
            for (member, extent) in extents {
                for step in 0..<steps where extent.steps & (1 << UInt64(step)) != 0 { rows[step].insert(member) }
            }
            self.steps = rows
            byLower = SortedRows([], members: 0)
            byUpper = byLower
            return
        }
        self.steps = []
        byLower = SortedRows(extents.map { ($0.extent.lower, $0.member) }, members: members)
        byUpper = SortedRows(extents.map { ($0.extent.upper, $0.member) }, members: members)
    }

    /// Takes out the rules that have nothing of an extent.
    func narrow(_ row: inout RuleBits, to extent: EarlierRules.Extent, _ scratch: inout Scratch) {
        guard isAsked else { return }
        guard steps.isEmpty else {
            var bits = extent.steps
            if bits & (bits &- 1) == 0 {
                row.keep(steps[min(bits.trailingZeroBitCount, steps.count - 1)], of: asked)
                return
            }
            scratch.inside.removeAll()
            while bits != 0 {
                let step = bits.trailingZeroBitCount
                if step < steps.count { scratch.inside.formUnion(steps[step]) }
                bits &= bits - 1
            }
            row.keep(scratch.inside, of: asked)
            return
        }
        byLower.below(extent.upper &+ 1, &scratch.inside)
        byUpper.below(extent.lower, &scratch.outside)
        row.keep(scratch.inside, without: scratch.outside, of: asked)
    }
}

/// Rules sorted by one number, such that those below a bound are soon a row of bits.
struct SortedRows: Sendable {
    /// Of all rows kept, in words: 4 MiB.
    private static let limit = 1 << 19

    private let keys: [UInt32]
    private let members: [Int]
    /// A row is kept for each so many.
    private let block: Int
    private let width: Int
    private let rows: [UInt64]

    init(_ entries: [(key: UInt32, member: Int)], members count: Int) {
        let sorted = entries.sorted { ($0.key, $0.member) < ($1.key, $1.member) }
        keys = sorted.map(\.key)
        members = sorted.map(\.member)
        width = (count + 63) / 64
        block = max(64, sorted.count * width / Self.limit)
        var rows: [UInt64] = []
        rows.reserveCapacity((sorted.count / block + 1) * width)
        var row = RuleBits(count: count)
        for (index, entry) in sorted.enumerated() {
            if index % block == 0 { rows += row.words }
            row.insert(entry.member)
        }
        if sorted.count % block == 0 { rows += row.words }
        self.rows = rows
    }

    /// Makes a row of the rules whose number is below a bound.
    func below(_ bound: UInt32, _ row: inout RuleBits) {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < bound { low = middle + 1 } else { high = middle }
        }
        let start = low / block
        row.copy(rows[(start * width)..<((start + 1) * width)])
        for index in (start * block)..<low { row.insert(members[index]) }
    }
}
