import Foundation
import NetlinkKit
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

/// `counters` and its reset, with packets that are really counted.
@Suite(.serialized)
struct CounterTests {
    private static let text = """
        class voice dscp ef
        class bulk dscp le
        rule sip proto udp dport 5060 class voice
        rule rtp proto udp dport 5004 class voice
        rule ntp proto udp dport 123 keep
        rule off proto udp dport 9 class voice disabled

        """

    private func udp(_ port: UInt16) -> Packet {
        var packet = Packet(.udp, to: "198.51.100.1")
        packet.destinationPort = port
        return packet
    }

    private func counters(_ laboratory: PolicyLab, _ arguments: String...) throws -> [String: Any] {
        let result = try laboratory.lab.policyPlace.run(
            [try Files.qosctl(), "counters", "--json"] + arguments,
            environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory])
        #expect(result.status == 0, "\(result.stderr)")
        #expect(result.stdout.hasPrefix(#"{"schema":1,"#))
        return try #require(try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    }

    /// Packets by name; what is not counted is missing.
    private func packets(_ object: [String: Any], _ kind: String) throws -> [String: Int] {
        var packets: [String: Int] = [:]
        for entry in try #require(object[kind] as? [[String: Any]]) {
            packets[try #require(entry["name"] as? String)] = entry["packets"] as? Int
        }
        if kind == "rules" { packets["default"] = (object["default"] as? [String: Any])?["packets"] as? Int }
        return packets
    }

    @Test func byRule() throws {
        let laboratory = try PolicyLab.pair()
        #expect(try laboratory.qosctl("counters").status == 2)
        try laboratory.apply(Self.text)
        _ = try laboratory.lab.exchange([5060, 5060, 5004, 123, 7].map(udp))
        let all = try counters(laboratory)
        #expect(Set(all.keys) == ["schema", "policy", "revision", "counted", "rules", "default", "classes"])
        #expect(all["counted"] as? String == "rule")
        #expect(try packets(all, "rules") == ["sip": 2, "rtp": 1, "ntp": 1, "default": 1])
        #expect(try packets(all, "classes") == ["voice": 3, "bulk": 0])
        let rules = try #require(all["rules"] as? [[String: Any]])
        #expect(rules.map { $0["name"] as? String } == ["sip", "rtp", "ntp", "off"])
        #expect(rules.allSatisfy { Set($0.keys) == ["name", "position", "enabled", "class", "packets", "bytes"] })
        #expect(rules[3]["packets"] is NSNull && rules[2]["class"] is NSNull)
        let classes = try #require(all["classes"] as? [[String: Any]])
        #expect(classes.allSatisfy { Set($0.keys) == ["name", "dscp", "priority", "pcp", "packets", "bytes"] })
        #expect(classes[0]["bytes"] as? Int == (rules[0]["bytes"] as? Int ?? 0) + (rules[1]["bytes"] as? Int ?? 0))
    }

    /// Every line as Prometheus' text format has it, with the values that were counted.
    @Test func prometheus() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply("policy \"a\\b\"\n" + Self.text)
        _ = try laboratory.lab.exchange([5060, 5060, 5004, 123, 7].map(udp))
        let result = try laboratory.qosctl("counters", "--prometheus")
        #expect(result.status == 0)
        let lines = result.stdout.split(separator: "\n").map(String.init)
        for wanted in [
            #"qosctl_policy_info{policy="a\\b",revision="1"} 1"#,
            #"qosctl_rule_packets_total{policy="a\\b",rule="sip",class="voice"} 2"#,
            #"qosctl_rule_packets_total{policy="a\\b",rule="ntp",class=""} 1"#,
            #"qosctl_rule_packets_total{policy="a\\b",rule="default",class=""} 1"#,
            #"qosctl_class_packets_total{policy="a\\b",class="voice"} 3"#,
            #"qosctl_class_packets_total{policy="a\\b",class="bulk"} 0"#,
        ] { #expect(lines.contains(wanted), "\(result.stdout)") }
        #expect(!result.stdout.contains("\"off\""), "a disabled rule has no sample")
        let sample = /^[a-z_]+\{([a-z]+="([^"\\]|\\[\\"n])*",?)+\} [0-9]+$/
        let comment = /^# (HELP|TYPE) qosctl_[a-z_]+ .+$/
        for line in lines { #expect(line.contains(sample) || line.contains(comment), "\(line)") }
        #expect(try laboratory.qosctl("counters", "--prometheus", "--json").status == 2)
    }

    @Test func aResetGivesWhatItTook() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        // A counter that is not ours, in our table, and one in another table.
        _ = try laboratory.nft("add counter inet qosctl mine { packets 7 bytes 7 }")
        _ = try laboratory.nft("add table inet other; add counter inet other rule_sip { packets 8 bytes 8 }")
        _ = try laboratory.lab.exchange([5060, 5060, 5004, 7].map(udp))
        let one = try counters(laboratory, "--reset", "sip")
        #expect(one["reset"] as? [String] == ["sip"])
        #expect(try packets(one, "rules") == ["sip": 2, "rtp": 1, "ntp": 0, "default": 1])
        #expect(try packets(try counters(laboratory), "rules") == ["sip": 0, "rtp": 1, "ntp": 0, "default": 1])
        let classes = try counters(laboratory, "--reset-class", "voice")
        #expect(classes["reset"] as? [String] == ["sip", "rtp"])
        #expect(try packets(try counters(laboratory), "rules") == ["sip": 0, "rtp": 0, "ntp": 0, "default": 1])
        _ = try laboratory.lab.exchange([5060].map(udp))
        #expect(try packets(try counters(laboratory, "--reset", "default"), "rules")["default"] == 1)
        let all = try counters(laboratory, "--reset")
        #expect(all["reset"] as? [String] == ["sip", "rtp", "ntp", "default"])
        #expect(try packets(all, "rules") == ["sip": 1, "rtp": 0, "ntp": 0, "default": 0])
        #expect(try packets(try counters(laboratory), "rules") == ["sip": 0, "rtp": 0, "ntp": 0, "default": 0])
        #expect(try laboratory.nft("list counter inet qosctl mine").contains("packets 7 "))
        #expect(try laboratory.nft("list counter inet other rule_sip").contains("packets 8 "))
        // It changes nothing but counters.
        _ = try laboratory.nft("delete counter inet qosctl mine")
        #expect(try laboratory.qosctl("status").status == 0)
    }

    @Test func whatHasNoCounterOfItsOwnIsRefused() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        _ = try laboratory.lab.exchange([udp(5060)])
        func refused(_ arguments: String..., says text: String, _ line: SourceLocation = #_sourceLocation) throws {
            let result = try laboratory.lab.policyPlace.run(
                [try Files.qosctl(), "counters"] + arguments,
                environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory])
            #expect(result.status == 2, sourceLocation: line)
            #expect(result.stderr.contains(text), "\(result.stderr)", sourceLocation: line)
            #expect(result.stdout.isEmpty, sourceLocation: line)
        }
        try refused("--reset", "sipp", says: "there is no rule 'sipp'; did you mean 'sip'?")
        try refused("--reset", "off", says: "rule 'off' is disabled, and not counted")
        try refused("--reset-class", "voise", says: "there is no class 'voise'; did you mean 'voice'?")
        try refused("--reset-class", "bulk", says: "class 'bulk' is not counted: nothing uses it")
        try refused("--reset", "sip", "--reset-class", "voice", says: "Give one of")
        #expect(try packets(try counters(laboratory), "rules")["sip"] == 1)

        try laboratory.apply("counters class\n" + Self.text)
        _ = try laboratory.lab.exchange([udp(5060), udp(5004)])
        try refused(
            "--reset", "sip", says: "it shares that of class 'voice' with 'rtp'; --reset-class voice resets it for all")
        try refused("--reset", "ntp", says: "rule 'ntp' is not counted: the policy counts by class, and it uses none")
        try refused("--reset", "default", says: "the default is not counted")
        let all = try counters(laboratory)
        #expect(try packets(all, "rules").isEmpty)
        #expect(try packets(all, "classes") == ["voice": 2, "bulk": 0])
        #expect(try counters(laboratory, "--reset-class", "voice")["reset"] as? [String] == ["voice"])
        #expect(try packets(try counters(laboratory), "classes")["voice"] == 0)
        // A rule that has its class for itself.
        try laboratory.apply(
            "counters class\n" + Self.text.replacing("dport 5004 class voice", with: "dport 5004 class bulk"))
        #expect(try counters(laboratory, "--reset", "rtp")["reset"] as? [String] == ["bulk"])

        try laboratory.apply("counters none\n" + Self.text)
        try refused("--reset", says: "nothing is counted: the policy says 'counters none'")
        #expect(try packets(try counters(laboratory), "classes").isEmpty)
    }

    @Test func aCounterThatIsNotThereIsNil() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.nft("add table inet t; add counter inet t a { packets 5 bytes 50 }; add counter inet t b")
        _ = try laboratory.nft("add quota inet t q { over 1 mbytes }")
        let client = NFTClient()
        let values = try laboratory.lab.policyPlace.perform {
            try client.resetCounters(["a", "none", "q", "b"], of: NFTTableID(family: .inet, name: "t"))
        }
        #expect(values == [NFTCounter(name: "a", packets: 5, bytes: 50), nil, nil, NFTCounter(name: "b")])
        let absent = try laboratory.lab.policyPlace.perform {
            try client.resetCounters(["a"], of: NFTTableID(family: .inet, name: "other"))
        }
        #expect(absent == [nil])
    }

    /// Under traffic, what the resets have taken and what is left are all packets that were sent.
    @Test func noPacketIsLost() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        let traffic = try TrafficGenerator(
            [udp(5060), udp(5004)], from: laboratory.lab.crafted, mostPackets: 400_000, mostSeconds: 60)
        var taken: UInt64 = 0
        for round in 1...50 {
            try traffic.wait(forPackets: UInt64(round) * 200)
            let reset = try #require(try laboratory.inPlace { try $0.resetCounters(.class("voice")) })
            taken += reset.before.classes[0].counter?.packets ?? 0
        }
        let sent = try traffic.stop().reduce(0, +)
        let left = try #require(try laboratory.inPlace { try $0.counters() }).classes[0].counter?.packets ?? 0
        #expect(taken > 0)
        #expect(taken + left == sent)
    }

    @Test func aStoppedPolicyAndAStrangersTable() throws {
        let laboratory = try PolicyLab.pair()
        try laboratory.apply(Self.text)
        #expect(try laboratory.qosctl("stop").status == 0)
        let stopped = try laboratory.qosctl("counters", "--json")
        #expect(stopped.status == 2)
        #expect(stopped.stderr.hasPrefix("qosctl: nothing is active: the kept policy is not loaded"))
        #expect(stopped.stdout.hasPrefix(#"{"schema":1,"diagnostics":["#))
        _ = try laboratory.nft("add table inet qosctl; add counter inet qosctl rule_sip { packets 5 bytes 5 }")
        #expect(try laboratory.qosctl("counters", "--reset").status == 2)
        #expect(try laboratory.nft("list counter inet qosctl rule_sip").contains("packets 5 "))
    }
}
