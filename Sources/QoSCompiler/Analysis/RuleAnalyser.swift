/// Decides what single rules of a policy can win, and what other rules take from them.
///
/// What it says to be unreachable is proved for all packets. Packets that it gives as witnesses have been put to the
/// interpreter.
struct RuleAnalyser {
    /// What one rule may cost, and all together, in steps of a few nanoseconds.
    private static let budgetOfRule = 1_000_000
    private static let budgetOfPolicy = 400_000_000
    /// Packets of a rule that is proved unreachable which the interpreter has to agree on.
    private static let sampleCount: UInt64 = 8
    /// Rules that the interpreter may look at for examples.
    private static let budgetOfExamples = 120_000_000

    enum Reach {
        /// A packet that the rule takes.
        case wins(Point)
        /// Nothing is left to it by these members.
        case never([Int])
        case undecided
    }

    let policy: Policy
    let space: PacketSpace
    private var index: EarlierRules
    private let interpreter: Interpreter
    var budget = AnalysisBudget(left: budgetOfPolicy)
    private(set) var exampleBudget = AnalysisBudget(left: budgetOfExamples)
    /// Equal numbers for rules that mark alike; of members.
    private let markings: [Int]
    private let defaultMarking: Int
    /// Members that are known to take nothing.
    var idle: RuleBits
    /// Members that were not looked into.
    let opaque: [Int]

    init(_ policy: Policy) {
        self.policy = policy
        space = PacketSpace(policy)
        index = EarlierRules(space)
        interpreter = Interpreter(policy)
        idle = RuleBits(count: space.members.count)
        opaque = space.members.indices.filter { [space] in space.members[$0].isOpaque }
        var numbers: [Marking: Int] = [:]
        func number(_ marking: Marking) -> Int {
            // As `Marking.marksLike` compares: a priority may be stated, or be that of the PCP.
            let key = Marking(dscp: marking.dscp, statedPriority: marking.priority, pcp: marking.pcp)
            if let known = numbers[key] { return known }
            numbers[key] = numbers.count
            return numbers.count - 1
        }
        markings = space.members.map { number(policy.rules[$0.rule].action.marking) }
        defaultMarking = number(policy.defaultAction.marking)
    }

    // MARK: Members

    func markAlike(_ a: Int, _ b: Int) -> Bool { markings[a] == markings[b] }

    func isMarkedByDefault(_ member: Int) -> Bool { markings[member] == defaultMarking }

    func name(_ member: Int) -> String { policy.rules[space.members[member].rule].name }

    /// The members that may have a packet in common with one, itself included.
    mutating func row(overlapping member: Int) -> RuleBits {
        budget.spend(index.cost / 4)
        return index.rules(overlapping: member)
    }

    /// The same without itself, in order.
    mutating func overlapping(_ member: Int) -> [Int] {
        let others = row(overlapping: member).members(in: 0..<space.members.count).filter { $0 != member }
        budget.spend(others.count)
        return others
    }

    /// The first members of a range that match a packet, in order; idle ones where they are asked for.
    mutating func matching(_ point: Point, in range: Range<Int>, idle isIdle: Bool, atMost limit: Int) -> [Int] {
        budget.spend(index.cost / 4)
        var members: [Int] = []
        var seen = 0
        index.rules(matching: point).each(in: range) { member in
            guard isIdle || !idle.contains(member) else { return true }
            seen += 1
            if space.contains(member, point) { members.append(member) }
            return members.count < limit
        }
        budget.spend(2 * seen)
        return members
    }

    /// All packets of a member.
    func regions(of member: Int) -> [Region] {
        space.members[member].boxes.flatMap { box in
            space.parts.compactMap { space.intersection(space.boxes[box], $0) }
        }
    }

    /// What a member has of some regions.
    func regions(of member: Int, in regions: [Region]) -> [Region] {
        space.members[member].boxes.flatMap { box in
            regions.compactMap { space.intersection(space.boxes[box], $0) }
        }
    }

    // MARK: Searches

    /// A packet of some regions that no member of a list matches, or the members that were needed to prove that there is
    /// none.
    mutating func open(in regions: [Region], beside members: some Sequence<Int>) -> (
        outcome: CoverSearch.Outcome, used: [Int]
    ) {
        let allowance = min(budget.left, Self.budgetOfRule)
        var search = CoverSearch(space, budget: AnalysisBudget(left: allowance))
        defer { budget.spend(allowance - search.budget.left) }
        let boxes = members.flatMap { Array(space.members[$0].boxes) }
        for region in regions {
            let outcome = search.run(region, boxes)
            guard case .covered = outcome else { return (outcome, []) }
        }
        return (.covered, Set(search.used.map { space.boxes[$0].member }).sorted())
    }

    /// Whether a rule can win; those of `range` come before it that `isEarlier` does not deny.
    mutating func reach(_ member: Int, after range: Range<Int>, isEarlier: (Int) -> Bool = { _ in true }) -> Reach {
        guard !space.members[member].isOpaque, !budget.isSpent else { return .undecided }
        let regions = regions(of: member)
        guard let first = regions.first else { return .undecided }
        let point = space.example(of: first)
        let takers = matching(point, in: range, idle: false, atMost: .max).filter(isEarlier)
        if takers.isEmpty { return .wins(point) }
        // Who has all packets has this one, too.
        if let whole = takers.first(where: { space.isInOneBox(member, of: $0) }) {
            return isConfirmed([whole], regions) ? .never([whole]) : .undecided
        }
        let others = overlapping(member).filter { range.contains($0) && isEarlier($0) && !idle.contains($0) }
        let (outcome, used) = open(in: regions, beside: others)
        switch outcome {
        case .open(let point): return .wins(point)
        case .undecided: return .undecided
        case .covered:
            let cover = spared(used, regions)
            return isConfirmed(cover, regions) ? .never(cover) : .undecided
        }
    }

    /// Takes members out of a cover as long as it stays one.
    private mutating func spared(_ cover: [Int], _ regions: [Region]) -> [Int] {
        var cover = cover
        // The last first: what is nearer to the top is what people look for.
        for member in cover.reversed() where cover.count <= 64 {
            let rest = cover.filter { $0 != member }
            if case .covered = open(in: regions, beside: rest).outcome { cover = rest }
        }
        return cover
    }

    /// Whether the interpreter, too, finds a member of a cover that matches each of some packets.
    private func isConfirmed(_ cover: [Int], _ regions: [Region]) -> Bool {
        samples(regions).allSatisfy { point in
            guard let taker = cover.first(where: { space.contains($0, point) }) else { return false }
            // Some numbers have no text, and so no packet.
            guard let packet = space.packet(at: point) else { return true }
            return interpreter.isMatch(space.members[taker].rule, packet)
        }
    }

    /// Some packets of some regions: an example of each, and others.
    func samples(_ regions: [Region]) -> [Point] {
        guard !regions.isEmpty else { return [] }
        let drawn = (0..<Self.sampleCount).map { seed in
            space.sample(of: regions[Int(seed) % regions.count], seed)
        }
        return regions.map(space.example) + drawn
    }

    // MARK: Witnesses

    /// A packet that shows something: the member that takes it, and another one that matches it, too.
    struct Example {
        var point: Point
        var taker: Int
        var other: Int
    }

    /// The packet of an example, if the interpreter agrees.
    mutating func packet(_ example: Example) -> Packet? {
        budget.spend(8 * example.taker)
        guard let packet = space.packet(at: example.point),
            interpreter.ruleIndex(for: packet) == space.members[example.taker].rule,
            interpreter.isMatch(space.members[example.other].rule, packet)
        else { return nil }
        return packet
    }

    /// As `packet`, for many at once; nil also for those that are left when the budget is spent.
    mutating func packets(_ examples: [Example]) -> [Packet?] {
        let packets = examples.map { example -> Packet? in
            exampleBudget.spend(space.members[example.taker].rule + 1)
            return exampleBudget.isSpent ? nil : space.packet(at: example.point)
        }
        let known = packets.indices.filter { packets[$0] != nil }
        var confirmed = [Packet?](repeating: nil, count: packets.count)
        for (place, taker) in zip(known, interpreter.ruleIndices(for: packets.compactMap(\.self))) {
            guard let packet = packets[place], taker == space.members[examples[place].taker].rule,
                interpreter.isMatch(space.members[examples[place].other].rule, packet)
            else { continue }
            confirmed[place] = packet
        }
        return confirmed
    }

    /// A packet of some regions of a member that another one takes before it; `others` are those that it overlaps.
    mutating func contested(_ taker: Int, _ regions: [Region], of member: Int, beside others: [Int]) -> Example? {
        let before = others.prefix { $0 < taker }.filter { !idle.contains($0) }
        guard case .open(let point) = open(in: self.regions(of: taker, in: regions), beside: before).outcome else {
            return nil
        }
        return Example(point: point, taker: taker, other: member)
    }
}
