import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// The program as scripts see it: exit codes, standard output, JSON.
@Suite(.serialized)
struct CommandTests {
    private static let good = """
        policy "small"
        class voice dscp ef priority 6 pcp 5
        rule sip proto { tcp udp } dport { 5060 5061 } class voice
        rule off dport 9 keep disabled
        rule admin proto tcp dport 22 set dscp cs2
        expect sip proto udp dport 5060
        expect default proto udp dport 5062

        """
    private static let conflicting = "class voice dscp eff\nrule x dport 70000 class nobody\n"

    /// A directory with files, removed at the end.
    private final class Directory {
        let path = NSTemporaryDirectory() + "qosctl-command-\(UUID().uuidString)"

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, text) in files {
                try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        subscript(name: String) -> String { path + "/" + name }
    }

    private func json(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let object = try #require(value, "no JSON object: \(text)")
        #expect(object["schema"] as? Int == 1)
        return object
    }

    // MARK: Without kernel

    @Test func check() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory([
            "good.qos": Self.good, "bad.qos": Self.conflicting, "warned.qos": "set s { 10.0.0.1 }\nrule a keep\n",
            "failing.qos": Self.good + "expect admin proto udp dport 22\n",
        ])
        #expect(try laboratory.qosctl("check", files["good.qos"]).status == 0)
        #expect(try laboratory.qosctl("check", "--strict", files["good.qos"]).status == 0)
        #expect(try laboratory.qosctl("check", files["warned.qos"]).status == 0)
        let warned = try laboratory.qosctl("check", "--strict", files["warned.qos"])
        #expect(warned.status == 1)
        #expect(warned.stderr.contains("warned.qos:1:5: warning: set 's' is not used"))
        let bad = try laboratory.qosctl("check", files["bad.qos"], "--json")
        #expect(bad.status == 1)
        #expect(bad.stderr.contains("bad.qos:1:18: error: 'eff' is no DSCP\n  hint: did you mean 'ef'?"))
        #expect(bad.stderr.contains("bad.qos:2:14: error: port '70000' is out of range"))
        let diagnostics = try #require(try json(bad.stdout)["diagnostics"] as? [[String: Any]])
        #expect(diagnostics.count == 3)
        #expect(
            Set(diagnostics[0].keys) == ["file", "line", "column", "endColumn", "severity", "code", "message", "hint"])
        #expect(try laboratory.qosctl("check", files["failing.qos"]).status == 1)
        #expect(try laboratory.qosctl("check", files["missing.qos"]).status == 2)
        #expect(try laboratory.qosctl("check", files["good.qos"], files["bad.qos"]).status == 1)
        #expect(try laboratory.qosctl("check", files["bad.qos"], files["missing.qos"]).status == 2)
        #expect(try laboratory.qosctl("check").status == 2)
        #expect(try laboratory.qosctl("nonsense").status == 2)
        #expect(try laboratory.qosctl("check", "--nonsense", files["good.qos"]).status == 2)
        #expect(try laboratory.qosctl("--version").stdout == "0.1.0\n")
    }

    @Test func compile() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good, "bad.qos": Self.conflicting])
        for format in ["nft", "netlink", "tc", "json"] {
            let first = try laboratory.qosctl("compile", files["good.qos"], "--format", format)
            #expect(first.status == 0)
            #expect(!first.stdout.isEmpty)
            #expect(try laboratory.qosctl("compile", files["good.qos"], "--format", format).stdout == first.stdout)
        }
        let object = try json(try laboratory.qosctl("compile", files["good.qos"], "--format", "json").stdout)
        #expect((object["rules"] as? [Any])?.isEmpty == false)
        let bad = try laboratory.qosctl("compile", files["bad.qos"])
        #expect(bad.status == 1)
        #expect(bad.stdout.isEmpty)
        #expect(try laboratory.qosctl("compile", files["missing.qos"]).status == 2)
        #expect(try laboratory.qosctl("compile", files["good.qos"], "--format", "xml").status == 2)
    }

    @Test func why() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good])
        func ask(_ words: String...) throws -> (status: Int32, object: [String: Any]) {
            let result = try laboratory.lab.policyPlace.run(
                [try Files.qosctl(), "why", "--json", "-f", files["good.qos"]] + words)
            return (result.status, result.status == 2 ? [:] : try json(result.stdout))
        }
        let admin = try ask("proto", "tcp", "dport", "22")
        #expect(admin.status == 0)
        #expect(admin.object["rule"] as? String == "admin")
        #expect(admin.object["dscp"] as? Int == 16)
        #expect(admin.object["priority"] is NSNull)
        let skipped = try #require(admin.object["skipped"] as? [[String: String]])
        #expect(skipped == [["rule": "sip", "field": "dport"], ["rule": "off", "field": "disabled"]])
        let sip = try ask("proto", "udp", "dport", "5061")
        #expect(sip.object["priority"] as? String == "0:6")
        #expect(sip.object["pcp"] as? Int == 5)
        let fallback = try ask("proto", "icmp")
        #expect(fallback.status == 1)
        #expect(fallback.object["rule"] is NSNull)
        #expect(try ask("dport", "22").status == 2)
        #expect(try ask("colour", "red").status == 2)
        #expect(try laboratory.qosctl("why", "proto", "icmp").status == 2)
    }

    @Test func diffOfTwoFiles() throws {
        let laboratory = try PolicyLab.pair()
        let changed = Self.good.replacing("dport 22", with: "dport 23").replacing(
            "rule off dport 9 keep disabled\n", with: "")
        let files = try Directory(["good.qos": Self.good, "changed.qos": changed, "bad.qos": Self.conflicting])
        #expect(try laboratory.qosctl("diff", files["good.qos"], "--against", files["good.qos"]).status == 0)
        let result = try laboratory.qosctl("diff", files["changed.qos"], "--against", files["good.qos"], "--json")
        #expect(result.status == 1)
        let changes = try #require(try json(result.stdout)["changes"] as? [[String: Any]])
        #expect(changes.compactMap { $0["kind"] as? String } == ["removed", "changed"])
        #expect(try laboratory.qosctl("diff", files["bad.qos"], "--against", files["good.qos"]).status == 2)
        #expect(try laboratory.qosctl("diff", files["good.qos"], "--against", files["missing.qos"]).status == 2)
    }

    // MARK: With kernel

    @Test func everydayPath() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good, "bad.qos": Self.conflicting])
        #expect(try laboratory.qosctl("list").status == 1)
        #expect(try laboratory.qosctl("status").status == 1)
        #expect(try laboratory.qosctl("show").status == 1)
        #expect(try laboratory.qosctl("start").status == 1)
        #expect(try laboratory.qosctl("reorder", "sip", "--last").status == 1)
        #expect(try laboratory.qosctl("stop").status == 0)
        #expect(try laboratory.qosctl("diff", files["good.qos"]).status == 1)
        let dryRun = try laboratory.qosctl("apply", "--dry-run", files["good.qos"])
        #expect(dryRun.status == 0)
        #expect(dryRun.stdout.contains("added    rule sip at position 1"))
        #expect(try laboratory.qosctl("apply", "--dry-run", files["bad.qos"]).status == 1)
        #expect(!(try laboratory.nft("list", "tables")).contains("inet qosctl"))

        #expect(try laboratory.qosctl("apply", files["good.qos"]).stdout == "applied, revision 1\n")
        #expect(try laboratory.qosctl("apply", files["good.qos"]).stdout == "already so, revision 1\n")
        #expect(try laboratory.qosctl("apply", files["bad.qos"]).status == 1)
        #expect(try laboratory.qosctl("apply", files["missing.qos"]).status == 2)
        #expect(try laboratory.qosctl("diff", files["good.qos"]).status == 0)
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try laboratory.qosctl("show").stdout == Self.good)
        #expect(try laboratory.qosctl("why", "proto", "udp", "dport", "5060").status == 0)

        _ = try laboratory.lab.exchange([sip, sip, sip])
        let list = try json(try laboratory.qosctl("list", "--json").stdout)
        #expect(list["policy"] as? String == "small")
        #expect(list["revision"] as? Int == 1)
        let rules = try #require(list["rules"] as? [[String: Any]])
        #expect(rules.compactMap { $0["name"] as? String } == ["sip", "off", "admin"])
        #expect(rules[0]["match"] as? String == "proto { tcp udp } dport { 5060 5061 }")
        #expect(rules[0]["action"] as? String == "class voice")
        #expect(rules[0]["dscp"] as? Int == 46)
        #expect(rules[0]["packets"] as? Int == 3)
        #expect(rules[0]["counted"] as? String == "rule")
        #expect(rules[1]["enabled"] as? Bool == false)
        #expect(rules[1]["packets"] is NSNull)
        #expect(list["default"] is [String: Any])

        #expect(try laboratory.qosctl("reorder", "admin", "--first", "--last").status == 2)
        #expect(try laboratory.qosctl("reorder", "nosuch", "--first").status == 1)
        let moved = try laboratory.qosctl("reorder", "admin", "--first", "--json")
        #expect(moved.status == 0)
        #expect(try json(moved.stdout)["revision"] as? Int == 2)
        #expect(try laboratory.qosctl("remove", "off").status == 0)
        // Edits are told apart from the source, which lacks them.
        let again = try laboratory.qosctl("apply", files["good.qos"])
        #expect(again.status == 0)
        #expect(again.stderr.contains("these edits of the active policy are not in"))
        #expect(again.stderr.contains("-rule off dport 9 keep disabled"))

        let refused = try laboratory.qosctl("remove", "sip")
        #expect(refused.status == 1)
        #expect(refused.stderr.contains("there is no rule 'sip'"))
        #expect(try laboratory.qosctl("stop").stdout == "stopped\n")
        #expect(try laboratory.qosctl("list").status == 1)
        #expect(try laboratory.qosctl("status").status == 1)
        #expect(try laboratory.qosctl("start").status == 0)
        #expect(try laboratory.qosctl("status").status == 0)
    }

    @Test func editsOfAFileTouchNoKernel() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good])
        #expect(
            try laboratory.qosctl("reorder", "-f", files["good.qos"], "admin", "--to", "1", "--dry-run").status == 0)
        #expect(try String(contentsOfFile: files["good.qos"], encoding: .utf8) == Self.good)
        #expect(try laboratory.qosctl("reorder", "-f", files["good.qos"], "admin", "--to", "1").status == 0)
        let text = try String(contentsOfFile: files["good.qos"], encoding: .utf8)
        #expect(text.split(separator: "\n")[2] == "rule admin proto tcp dport 22 set dscp cs2")
        #expect(!(try laboratory.nft("list", "tables")).contains("inet qosctl"))
    }

    @Test func editsKeepOwnerModeAndLinks() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["real.qos": Self.good])
        try FileManager.default.createSymbolicLink(atPath: files["link.qos"], withDestinationPath: files["real.qos"])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o664, .ownerAccountID: 65_534, .groupOwnerAccountID: 65_534],
            ofItemAtPath: files["real.qos"])
        #expect(try laboratory.qosctl("reorder", "-f", files["link.qos"], "admin", "--first").status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: files["real.qos"])
        #expect(attributes[.posixPermissions] as? Int == 0o664)
        #expect(attributes[.ownerAccountID] as? Int == 65_534)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: files["link.qos"]) == files["real.qos"])
        #expect(try String(contentsOfFile: files["real.qos"], encoding: .utf8) != Self.good)
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.path).sorted() == ["link.qos", "real.qos"])
    }

    /// An expectation that names a removed rule stops the removal, unless told otherwise; the policy loads all the same.
    @Test func removingAnExpectedRule() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good])
        #expect(try laboratory.qosctl("apply", files["good.qos"]).status == 0)
        #expect(try laboratory.qosctl("remove", "sip").status == 1)
        #expect(try laboratory.qosctl("remove", "sip", "--no-expect").status == 0)
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try laboratory.qosctl("stop").status == 0)
        #expect(try laboratory.qosctl("start").status == 0)
    }

    @Test func dryRunRefusesWhatApplyRefuses() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good])
        for place in [files["good.qos/below"], files["good.qos"]] {
            for arguments in [["apply", "--dry-run"], ["apply"]] {
                let result = try laboratory.lab.policyPlace.run(
                    [try Files.qosctl()] + arguments + [files["good.qos"], "--state-dir", place])
                #expect(result.status == 1, "\(arguments) \(place): \(result.stderr)")
            }
        }
        let fresh = files["new/state"]
        let result = try laboratory.lab.policyPlace.run(
            [try Files.qosctl(), "apply", "--dry-run", files["good.qos"], "--state-dir", fresh])
        #expect(result.status == 0)
        #expect(!FileManager.default.fileExists(atPath: fresh))
    }

    @Test func commentsCountBetweenFiles() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Directory(["good.qos": Self.good, "commented.qos": "# why\n" + Self.good])
        let result = try laboratory.qosctl("diff", files["commented.qos"], "--against", files["good.qos"])
        #expect(result.status == 1)
        #expect(result.stdout.hasPrefix("changed  comments: "))
        #expect(try laboratory.qosctl("apply", files["good.qos"]).status == 0)
        #expect(try laboratory.qosctl("diff", files["commented.qos"]).status == 0)
    }

    private var sip: Packet {
        var packet = Packet(.udp, to: "198.51.100.1")
        packet.destinationPort = 5060
        return packet
    }
}
