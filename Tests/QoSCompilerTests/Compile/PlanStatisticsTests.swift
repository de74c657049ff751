import NetlinkModel
import PlanTesting
import SeededRandom
import Testing

@testable import QoSCompiler

/// What `compile --stats` tells.
@Suite struct PlanStatisticsTests {
    private static func statistics(_ text: String, _ form: Compiler.Options.Form) throws -> PlanStatistics {
        let policy = try policy(text)
        var options = Compiler.Options()
        options.form = form
        return PlanStatistics(Compiler.compile(policy, options), of: policy)
    }

    @Test("a list")
    func list() throws {
        let statistics = try Self.statistics(
            """
            class c dscp ef
            set s { 10.0.0.0/8 2001:db8::/32 192.0.2.1 }
            rule a daddr @s class c
            rule b proto { tcp udp } dport 80 keep
            rule c proto tcp keep disabled
            rule d iif eth0 keep
            rule e proto udp class c
            """, .list)
        #expect(statistics.rules == 5 && statistics.disabledRules == 1 && statistics.neverMatchingRules == 1)
        #expect(statistics.counted == .rule && statistics.isCountedByChoice && !statistics.workEnded)
        #expect(statistics.namedSets == 2 && statistics.anonymousSets == 1 && statistics.setElements == 5)
        #expect(statistics.graph == GraphStatistics())
        let path = try #require(statistics.paths.first)
        #expect(statistics.paths.count == 1 && path.form == .list && path.listedRules == 3)
        #expect(
            path.segments == [
                PlanStatistics.Segment(isGraph: false, rules: 3, guards: 0, first: "a", last: "e", forcedBy: nil)
            ])
        // One set in each family, and the two protocols; the family is compared before the set.
        #expect(path.lookups.worst == 3 && path.lookups.noMatch == 1)
    }

    @Test("a graph: nodes by field, maps, the segment")
    func graph() throws {
        let rules = (0..<20).map { "rule r\($0) proto udp dport \(1000 + 2 * $0) class \($0 % 2 == 0 ? "a" : "b")\n" }
        let statistics = try Self.statistics(
            "counters class\nclass a dscp ef\nclass b dscp cs1\n" + rules.joined(), .graph)
        #expect(statistics.graph.fields.map(\.word) == ["proto", "dport"])
        #expect(statistics.graph.tests == statistics.graph.fields.reduce(0) { $0 + $1.tests })
        #expect(statistics.graph.maps == 1 && statistics.graph.elements == 20 && statistics.intervalMaps == 0)
        #expect(statistics.counted == .class && !statistics.isCountedByChoice)
        let path = try #require(statistics.paths.first)
        #expect(path.form == .graph && path.listedRules == 0 && path.lookups.worst == 1)
        #expect(path.segments.map(\.first) == ["r0"] && path.segments.map(\.last) == ["r19"])
        #expect(path.segments.map(\.forcedBy) == [nil])
    }

    @Test("no prediction is above the worst, and the segments hold all rules", arguments: 0..<4)
    func bounds(_ batch: Int) throws {
        for index in 0..<10 {
            var random = SeededGenerator("statisticsBounds", batch * 10 + index)
            let text = RandomPolicy.text(&random, rules: 1...15, scope: random.pick(Scope.allCases))
            let statistics = try Self.statistics(text, index % 2 == 0 ? .graph : .list)
            for path in statistics.paths {
                #expect(path.lookups.expected <= Double(path.lookups.worst), "\(random)\n\(text)")
                #expect(path.lookups.noMatch <= path.lookups.worst, "\(random)\n\(text)")
                #expect(path.nanoseconds.expected <= path.nanoseconds.worst, "\(random)\n\(text)")
                #expect(path.nanoseconds.noMatch <= path.nanoseconds.worst, "\(random)\n\(text)")
                let policy = try policy(text)
                let possible = policy.rules.count { $0.isEnabled && RuleSpace($0).isPossible(on: path.path) }
                #expect(path.segments.reduce(0) { $0 + $1.rules } >= possible, "\(random)\n\(text)")
            }
        }
    }

    /// The base calls `first`, of which some packets come back late, and then looks up `last`.
    @Test("the worst case goes through every segment")
    func worst() {
        func map(_ name: String, _ verdicts: NFTVerdict...) -> NFTSet {
            NFTSet(
                name: name, key: .internetProtocol, isInterval: false,
                elements: verdicts.indices.map { NFTSetElement(UInt128($0)) }, verdicts: verdicts)
        }
        func lookup(_ chain: String, _ map: String) -> NFTRule {
            NFTRule(
                chain: chain, expressions: [.meta(.layer4Protocol, into: .data1), .lookupVerdict(map, .data1)])
        }
        let rules = [
            lookup("deep", "deep"), lookup("first", "first"),
            NFTRule(chain: "base", expressions: [.verdict(.jump("first"))]), lookup("base", "last"),
            NFTRule(chain: "base", expressions: [.countOn("default"), .verdict(.accept)]),
        ]
        let sets = [map("deep", .accept, .return), map("first", .accept, .goto("deep")), map("last", .accept)]
        var cost = PlanCost(rules: rules, sets: sets)
        #expect(cost.ways("first").back?.lookups == 2 && cost.ways("first").taken.lookups == 2)
        #expect(cost.ways("base").most.lookups == 3 && cost.ways("base").missLookups == 2)
        // Its last rule takes everything.
        #expect(cost.ways("base").back == nil)
    }
}
