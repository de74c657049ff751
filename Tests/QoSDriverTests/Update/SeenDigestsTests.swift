import QoSCompiler
import SeededRandom
import Testing

@testable import QoSDriver

/// The file with a digest for each chain and set.
@Suite struct SeenDigestsTests {
    private static let digest = PlanDigest(
        fingerprint: "3f", chains: ["rules_output": 0, "by_dport/ff a": .max], sets: ["v4_hosts": 7])

    @Test func readsBackTheSame() {
        let bytes = SeenDigests.bytes(Self.digest)
        #expect(SeenDigests.parse(bytes) == Self.digest)
        #expect(SeenDigests.fingerprint(Array(bytes.prefix(60))) == "3f")
    }

    @Test("no part of a file, and nothing else, is one")
    func others() {
        let bytes = SeenDigests.bytes(Self.digest)
        for count in 0..<bytes.count {
            let part = SeenDigests.parse(Array(bytes.prefix(count)))
            // Cut at a line, it is a file of fewer things: what it does not name is taken to differ.
            #expect(part == nil || bytes[count - 1] == UInt8(ascii: "\n"), "\(count)")
        }
        var seed = SeededGenerator("digests")
        for _ in 0..<2000 {
            var changed = bytes
            changed[Int.random(in: bytes.indices, using: &seed)] = UInt8.random(in: 0...255, using: &seed)
            _ = SeenDigests.parse(changed)
            _ = SeenDigests.fingerprint(changed)
        }
        #expect(SeenDigests.parse(Array("qosctl-digests 2\nfingerprint 3f\n".utf8)) == nil)
        #expect(SeenDigests.parse(Array("qosctl-digests 1\nfingerprint 3f\nchain zz a\n".utf8)) == nil)
    }
}
