import Testing

@testable import QoSDriver

/// Names of chains and sets by generation.
@Suite struct GenerationTests {
    @Test(arguments: [1, 2, 10, 123_456], ["rules_output", "s_a.b-c", "", "g2_x", "_"])
    func stampAndSplit(_ number: Int, _ name: String) throws {
        let generation = Generation(number: number)
        let split = try #require(Generation.split(generation.stamp(name)))
        #expect(split.generation == generation && split.name == name)
    }

    @Test(
        "names without a generation",
        arguments: [
            "", "g", "g_x", "gx_y", "g0_x", "g-1_x", "x1_y", "output", "g99999999999999999999_x", "g07_x", "g+7_x",
            "g 7_x",
        ])
    func none(_ name: String) {
        #expect(Generation.split(name) == nil)
    }

    @Test(
        "the next one is after all others that we can have made",
        arguments: [([], 1), ([1], 2), ([2, 3], 4), ([3, 1], 4), ([3, Int(Int32.max), Int.max], 4)])
    func next(_ used: [Int], _ expected: Int) {
        #expect(Generation.next(after: used.map { Generation(number: $0) }).number == expected)
    }
}
