/// Cuts a list of rules into segments that each fit a graph: a packet goes through them in order until one takes it.
///
/// Rules of many shapes that overlap multiply in one graph, and add up in several. A segment is as long as its budget
/// allows; what fits none, in the limit every rule, stays a list that is gone through rule by rule.
struct Segmentation {
    /// A run of the rules, and its graph; nil for one that stays a list.
    struct Segment {
        var lines: Range<Int>
        var root: Int32?
    }

    /// Elements for each interval that the rules state, over all segments together.
    static let elementsEach = 8
    static let elementsMore = 256
    /// Elements beside one for each interval, however many rules there are: what they take in memory, and to load.
    private static let elementsBeside = 300_000
    /// Rules looked at in sweeps, over all tries together.
    static let cellsEach = 400
    static let cellsMore = 2_000_000
    /// In one try.
    private static let cellsEachTry = 40
    private static let cellsMoreEachTry = 2_000
    private static let elementsEachLine = 4
    /// A segment of fewer rules is not tried as a graph.
    static let least = 8

    /// The rules in the order of the segments: for every packet the first that takes it has the outcome that the first of
    /// the original order has.
    private(set) var lines: [DecisionGraph.Line]
    private(set) var segments: [Segment] = []
    /// Whether the work budget ended before all was tried.
    var gaveUp: Bool { cellsLeft <= 0 }
    /// Sums of the weights of the rules before each.
    private var weights: [Int] = []
    /// Where a segment better ends: behind each run of rules of one shape.
    private var borders: [Int] = []
    private var cellsLeft = 0
    private var elementsLeft = 0

    init(_ original: [DecisionGraph.Line], _ builder: inout GraphBuilder) {
        lines = original
        weigh(builder.rules)
        cellsLeft = Self.cellsMore + Self.cellsEach * weights[original.count]
        elementsLeft = Self.elementsMore + allowance(for: weights[original.count])
        if let (root, _) = build(0..<original.count, &builder) {
            segments = [Segment(lines: 0..<original.count, root: root)]
            return
        }
        let runs = RuleRuns(original, &builder.rules)
        if runs.areMixed { builder.preferLists() }
        lines = runs.lines
        borders = Array(runs.starts.dropFirst()) + [lines.count]
        weigh(builder.rules)
        cut(&builder)
        if original.count > Self.many, steps > original.count / Self.fewerSteps {
            // Parts of rules one by one are worse than whole rules.
            lines = original
            segments = [Segment(lines: 0..<original.count, root: nil)]
            return
        }
        guard !canBeWritten(builder.rules) else { return }
        lines = original
        borders = [original.count]
        weigh(builder.rules)
        elementsLeft = Self.elementsMore + allowance(for: weights[original.count])
        segments = []
        cut(&builder)
    }

    /// Graphs and rules that a packet goes through, one after the other.
    private var steps: Int { segments.reduce(0) { $0 + ($1.root == nil ? $1.lines.count : 1) } }

    /// A list of so many rules stays as it is unless there would be so many times fewer steps.
    private static let many = 4096
    private static let fewerSteps = 4

    /// Whether what stays a list can be one: a guard has no other form than its intervals, one by one.
    private func canBeWritten(_ rules: RuleBoxes) -> Bool {
        segments.allSatisfy { segment in
            segment.root != nil
                || lines[segment.lines].allSatisfy { !$0.isPart || rules.lineCount($0.box) <= Self.partLines }
        }
    }

    private static let partLines = 64

    /// Elements for rules of that weight among all.
    private func allowance(for weight: Int) -> Int {
        guard let sum = weights.last, sum > 0 else { return 0 }
        return min(Self.elementsEach * weight, weight + Self.elementsBeside * weight / sum)
    }

    private mutating func weigh(_ rules: RuleBoxes) {
        weights = [0]
        weights.reserveCapacity(lines.count + 1)
        var sum = 0
        for line in lines {
            // Guards come out of the allowance of what they guard.
            if line.guarded < 0 { sum += rules.weight(line.box) }
            weights.append(sum)
        }
    }

    private mutating func cut(_ builder: inout GraphBuilder) {
        var start = 0
        // How many runs the next segment may have.
        var guess = max(borders.count / 8, 1)
        var border = 0
        while start < lines.count {
            guard cellsLeft > 0 else {
                append(Segment(lines: start..<lines.count, root: nil))
                return
            }
            while borders[border] <= start { border += 1 }
            let segment = longest(from: start, borders[border...], &guess, &builder)
            append(segment)
            start = segment.lines.upperBound
        }
    }

    /// Lists that follow one another are one.
    private mutating func append(_ segment: Segment) {
        if segment.root == nil, let last = segments.last, last.root == nil {
            segments[segments.count - 1].lines = last.lines.lowerBound..<segment.lines.upperBound
        } else {
            segments.append(segment)
        }
    }

    /// The longest segment from a place on that ends with a run, or half a run, or a quarter, ….
    private mutating func longest(
        from start: Int, _ ends: ArraySlice<Int>, _ guess: inout Int, _ builder: inout GraphBuilder
    ) -> Segment {
        var best: (count: Int, root: Int32, elements: Int)?
        var tooMany = ends.count + 1
        var count = min(guess, ends.count)
        while true {
            let end = ends[ends.startIndex + count - 1]
            if let (root, elements) = build(start..<end, &builder) {
                best = (count, root, elements)
            } else {
                tooMany = count
            }
            let low = best?.count ?? 0
            guard tooMany - low > 1, cellsLeft > 0 else { break }
            let next = tooMany > ends.count ? min(2 * count, ends.count) : (low + tooMany) / 2
            guard next > low else { break }
            count = next
        }
        if let best {
            guess = 2 * best.count
            elementsLeft -= best.elements
            return Segment(lines: start..<ends[ends.startIndex + best.count - 1], root: best.root)
        }
        guess = 1
        var end = ends.first ?? lines.count
        while end - start > Self.least, cellsLeft > 0 {
            end = start + (end - start) / 2
            if let (root, elements) = build(start..<end, &builder) {
                elementsLeft -= elements
                return Segment(lines: start..<end, root: root)
            }
        }
        return Segment(lines: start..<end, root: nil)
    }

    /// The graph of some of the rules; nil when it does not fit.
    private mutating func build(_ part: Range<Int>, _ builder: inout GraphBuilder) -> (root: Int32, elements: Int)? {
        let weight = weights[part.upperBound] - weights[part.lowerBound]
        // What one part leaves over, others may use, as long as the rules behind keep half of their share.
        let kept = allowance(for: weights[lines.count] - weights[part.upperBound]) / 2
        let share = max(allowance(for: weight), Self.elementsEachLine * part.count) + Self.elementsMore
        let elements = min(share, elementsLeft - kept)
        let root = builder.build(
            lines[part],
            within: GraphBuilder.Budget(
                elements: elements, cells: min(cellsLeft, Self.cellsMoreEachTry + Self.cellsEachTry * part.count)))
        cellsLeft -= builder.used.cells
        return root == GraphBuilder.overBudget ? nil : (root, builder.used.elements)
    }
}
