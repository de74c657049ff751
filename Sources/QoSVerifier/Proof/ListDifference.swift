/// What two lists do not have in common, in the same order.
enum ListDifference {
    /// The items of both lists that are not in a common part: what stands at both ends alike, and between them the
    /// longest run of items that each list has once.
    static func odd(_ a: [Int32], _ b: [Int32]) -> [Int32] {
        var start = 0
        while start < a.count, start < b.count, a[start] == b[start] { start += 1 }
        var end = 0
        while end < a.count - start, end < b.count - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
        let mine = a[start..<(a.count - end)]
        let theirs = b[start..<(b.count - end)]
        let places = unique(theirs)
        let counts = unique(mine)
        // Places in the other list, in this list's order.
        let common = mine.indices.compactMap { index -> (mine: Int, theirs: Int)? in
            guard counts[mine[index]] ?? twice != twice, let place = places[mine[index]], place != twice else {
                return nil
            }
            return (index, place)
        }
        let kept = longestRise(common.map(\.theirs)).map { common[$0] }
        let (keptMine, keptTheirs) = (Set(kept.map(\.mine)), Set(kept.map(\.theirs)))
        return mine.indices.filter { !keptMine.contains($0) }.map { mine[$0] }
            + theirs.indices.filter { !keptTheirs.contains($0) }.map { theirs[$0] }
    }

    private static let twice = -1

    /// Where each item stands, or that it stands there more than once.
    private static func unique(_ items: ArraySlice<Int32>) -> [Int32: Int] {
        var places: [Int32: Int] = [:]
        for index in items.indices { places[items[index]] = places[items[index]] == nil ? index : twice }
        return places
    }

    /// Indices of a longest strictly rising run.
    private static func longestRise(_ values: [Int]) -> [Int] {
        var tails: [Int] = []
        var before = [Int?](repeating: nil, count: values.count)
        for (index, value) in values.enumerated() {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var rise: [Int] = []
        var place = tails.last
        while let index = place {
            rise.append(index)
            place = before[index]
        }
        return rise.reversed()
    }
}
