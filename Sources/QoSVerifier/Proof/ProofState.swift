/// A place in the table's rules, and what has happened on the way there.
struct Point: Hashable {
    var chain: Int32
    var rule: Int32
    /// The next step of the rule.
    var step: Int32
    /// Where the ends of chains lead back to.
    var stack: Int32
    var effects: Int32
}

/// What comes next: another place, or the end.
enum Next {
    case point(Point)
    case outcome(Int32)
    /// Something that is not followed, by the number of its text.
    case unclear(Int32)
}

/// Return addresses, each stack once. The lowest are the ends of base chains, and of a chain looked at by itself.
struct CallStacks {
    private struct Frame: Hashable {
        var below: Int32
        var chain: Int32
        var rule: Int32
    }

    private var frames: [Frame?]
    private var numbers: [Frame: Int32] = [:]
    /// The bottom of each stack.
    private var bottoms: [Int32]
    private var depths: [Int]

    /// The bottom of a chain that is looked at by itself.
    let alone: Int32

    /// The kernel's limit is 16.
    private static let depthLimit = 64

    init(bases: Int) {
        alone = Int32(truncatingIfNeeded: bases)
        frames = [Frame?](repeating: nil, count: bases + 1)
        bottoms = (0...bases).map { Int32(truncatingIfNeeded: $0) }
        depths = [Int](repeating: 0, count: bases + 1)
    }

    /// Nil when the stack is deeper than any that the kernel takes.
    mutating func push(_ stack: Int32, chain: Int32, rule: Int32) -> Int32? {
        let frame = Frame(below: stack, chain: chain, rule: rule)
        if let known = numbers[frame] { return known }
        guard depths[Int(stack)] < Self.depthLimit else { return nil }
        let number = Int32(truncatingIfNeeded: frames.count)
        frames.append(frame)
        bottoms.append(bottoms[Int(stack)])
        depths.append(depths[Int(stack)] + 1)
        numbers[frame] = number
        return number
    }

    /// Where the end of a chain leads; nil at the bottom.
    func top(_ stack: Int32) -> (chain: Int32, rule: Int32, below: Int32)? {
        frames[Int(stack)].map { ($0.chain, $0.rule, $0.below) }
    }

    /// The number of the base chain that the stack began with, or `alone`.
    func bottom(_ stack: Int32) -> Int32 { bottoms[Int(stack)] }
}

/// How a proof ends before it is through.
enum ProofEnd: Error {
    /// A packet that is checked.
    case found(CounterExample)
    /// The work for it is more than is allowed.
    case exhausted
}
