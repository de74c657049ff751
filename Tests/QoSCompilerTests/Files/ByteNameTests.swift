import Foundation
import QoSCompiler
import Testing

/// Names are bytes to the kernel. To Swift, one é and an e with an accent are the same string.
@Suite struct ByteNameTests {
    private static let one = "\u{e9}"
    private static let two = "e\u{301}"

    @Test func users() throws {
        let rules = try policy("rule u user { \(Self.one) \(Self.two) } keep\n").rules
        guard case .owners(let owners)? = rules.first?.matches.first?.values else { throw Problem() }
        #expect(Array(owners.names).map { Array($0.utf8) } == [Array(Self.one.utf8), Array(Self.two.utf8)])
    }

    private struct Problem: Error {}

    @Test("files whose names look alike are two files")
    func files() throws {
        let folder = try TemporaryDirectory()
        try folder.write(
            "p.qos",
            "include \"\(Self.one).qos\"\ninclude \"\(Self.two).qos\"\nset s file \"\(Self.one)\"\nset t file \"\(Self.two)\"\n"
        )
        try folder.write("\(Self.one).qos", "rule a daddr @s keep\n")
        try folder.write("\(Self.two).qos", "rule b daddr @t keep\n")
        try folder.write(Self.one, "10.0.0.1\n")
        try folder.write(Self.two, "10.0.0.2\n")
        let loaded = PolicyLoader.load(folder.path + "/p.qos")
        let policy = try #require(loaded.policy, "\(rendered(loaded))")
        #expect(policy.rules.map(\.name) == ["a", "b"])
        #expect(policy.sets[0].contents != policy.sets[1].contents)
    }

    @Test("a directory whose name looks like the policy's is another one")
    func containment() throws {
        let folder = try TemporaryDirectory()
        try folder.write("top-\(Self.one)/p.qos", "include \"l.qos\"\n")
        try folder.write("top-\(Self.two)/secret.qos", "rule a keep\n")
        try folder.link("top-\(Self.one)/l.qos", to: "../top-\(Self.two)/secret.qos")
        let loaded = PolicyLoader.load(folder.path + "/top-\(Self.one)/p.qos")
        #expect(loaded.policy == nil && rendered(loaded).contains("is outside the directory of the policy"))
    }
}
