import NetlinkModel

/// The rules of a table for the packets of one world, with sets of coordinates in place of values.
struct TableProgram {
    enum Step: Hashable {
        /// The rule ends for packets whose field is not in the set.
        case require(field: Int32, CoordinateSet)
        case look(map: Int32)
        case count(Int32)
        case setPriority(UInt32)
        case setTrafficClass(kept: UInt8, flipped: UInt8)
        case damage(Int32)
        case accept
        case drop
        /// `return`, or the end of a chain.
        case leave
        case jump(chain: Int32)
        case goto(chain: Int32)
        /// A map's `continue`.
        case proceed
        case unclear(Int32)
    }

    struct Rule {
        var steps: [Step]
    }

    struct Chain {
        var name: String
        var rules: [Rule] = []
        /// For each rule, and behind the last: the fields that this rule, those after it and the chains that they
        /// lead to look at, as bits.
        var reads: [UInt64] = [0]
    }

    /// Runs of coordinates with what packets there get, sorted and disjoint.
    struct Map {
        var field: Int32
        var lows: [Int32] = []
        var highs: [Int32] = []
        /// Indices into `targets`.
        var choices: [Int32] = []
        var targets: [Step] = []
    }

    /// A base chain that packets of this world go through.
    struct Base {
        var chain: Int32
        var isDropping: Bool
    }

    var chains: [Chain] = []
    var maps: [Map] = []
    /// In the order in which packets meet them.
    var bases: [Base] = []
    /// What `damage` and `unclear` stand for.
    var texts = NameTable()

    /// Fills in what chains look at. False when chains lead in a circle, which the kernel never holds.
    mutating func findReads() -> Bool {
        var isDone = [Bool](repeating: false, count: chains.count)
        var isOpen = isDone
        for chain in chains.indices where !findReads(Int32(truncatingIfNeeded: chain), &isDone, &isOpen, depth: 0) {
            return false
        }
        return true
    }

    private mutating func findReads(_ chain: Int32, _ isDone: inout [Bool], _ isOpen: inout [Bool], depth: Int) -> Bool
    {
        let index = Int(chain)
        if isDone[index] { return true }
        // The kernel follows 16 at most.
        guard !isOpen[index], depth < 64 else { return false }
        isOpen[index] = true
        var reads = [UInt64](repeating: 0, count: chains[index].rules.count + 1)
        for rule in chains[index].rules.indices.reversed() {
            var mask = reads[rule + 1]
            for step in chains[index].rules[rule].steps {
                switch step {
                case .require(let field, _): mask |= 1 << UInt64(field)
                case .look(let map):
                    mask |= 1 << UInt64(maps[Int(map)].field)
                    for target in maps[Int(map)].targets {
                        guard let next = Self.chain(target) else { continue }
                        guard findReads(next, &isDone, &isOpen, depth: depth + 1) else { return false }
                        mask |= chains[Int(next)].reads[0]
                    }
                default:
                    guard let next = Self.chain(step) else { continue }
                    guard findReads(next, &isDone, &isOpen, depth: depth + 1) else { return false }
                    mask |= chains[Int(next)].reads[0]
                }
            }
            reads[rule] = mask
        }
        chains[index].reads = reads
        isOpen[index] = false
        isDone[index] = true
        return true
    }

    /// The chain that a step leads to.
    static func chain(_ step: Step) -> Int32? {
        switch step {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}
