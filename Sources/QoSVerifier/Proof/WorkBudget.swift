/// Work that is left, counted in looks at a rule, and never in time.
struct WorkBudget {
    private(set) var left: Int
    /// How deep states may lie inside each other.
    static let depth = 500

    init(_ steps: Int) {
        left = steps
    }

    mutating func spend(_ steps: Int) { left -= steps }

    var isSpent: Bool { left < 0 }
}
