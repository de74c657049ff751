import SeededRandom
import Testing

@testable import QoSCompiler

/// The longest increasing subsequence, against trying all.
@Suite struct LongestRunTests {
    /// The length by the quadratic method.
    private func longest(_ values: [Int]) -> Int {
        var best: [Int] = []
        for (index, value) in values.enumerated() {
            best.append(1 + (values.indices.prefix(index).filter { values[$0] < value }.map { best[$0] }.max() ?? 0))
        }
        return best.max() ?? 0
    }

    @Test func againstTheQuadraticMethod() {
        var random = SeededGenerator("LongestRun")
        for _ in 0..<400 {
            let values =
                random.chance(oneIn: 2)
                ? (0..<random.int(0...14)).shuffled(using: &random)
                : (0..<random.int(0...14)).map { _ in random.int(0...9) }
            let run = LongestRun.indices(values)
            #expect(zip(run, run.dropFirst()).allSatisfy { $0 < $1 && values[$0] < values[$1] }, "\(values) \(run)")
            #expect(run.count == longest(values), "\(values) \(run) \(random)")
        }
    }

    @Test(arguments: [([], []), ([5], [0]), ([1, 2, 3], [0, 1, 2]), ([3, 1, 2], [1, 2]), ([2, 3, 1], [0, 1])])
    func small(_ values: [Int], _ expected: [Int]) {
        #expect(LongestRun.indices(values) == expected)
    }
}
