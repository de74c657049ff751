import NetworkLab
import Testing

@Suite struct SeedTests {
    /// Reference values of SplitMix64 with seed 1234567.
    @Test func knownSequence() {
        var seed = Seed(1_234_567)
        #expect(seed.next() == 6_457_827_717_110_365_317)
        #expect(seed.next() == 3_203_168_211_198_807_973)
    }
}
