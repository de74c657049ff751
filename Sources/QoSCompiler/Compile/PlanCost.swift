import NetlinkModel

/// What a packet costs in chains and maps, predicted: in map and set lookups, and in nanoseconds.
///
/// Nanoseconds are those of one machine, and tell one form of a policy from another. "Expected" is the mean over all
/// ways through, each taken as often as the others.
struct PlanCost {
    /// Ways through a chain, and what they cost together.
    struct Ways {
        /// Ways that end in a chain or below.
        var count = 0.0
        var time = 0.0
        var lookups = 0.0
        /// At most, of a packet that something takes.
        var taken = Most()
        /// At most, of a packet that comes back to where it was called from; nil where none does.
        var back: Most?
        /// Of a packet that nothing takes.
        var missTime = 0.0
        var missLookups = 0

        var expectedTime: Double { (time + missTime) / (count + 1) }
        var expectedLookups: Double { (lookups + Double(missLookups)) / (count + 1) }
        var most: Most { back.map(taken.most) ?? taken }
    }

    /// The most that a packet can cost, whichever way it takes.
    struct Most {
        var time = 0.0
        var lookups = 0

        func most(_ other: Most) -> Most { Most(time: max(time, other.time), lookups: max(lookups, other.lookups)) }

        static func + (left: Most, right: Most) -> Most {
            Most(time: left.time + right.time, lookups: left.lookups + right.lookups)
        }
    }

    private let rules: [String: [NFTRule]]
    private let sets: [String: NFTSet]
    private var known: [String: Ways] = [:]

    init(rules: [NFTRule], sets: [NFTSet]) {
        self.rules = Dictionary(grouping: rules, by: \.chain)
        self.sets = Dictionary(sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The ways through a chain. Chains lead to no circles.
    mutating func ways(_ chain: String) -> Ways {
        if let ways = known[chain] { return ways }
        var ways = Ways()
        // The most that it costs to get to a rule.
        var reach = Most()
        var isEnded = false
        for rule in rules[chain] ?? [] {
            let cost = cost(rule)
            let (match, lookups) = (cost.match.time, cost.match.lookups)
            let after = reach + cost.match
            switch rule.expressions.last {
            case .lookupVerdict(let map, _):
                for (target, count) in targets(of: map) {
                    let below = target.target.map { self.ways($0) } ?? Ways()
                    ways.enter(
                        below, times: Double(count), after: match, lookups: lookups, endsHere: target.target == nil)
                    ways.end(target, below, after)
                }
            case .verdict(.goto(let target)):
                ways.enter(self.ways(target), times: 1, after: match, lookups: lookups, endsHere: false)
                ways.end(.goto(target), self.ways(target), after)
                if rule.expressions.count == 1 { return remember(chain, ways, ended: self.ways(target), match) }
            case .verdict(.jump(let target)):
                let below = self.ways(target)
                ways.enter(below, times: 1, after: match + Time.jump, lookups: lookups, endsHere: false)
                ways.missTime += Time.jump + below.missTime
                ways.missLookups += below.missLookups
                let jump = Most(time: Time.jump)
                ways.taken = ways.taken.most(after + jump + below.taken)
                if let back = below.back { reach = reach + jump + back } else { isEnded = true }
            case .verdict(let verdict):
                ways.enter(Ways(), times: 1, after: match, lookups: lookups, endsHere: true)
                ways.end(verdict, Ways(), after)
            default: break
            }
            ways.missTime += cost.miss.time
            ways.missLookups += cost.miss.lookups
            reach = reach + cost.lateMiss
            isEnded = isEnded || rule.takesEverything
        }
        if !isEnded { ways.comeBack(reach) }
        known[chain] = ways
        return ways
    }

    private mutating func remember(_ chain: String, _ ways: Ways, ended last: Ways, _ time: Double) -> Ways {
        var ways = ways
        ways.missTime += time + last.missTime
        ways.missLookups += last.missLookups
        known[chain] = ways
        return ways
    }

    /// Where the elements of a map lead, and how many to each.
    private func targets(of map: String) -> [(NFTVerdict, Int)] {
        var order: [NFTVerdict] = []
        var counts: [NFTVerdict: Int] = [:]
        for verdict in sets[map]?.verdicts ?? [] {
            if counts[verdict, default: 0] == 0 { order.append(verdict) }
            counts[verdict, default: 0] += 1
        }
        return order.map { ($0, counts[$0] ?? 0) }
    }

    private enum Time {
        static let rule = 4.0
        static let load = 3.0
        static let compare = 3.0
        static let jump = 31.0
        static let goto = 14.0
        static let hash = 36.0
        static let interval = 45.0
        static let doubling = 9.0
        static let write = 25.0
    }

    private struct RuleCost {
        /// Of a packet that the rule takes.
        var match = Most(time: Time.rule)
        /// Of one that it does not take: most fail its first comparison.
        var miss = Most()
        /// Of one that fails the last.
        var lateMiss = Most()
    }

    private func cost(_ rule: NFTRule) -> RuleCost {
        var cost = RuleCost()
        var isFirst = true
        for expression in rule.expressions {
            var compares = false
            switch expression {
            case .meta, .payload, .extensionHeader, .immediate: cost.match.time += Time.load
            case .bitwise, .hostToNetwork: cost.match.time += Time.compare
            case .compare, .range:
                cost.match.time += Time.compare
                compares = true
            case .lookup(.named(let name), _, _):
                cost.match = cost.match + Most(time: time(of: sets[name]), lookups: 1)
                compares = true
            case .lookup(.anonymous(let set), _, _):
                cost.match = cost.match + Most(time: time(of: set), lookups: 1)
                compares = true
            case .lookupVerdict(let name, _):
                cost.match = cost.match + Most(time: time(of: sets[name]), lookups: 1)
                cost.miss = cost.match
                cost.lateMiss = cost.match
                isFirst = false
            case .setMeta, .setPayload, .countOn: cost.match.time += Time.write / 3
            case .verdict: cost.match.time += Time.goto
            case .unknown: break
            }
            guard compares else { continue }
            if isFirst { cost.miss = cost.match }
            isFirst = false
            cost.lateMiss = cost.match
        }
        return cost
    }

    private func time(of set: NFTSet?) -> Double {
        guard let set, set.isInterval else { return Time.hash }
        var doublings = 0.0
        var count = set.elements.count
        while count > 8 {
            count /= 2
            doublings += 1
        }
        return Time.interval + doublings * Time.doubling
    }
}

extension PlanCost.Ways {
    /// Adds the ways of a chain that some packets go on in.
    fileprivate mutating func enter(
        _ below: PlanCost.Ways, times: Double, after match: Double, lookups: Int, endsHere: Bool
    ) {
        let ways = endsHere ? 1 : below.count + 1
        count += ways * times
        time += times * (ways * (missTime + match) + below.time + below.missTime)
        self.lookups += times * (ways * Double(missLookups + lookups) + below.lookups + Double(below.missLookups))
    }

    /// A way ends here, or goes on in `below` and ends there: the end of a chain that was gone to is the end of this one.
    fileprivate mutating func end(_ verdict: NFTVerdict, _ below: PlanCost.Ways, _ cost: PlanCost.Most) {
        switch verdict {
        case .return: comeBack(cost)
        case .goto, .jump:
            taken = taken.most(cost + below.taken)
            if let back = below.back { comeBack(cost + back) }
        case .accept, .drop, .continue: taken = taken.most(cost)
        }
    }

    fileprivate mutating func comeBack(_ cost: PlanCost.Most) { back = back.map(cost.most) ?? cost }
}

extension NFTRule {
    /// Whether no packet gets past it.
    fileprivate var takesEverything: Bool {
        switch expressions.last {
        case .verdict(.jump), .verdict(.continue): return false
        case .verdict:
            return expressions.dropLast().allSatisfy { if case .countOn = $0 { true } else { false } }
        default: return false
        }
    }
}
