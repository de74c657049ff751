import Foundation
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// `verify` in a real kernel: what is loaded is proved, and what somebody has changed is refuted with a packet.
@Suite(.serialized)
struct VerifyCommandTests {
    private static let proved = "proved: every packet is marked and counted as the policy says"
    private static let keys: Set<String> = [
        "schema", "proved", "rules", "counted", "packet", "notes", "expected", "loaded", "reason",
    ]

    /// Rules of several kinds, one graph: networks, ports, and a user before the default.
    private static func policy(_ count: Int, changed: [Int: String] = [:]) -> String {
        var lines = ["counters class", "class c0 dscp cs1", "class c1 dscp af21", "class c2 dscp ef priority 6"]
        for index in 0..<count {
            let network =
                index % 4 == 3 ? "2001:db8:\(String(index, radix: 16))::/48" : "10.0.\(index % 256).16/28"
            lines.append("rule net\(index) daddr \(network) \(changed[index] ?? "class c\(index % 2)")")
        }
        for index in 0..<count / 2 {
            let ports = "proto \(index % 2 == 0 ? "tcp" : "udp") dport \(5000 + index * 6)-\(5002 + index * 6)"
            lines.append("rule port\(index) \(ports) class c\(index % 3)")
        }
        return (lines + ["rule owner user 1000-1010 keep", "default set dscp cs4", ""]).joined(separator: "\n")
    }

    private func expectProved(_ result: CommandResult, rules: Int, _ comment: String = "") {
        #expect(result.status == 0 && result.stderr.isEmpty, "\(comment) \(result)")
        #expect(result.stdout == "\(Self.proved) (\(rules) rules)\n", "\(comment)")
    }

    @Test(arguments: ["branch-office", "home-router"])
    func shipped(_ name: String) throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(file: Files.policy(name))
        let rules = try #require(PolicyLoader.load(Files.policy(name)).policy).rules.count
        expectProved(try laboratory.qosctl("verify"), rules: rules)
        expectProved(try laboratory.qosctl("verify", "-f", Files.policy(name), user: 65534), rules: rules)
        let object = try schemaObject(try laboratory.qosctl("verify", "--json").stdout)
        #expect(Set(object.keys) == Self.keys)
        #expect(object["proved"] as? Bool == true && object["rules"] as? Int == rules)
        #expect(object["counted"] as? String == "rule" && object["notes"] as? [String] == [])
        #expect(["packet", "expected", "loaded", "reason"].allSatisfy { object[$0] is NSNull })
    }

    @Test("names of several applies stand in one table, and it is proved")
    func edits() throws {
        let laboratory = try PolicyLab.pair()
        let driver = laboratory.updatingDriver()
        let count = 200
        try laboratory.apply(Self.policy(count), with: driver)
        expectProved(try laboratory.qosctl("verify"), rules: count * 3 / 2 + 1, "whole")
        let edits: [RuleEdit] = [
            .set(rule: "net10", body: "daddr 10.0.10.16/28 class c2"), .disable(rule: "port20"),
            .remove(rule: "net120"), .set(rule: "port30", body: "proto tcp dport 80 set dscp 17"),
            .add(statement: "rule new daddr 10.0.14.20 class c2", at: .first), .enable(rule: "port20"),
        ]
        var updates = 0
        for edit in edits {
            let result = try laboratory.lab.policyPlace.perform { try driver.edit(edit, dryRun: false) }
            if result.apply?.sent.isUpdate == true { updates += 1 }
        }
        #expect(updates >= 4)
        let listed = try laboratory.nft("list", "table", "inet", "qosctl")
        let numbers = Set(listed.matches(of: /(?:chain|map) (g[0-9]+)_/).map { $0.output.1 })
        #expect(numbers.count > 2, "\(numbers)")
        expectProved(try laboratory.qosctl("verify"), rules: count * 3 / 2 + 1, "edited")
    }

    @Test("a changed table is refuted, and why agrees", arguments: Tampering.visible)
    func changed(_ tampering: Tampering) throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.policy(60))
        try tampering.make(in: laboratory)
        let text = try laboratory.qosctl("verify")
        #expect(text.status == 1 && text.stderr.isEmpty)
        let result = try laboratory.qosctl("verify", "--json")
        #expect(result.status == 1 && result.stderr.isEmpty)
        let object = try schemaObject(result.stdout)
        #expect(Set(object.keys) == Self.keys)
        #expect(object["proved"] as? Bool == false && object["reason"] is NSNull)
        let packet = try #require(object["packet"] as? String)
        let lines = text.stdout.split(separator: "\n")
        #expect(lines.first == "not so: this packet is not treated as the policy says")
        #expect(lines.dropFirst().first == "  packet  \(packet)")
        for note in try #require(object["notes"] as? [String]) {
            #expect(lines.contains { $0.drop { $0 == " " } == note }, "\(note)\n\(text.stdout)")
        }
        try compareWithWhy(packet, object, laboratory)
        // What starts the policy puts the table right.
        #expect(try laboratory.qosctl("start").status == 0)
        #expect(try laboratory.qosctl("verify").status == 0)
    }

    /// What the policy says of the packet is what `why` says; what the table does is something else.
    private func compareWithWhy(_ packet: String, _ object: [String: Any], _ laboratory: PolicyLab) throws {
        let expected = try #require(object["expected"] as? [String: Any])
        let loaded = try #require(object["loaded"] as? [String: Any])
        #expect(Set(expected.keys) == ["rule", "inScope", "dscp", "priority", "pcp", "counter"])
        #expect(Set(loaded.keys) == ["dscp", "priority", "counters", "verdict", "damage", "chains"])
        let answer = try laboratory.run(["why", "--json"] + packet.split(separator: " ").map(String.init))
        let why = try schemaObject(answer.stdout)
        #expect(why["rule"] as? String == expected["rule"] as? String, "\(packet)")
        #expect(answer.status == (expected["rule"] is NSNull ? 1 : 0))
        #expect(why["dscp"] as? Int == expected["dscp"] as? Int, "\(packet)")
        #expect(why["priority"] as? String == expected["priority"] as? String, "\(packet)")
        let counter = (expected["counter"] as? String).map { [$0] } ?? []
        let isSame =
            loaded["dscp"] as? Int == why["dscp"] as? Int && loaded["priority"] as? String == why["priority"] as? String
            && loaded["counters"] as? [String] == counter && loaded["verdict"] as? String == "accept"
        #expect(!isSame, "\(packet) \(loaded)")
    }

    @Test("another hook priority is told without a packet")
    func misplaced() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.policy(10))
        let table = try ListedTable(laboratory.nft("-a", "list", "table", "inet", "qosctl"))
        let rules = try table.chain("_rules_output")
        for command in [
            "flush chain inet qosctl output", "delete chain inet qosctl output",
            "add chain inet qosctl output { type filter hook output priority 0; }",
            "add rule inet qosctl output jump \(rules)",
        ] {
            _ = try laboratory.nft(command)
        }
        let text = try laboratory.qosctl("verify")
        let reason = "chain 'output' has priority 0, not -140"
        #expect(text.status == 1 && text.stdout == "not so: \(reason)\n")
        let object = try schemaObject(try laboratory.qosctl("verify", "--json").stdout)
        #expect(Set(object.keys) == Self.keys)
        #expect(object["proved"] as? Bool == false && object["reason"] as? String == reason)
        #expect(object["packet"] is NSNull && object["expected"] is NSNull && object["loaded"] is NSNull)
    }

    @Test("what no policy makes is neither proved nor refuted")
    func undecided() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.policy(10))
        let chain = try ListedTable(laboratory.nft("-a", "list", "table", "inet", "qosctl")).chain("_rules_output")
        _ = try laboratory.nft("insert rule inet qosctl \(chain) ct state new accept")
        let text = try laboratory.qosctl("verify")
        #expect(text.status == 2 && text.stdout.isEmpty)
        #expect(
            text.stderr == "qosctl: this can neither be proved nor refuted: 'ct' in chain '\(chain)' is not followed\n")
        let object = try schemaObject(try laboratory.qosctl("verify", "--json").stdout)
        #expect(Set(object.keys) == Self.keys && object["proved"] is NSNull && object["packet"] is NSNull)
        #expect(object["reason"] as? String == "'ct' in chain '\(chain)' is not followed")
    }

    @Test("other tables are not looked at")
    func otherTables() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.policy(10))
        _ = try laboratory.nft("table ip other { chain o { type filter hook output priority 0; ip dscp set cs7; }; }")
        #expect(try laboratory.qosctl("verify").status == 0)
    }

    @Test func withoutTable() throws {
        let laboratory = try PolicyLab.pair()
        let none = try laboratory.qosctl("verify")
        #expect(none.status == 2 && none.stdout.isEmpty && !none.stderr.isEmpty)
        try laboratory.apply(Self.policy(10))
        #expect(try laboratory.qosctl("stop").status == 0)
        let stopped = try laboratory.qosctl("verify")
        #expect(stopped.status == 1)
        #expect(stopped.stdout.hasPrefix("nothing is loaded\nnot so: this packet "))
        let object = try schemaObject(try laboratory.qosctl("verify", "--json").stdout)
        #expect(object["proved"] as? Bool == false)
        #expect((object["loaded"] as? [String: Any])?["chains"] as? [String] == [])
        _ = try laboratory.nft("add table inet qosctl")
        let foreign = try laboratory.qosctl("verify")
        #expect(foreign.status == 2 && foreign.stderr.contains("that qosctl did not make"))
    }

    @Test("what cannot be read is 2")
    func unreadable() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.policy(10))
        #expect(try laboratory.qosctl("verify", user: 65534).status == 2)
        #expect(try laboratory.qosctl("verify", "-f", "/nonexistent.qos").status == 2)
        #expect(try laboratory.qosctl("verify", "nonsense").status == 2)
        let wrong = try laboratory.run(["verify", "--json", "-f", "-"], input: "rule a colour red keep\n")
        #expect(wrong.status == 2 && wrong.stderr.contains("<stdin>:1:8: error:"))
        #expect(try !#require(try schemaObject(wrong.stdout)["diagnostics"] as? [Any]).isEmpty)
    }
}
