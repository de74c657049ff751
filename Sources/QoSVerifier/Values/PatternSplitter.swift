/// Finds a value for each way in which patterns can hold or not, inside an interval.
///
/// The bits are decided from the highest down. Of a pattern only those bits matter that are still to come, so that
/// the ways stay few as long as patterns have few bits, or are few.
struct PatternSplitter {
    private let patterns: [BitPattern]
    private let width: Int
    /// Steps before it gives up.
    private static let stepLimit = 1 << 20

    init(_ patterns: [BitPattern], width: Int) {
        self.patterns = patterns
        self.width = width
    }

    private struct State: Hashable {
        /// The patterns that agree with all bits so far.
        var alive: [Int32]
        /// Whether the bits so far are those of the interval's bounds.
        var isLowest: Bool
        var isHighest: Bool
    }

    /// In the order of the patterns' lists, each list once. Nil when there are too many.
    func samples(in interval: ClosedRange<UInt128>) -> [UInt128]? {
        if interval.lowerBound == interval.upperBound { return [interval.lowerBound] }
        let all = State(alive: patterns.indices.map { Int32(truncatingIfNeeded: $0) }, isLowest: true, isHighest: true)
        var states: [State: UInt128] = [all: 0]
        var steps = 0
        for bit in stride(from: width - 1, through: 0, by: -1) {
            let one: UInt128 = 1 << UInt128(bit)
            var next: [State: UInt128] = [:]
            for (state, prefix) in states {
                for value in [false, true] {
                    steps += state.alive.count + 1
                    guard steps < Self.stepLimit else { return nil }
                    let (low, high) = (interval.lowerBound & one != 0, interval.upperBound & one != 0)
                    if state.isLowest, low, !value { continue }
                    if state.isHighest, !high, value { continue }
                    let alive = state.alive.filter { index in
                        let pattern = patterns[Int(index)]
                        return pattern.mask & one == 0 || (pattern.bits & one != 0) == value
                    }
                    let reached = State(
                        alive: alive, isLowest: state.isLowest && value == low,
                        isHighest: state.isHighest && value == high)
                    let number = value ? prefix | one : prefix
                    next[reached] = min(next[reached] ?? .max, number)
                }
            }
            states = next
        }
        var least: [[Int32]: UInt128] = [:]
        for (state, value) in states { least[state.alive] = min(least[state.alive] ?? .max, value) }
        return least.values.sorted()
    }
}
