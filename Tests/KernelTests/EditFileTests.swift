import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// Edits, `fmt` and `convert` of policy files: what is written, and what is not.
@Suite(.serialized)
struct EditFileTests {
    private static let text = EditCommandTests.text

    @Test("edit -f writes the edited file only, also when it changes which files there are")
    func editChangesIncludes() throws {
        let laboratory = try PolicyLab.pair()
        let texts = [
            "p.qos": "include \"a.qos\"\ninclude \"b.qos\"\nset s file \"s.txt\"\nrule last daddr @s keep\n",
            "a.qos": "# precious\nrule a proto tcp keep\n", "b.qos": "rule b proto udp keep\n", "s.txt": "10.0.0.1\n",
            "c.qos": "rule c dport 1 keep\n",
        ]
        let folder = try Folder(texts)
        for editor in ["sed -i /a.qos/d", "sed -i '1i include \"c.qos\"'", "sed -i 's/file.*/{ 10.0.0.2 }/'"] {
            #expect(try laboratory.run(["edit", "-f", folder["p.qos"]], editor: editor).status == 0)
            for name in ["a.qos", "b.qos", "c.qos", "s.txt"] {
                #expect(try folder.text(name) == texts[name], "\(editor)")
            }
        }
        #expect(
            try folder.text("p.qos")
                == "include \"c.qos\"\ninclude \"b.qos\"\nset s { 10.0.0.2 }\nrule last daddr @s keep\n")
    }

    @Test("edit -f mends a broken file")
    func editMends() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": "rule r kep\n"])
        #expect(try laboratory.run(["edit", "-f", folder["p.qos"]], editor: "sed -i s/kep/keap/").status == 1)
        #expect(try folder.text("p.qos") == "rule r kep\n")
        #expect(try laboratory.run(["edit", "-f", folder["p.qos"]], editor: "sed -i s/kep/keep/").status == 0)
        #expect(try folder.text("p.qos") == "rule r keep\n")
    }

    @Test("edits of one file at the same time are all kept")
    func concurrentEdits() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": "rule r0 keep\n"])
        let script = "seq 8 | xargs -P8 -I N \"$0\" add -f \"$1\" \"rule rN keep\""
        _ = try laboratory.lab.policyPlace.run(["sh", "-c", script, try Files.qosctl(), folder["p.qos"]])
        #expect(try folder.text("p.qos").split(separator: "\n").count == 9)
    }

    @Test("results that cannot be written are a failure, but not of a change")
    func fullDisk() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": "rule r0 keep\n"])
        func status(_ command: String) throws -> Int32 {
            try laboratory.lab.policyPlace.run(
                ["sh", "-c", "\"$0\" \(command) >/dev/full", try Files.qosctl(), folder["p.qos"]],
                environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory]
            ).status
        }
        for command in ["compile \"$1\"", "convert \"$1\" --to json", "fmt - <\"$1\"", "values", "check \"$1\""] {
            #expect(try status(command) == 2, "\(command)")
        }
        #expect(try status("apply \"$1\"") == 0)
        #expect(try status("list") == 2)
    }

    @Test("with -f a file changes in place, of either form, and no kernel", arguments: ["qos", "json"])
    func files(_ form: String) throws {
        let laboratory = try PolicyLab.pair()
        let path = NSTemporaryDirectory() + "qosctl-edit-\(UUID().uuidString).\(form)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text =
            form == "qos" ? Self.text : try laboratory.qosctl("convert", "-", "--to", "json", input: Self.text).stdout
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try laboratory.qosctl("add", "rule x dport 9 keep", "--after", "sip", "-f", path).status == 0)
        #expect(try laboratory.qosctl("set", "rest", "proto", "tcp", "keep", "--file", path).status == 0)
        #expect(try laboratory.qosctl("disable", "x", "-f", path, "--dry-run").status == 0)
        #expect(try laboratory.qosctl("disable", "x", "-f", path).status == 0)
        let rules =
            form == "qos"
            ? """
            rule sip proto udp dport 5060 class voice  # signalling
            rule x dport 9 keep disabled
            rule rest proto tcp keep

            """
            : """
                {"rule": "x", "match": {"dport": 9}, "action": "keep", "disabled": true},
                {"rule": "rest", "match": {"proto": "tcp"}, "action": "keep"},
            """
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(kept.contains(rules), "\(kept)")
        #expect(try laboratory.qosctl("check", path).status == 0)
        #expect(try laboratory.qosctl("status").status == 1)
    }

    @Test func fmtAndConvert() throws {
        let laboratory = try PolicyLab.pair()
        let path = NSTemporaryDirectory() + "qosctl-fmt-\(UUID().uuidString).qos"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.text.write(toFile: path, atomically: true, encoding: .utf8)
        let check = try laboratory.qosctl("fmt", "--check", path)
        #expect(check.status == 1 && check.stdout == path + "\n")
        let diff = try laboratory.qosctl("fmt", "--diff", path)
        #expect(diff.status == 0 && diff.stdout.contains("+rule rest  proto udp              keep\n"))
        let result = try schemaObject(try laboratory.qosctl("fmt", path, "--json").stdout)
        #expect((result["files"] as? [[String: String]])?.first?["result"] == "changed")
        #expect(try laboratory.qosctl("fmt", "--check", path).status == 0)
        let formatted = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try laboratory.qosctl("fmt", "-", input: Self.text).stdout == formatted)
        #expect(try laboratory.qosctl("fmt", "-", input: "rule a\n").status == 1)
        #expect(try laboratory.qosctl("fmt", "/nonexistent.qos").status == 2)
        try "rule   a keep".write(toFile: path, atomically: true, encoding: .utf8)
        let patch = try laboratory.qosctl("fmt", "--diff", path).stdout
        #expect(
            patch.hasSuffix("@@ -1,1 +1,1 @@\n-rule   a keep\n\\ No newline at end of file\n+rule a  keep\n"),
            "\(patch)")
        #expect(try laboratory.qosctl("fmt", "/nonexistent.qos", path).status == 2)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "rule a  keep\n")
        let text = try schemaObject(try laboratory.qosctl("fmt", "-", "--json", input: "rule   a keep").stdout)
        #expect((text["files"] as? [[String: String]])?.first?["text"] == "rule a  keep\n")
        #expect(try laboratory.qosctl("fmt", "-", "-").status == 2)
        try formatted.write(toFile: path, atomically: true, encoding: .utf8)
        let converted = try schemaObject(try laboratory.qosctl("convert", path, "--to", "json", "--json").stdout)
        #expect(converted["complete"] as? Bool == true)
        #expect(try laboratory.qosctl("check", "-", input: converted["text"] as? String ?? "").status == 0)
        #expect(try laboratory.qosctl("convert", "-", "--to", "json", input: "fact x \"y\"\n").status == 1)
        #expect(try laboratory.qosctl("convert", "-", "--to", "json", input: "rule a\n").status == 2)
        #expect(try laboratory.qosctl("convert", path, "--to", "yaml").status == 2)
    }
}
