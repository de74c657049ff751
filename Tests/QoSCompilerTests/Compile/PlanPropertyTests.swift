import NetlinkModel
import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// Interpreter = simulated plan, for random policies and packets: what is compiled does what the policy says.
///
/// `make test-graph` does the same with more and larger policies, in a release build.
@Suite struct PlanPropertyTests {
    private static let batches = 20
    private static let policiesPerBatch = 15
    private static let packetsPerPolicy = 200

    /// 300 policies with 200 packets each.
    @Test(arguments: 0..<batches)
    func interpreterEqualsPlan(_ batch: Int) throws {
        var taken = 0
        for index in 0..<Self.policiesPerBatch {
            var random = SeededGenerator("interpreterEqualsPlan", batch * Self.policiesPerBatch + index)
            let text = Self.text(index, &random)
            // Small policies stay lists unless told otherwise.
            let comparison = try PlanComparison(try policy(text), index % 2 == 0 ? .graph : .list)
            let tally = try comparison.run(packets: Self.packetsPerPolicy, &random)
            taken += tally.taken
            guard let mismatch = tally.mismatch else { continue }
            Issue.record("\(random)\n\(text)\n\(mismatch)")
            return
        }
        // The packets meet the rules, or this test says nothing.
        #expect(taken > Self.policiesPerBatch * Self.packetsPerPolicy / 4)
    }

    private static func text(_ index: Int, _ random: inout SeededGenerator) -> String {
        let scope = Scope.allCases[index % 3]
        switch index % 5 {
        case 3: return TwinPolicy.text(&random, rules: 10, isLarge: false)
        case 4:
            let fields = random.pick(OverlappingPolicy.shapes).filter { scope != .output || $0 != .iif }
            return OverlappingPolicy.text(&random, fields: fields, rules: 12, scope: scope)
        default: return RandomPolicy.text(&random, rules: 1...14, scope: scope)
        }
    }

    /// Packets of no description: what `RandomPolicy` tells apart, whatever the policy says.
    @Test func anyPacket() throws {
        for index in 0..<60 {
            var random = SeededGenerator("anyPacket", index)
            let text = RandomPolicy.text(&random, rules: 1...14, scope: Scope.allCases[index % 3])
            let comparison = try PlanComparison(try policy(text), index % 2 == 0 ? .graph : .list)
            for _ in 0..<30 {
                let packet = RandomPacket.packet(&random, path: random.pick(PacketPath.allCases))
                guard let mismatch = try comparison.mismatch(of: packet, &random) else { continue }
                Issue.record("\(random)\n\(text)\n\(mismatch)")
                return
            }
        }
    }
}
