import Foundation
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// Apply, edit, stop and start on the kernel: what changes, and what must not.
@Suite(.serialized)
struct LifecycleTests {
    private static let overlapping = """
        policy "two"
        class voice dscp ef priority 6
        class video dscp af41 priority 5
        # Calls.
        rule calls proto udp dport 5000-5009 class voice   # all of them
        rule films proto udp dport 5005-5014 class video
        rule rest  proto tcp class video

        """

    private func marks(_ laboratory: PolicyLab) throws -> [UInt16: UInt8] {
        let packets = (4999...5015).map { port -> NetworkLab.Packet in
            var packet = NetworkLab.Packet(.udp, to: "198.51.100.1")
            packet.destinationPort = UInt16(port)
            return packet
        }
        let frames = try laboratory.lab.exchange(packets)
        return Dictionary(uniqueKeysWithValues: zip(packets, frames).map { ($0.destinationPort, $1.dscp) })
    }

    @Test func reorderChangesExactlyTheSharedTraffic() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.overlapping)
        let before = try marks(laboratory)
        let result = try laboratory.inPlace { try $0.edit(.move(rule: "films", to: .before("calls")), dryRun: false) }
        #expect(result.passedOver == ["calls"])
        let after = try marks(laboratory)
        let changed = before.keys.filter { before[$0] != after[$0] }.sorted()
        #expect(changed == [5005, 5006, 5007, 5008, 5009])
        #expect(changed.allSatisfy { before[$0] == 46 && after[$0] == 34 })
        let text = String(decoding: try #require(try laboratory.inPlace { try $0.keptText() }), as: UTF8.self)
        let lines = Self.overlapping.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            text
                == ([lines[0], lines[1], lines[2], lines[5], lines[3], lines[4]] + lines[6...]).joined(separator: "\n"))
    }

    @Test func identicalApplySendsNothingAndKeepsCounters() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.overlapping)
        _ = try marks(laboratory)
        let counted = try #require(try laboratory.inPlace { try $0.list() })
        #expect(counted.rules[0].counter?.packets == 10)
        let generation = try laboratory.inPlace { _ in try generationID() }
        // The same compiled result from another text.
        let result = try laboratory.apply("# a comment\n" + Self.overlapping)
        #expect(!result.changedKernel)
        #expect(result.revision == 2)
        let again = try laboratory.apply("# a comment\n" + Self.overlapping)
        #expect(!again.changedKernel)
        #expect(again.revision == 2)
        #expect(try laboratory.inPlace { _ in try generationID() } == generation)
        #expect(try #require(try laboratory.inPlace { try $0.list() }).rules[0].counter?.packets == 10)
    }

    @Test func countersSurviveByName() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.overlapping)
        _ = try marks(laboratory)
        try laboratory.inPlace { _ = try $0.edit(.remove(rule: "films"), dryRun: false) }
        try laboratory.apply("class other dscp cs2\nrule rest class other\nrule calls proto udp dport 1 class other\n")
        let listing = try #require(try laboratory.inPlace { try $0.list() })
        #expect(listing.rules.map(\.rule.name) == ["rest", "calls"])
        #expect(listing.rules.map(\.counter?.packets) == [0, 10])
        #expect(!(try laboratory.nft("list", "counters")).contains("rule_films"))
    }

    @Test func foreignTablesStayAndStopLeavesNothing() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.lab.policyPlace.nft(
            """
            table inet foreign {
              set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/24 } }
              chain c { type filter hook output priority 0; policy accept; ip daddr @s counter drop
              }
            }
            table ip qosctl {
              chain x {
              }
            }
            """)
        func listing() throws -> String { try laboratory.nft("-a", "list", "ruleset") }
        let before = try listing()
        try laboratory.apply(Self.overlapping)
        try laboratory.apply(file: Files.policy("branch-office"))
        try laboratory.inPlace { _ = try $0.edit(.move(rule: "sip", to: .first), dryRun: false, expectations: false) }
        #expect(try listing() != before)
        #expect(try laboratory.inPlace { try $0.stop() })
        #expect(try listing() == before)
        #expect(try laboratory.inPlace { try !$0.stop() })
        // The kept policy is still there, and loads again.
        let started = try laboratory.inPlace { try $0.start() }
        #expect(started.changedKernel)
        #expect(try laboratory.inPlace { try $0.status().isInStep })
        #expect(try laboratory.inPlace { try $0.list()?.rules.first?.rule.name } == "sip")
    }

    @Test func scopeAndHookPriorityChange() throws {
        let laboratory = try PolicyLab.pair()
        let steps: [(text: String, chains: [String])] = [
            ("rule x class c\nclass c dscp ef\n", ["output:-140"]),
            ("scope both\nrule x class c\nclass c dscp ef\n", ["forward:-140", "output:-140"]),
            ("scope forward\nrule x class c\nclass c dscp ef\n", ["forward:-140"]),
            ("hook-priority -50\nrule x class c\nclass c dscp ef\n", ["output:-50"]),
            ("hook-priority 7\nrule x class c\nclass c dscp ef\n", ["output:7"]),
            ("rule x class c\nclass c dscp ef\n", ["output:-140"]),
        ]
        for step in steps {
            #expect(try laboratory.apply(step.text).changedKernel)
            let text = try laboratory.nft("-y", "list", "table", "inet", "qosctl")
            let hooks = text.split(separator: "\n").filter { $0.contains("type filter hook") }.map { line -> String in
                let words = line.split(whereSeparator: { $0 == " " || $0 == ";" || $0 == "\t" })
                return "\(words[3]):\(words[5])"
            }
            #expect(hooks.sorted() == step.chains)
            #expect(try laboratory.inPlace { try $0.status().isInStep })
        }
    }

    @Test func listDiffAndStatusAgreeWithNft() throws {
        let laboratory = try PolicyLab.pair()
        let path = Files.policy("branch-office")
        try laboratory.apply(file: path)
        let listing = try #require(try laboratory.inPlace { try $0.list() })
        let nft = try laboratory.nft("list", "table", "inet", "qosctl")
        // Every enabled rule's name stands as a comment on at least one kernel rule, in the same order.
        var comments: [String] = []
        for line in nft.split(separator: "\n") where line.contains("counter name \"rule_") {
            guard let name = line.firstMatch(of: /comment "([^"]+)"/)?.output.1, comments.last != String(name) else {
                continue
            }
            comments.append(String(name))
        }
        let inRules = comments.drop { $0 != listing.rules.first?.rule.name }
        let enabled = listing.rules.filter(\.rule.isEnabled).map(\.rule.name)
        #expect(enabled.allSatisfy(inRules.contains))
        let loaded = PolicyLoader.load(path)
        #expect(try laboratory.inPlace { try $0.diffAgainstKernel(loaded).isEmpty })
        let other = PolicyLoader.load(Files.policy("sip-telephony"))
        let diff = try laboratory.inPlace { try $0.diffAgainstKernel(other) }
        #expect(!diff.lines.isEmpty)
        #expect(try #require(diff.rules).changes.count > 90)
    }

    /// The rule set generation of the namespace, which every commit counts up.
    private func generationID() throws -> UInt32 {
        try NFTGeneration.current()
    }
}
