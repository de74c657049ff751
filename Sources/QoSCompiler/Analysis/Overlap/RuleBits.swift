/// A set of members (rules of a space), one bit each.
struct RuleBits: Sendable {
    private(set) var words: [UInt64]

    /// The empty set of `count` members.
    init(count: Int) {
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    /// All of `count` members.
    init(all count: Int) {
        words = [UInt64](repeating: .max, count: (count + 63) / 64)
        if count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
    }

    mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    mutating func insert(_ member: Int) { words[member >> 6] |= 1 << UInt64(member & 63) }

    mutating func remove(_ member: Int) { words[member >> 6] &= ~(1 << UInt64(member & 63)) }

    func contains(_ member: Int) -> Bool { words[member >> 6] & (1 << UInt64(member & 63)) != 0 }

    mutating func formUnion(_ other: RuleBits) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: RuleBits) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    /// Keeps the members that are in `inside` and not in `outside`, or that are not in `asked`.
    mutating func keep(_ inside: RuleBits, without outside: RuleBits, of asked: RuleBits) {
        for index in words.indices {
            words[index] &= (inside.words[index] & ~outside.words[index]) | ~asked.words[index]
        }
    }

    /// Keeps the members that are in `inside`, or that are not in `asked`.
    mutating func keep(_ inside: RuleBits, of asked: RuleBits) {
        for index in words.indices { words[index] &= inside.words[index] | ~asked.words[index] }
    }

    /// Becomes a copy of a row of words.
    mutating func copy(_ row: ArraySlice<UInt64>) {
        var place = row.startIndex
        for index in words.indices {
            words[index] = row[place]
            place += 1
        }
    }

    /// Calls for each member of a range in order, until `body` says no.
    func each(in range: Range<Int>, _ body: (Int) -> Bool) {
        guard !range.isEmpty else { return }
        let last = (range.upperBound - 1) >> 6
        for index in (range.lowerBound >> 6)...last {
            var word = words[index]
            if index == range.lowerBound >> 6 { word &= .max << UInt64(range.lowerBound & 63) }
            while word != 0 {
                let member = index << 6 + word.trailingZeroBitCount
                guard member < range.upperBound else { return }
                guard body(member) else { return }
                word &= word - 1
            }
        }
    }

    /// The members of a range, in order.
    func members(in range: Range<Int>) -> [Int] {
        var members: [Int] = []
        each(in: range) { member in
            members.append(member)
            return true
        }
        return members
    }
}
