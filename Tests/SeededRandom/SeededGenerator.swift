import Glibc

/// A small deterministic generator (SplitMix64). A failed random test prints its seed; `QOSCTL_TEST_SEED=<seed>` runs
/// it again.
public struct SeededGenerator: RandomNumberGenerator, Sendable, CustomStringConvertible {
    /// What all generators of this run derive from: from the environment (decimal or 0x…), or else fresh.
    public static let base: UInt64 = {
        let given = environment("QOSCTL_TEST_SEED").flatMap { text in
            text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
        }
        let seed = given ?? UInt64.random(in: .min ... .max)
        print("QOSCTL_TEST_SEED=\(seed)")
        return seed
    }()

    private let name: String
    private var state: UInt64

    /// A stream of its own for a test, and for each of its cases.
    public init(_ test: String, _ index: Int = 0) {
        name = "\(test)#\(index)"
        // FNV-1a, so that the streams of two tests do not follow each other.
        state = name.utf8.reduce(Self.base ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    public var description: String { "QOSCTL_TEST_SEED=\(Self.base), \(name)" }

    public static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}

/// How much a fuzz test does.
extension SeededGenerator {
    /// Random inputs: QOSCTL_FUZZ_COUNT, or what CI has time for.
    public static let fuzzCount = environment("QOSCTL_FUZZ_COUNT").flatMap(Int.init) ?? 20_000
}

/// Shorter draws.
extension SeededGenerator {
    public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in so many times.
    public mutating func chance(oneIn count: Int) -> Bool { int(1...count) == 1 }

    /// An element of a pool, which must not be empty.
    public mutating func pick<Element>(_ pool: [Element]) -> Element { pool[int(0...(pool.count - 1))] }
}
