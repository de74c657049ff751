import Foundation
import NetlinkModel
import QoSCompiler
import Testing

/// The policies that ship: each loads without errors, and tests each of its rules itself.
@Suite struct ShippedPolicyTests {
    /// Top files; those in folders are included by them.
    static let paths = Repository.files(below: "policies", ending: ".qos").filter {
        $0.split(separator: "/").count == 2
    }

    private static func load(_ path: String) -> LoadedPolicy {
        PolicyLoader.load(Repository.root.appendingPathComponent(path).path, expectations: true)
    }

    @Test func thereAreSome() {
        #expect(Self.paths.count >= 3)
    }

    @Test(arguments: paths)
    func loads(_ path: String) {
        let loaded = Self.load(path)
        #expect(loaded.policy != nil && loaded.unreadable == nil)
        let errors = loaded.diagnostics.filter {
            $0.severity == .error || $0.code == .neverMatches || $0.code == .bleaching
        }
        #expect(errors.isEmpty, "\(rendered(loaded))")
    }

    @Test("each rule, and the default, has an expectation", arguments: paths)
    func expectations(_ path: String) throws {
        let policy = try #require(Self.load(path).policy)
        let expected = Set(policy.expectations.compactMap(\.rule))
        let missing = policy.rules.filter { $0.isEnabled && !expected.contains($0.name) }.map(\.name)
        #expect(missing.isEmpty)
        #expect(policy.expectations.contains { $0.rule == nil })
    }

    /// A rule that can be left out without breaking an expectation is not really tested.
    @Test("an expectation fails without its rule", arguments: paths)
    func expectationsAreMeant(_ path: String) throws {
        let policy = try #require(Self.load(path).policy)
        for (index, rule) in policy.rules.enumerated() where rule.isEnabled {
            var without = policy
            without.rules[index].isEnabled = false
            without.expectations.removeAll { $0.rule != rule.name }
            #expect(!ExpectationChecks.run(without).isEmpty, "\(rule.name)")
        }
    }

    @Test("nft accepts the script", .tags(.nft), arguments: paths)
    func nftAccepts(_ path: String) throws {
        var plan = Compiler.compile(try #require(Self.load(path).policy))
        // Users and groups are the host's business.
        plan = plan.resolvingOwners(Dictionary(uniqueKeysWithValues: plan.unresolvedOwners.map { ($0, 1000) }))
        let directory = try TemporaryDirectory(["policy.nft": NFTScript.script(plan)])
        let result = try Command.run(["unshare", "--net", "nft", "-c", "-f", directory("policy.nft")])
        #expect(result.status == 0, "\(result.errors)")
    }
}
