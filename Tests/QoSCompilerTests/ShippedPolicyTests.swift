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
        #expect(Self.paths.count >= 11)
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

    @Test("packets take few steps in what they compile to", arguments: paths)
    func steps(_ path: String) throws {
        let policy = try #require(Self.load(path).policy)
        #expect(PlanFindings.run(Compiler.compile(policy), of: policy) == [])
    }

    @Test(
        "laid out as fmt does",
        arguments: ["policies", "docs/examples"].flatMap { Repository.files(below: $0, ending: ".qos") })
    func formatted(_ path: String) throws {
        let file = SourceFile(path: path, bytes: Array(try Repository.text(path).utf8))
        #expect(PolicyFormatter.format(file).bytes == file.bytes)
    }

    @Test("each rule, and the default, has an expectation", arguments: paths)
    func expectations(_ path: String) throws {
        let policy = try #require(Self.load(path).policy)
        let expected = Set(policy.expectations.compactMap(\.rule))
        let missing = policy.rules.filter { $0.isEnabled && !expected.contains($0.name) }.map(\.name)
        #expect(missing.isEmpty)
        #expect(policy.expectations.contains { $0.rule == nil })
    }

    @Test("each rule wins a packet, and none is undecided", arguments: paths)
    func everyRuleWins(_ path: String) throws {
        let policy = try #require(Self.load(path).policy)
        let analysis = PolicyAnalysis.run(policy, detail: .findings)
        let wins: Set<PolicyAnalysis.Verdict> = [.wins, .partlyShadowed, .disabled]
        #expect(analysis.rules.filter { !wins.contains($0.verdict) } == [])
        #expect(AnalysisDiagnostics(analysis, of: policy).summary.allSatisfy { $0.severity == .note })
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

    /// The recipe of policies/README.md. These pairs need no other change, their tests included.
    @Test(
        "two policies make one",
        arguments: [
            ("microsoft-teams", "zoom"), ("microsoft-teams", "webex"), ("zoom", "webex"), ("zoom", "backup-le"),
        ])
    func combine(_ first: String, _ second: String) throws {
        let base = try Self.text(first)
        let classes = Set(base.split(separator: "\n").filter { $0.hasPrefix("class ") }.map { Self.words($0)[1] })
        let rest = try Self.text(second).split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let words = Self.words(line)
            guard let statement = words.first, !line.hasPrefix(" ") else { return true }
            if ["policy", "scope", "default", "counters"].contains(statement) { return false }
            return statement != "class" || !classes.contains(words[1])
        }
        let directory = try TemporaryDirectory([
            "policy.qos": base + "\ninclude \"policy.d/*.qos\"\n",
            "policy.d/\(second).qos": rest.joined(separator: "\n"),
            "lists/zoom-meetings.txt": try Self.file("lists/zoom-meetings.txt"),
            "policy.d/lists/zoom-meetings.txt": try Self.file("lists/zoom-meetings.txt"),
        ])
        let loaded = PolicyLoader.load(directory("policy.qos"), expectations: true)
        #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty, "\(rendered(loaded))")
        let counts = try [first, second].map { try #require(Self.load("policies/\($0).qos").policy).rules.count }
        #expect(try #require(loaded.policy).rules.count == counts.reduce(0, +))
    }

    @Test("any two agree on the PCP of a priority")
    func onePlan() throws {
        var plan: [PacketPriority: (pcp: PriorityCodePoint, path: String)] = [:]
        for path in Self.paths {
            let policy = try #require(Self.load(path).policy)
            for marking in policy.classes.map(\.marking) {
                guard let priority = marking.statedPriority, let pcp = marking.pcp else { continue }
                let known = plan[priority] ?? (pcp, path)
                #expect(known.pcp == pcp, "\(path) and \(known.path), priority \(priority)")
                plan[priority] = known
            }
        }
        #expect(plan.count > 8)
    }

    private static func file(_ name: String) throws -> String {
        try String(contentsOf: Repository.root.appendingPathComponent("policies/\(name)"), encoding: .utf8)
    }

    private static func words(_ line: Substring) -> [Substring] { line.split(separator: " ") }

    private static func text(_ name: String) throws -> String { try file(name + ".qos") }

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
