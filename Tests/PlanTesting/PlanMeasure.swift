import NetlinkModel
import QoSCompiler

/// How large a plan is, beside what it may be.
public struct PlanMeasure: Sendable {
    /// Of all verdict maps.
    public private(set) var elements = 0
    public private(set) var maps = 0
    /// Kernel rules, the frame and what marks left out.
    public private(set) var rules = 0
    /// The longest way from a base chain by goto and jump. The kernel refuses more than fifteen steps
    /// (`NFT_JUMP_STACK_SIZE`); nil for a circle.
    public private(set) var depth: Int?
    /// The longest chain.
    public private(set) var longestChain = 0
    /// Of rules: two for each path, if fragments have one of their own.
    public private(set) var chains = 0
    public private(set) var segments = 0
    public private(set) var lists = 0
    /// Intervals that the rules state: for each rule those of the condition that has the most.
    public private(set) var intervals = 0

    public init(_ plan: Plan, _ policy: Policy) {
        for set in plan.contents.sets where set.isMap {
            maps += 1
            elements += set.elements.count
        }
        rules = plan.contents.rules.count
        longestChain = Dictionary(grouping: plan.contents.rules, by: \.chain).values.map(\.count).max() ?? 0
        depth = Self.depth(plan.contents)
        chains = plan.contents.chains.count { $0.name.hasPrefix("rules_") || $0.name.hasPrefix("fragments_") }
        segments = plan.shape.segments.count
        lists = plan.shape.segments.count { !$0.isGraph }
        intervals = policy.rules.filter(\.isEnabled).reduce(0) { $0 + Self.intervals($1) }
    }

    private static func intervals(_ rule: PolicyRule) -> Int {
        let counts = rule.matches.map { match in
            switch match.values {
            case .addresses(let set): set.ipv4.intervals.count + set.ipv6.intervals.count
            case .ports(let set): set.intervals.count
            case .protocols(let set): set.intervals.count
            case .dscps(let set): set.intervals.count
            case .marks(let marks): marks.exact.intervals.count + marks.masked.count
            case .owners(let owners): owners.ids.intervals.count + owners.names.count
            case .interfaces(let patterns): patterns.count
            case .families, .names: 1
            }
        }
        // Ports without a protocol mean the five that have ports.
        let least = rule.needsPorts && !rule.has(.proto) ? ProtocolNames.withPorts.count : 1
        return max(least, counts.max() ?? 1)
    }

    private static func depth(_ contents: NFTTableContents) -> Int? {
        var targets: [String: Set<String>] = [:]
        let maps = Dictionary(contents.sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for rule in contents.rules {
            for expression in rule.expressions {
                switch expression {
                case .verdict(let verdict):
                    if let target = verdict.target { targets[rule.chain, default: []].insert(target) }
                case .lookupVerdict(let map, _):
                    targets[rule.chain, default: []].formUnion((maps[map]?.verdicts ?? []).compactMap(\.target))
                default: break
                }
            }
        }
        // A chain stands before what refers to it, so one pass is enough; else there may be a circle.
        var depths: [String: Int] = [:]
        var deepest = 0
        for chain in contents.chains {
            var depth = 0
            for target in targets[chain.name] ?? [] {
                guard let below = depths[target] else { return nil }
                depth = max(depth, below + 1)
            }
            depths[chain.name] = depth
            if case .base = chain.kind { deepest = max(deepest, depth) }
        }
        return deepest
    }
}

extension PlanMeasure: CustomStringConvertible {
    public var description: String {
        let depth = depth.map(String.init) ?? "a circle"
        return
            "\(intervals) intervals, \(elements) elements, \(maps) maps, \(rules) kernel rules (\(longestChain) in one "
            + "chain), depth \(depth), \(segments) segments (\(lists) lists), \(use) % of the elements allowed"
    }

    /// In hundredths of what elements and kernel rules may be together, for each chain of rules.
    public var use: Int { (elements + rules) * 100 / (max(chains, 1) * (8 * intervals + 256)) }
}
