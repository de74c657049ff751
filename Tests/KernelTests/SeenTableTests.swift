import Foundation
import PolicyTesting
import QoSDriver
import Testing

/// What the driver remembers of the kernel's table, so that it need not read it: `seen` in the state directory.
@Suite(.serialized) struct SeenTableTests {
    private static let policy = "class voice dscp ef\nrule sip proto udp dport 5060 class voice\nrule rest keep\n"

    private let laboratory: PolicyLab

    init() throws {
        laboratory = try PolicyLab.pair()
    }

    private var path: String { laboratory.stateDirectory + "/seen" }

    private func isInStep() throws -> Bool { try laboratory.inPlace { try $0.status() }.isInStep }

    /// `seen` with one of its values changed.
    private func set(_ key: String, to value: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let text = lines.map { $0.hasPrefix(key + " ") ? "\(key) \(value)\n" : "\($0)\n" }.joined()
        #expect(text.contains("\n\(key) \(value)\n"))
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func tamper() throws {
        _ = try laboratory.nft("add rule inet qosctl g1_rules_output meta mark 7 accept")
    }

    @Test func whatSomebodyElseCommitsIsRead() throws {
        try laboratory.apply(Self.policy)
        #expect(try isInStep())
        try tamper()
        #expect(try !isInStep())
        #expect(try laboratory.apply(Self.policy).changedKernel)
        #expect(try isInStep())
        _ = try laboratory.nft("add table inet other")
        #expect(try isInStep())
        #expect(try !laboratory.apply(Self.policy).changedKernel)
    }

    @Test("it is believed for its generation, fingerprint, boot and namespace, and not otherwise")
    func believed() throws {
        try laboratory.apply(Self.policy)
        try tamper()
        let stale = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try !isInStep())
        // A lie, which shows that nothing was read.
        try set("generation", to: String(try laboratory.inPlace { _ in try NFTGeneration.current() }))
        #expect(try isInStep())
        #expect(try !laboratory.apply(Self.policy).changedKernel)
        let lie = try String(contentsOfFile: path, encoding: .utf8)
        for (key, value) in [("fingerprint", "0"), ("boot", "other"), ("namespace", "0:0"), ("generation", "x")] {
            try set(key, to: value)
            #expect(try !isInStep(), "\(key)")
            try lie.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try isInStep())
        try stale.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try laboratory.apply(Self.policy).changedKernel)
    }

    @Test func anotherPolicyIsInstalledWhateverIsRemembered() throws {
        try laboratory.apply(Self.policy)
        #expect(try laboratory.apply(Self.policy + "default set dscp cs1\n").changedKernel)
        #expect(try isInStep())
        #expect(try laboratory.inPlace { try $0.stop() })
        #expect(try !isInStep())
        #expect(try laboratory.apply(Self.policy).changedKernel)
        #expect(try isInStep())
    }

    @Test("without the file, or with something else in it, the table is read", arguments: ["", "nonsense\n"])
    func unreadable(_ text: String) throws {
        try laboratory.apply(Self.policy)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try isInStep())
        #expect(try !laboratory.apply(Self.policy).changedKernel)
        try FileManager.default.removeItem(atPath: path)
        #expect(try isInStep())
    }
}
