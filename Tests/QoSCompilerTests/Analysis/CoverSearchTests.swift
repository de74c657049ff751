import SeededRandom
import Testing

@testable import QoSCompiler

/// The search for a packet that no rule has, and its limits.
@Suite struct CoverSearchTests {
    /// Ranges of ports that overlap each other in two dimensions, before a rule for all of them.
    private func space(_ random: inout SeededGenerator, rules: Int) throws -> PacketSpace {
        func range() -> String {
            let lower = random.int(0...60000)
            return "\(lower)-\(lower + random.int(1...5000))"
        }
        let ranges = (0..<rules).map { "rule r\($0) proto udp sport \(range()) dport \(range()) keep\n" }.joined()
        return PacketSpace(try policy(ranges + "rule all proto udp dport 0-65535 keep\n"))
    }

    private func search(_ space: PacketSpace, budget: Int) -> (outcome: CoverSearch.Outcome, spent: Int) {
        var search = CoverSearch(space, budget: AnalysisBudget(left: budget))
        let last = space.boxes.count - 1
        let regions = space.parts.compactMap { space.intersection(space.boxes[last], $0) }
        let outcome = search.run(regions[0], Array(0..<last))
        return (outcome, budget - search.budget.left)
    }

    /// The work is counted, and what it does not reach is not claimed.
    @Test func budget() throws {
        var random = SeededGenerator("CoverSearch.budget")
        let space = try space(&random, rules: 200)
        guard case .open(let point) = search(space, budget: 1_000_000).outcome else {
            Issue.record("a packet is left: \(random)")
            return
        }
        #expect(!(0..<200).contains { space.contains($0, point) } && space.contains(200, point))
        // Four halves cover everything, which takes a few steps to see.
        let halves = PacketSpace(
            try policy(
                """
                rule a proto udp sport 0-9 dport 0-9 keep
                rule b proto udp sport 0-9 dport 10-65535 keep
                rule c proto udp sport 10-65535 dport 0-9 keep
                rule d proto udp sport 10-65535 dport 10-65535 keep
                rule all proto udp dport 0-65535 keep
                """))
        let (outcome, spent) = search(halves, budget: 10_000)
        guard case .covered = outcome else {
            Issue.record("not covered: \(outcome)")
            return
        }
        #expect(spent < 500)
        for budget in 0..<spent {
            switch search(halves, budget: budget).outcome {
            case .open: Issue.record("a packet with \(budget) steps")
            case .covered, .undecided: continue
            }
        }
        guard case .undecided = search(halves, budget: 0).outcome else {
            Issue.record("decided without a step")
            return
        }
    }

    /// Many rules that differ in one field cover as one: not one by one.
    @Test func slabs() throws {
        let ports = (0..<2000).map { "rule r\($0) proto udp dport \($0 * 2)-\($0 * 2 + 1) keep\n" }.joined()
        let space = PacketSpace(try policy(ports + "rule all proto udp dport 0-3999 keep\n"))
        let (outcome, spent) = search(space, budget: 1_000_000)
        guard case .covered = outcome else {
            Issue.record("not covered: \(outcome)")
            return
        }
        #expect(spent < 40_000)
    }
}
