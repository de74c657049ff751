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
        var worstTime = 0.0
        var worstLookups = 0
        /// Of a packet that nothing takes.
        var missTime = 0.0
        var missLookups = 0

        var expectedTime: Double { (time + missTime) / (count + 1) }
        var expectedLookups: Double { (lookups + Double(missLookups)) / (count + 1) }
        var mostTime: Double { max(worstTime, missTime) }
        var mostLookups: Int { max(worstLookups, missLookups) }
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
        for rule in rules[chain] ?? [] {
            let (match, miss, lookups) = cost(rule)
            switch rule.expressions.last {
            case .lookupVerdict(let map, _):
                for (target, count) in targets(of: map) {
                    let below = target.target.map { self.ways($0) } ?? Ways()
                    ways.enter(
                        below, times: Double(count), after: match, lookups: lookups, endsHere: target.target == nil)
                }
            case .verdict(.goto(let target)):
                ways.enter(self.ways(target), times: 1, after: match, lookups: lookups, endsHere: false)
                if rule.expressions.count == 1 { return remember(chain, ways, ended: self.ways(target), match) }
            case .verdict(.jump(let target)):
                let below = self.ways(target)
                ways.enter(below, times: 1, after: match + Time.jump, lookups: lookups, endsHere: false)
                ways.missTime += Time.jump + below.missTime
                ways.missLookups += below.missLookups
            case .verdict:
                ways.enter(Ways(), times: 1, after: match, lookups: lookups, endsHere: true)
            default: break
            }
            ways.missTime += miss
            ways.missLookups += lookups
        }
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

    /// The time of a rule that matches, of one that does not, and its lookups.
    private func cost(_ rule: NFTRule) -> (match: Double, miss: Double, lookups: Int) {
        var match = Time.rule
        var miss: Double?
        var lookups = 0
        for expression in rule.expressions {
            switch expression {
            case .meta, .payload, .extensionHeader, .immediate: match += Time.load
            case .bitwise, .hostToNetwork, .compare, .range: match += Time.compare
            case .lookup(.named(let name), _, _):
                match += time(of: sets[name])
                lookups += 1
            case .lookup(.anonymous(let set), _, _):
                match += time(of: set)
                lookups += 1
            case .lookupVerdict(let name, _):
                match += time(of: sets[name])
                lookups += 1
                miss = match
            case .setMeta, .setPayload, .countOn: match += Time.write / 3
            case .verdict: match += Time.goto
            case .unknown: break
            }
            // Most packets that a rule does not take fail its first comparison.
            if miss == nil {
                switch expression {
                case .compare, .range, .lookup: miss = match
                default: break
                }
            }
        }
        return (match, miss ?? 0, lookups)
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
        worstTime = max(worstTime, missTime + match + below.mostTime)
        worstLookups = max(worstLookups, missLookups + lookups + below.mostLookups)
    }
}
