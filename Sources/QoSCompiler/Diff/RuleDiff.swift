/// What changes between two policies, rule by rule.
public struct RuleDiff: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        case added(rule: String, position: Int)
        case removed(rule: String, position: Int)
        case moved(rule: String, from: Int, to: Int)
        /// The rule matches or marks otherwise; texts are of the canonical form.
        case changed(rule: String, old: String, new: String)
        /// A setting of the whole policy: default, scope, hook priority, counters, links.
        case setting(name: String, old: String, new: String)

        /// The word for the kind of change.
        public var kind: String {
            switch self {
            case .added: "added"
            case .removed: "removed"
            case .moved: "moved"
            case .changed: "changed"
            case .setting: "setting"
            }
        }
    }

    public var changes: [Change]

    public init(changes: [Change]) {
        self.changes = changes
    }

    public var isEmpty: Bool { changes.isEmpty }

    /// Compares by name. Positions count from 1. `includesText` also counts what compiles to nothing: disabled rules,
    /// expectations, the policy's name. `moving` is the rule that is known to have been moved.
    public static func between(_ old: Policy, _ new: Policy, includesText: Bool, moving: String? = nil) -> RuleDiff {
        func listed(_ policy: Policy) -> [(offset: Int, element: PolicyRule)] {
            policy.rules.enumerated().filter { includesText || $0.element.isEnabled }.map { ($0.offset, $0.element) }
        }
        let before = listed(old)
        let after = listed(new)
        let oldByName = Dictionary(before.map { ($0.element.name, $0) }, uniquingKeysWith: { first, _ in first })
        let newByName = Dictionary(after.map { ($0.element.name, $0) }, uniquingKeysWith: { first, _ in first })
        var changes: [Change] = []
        for (offset, rule) in before where newByName[rule.name] == nil {
            changes.append(.removed(rule: rule.name, position: offset + 1))
        }
        let common = after.filter { oldByName[$0.element.name] != nil }
        let ranks = Dictionary(
            before.filter { newByName[$0.element.name] != nil }.enumerated().map {
                ($0.element.element.name, $0.offset)
            },
            uniquingKeysWith: { first, _ in first })
        let others = common.filter { $0.element.name != moving }
        let kept = LongestRun.indices(others.compactMap { ranks[$0.element.name] })
        var moved = Set(Set(others.indices).subtracting(kept).map { others[$0].element.name })
        if let moving, let rank = ranks[moving], common.indices.contains(rank), common[rank].element.name != moving {
            moved.insert(moving)
        }
        for (offset, rule) in after {
            guard let was = oldByName[rule.name] else {
                changes.append(.added(rule: rule.name, position: offset + 1))
                continue
            }
            if moved.contains(rule.name) {
                changes.append(.moved(rule: rule.name, from: was.offset + 1, to: offset + 1))
            }
            if !isSame(was.element, rule) {
                var (old, new) = (text(was.element), text(rule))
                if old == new {
                    // The words are the same, so what they stand for is not.
                    old += sets(of: was.element)
                    new += sets(of: rule)
                }
                changes.append(.changed(rule: rule.name, old: old, new: new))
            }
        }
        return RuleDiff(changes: changes + settings(old, new, includesText: includesText))
    }

    private static func settings(_ old: Policy, _ new: Policy, includesText: Bool) -> [Change] {
        var changes: [Change] = []
        func compare(_ name: String, _ before: String, _ after: String) {
            if before != after { changes.append(.setting(name: name, old: before, new: after)) }
        }
        func compareNamed(_ what: String, _ before: [(String, String)], _ after: [(String, String)]) {
            let was = Dictionary(before, uniquingKeysWith: { first, _ in first })
            let becomes = Dictionary(after, uniquingKeysWith: { first, _ in first })
            for (name, text) in before { compare("\(what) \(name)", text, becomes[name] ?? "none") }
            for (name, text) in after where was[name] == nil { compare("\(what) \(name)", "none", text) }
        }
        compare("default", text(old.defaultAction), text(new.defaultAction))
        compare("scope", old.scope.rawValue, new.scope.rawValue)
        compare("hook-priority", String(old.hookPriority), String(new.hookPriority))
        compare("counters", old.countersInForce.rawValue, new.countersInForce.rawValue)
        compareNamed("link", links(old, includesText), links(new, includesText))
        if includesText {
            compare("policy", old.name ?? "", new.name ?? "")
            compare("expectations", expectations(old), expectations(new))
            compareNamed(
                "class", old.classes.map { ($0.name, "\($0.marking)") }, new.classes.map { ($0.name, "\($0.marking)") })
            compareNamed("set", old.sets.map { ($0.name, text($0)) }, new.sets.map { ($0.name, text($0)) })
        }
        return changes
    }

    /// By interface and form, which stand once. `link?` is text: what it leads to is the same.
    private static func links(_ policy: Policy, _ includesText: Bool) -> [(String, String)] {
        policy.links.map { link in
            let name = "\(link.interface.value) \(link.form.keyword)"
            return (
                name, "link\(includesText && link.isOptional ? "?" : "") \(link.interface.value) \(link.form.words)"
            )
        }
    }

    /// Digests of what the named sets of a rule hold.
    private static func sets(of rule: PolicyRule) -> String {
        rule.matches.map { match in
            switch (match.setName, match.values) {
            case (let name?, .addresses(let set)): " [@\(name): \(digest(set))]"
            case (let name?, .ports(let set)): " [@\(name): \(digest(set))]"
            default: ""
            }
        }.joined()
    }

    /// How much a set holds, and which contents.
    private static func text(_ set: PolicySet) -> String {
        switch set.contents {
        case .addresses(let addresses):
            "\(addresses.ipv4.intervals.count + addresses.ipv6.intervals.count) address ranges (\(digest(addresses)))"
        case .ports(let ports): "\(ports.intervals.count) port ranges (\(digest(ports)))"
        }
    }

    private static func digest(_ addresses: AddressSet) -> String {
        var digest = Fingerprint.Digest()
        add(addresses.ipv4, to: &digest)
        add(addresses.ipv6, to: &digest)
        return String(digest.text.prefix(8))
    }

    private static func digest(_ ports: IntervalSet<UInt16>) -> String {
        var digest = Fingerprint.Digest()
        add(ports, to: &digest)
        return String(digest.text.prefix(8))
    }

    private static func add(
        _ set: IntervalSet<some FixedWidthInteger & UnsignedInteger>, to digest: inout Fingerprint.Digest
    ) {
        digest.add(UInt64(set.intervals.count))
        for interval in set.intervals {
            digest.add(interval.lowerBound)
            digest.add(interval.upperBound)
        }
    }

    private static func digest(_ text: String) -> String { String(Fingerprint.of(text).prefix(8)) }

    /// Adds a change where the comments of two policies differ.
    public mutating func compareComments(_ old: SourceMap, _ new: SourceMap) {
        let (before, after) = SourceComments.texts(old, new)
        guard before != after else { return }
        func summary(_ comments: [String]) -> String {
            "\(comments.count) (\(Self.digest(comments.joined(separator: "\n"))))"
        }
        changes.append(.setting(name: "comments", old: summary(before), new: summary(after)))
    }

    private static func expectations(_ policy: Policy) -> String {
        let all = policy.expectations.map { "\($0.rule ?? "default") \($0.packet)" }.joined(separator: "\n")
        return policy.expectations.isEmpty ? "none" : "\(policy.expectations.count) (\(digest(all)))"
    }

    private static func isSame(_ a: PolicyRule, _ b: PolicyRule) -> Bool {
        a.isEnabled == b.isEnabled && a.action == b.action && a.matches.count == b.matches.count
            && zip(a.matches, b.matches).allSatisfy {
                $0.field == $1.field && $0.isNegated == $1.isNegated && $0.values == $1.values
                    && $0.setName == $1.setName
            }
    }

    private static func text(_ rule: PolicyRule) -> String {
        [rule.matchText, text(rule.action), rule.isEnabled ? "" : "disabled"].filter { !$0.isEmpty }.joined(
            separator: " ")
    }

    /// The action, with what a class stands for, since that may be all that changed.
    private static func text(_ action: PolicyAction) -> String {
        guard let name = action.className else { return action.text }
        return "class \(name) (\(action.marking))"
    }
}

/// The longest increasing subsequence: what did not move.
enum LongestRun {
    /// Indices into `values` of one longest increasing subsequence.
    static func indices(_ values: [Int]) -> [Int] {
        var tails: [Int] = []
        var previous = [Int](repeating: -1, count: values.count)
        for (index, value) in values.enumerated() {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = tails[low - 1] }
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var run: [Int] = []
        var index = tails.last ?? -1
        while index >= 0 {
            run.append(index)
            index = previous[index]
        }
        return run.reversed()
    }
}
