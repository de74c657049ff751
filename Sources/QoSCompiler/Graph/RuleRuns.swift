/// Brings rules of one shape together: those with conditions on the same axes make a small graph, mixed they multiply.
///
/// Runs of one shape follow one another, the narrow before the wide. A rule that moves before rules of higher priority
/// takes guards along: for each of them that it overlaps, a line for what both match, with the outcome of the other. So
/// the first line that takes a packet has the outcome of the first rule that does:
///
/// Let a packet meet rule `i` first among the rules in their new places, and let `j` be the first rule of the policy that
/// takes it. If `j` is not `i`, it stands in a later run, since `i` was met first; so `i` has a guard for `j`. Of the
/// guards that take the packet that one is first, since they stand in the order of the policy, and no other rule's guards
/// take it, since they match no more than their rule.
struct RuleRuns {
    /// Rules whose order is looked at together; the index of overlaps grows with the square.
    private static let blockLength = 16_384
    /// A list with fewer changes of shape stays in its order: sections that somebody has put together.
    private static let fewChanges = 16
    /// The same, in relation to the length of the list.
    private static let fewChangesOf = 8
    /// Guards that one rule may need.
    private static let guardLimit = 4
    /// Guards for each rule, over all of them.
    private static let guardsEach = 2

    /// The rules and their guards in the new order, and the first place of each run.
    private(set) var lines: [DecisionGraph.Line] = []
    private(set) var starts: [Int] = []
    /// Whether rules of many shapes stood between each other.
    let areMixed: Bool

    init(_ original: [DecisionGraph.Line], _ rules: inout RuleBoxes) {
        let axes = original.map { rules.boxes.axes[Int($0.box)] }
        let changes = zip(axes, axes.dropFirst()).count { $0 != $1 }
        areMixed = changes >= max(Self.fewChanges, original.count / Self.fewChangesOf)
        guard areMixed else {
            lines = original
            starts = original.indices.filter { $0 == 0 || axes[$0] != axes[$0 - 1] }
            return
        }
        for start in stride(from: 0, to: original.count, by: Self.blockLength) {
            let end = min(start + Self.blockLength, original.count)
            for run in Block(original[start..<end], rules).runs(&rules) where !run.isEmpty {
                starts.append(lines.count)
                lines += run
            }
        }
    }

    /// Rules that are ordered together.
    private struct Block {
        private let lines: [DecisionGraph.Line]
        private let shapes: [UInt64]
        private let overlaps: OverlapIndex

        init(_ lines: ArraySlice<DecisionGraph.Line>, _ rules: RuleBoxes) {
            self.lines = Array(lines)
            let keyAxes = rules.keyAxes
            shapes = lines.map { rules.shape($0.box, keyAxes) }
            overlaps = OverlapIndex(lines, rules)
        }

        func runs(_ rules: inout RuleBoxes) -> [[DecisionGraph.Line]] {
            var runShapes = RuleBoxes.narrowFirst(Set(shapes))
            var runs = [[DecisionGraph.Line]](repeating: [], count: runShapes.count)
            var runOf: [Int32] = []
            runOf.reserveCapacity(lines.count)
            var guardsLeft = guardsEach * lines.count
            var bits = [UInt64](repeating: 0, count: (lines.count + 63) / 64)
            var others: [Int32] = []
            var needed = [Int](repeating: 0, count: runs.count)
            var guardsOfRun = 0
            for place in lines.indices {
                overlapping(place, &bits, &others)
                // How many guards it needs in front of each run, from the last on.
                for other in others where lines[Int(other)].outcome != lines[place].outcome {
                    needed[Int(runOf[Int(other)])] += 1
                }
                var run = -1
                var guards = 0
                for known in runShapes.indices.reversed() {
                    if runShapes[known] == shapes[place], guards <= min(guardLimit, guardsLeft) {
                        run = known
                        guardsOfRun = guards
                    }
                    guards += needed[known]
                    needed[known] = 0
                }
                guardsLeft -= run < 0 ? 0 : guardsOfRun
                if run < 0 {
                    run = runs.count
                    runs.append([])
                    needed.append(0)
                    runShapes.append(shapes[place])
                }
                appendGuards(of: place, run, others, runOf, to: &runs, &rules)
                runs[run].append(lines[place])
                runOf.append(Int32(run))
            }
            return runs
        }

        /// The earlier rules that a rule may overlap, in order.
        private func overlapping(_ place: Int, _ bits: inout [UInt64], _ others: inout [Int32]) {
            let last = place >> 6
            for word in 0..<last { bits[word] = .max }
            bits[last] = (1 << UInt64(place & 63)) - 1
            overlaps.keepOverlapping(place, in: &bits)
            others.removeAll(keepingCapacity: true)
            for word in 0...last {
                var left = bits[word]
                while left != 0 {
                    others.append(Int32(word << 6 + left.trailingZeroBitCount))
                    left &= left - 1
                }
            }
        }

        /// Rules with the same outcome are guarded too, up to the last that has another.
        private func appendGuards(
            of place: Int, _ run: Int, _ others: [Int32], _ runOf: [Int32], to runs: inout [[DecisionGraph.Line]],
            _ rules: inout RuleBoxes
        ) {
            let line = lines[place]
            let later = others.filter { Int(runOf[Int($0)]) > run }
            guard let last = later.lastIndex(where: { lines[Int($0)].outcome != line.outcome }) else { return }
            for other in later[...last] {
                let other = lines[Int(other)]
                guard let both = rules.intersection(line.box, other.box) else { continue }
                runs[run].append(
                    DecisionGraph.Line(box: both, outcome: other.outcome, rule: other.rule, guarded: line.rule))
            }
        }
    }
}

extension RuleBoxes {
    /// The axes by which shapes are told: the two with the most values. Others split what is left.
    var keyAxes: [Int] {
        Array(axes.indices.sorted { (values[$1].cuts.count, $0) < (values[$0].cuts.count, $1) }.prefix(2))
    }

    /// On which of some axes a box has narrow conditions, a bit for each.
    func shape(_ box: Int32, _ keyAxes: [Int]) -> UInt64 {
        var shape: UInt64 = 0
        for (bit, axis) in keyAxes.enumerated() {
            let set = boxes.set(box, axis)
            guard set >= 0, let first = values[axis].runs(set).first, let last = values[axis].runs(set).last else {
                continue
            }
            if Int(last.end - first.start) <= max(16, values[axis].cuts.count / 64) { shape |= 1 << UInt64(bit) }
        }
        return shape
    }

    /// Shapes with many narrow conditions first.
    static func narrowFirst(_ shapes: Set<UInt64>) -> [UInt64] {
        shapes.sorted { ($1.nonzeroBitCount, $1) < ($0.nonzeroBitCount, $0) }
    }
}
