import SeededRandom
import Testing

@testable import QoSDriver

/// The record of the active policy: what is written is read again, and what is not ours is refused.
@Suite struct KeptPolicyTests {
    private static let record = KeptPolicy(
        revision: 7, mainFile: "policy.qos", fingerprint: "00ff", source: "/etc/qosctl/policy.qos",
        identity: NamespaceIdentity(boot: "b-1", namespace: "4:4026531840"), baseRevision: 5)

    @Test func thereAndBack() {
        #expect(KeptPolicy(Self.record.bytes) == Self.record)
        #expect(Self.record.isEdited)
        #expect(
            String(decoding: Self.record.bytes, as: UTF8.self) == """
                qosctl-state 1
                revision 7
                main policy.qos
                fingerprint 00ff
                source /etc/qosctl/policy.qos
                boot b-1
                namespace 4:4026531840
                base 5

                """)
    }

    @Test(
        "a path with line ends cannot write other keys", arguments: ["/a\nrevision 1", "/a\r\nmain x", "/a\u{2028}b"])
    func oneLine(_ source: String) throws {
        var record = Self.record
        record.source = source
        let read = try #require(KeptPolicy(record.bytes))
        #expect(read.revision == 7 && read.mainFile == "policy.qos")
        #expect(!read.source.contains { $0.isNewline })
    }

    @Test(
        "numbers that are no revision",
        arguments: ["0", "-1", "+7", "007", "2147483647", "9223372036854775807", "x", ""])
    func noRevision(_ number: String) {
        #expect(KeptPolicy.revision(number) == nil)
        let text = String(decoding: Self.record.bytes, as: UTF8.self)
        #expect(KeptPolicy(Array(text.replacing("revision 7", with: "revision " + number).utf8)) == nil)
    }

    @Test("keys of later versions are passed over, a record without base is not edited")
    func lenient() throws {
        let text = "qosctl-state 1\nrevision 3\nnew thing\nmain a b.qos\nfingerprint f\n"
        let read = try #require(KeptPolicy(Array(text.utf8)))
        #expect(read.mainFile == "a b.qos" && read.revision == 3 && !read.isEdited && read.source.isEmpty)
    }

    @Test(
        "what is no record is none",
        arguments: [
            "", "qosctl-state 1\n", "qosctl-state 2\nrevision 3\nmain a\nfingerprint f\n",
            "revision 3\nmain a\nfingerprint f\n", "qosctl-state 1\nrevision 0\nmain a\nfingerprint f\n",
            "qosctl-state 1\nrevision -3\nmain a\nfingerprint f\n",
            "qosctl-state 1\nrevision x\nmain a\nfingerprint f\n",
            "qosctl-state 1\nrevision 99999999999999999999\nmain a\nfingerprint f\n",
            "qosctl-state 1\nrevision 3\nmain \nfingerprint f\n", "qosctl-state 1\nrevision 3\nmain a\n", "\u{0}\u{0}",
        ])
    func broken(_ text: String) {
        #expect(KeptPolicy(Array(text.utf8)) == nil)
    }

    @Test("no bytes trap")
    func fuzz() {
        var random = SeededGenerator("KeptPolicy")
        for _ in 0..<2000 {
            var bytes = Self.record.bytes
            for _ in 0..<random.int(1...6) {
                let place = random.int(0...(bytes.count - 1))
                if random.chance(oneIn: 2) {
                    bytes[place] = UInt8(random.int(0...255))
                } else {
                    bytes.remove(at: place)
                }
            }
            if let read = KeptPolicy(bytes) { #expect(KeptPolicy(read.bytes) != nil, "\(bytes)") }
        }
    }
}
