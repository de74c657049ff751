import NetlinkModel

/// An apply, by number. Chains and sets are called `gN_NAME` in the kernel after the apply that made them: what an apply
/// leaves as it is keeps its name. Base chains and counters have no prefix.
struct Generation: Hashable, Comparable, Sendable {
    /// From 1; a later apply has a higher one.
    let number: Int

    static func < (left: Generation, right: Generation) -> Bool { left.number < right.number }

    /// What goes before the names of its chains and sets.
    var prefix: String { "g\(number)_" }

    func stamp(_ name: String) -> String { prefix + name }

    /// Nobody applies as often: a higher number in the table is a stranger's, and not counted on from.
    private static let highest = Int(Int32.max)

    /// The generation and the plain name behind a kernel name; nil when it has none.
    static func split(_ kernelName: String) -> (generation: Generation, name: String)? {
        guard kernelName.hasPrefix("g"), let end = kernelName.firstIndex(of: "_"),
            let generation = Generation(prefix: kernelName[..<end])
        else { return nil }
        return (generation, String(kernelName[kernelName.index(after: end)...]))
    }

    init(number: Int) {
        self.number = number
    }

    /// "g7"
    init?(prefix: Substring) {
        // As we write it: "g07" is no name of ours.
        guard prefix.first == "g", let number = Int(prefix.dropFirst()), number > 0,
            String(number) == prefix.dropFirst()
        else {
            return nil
        }
        self.number = number
    }

    /// One more than the highest of ours.
    static func next(after used: some Sequence<Generation>) -> Generation {
        Generation(number: (used.lazy.map(\.number).filter { $0 < Self.highest }.max() ?? 0) + 1)
    }
}
