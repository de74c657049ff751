import Foundation
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

/// `add`, `set`, `enable`, `disable` and `edit` as scripts see them, on the active policy and on files.
@Suite(.serialized)
struct EditCommandTests {
    static let text = """
        class voice dscp ef priority 6
        # phones
        rule sip proto udp dport 5060 class voice  # signalling
        rule rest proto udp keep
        expect sip proto udp dport 5060

        """

    private func names(_ laboratory: PolicyLab) throws -> [String] {
        let rules = try schemaObject(try laboratory.qosctl("list", "--json").stdout)["rules"] as? [[String: Any]]
        return try #require(rules).compactMap { $0["name"] as? String }
    }

    @Test("the active policy and the kernel change together; the file that it came from does not")
    func activePolicy() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply(Self.text)
        let added = try laboratory.qosctl("add", "rule web proto tcp dport { 80 443 } set dscp af11", "--json")
        #expect(added.status == 0, "\(added.stderr)")
        let object = try schemaObject(added.stdout)
        #expect(object["changed"] as? Bool == true && object["revision"] as? Int == 2)
        #expect(Set(object.keys) == ["schema", "changed", "revision", "sent", "changes", "passedOver", "diagnostics"])
        #expect((object["changes"] as? [[String: Any]])?.first?["rule"] as? String == "web")
        #expect(try laboratory.qosctl("add", "rule", "dns", "dport", "53", "keep", "--before", "sip").status == 0)
        #expect(try names(laboratory) == ["dns", "sip", "rest", "web"])
        #expect(try laboratory.qosctl("set", "web", "dport", "8080", "class", "voice").status == 0)
        #expect(try laboratory.qosctl("disable", "rest").status == 0)
        let rules = try laboratory.nft("list", "table", "inet", "qosctl")
        #expect(rules.contains("8080") && !rules.contains("443") && !rules.contains("rest"))
        #expect(try laboratory.qosctl("enable", "rest").status == 0)
        #expect(try laboratory.qosctl("enable", "rest").stdout.hasPrefix("already so"))
        #expect(try laboratory.nft("list", "table", "inet", "qosctl").contains("rest"))
        #expect(
            try laboratory.qosctl("show").stdout == """
                class voice dscp ef priority 6
                rule dns dport 53 keep
                # phones
                rule sip proto udp dport 5060 class voice  # signalling
                rule rest proto udp keep
                rule web dport 8080 class voice
                expect sip proto udp dport 5060

                """)
    }

    @Test(
        "what is refused changes nothing",
        arguments: [
            (["add", "rule sip keep"], 1), (["add", "rule x dprt 1 keep"], 1), (["add", "rule x class nobody"], 1),
            (["add", "rule x keep", "--first"], 1), (["add"], 2), (["add", "rule x keep", "--to", "9"], 1),
            (["add", "rule x keep", "--first", "--last"], 2), (["set", "sip", "dport", "9", "keep"], 1),
            (["set", "nobody", "keep"], 1), (["set", "sip"], 2), (["disable", "sip"], 1), (["enable", "nobody"], 1),
            (["remove", "sip"], 1),
        ])
    func refused(_ arguments: [String], _ status: Int) throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply(Self.text)
        let before = try laboratory.nft("list", "table", "inet", "qosctl")
        let result = try laboratory.run(arguments)
        #expect(result.status == Int32(status), "\(result.stderr)")
        #expect(!result.stderr.isEmpty)
        #expect(try laboratory.nft("list", "table", "inet", "qosctl") == before)
        #expect(try laboratory.qosctl("show").stdout == Self.text)
    }

    @Test("what is wrong with a rule is told at its place in what was typed")
    func places() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply(Self.text)
        let added = try laboratory.qosctl(
            "add", "# new\nrule x proto tcp\tdaddr {\n 10.0.0.1/8 } class nobody", "--first")
        #expect(added.stderr.contains("<rule>:3:2: error: the prefix '10.0.0.1/8' has host bits set\n"))
        #expect(added.stderr.contains("<rule>:3:21: error: there is no class 'nobody'\n"))
        let set = try laboratory.qosctl("set", "rest", "daddr", "@nobody", "keep")
        #expect(set.stderr.hasPrefix("<rule>:1:17: error: there is no set 'nobody'\n"), "\(set.stderr)")
        // What the rule does to the rest of the policy has its place there.
        let broken = try laboratory.qosctl("add", "rule x proto udp keep", "--first")
        #expect(
            broken.status == 1
                && broken.stderr.contains("after/.stdin.qos:6:1: error: expected rule 'sip', but rule 'x' takes"))
        let removed = try laboratory.qosctl("remove", "sip")
        #expect(removed.status == 1 && removed.stderr.contains("hint: this expectation is of the rule that goes"))
    }

    @Test("an edit after stop loads the policy again, and says so")
    func afterStop() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply(Self.text)
        #expect(try !laboratory.qosctl("disable", "rest").stderr.contains("not loaded"))
        #expect(try laboratory.qosctl("stop").status == 0)
        let enabled = try laboratory.qosctl("enable", "rest")
        #expect(enabled.status == 0 && enabled.stderr == "note: the policy was not loaded; it is now\n")
    }

    @Test("a rule keeps its counter while its body changes, and marks by the new one")
    func counters() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply("rule calls proto udp dport 5000-5009 set dscp ef\n")
        let packets = (5000..<5010).map { port -> NetworkLab.Packet in
            var packet = NetworkLab.Packet(.udp, to: "198.51.100.1")
            packet.destinationPort = UInt16(port)
            return packet
        }
        #expect(try laboratory.lab.exchange(packets).map(\.dscp) == Array(repeating: 46, count: 10))
        #expect(
            try laboratory.qosctl("set", "calls", "proto", "udp", "dport", "5000-5004", "set", "dscp", "cs1").status
                == 0)
        #expect(try laboratory.lab.exchange(packets).map(\.dscp) == [8, 8, 8, 8, 8, 0, 0, 0, 0, 0])
        let listing = try #require(try laboratory.inPlace { try $0.list() })
        #expect(listing.rules.map(\.counter?.packets) == [15])
    }

    @Test("edit runs the editor, checks, and applies; a bad text is kept aside")
    func editor() throws {
        let laboratory = try PolicyLab.pair()
        #expect(try laboratory.qosctl("edit").status == 1)
        _ = try laboratory.apply(Self.text)
        #expect(try laboratory.run(["edit"], editor: "sed -i '/^rule/s/5060/{ 5060 5061 }/'").status == 0)
        #expect(try laboratory.qosctl("show").stdout.contains("rule sip proto udp dport { 5060 5061 } class"))
        let same = try laboratory.run(["edit"], editor: "true")
        #expect(same.status == 0 && same.stdout.hasPrefix("already so"))
        let shown = try laboratory.qosctl("show").stdout
        for editor in ["false", "no-such-editor"] {
            let failed = try laboratory.run(["edit"], editor: editor)
            #expect(failed.status == 1 && !failed.stderr.contains("your text"), "\(failed.stderr)")
        }
        for editor in ["sed -i /^class/s/voice/noise/", "sed -i s/^expect.*/oops/"] {
            let refused = try laboratory.run(["edit"], editor: editor)
            #expect(refused.status == 1, "\(editor)")
            let words = refused.stderr.split(whereSeparator: \.isWhitespace)
            let path = try #require(words.last { $0.hasPrefix("/") }.map(String.init))
            #expect(FileManager.default.fileExists(atPath: path))
            try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
        }
        #expect(try laboratory.qosctl("show").stdout == shown)
        // Nothing is opened where nothing could be applied.
        let unprivileged = try laboratory.qosctl("edit", user: 65534)
        #expect(unprivileged.status == 1 && unprivileged.stderr.contains("CAP_NET_ADMIN"), "\(unprivileged.stderr)")
        let dry = try laboratory.run(["edit", "--dry-run"], editor: "sed -i s/5061/5062/")
        #expect(dry.stderr.contains("nothing is changed; your text is in /"))
        #expect(dry.status == 0 && dry.stdout.contains("+rule sip proto udp dport { 5060 5062 }"))
        #expect(try laboratory.qosctl("show").stdout == shown)
    }

    @Test("on a terminal edit shows what would change, and asks")
    func editorOnATerminal() throws {
        let laboratory = try PolicyLab.pair()
        _ = try laboratory.apply(Self.text)
        // The second look of the editor mends what the first one broke.
        let editor =
            "sh -c 'if grep -q oops \"$1\"; then sed -i s/oops/5061/ \"$1\"; else sed -i /^rule/s/5060/oops/ \"$1\"; fi' sh"
        let environment = [
            "QOSCTL_STATE_DIR": laboratory.stateDirectory, "TERM": "xterm", "PATH": "/usr/bin:/bin", "EDITOR": editor,
        ]
        func start() throws -> Pseudoterminal {
            let terminal = try Pseudoterminal(rows: 30, columns: 120)
            let command = [try Files.qosctl(), "edit", "--no-expect"]
            try laboratory.lab.policyPlace.perform { try terminal.start(command, environment: environment) }
            return terminal
        }
        let quitting = try start()
        try quitting.wait(for: "(e)dit again or (q)uit")
        #expect(quitting.text.contains("'oops' is neither a port nor a known service name"))
        try quitting.type("y\nq\n")
        #expect(try quitting.end() == 1)
        #expect(try laboratory.qosctl("show").stdout == Self.text)
        let terminal = try start()
        try terminal.wait(for: "(e)dit again or (q)uit")
        try terminal.type("e\n")
        try terminal.wait(for: "apply? (y)es")
        #expect(terminal.text.contains("\u{1b}[32m+rule sip proto udp dport 5061 class voice  # signalling\u{1b}[0m"))
        try terminal.type("y\n")
        try terminal.wait(for: "applied, revision 2")
        #expect(try terminal.end() == 0)
        #expect(try laboratory.qosctl("show").stdout.contains("rule sip proto udp dport 5061 class"))
    }

    @Test("a policy in JSON is applied, kept, edited and loaded again like any other")
    func policyInJSON() throws {
        let laboratory = try PolicyLab.pair()
        let text = try laboratory.qosctl("convert", "-", "--to", "json", input: Self.text).stdout
        #expect(try laboratory.qosctl("apply", "-", input: text).status == 0)
        #expect(try laboratory.qosctl("reorder", "rest", "--last").status == 0)
        #expect(try laboratory.qosctl("add", "rule first dport 1 keep", "--first").status == 0)
        #expect(try names(laboratory) == ["first", "sip", "rest"])
        #expect(try laboratory.qosctl("stop").status == 0)
        #expect(try laboratory.qosctl("start").status == 0)
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(
            try laboratory.qosctl("show").stdout.contains(
                #"{"rule": "first", "match": {"dport": 1}, "action": "keep"}"#))
    }
}
