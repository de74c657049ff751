import NetlinkModel
import QoSCompiler
import QoSDriver
import Testing

@testable import qosctl

/// A listing of a policy with these packets (and ten times as many bytes) by counter.
func listing(_ text: String, _ packets: [String: UInt64]) throws -> PolicyListing {
    let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
    let policy = try #require(loaded.policy, "\(loaded.diagnostics.map(\.message))")
    return PolicyListing(
        policy, revision: 1,
        counters: packets.map { NFTCounter(name: $0.key, packets: $0.value, bytes: 10 &* $0.value) })
}

@Suite struct CounterRatesTests {
    static let text = """
        class voice dscp ef
        class bulk dscp le
        class idle dscp cs1
        rule a dport 1 class voice
        rule b dport 2 class voice
        rule c dport 3 keep
        rule off dport 4 class voice disabled
        default class bulk

        """

    @Test func rulesAndClasses() throws {
        let old = try listing(Self.text, ["rule_a": 10, "rule_b": 100, "rule_c": 5, "default": 0])
        let new = try listing(Self.text, ["rule_a": 20, "rule_b": 130, "rule_c": 5, "default": 1])
        #expect(new.classes.map(\.counter?.packets) == [150, 1, 0])
        let rates = CounterRates(from: old, to: new, elapsed: .milliseconds(2500))
        #expect(rates.rules.map(\.?.packets) == [4, 12, 0, nil])
        #expect(rates.rules.map(\.?.bytes) == [40, 120, 0, nil])
        #expect(rates.defaultRate == CounterRate(packets: 0.4, bytes: 4))
        #expect(rates.classes.map(\.?.packets) == [16, 0.4, 0])
        #expect(rates.total?.packets == 16.4)
    }

    @Test func backwardsIsZero() throws {
        let old = try listing(Self.text, ["rule_a": 10, "rule_b": UInt64.max, "rule_c": 5, "default": 7])
        let new = try listing(Self.text, ["rule_a": 3, "rule_b": 0, "rule_c": 6, "default": 7])
        let rates = CounterRates(from: old, to: new, elapsed: .seconds(1))
        #expect(rates.rules.map(\.?.packets) == [0, 0, 1, nil])
    }

    @Test func nothingToCompareWith() throws {
        let new = try listing(Self.text, ["rule_a": 10, "rule_b": 1, "rule_c": 5, "default": 7])
        #expect(CounterRates(from: nil, to: new, elapsed: .seconds(1)).rules.allSatisfy { $0 == nil })
        #expect(CounterRates(from: new, to: new, elapsed: .zero).total == nil)
        // A rule that is new has no rate yet; the others go on.
        let old = try listing(
            Self.text.replacing("rule a dport 1 class voice\n", with: ""), ["rule_b": 0, "rule_c": 5])
        let rates = CounterRates(from: old, to: new, elapsed: .seconds(1))
        #expect(rates.rules.map(\.?.packets) == [nil, 1, 0, nil])
        #expect(rates.classes[0]?.packets == 1)
    }

    @Test func aRuleTakesItsHistoryToAnotherClass() throws {
        let old = try listing(
            Self.text.replacing("dport 2 class voice", with: "dport 2 class bulk"),
            ["rule_a": 1, "rule_b": 1000, "default": 0])
        let new = try listing(Self.text, ["rule_a": 1, "rule_b": 1001, "default": 0])
        #expect(CounterRates(from: old, to: new, elapsed: .seconds(1)).classes.map(\.?.packets) == [1, 0, 0])
    }

    @Test func countedByClass() throws {
        let text = "counters class\n" + Self.text
        let old = try listing(text, ["class_voice": 10, "class_bulk": 0])
        let new = try listing(text, ["class_voice": 30, "class_bulk": 0])
        #expect(new.rules.allSatisfy { $0.counter == nil } && new.defaultCounter == nil)
        #expect(new.classes.map(\.counter?.packets) == [30, 0, 0])
        let rates = CounterRates(from: old, to: new, elapsed: .seconds(2))
        #expect(rates.classes.map(\.?.packets) == [10, 0, 0])
        #expect(rates.total?.packets == 10)
        // Another way of counting is no history.
        let byRule = try listing(Self.text, ["rule_a": 5])
        #expect(CounterRates(from: byRule, to: new, elapsed: .seconds(1)).classes.allSatisfy { $0 == nil })
    }

    @Test(
        arguments: [
            (0, "0"), (0.04, "0"), (0.05, "0.1"), (0.5, "0.5"), (3, "3"), (9.94, "9.9"), (9.96, "10"), (10.4, "10"),
            (123456.7, "123457"), (1e18, "1e+18"),
        ] as [(Double, String)])
    func rateText(value: Double, text: String) {
        #expect(ListingText.perSecond(value) == text)
    }
}
