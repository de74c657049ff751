import Glibc

/// A small deterministic generator (SplitMix64). Print it when a random test fails, and run that test again with
/// `QOSCTL_TEST_SEED=<seed>`.
public struct Seed: RandomNumberGenerator, Sendable, CustomStringConvertible {
    /// What the generator started from.
    public let seed: UInt64
    private var state: UInt64

    public init(_ seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The seed in the environment (decimal or 0x…), or else a fresh one.
    public static func fromEnvironment() throws(LabError) -> Seed {
        guard let text = getenv("QOSCTL_TEST_SEED").map({ String(cString: $0) }) else {
            return Seed(UInt64.random(in: .min ... .max))
        }
        let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
        guard let value else { throw .invalid("QOSCTL_TEST_SEED is not a number: \(text)") }
        return Seed(value)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    public var description: String { "QOSCTL_TEST_SEED=\(seed)" }
}
