import NetlinkModel

/// The rules of a policy as boxes over the axes that the policy uses.
struct RuleBoxes {
    /// One way in which a rule can match: a rule whose alternatives are on different axes has several.
    struct Item {
        var box: Int32
        var rule: Int32
    }

    /// A set of the policy, or a list in a rule, that the kernel gets as a set of its own.
    struct LargeSet {
        /// The policy's name for it; nil for a list in a rule.
        var name: String?
        /// The name of the first rule that uses it.
        var rule: String
        var field: MatchField
        var contents: PolicySet.Contents
    }

    /// More intervals than this stay a set that is looked up, instead of becoming part of a map.
    static let largeSet = 2048
    /// `BoxTable` has one bit for each.
    static let axisLimit = 64

    let axes: [GraphAxis]
    /// The axes as their conditions stand in a kernel rule.
    private(set) var order: [Int] = []
    private(set) var values: [ValueSets]
    private(set) var boxes: BoxTable
    /// Those that some packet can match, in the order of the rules.
    private(set) var items: [Item] = []
    let largeSets: [LargeSet]
    /// For axes of interfaces: the names and prefixes that conditions state, longest first. They nest or are disjoint.
    private(set) var patterns: [[ClosedRange<UInt128>]]
    /// Whether a rule needs a socket, or an input interface.
    private let needsSocket: [Bool]
    private let needsInput: [Bool]

    /// Nil when the rules look at more different things than a graph can hold.
    init?(_ policy: Policy) {
        var reader = RuleConditions(count: policy.rules.count)
        var drafts: [(conditions: RuleConditions.Conditions, rule: Int)] = []
        drafts.reserveCapacity(policy.rules.count)
        for (number, rule) in policy.rules.enumerated() where rule.isEnabled {
            for conditions in reader.alternatives(rule, number) { drafts.append((conditions, number)) }
            guard reader.axes.count <= Self.axisLimit else { return nil }
        }
        (axes, values, patterns) = (reader.axes, reader.values, reader.patterns)
        (largeSets, needsSocket, needsInput) = (reader.largeSets, reader.needsSocket, reader.needsInput)
        reader = RuleConditions(count: 0)
        boxes = BoxTable(axisCount: max(axes.count, 1))
        order = axes.indices.sorted { (axes[$0].rank, $0) < (axes[$1].rank, $1) }
        for axis in values.indices {
            // Neighbours in an interval set are one interval; each pattern has to keep its own ends.
            for pattern in patterns[axis] { _ = values[axis].intern(AxisValues(ip: [pattern])) }
            values[axis].cut()
            patterns[axis] = Set(patterns[axis]).sorted { left, right in
                let (a, b) = (left.upperBound - left.lowerBound, right.upperBound - right.lowerBound)
                return (a, left.lowerBound) < (b, right.lowerBound)
            }
        }
        items.reserveCapacity(drafts.count)
        for (conditions, rule) in drafts {
            items.append(Item(box: boxes.intern(conditions), rule: Int32(rule)))
        }
    }

    /// For each rule, whether some packet on a path can match it.
    func possible(on path: PacketPath) -> [Bool] {
        var isPossible = [Bool](repeating: false, count: needsSocket.count)
        for item in items {
            let rule = Int(item.rule)
            isPossible[rule] = path == .output ? !needsInput[rule] : !needsSocket[rule]
        }
        return isPossible
    }

    /// The items of rules that a packet on a path can meet; for fragments after the first, those without ports.
    func items(on path: PacketPath, inFragments: Bool, of policy: Policy) -> [Item] {
        items.filter { item in
            let rule = Int(item.rule)
            if path == .output ? needsInput[rule] : needsSocket[rule] { return false }
            return !inFragments || !policy.rules[rule].needsPorts
        }
    }

    @inline(__always)
    mutating func removing(_ axis: Int, from box: Int32) -> Int32 { boxes.removing(axis, from: box) }

    /// The box of what two boxes match both; nil when there is nothing.
    mutating func intersection(_ left: Int32, _ right: Int32) -> Int32? {
        var conditions: RuleConditions.Conditions = []
        for axis in axes.indices {
            let (mine, theirs) = (boxes.set(left, axis), boxes.set(right, axis))
            if mine >= 0, theirs >= 0 {
                guard let both = values[axis].intersection(mine, theirs) else { return nil }
                conditions.append((axis, both))
            } else if mine >= 0 || theirs >= 0 {
                conditions.append((axis, max(mine, theirs)))
            }
        }
        return boxes.intern(conditions)
    }

    /// The kernel rules that a box takes alone: one for each combination of intervals, in each family.
    func lineCount(_ box: Int32) -> Int {
        var (ip, ip6) = (1, 1)
        var isTheSame = true
        for axis in axes.indices {
            let set = boxes.set(box, axis)
            guard set >= 0 else { continue }
            let count = values[axis].count(set)
            switch axes[axis] {
            case .saddr, .daddr, .dscp:
                isTheSame = false
                ip = min(ip * count.ip, 1 << 20)
                ip6 = min(ip6 * count.ip6, 1 << 20)
            case .family:
                isTheSame = false
                if values[axis].intervals(set).first?.lowerBound == 0 { ip6 = 0 } else { ip = 0 }
            case .member(_, let number):
                guard case .addresses(let addresses) = largeSets[number].contents else { continue }
                isTheSame = false
                if !addresses.names(.ip) { ip = 0 }
                if !addresses.names(.ip6) { ip6 = 0 }
            case .iif, .oif:
                // A list has rules for names and prefixes only.
                let isPlain = values[axis].intervals(set).allSatisfy { patterns[axis].contains($0) }
                ip = min(ip * (isPlain ? count.ip : 1 << 20), 1 << 20)
                ip6 = min(ip6 * (isPlain ? count.ip : 1 << 20), 1 << 20)
            case .proto:
                let count = values[axis].intervals(set).reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 }
                ip = min(ip * count, 1 << 20)
                ip6 = min(ip6 * count, 1 << 20)
            default:
                ip = min(ip * count.ip, 1 << 20)
                ip6 = min(ip6 * count.ip, 1 << 20)
            }
        }
        return isTheSame ? ip : ip + ip6
    }

    /// How much a rule asks for: the most intervals that one of its conditions has.
    func weight(_ box: Int32) -> Int {
        axes.indices.reduce(1) { most, axis in
            let set = boxes.set(box, axis)
            guard set >= 0 else { return most }
            let count = values[axis].count(set)
            return max(most, count.ip + count.ip6)
        }
    }
}
