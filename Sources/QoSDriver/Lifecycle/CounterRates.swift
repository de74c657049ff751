public import NetlinkModel
import QoSCompiler

/// How fast a counter grows.
public struct CounterRate: Hashable, Sendable {
    /// Packets a second.
    public var packets: Double
    /// Bytes a second.
    public var bytes: Double

    public init(packets: Double, bytes: Double) {
        self.packets = packets
        self.bytes = bytes
    }

    /// From one look to the next, `seconds` later. A counter that has gone backwards (reset, loaded anew) has no
    /// history: 0.
    public init(from old: NFTCounter, to new: NFTCounter, seconds: Double) {
        func rate(_ old: UInt64, _ new: UInt64) -> Double { new > old ? Double(new &- old) / seconds : 0 }
        packets = rate(old.packets, new.packets)
        bytes = rate(old.bytes, new.bytes)
    }

    static func + (left: CounterRate, right: CounterRate) -> CounterRate {
        CounterRate(packets: left.packets + right.packets, bytes: left.bytes + right.bytes)
    }
}

/// The rates between two looks at the active policy. Nil where there is nothing to compare with: a first look, a rule
/// that is new, or what is not counted.
public struct CounterRates: Sendable {
    /// In the order of the later listing's rules.
    public var rules: [CounterRate?]
    public var defaultRate: CounterRate?
    /// In the order of the later listing's classes.
    public var classes: [CounterRate?]
    /// Of everything that is counted.
    public var total: CounterRate?

    /// `elapsed` is the time that has really passed between the two.
    public init(from old: PolicyListing?, to new: PolicyListing, elapsed: Duration) {
        let parts = elapsed.components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        var before: [String: NFTCounter] = [:]
        if let old, old.counted == new.counted, seconds > 0 {
            let counters = old.rules.map(\.counter) + [old.defaultCounter] + old.classes.map(\.counter)
            for case .some(let counter) in counters { before[counter.name] = counter }
        }
        func rate(_ counter: NFTCounter?) -> CounterRate? {
            guard let counter, let old = before[counter.name] else { return nil }
            return CounterRate(from: old, to: counter, seconds: seconds)
        }
        func sum(_ rates: [CounterRate?]) -> CounterRate? {
            let known = rates.compactMap(\.self)
            return known.isEmpty ? nil : known.reduce(CounterRate(packets: 0, bytes: 0), +)
        }
        let rules = new.rules.map { rate($0.counter) }
        let fallback = rate(new.defaultCounter)
        self.rules = rules
        defaultRate = fallback
        if new.counted == .rule {
            // Of the rates, not of the sums: a rule that changes its class takes its history with it.
            var users: [String: [CounterRate?]] = [:]
            for (listed, rate) in zip(new.rules, rules) where listed.rule.isEnabled {
                if let name = listed.rule.action.className { users[name, default: []].append(rate) }
            }
            if let name = new.policy.defaultAction.className { users[name, default: []].append(fallback) }
            classes = new.classes.map { listed in users[listed.policyClass.name].map(sum) ?? rate(listed.counter) }
            total = sum(rules + [fallback])
        } else {
            classes = new.classes.map { rate($0.counter) }
            total = sum(classes)
        }
    }
}
