/// Moves that give packets to rules that win none: each before the rules that take its packets and mark them otherwise.
///
/// Every move has been tried: the rule wins then, no other rule stops winning, and no expectation fails that held.
public struct OrderSuggestion: Sendable {
    /// Moves found in one go: the policy may look different after them.
    public static let limit = 20

    /// One move, to be made after those before it.
    public struct Move: Hashable, Sendable {
        public var rule: String
        /// The rule that it goes directly before.
        public var before: String
    }

    /// A rule that wins nothing wherever it was tried.
    public struct Unsolved: Hashable, Sendable {
        public var rule: String
        public var reason: String
    }

    public private(set) var moves: [Move] = []
    public private(set) var unsolved: [Unsolved] = []
    /// Whether there may be more than `limit`.
    public private(set) var isCutShort = false

    public init() {}

    /// Nothing to do.
    public var withoutMoves: OrderSuggestion {
        var none = self
        none.moves = []
        return none
    }

    public static func find(_ policy: Policy) -> OrderSuggestion {
        var search = OrderSearch(policy)
        return search.run()
    }

    /// Tries orders.
    private struct OrderSearch {
        private let policy: Policy
        private var analyser: RuleAnalyser
        /// Indices in the policy, in the order found so far, and the place of each in it.
        private var order: [Int]
        private var places: [Int]
        /// Expectations that fail already are not held against a move.
        private let failing: Set<SourceSpan?>

        init(_ policy: Policy) {
            self.policy = policy
            analyser = RuleAnalyser(policy)
            order = Array(policy.rules.indices)
            places = order
            failing = Set(ExpectationChecks.run(policy).map(\.span))
        }

        mutating func run() -> OrderSuggestion {
            var found = OrderSuggestion()
            for (member, cover) in unreachable() {
                guard found.moves.count < OrderSuggestion.limit, !analyser.budget.isSpent else {
                    found.isCutShort = true
                    break
                }
                // A rule like it may have been moved already.
                if hasTwin(member) { continue }
                let targets = targets(for: member, cover)
                var reason = "it matches the same packets as \(list(cover)) do"
                let target = targets.first { target in
                    guard let problem = problem(of: member, before: target) else { return true }
                    reason = problem
                    return false
                }
                if let target {
                    found.moves.append(Move(rule: analyser.name(member), before: analyser.name(target)))
                } else {
                    found.unsolved.append(Unsolved(rule: analyser.name(member), reason: reason))
                }
            }
            return found
        }

        /// The rules that win nothing, and whose packets are marked otherwise.
        private mutating func unreachable() -> [(member: Int, cover: [Int])] {
            var found: [(member: Int, cover: [Int])] = []
            for member in analyser.space.members.indices {
                guard case .never(let cover) = analyser.reach(member, after: 0..<member) else { continue }
                if found.count <= 4 * OrderSuggestion.limit,
                    analyser.loss(of: member, to: cover).markingsDiffer == true
                {
                    found.append((member, cover))
                }
                analyser.idle.insert(member)
            }
            return found
        }

        /// Whether one rule before a member has all its packets, and marks them as it would.
        private func hasTwin(_ member: Int) -> Bool {
            analyser.space.members.indices.contains { other in
                !analyser.idle.contains(other) && isBefore(other, member) && analyser.markAlike(other, member)
                    && analyser.space.isInOneBox(member, of: other)
            }
        }

        /// The places to try: before all that marks otherwise and is no exception, then before the rules of the cover.
        private mutating func targets(for member: Int, _ cover: [Int]) -> [Int] {
            var rivals = analyser.overlapping(member).filter { other in
                isBefore(other, member) && !analyser.idle.contains(other) && !analyser.markAlike(other, member)
            }
            rivals.sort { isBefore($0, $1) }
            let first = rivals.first { !analyser.space.isInOneBox($0, of: member) }
            var targets = [first].compactMap(\.self)
            for other in cover.sorted(by: isBefore) where !targets.contains(other) { targets.append(other) }
            return Array(targets.prefix(4))
        }

        private func isBefore(_ a: Int, _ b: Int) -> Bool {
            places[analyser.space.members[a].rule] < places[analyser.space.members[b].rule]
        }

        /// Moves a member, and keeps it so where that does what it should; otherwise says what is wrong.
        private mutating func problem(of member: Int, before target: Int) -> String? {
            let (oldOrder, oldPlaces) = (order, places)
            let passed = analyser.overlapping(member).filter { other in
                isBefore(other, member) && !isBefore(other, target) && !analyser.idle.contains(other)
            }
            move(analyser.space.members[member].rule, before: analyser.space.members[target].rule)
            analyser.idle.remove(member)
            let problem = problem(of: member, passing: passed)
            if problem != nil {
                (order, places) = (oldOrder, oldPlaces)
                analyser.idle.insert(member)
            }
            return problem
        }

        private mutating func problem(of member: Int, passing passed: [Int]) -> String? {
            for other in [member] + passed {
                switch reach(other) {
                case .wins: continue
                case .undecided:
                    return "what it would take from '\(analyser.name(other))' was not decided within the limits"
                case .never where other == member: return "it would win nothing there either"
                case .never: return "before '\(analyser.name(other))' it would leave nothing to that rule"
                }
            }
            var moved = policy
            moved.rules = order.map { policy.rules[$0] }
            let holds = ExpectationChecks.run(moved).allSatisfy { failing.contains($0.span) }
            return holds ? nil : "an expectation would fail"
        }

        private mutating func reach(_ member: Int) -> RuleAnalyser.Reach {
            let places = places
            let members = analyser.space.members
            let own = places[members[member].rule]
            return analyser.reach(member, after: members.indices) { places[members[$0].rule] < own }
        }

        private mutating func move(_ rule: Int, before target: Int) {
            order.remove(at: places[rule])
            order.insert(rule, at: places[target])
            for (place, rule) in order.enumerated() { places[rule] = place }
        }

        private func list(_ members: [Int]) -> String {
            let names = members.prefix(3).map { "'\(analyser.name($0))'" }
            return names.joined(separator: ", ") + (members.count > 3 ? " …" : "")
        }
    }
}
