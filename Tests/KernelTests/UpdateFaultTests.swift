import Foundation
import NetlinkKit
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import Testing

@testable import QoSDriver

/// An update that is cut off anywhere, or that somebody else comes between, leaves the old policy or the new one in force,
/// and the next apply clears away the rest.
@Suite(.serialized)
struct UpdateFaultTests {
    private let laboratory: PolicyLab
    private let driver: Driver
    private let old: String
    private let new: String

    init() throws {
        laboratory = try PolicyLab.pair()
        driver = laboratory.updatingDriver()
        old = ManyRules.services(90, changed: [80: "class c2"])
        new = ManyRules.services(90, changed: [80: "class c2", 40: "set dscp 17", 7: "keep"])
        try laboratory.apply(old, with: driver)
        // Some apply before, so that numbers are mixed.
        try laboratory.apply(ManyRules.services(90, changed: [80: "class c2", 3: "class c2"]), with: driver)
        try laboratory.apply(old, with: driver)
    }

    private func inPlace<Value>(_ body: () throws -> Value) throws -> Value {
        try laboratory.lab.policyPlace.perform(body)
    }

    /// Which policy is in force, whatever else there is.
    private func isInForce(_ text: String) throws -> Bool {
        let plan = driver.resolvedPlan(try policy(text)).plan
        let live = try #require(try inPlace { try driver.kernel.read().state.live })
        return Driver.isInStep(live, plan)
    }

    private func expectRecovery() throws {
        let result = try laboratory.apply(new, with: driver)
        #expect(result.changedKernel && result.warnings.isEmpty)
        try laboratory.expectJust(new, with: driver)
        #expect(try inPlace { try driver.status() }.isInStep)
        try laboratory.apply(old, with: driver)
        try laboratory.expectJust(old, with: driver)
    }

    @Test("killed while it prepares", arguments: [1, 3, 1000])
    func preparation(_ count: Int) throws {
        var (replacement, _) = try laboratory.replacement(to: new, with: driver)
        #expect(replacement.update.isUpdate && !replacement.update.rewritten.isEmpty)
        let commands = replacement.preparation().commands
        // Sets stand behind chains: of the first few commands nothing refers to what is not there.
        _ = try inPlace { try replacement.prepare(Array(commands.prefix(count))) }
        #expect(try isInForce(old))
        #expect(try inPlace { try driver.status() }.problems.contains { $0.contains("interrupted") })
        try expectRecovery()
    }

    @Test func killedBehindTheFlip() throws {
        var (replacement, generation) = try laboratory.replacement(to: new, with: driver)
        try inPlace {
            let report = try replacement.prepare(replacement.preparation().commands)
            #expect(try replacement.flip(expecting: generation &+ UInt32(report.pages)) != nil)
        }
        #expect(try isInForce(new))
        // The kept policy is still the old one: that is what is put back.
        #expect(try laboratory.apply(old, with: driver).changedKernel)
        try laboratory.expectJust(old, with: driver)
        try expectRecovery()
    }

    @Test func killedBeforeItRetires() throws {
        var (replacement, generation) = try laboratory.replacement(to: new, with: driver)
        try inPlace {
            let report = try replacement.prepare(replacement.preparation().commands)
            _ = try replacement.flip(expecting: generation &+ UInt32(report.pages))
        }
        // The same policy again: nothing to load, only to delete.
        let again = try laboratory.apply(new, with: driver)
        #expect(again.warnings.isEmpty)
        try laboratory.expectJust(new, with: driver)
        try laboratory.apply(old, with: driver)
        try laboratory.expectJust(old, with: driver)
    }

    /// Somebody commits something else between our look and our flip.
    @Test func aStrangerDoesNotDisturb() throws {
        var (replacement, generation) = try laboratory.replacement(to: new, with: driver)
        try inPlace {
            let report = try replacement.prepare(replacement.preparation().commands)
            _ = try laboratory.nft("add table inet other")
            #expect(try replacement.flip(expecting: generation &+ UInt32(report.pages)) == nil)
            #expect(replacement.retire().warnings.isEmpty)
        }
        try laboratory.expectJust(new, with: driver)
    }

    /// Somebody changes what we mean to keep, or to rewrite, or have prepared.
    @Test("a stranger's change of our table refuses the flip", arguments: ["kept", "rewritten", "prepared"])
    func aStrangersChange(_ what: String) throws {
        var (replacement, generation) = try laboratory.replacement(to: new, with: driver)
        let update = replacement.update
        let report = try inPlace { try replacement.prepare(replacement.preparation().commands) }
        let rewritten = try #require(update.rewritten.first)
        let kept = try #require(update.chains.keys.sorted().first { !update.rewritten.contains($0) })
        let frame = try #require(replacement.live)
        let chain =
            switch what {
            case "kept": try #require(frame.kernelName(ofChain: kept))
            case "rewritten": try #require(frame.kernelName(ofChain: rewritten))
            default:
                replacement.generation.stamp(
                    try #require(replacement.preparation().commands.lazy.compactMap(Self.addedChain).first))
            }
        _ = try laboratory.nft("insert rule inet qosctl \(chain) meta mark 77 accept")
        #expect(throws: ReplacementFailure.self) {
            try inPlace { _ = try replacement.flip(expecting: generation &+ UInt32(report.pages)) }
        }
        try inPlace { replacement.discard() }
        let now = try #require(try inPlace { try driver.kernel.readFrame().state.live })
        #expect(now.fingerprint == frame.fingerprint && now.active == frame.active && !now.names.hasLeftovers)
        try expectRecovery()
    }

    private static func addedChain(_ command: NFTCommand) -> String? {
        if case .addChain(let chain, _) = command { chain.name } else { nil }
    }

    /// The new policy is in force but cannot be kept: the old one is put back, chains that were rewritten with it.
    @Test func whatCannotBeKeptIsUndone() throws {
        let loaded = PolicyLoader.load("new.qos", from: MemoryPolicyFiles(["new.qos": Array(new.utf8)]))
        var (replacement, generation) = try laboratory.replacement(to: new, with: driver)
        var timings = Timings()
        var links: LinkWork?
        #expect(throws: DriverError.self) {
            try inPlace {
                _ = try driver.replace(&replacement, &links, loaded, try policy(new), from: generation, &timings) {
                    () throws(StateError) in throw StateError("keep", "it", code: ENOSPC)
                }
            }
        }
        try laboratory.expectJust(old, with: driver)
        try expectRecovery()
    }

    /// Without digests of what is there, or with those of another policy, the table is read instead.
    @Test("digests that do not fit are not used", arguments: ["", "qosctl-digests 1\nfingerprint 00\nchain 1 x\n"])
    func digests(_ text: String) throws {
        let path = laboratory.stateDirectory + "/digests"
        #expect(FileManager.default.fileExists(atPath: path))
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try expectRecovery()
        try FileManager.default.removeItem(atPath: path)
        try expectRecovery()
    }

    /// Somebody's rule in a chain that an update would leave as it is: the table is read, and the rule goes.
    @Test func driftIsRepaired() throws {
        let frame = try #require(try inPlace { try driver.kernel.readFrame().state.live })
        let chain = try #require(frame.names.chains.keys.sorted().first.flatMap(frame.kernelName(ofChain:)))
        _ = try laboratory.nft("insert rule inet qosctl \(chain) meta mark 77 accept")
        #expect(try !isInForce(old))
        try expectRecovery()
    }
}
