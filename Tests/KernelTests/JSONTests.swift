import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// The keys of JSON that programs rely on, as docs/manual.md has them.
@Suite(.serialized)
struct JSONTests {
    private static let text =
        "policy \"j\"\nclass voice dscp ef pcp 5 # ä\nset spare { 10.0.0.1 }\nrule sip proto udp dport 5060 class voice\n"
    private static let finding: Set = ["file", "line", "column", "endColumn", "severity", "code", "message", "hint"]

    private final class Workspace {
        let path = NSTemporaryDirectory() + "qosctl-json-\(UUID().uuidString)"
        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try (JSONTests.text + "include \"more.qos\"\n").write(
                toFile: path + "/j.qos", atomically: true, encoding: .utf8)
            try "rule ntp dport 123 keep\n".write(toFile: path + "/more.qos", atomically: true, encoding: .utf8)
            try "rule x dport 70000 keep\n".write(toFile: path + "/bad.qos", atomically: true, encoding: .utf8)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func object(_ result: CommandResult, status: Int32 = 0) throws -> [String: Any] {
        #expect(result.status == status, "\(result.stderr)")
        #expect(result.stdout.hasPrefix(#"{"schema":1,"#), "\(result.stdout)")
        #expect(result.stdout.filter { $0 == "\n" }.count == 1)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    }

    /// The policy's only warning: a set that is not used. That its pcp has no link is a note, which only check gives.
    private func expectWarning(
        _ object: [String: Any], notes: [String] = [], _ line: SourceLocation = #_sourceLocation
    ) throws {
        let findings = try #require(object["diagnostics"] as? [[String: Any]], sourceLocation: line)
        #expect(findings.map { $0["code"] as? String } == notes + ["unused"], sourceLocation: line)
        #expect(findings.allSatisfy { Set($0.keys) == Self.finding }, sourceLocation: line)
    }

    @Test func withoutKernel() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Workspace()
        let file = files.path + "/j.qos"
        try expectWarning(try object(try laboratory.qosctl("check", file, "--json")), notes: ["pcp-without-link"])
        for format in ["nft", "tc", "netlink"] {
            let compiled = try object(try laboratory.qosctl("compile", file, "--json", "--format", format))
            #expect(Set(compiled.keys) == ["schema", "format", "text", "diagnostics"])
            #expect(compiled["format"] as? String == format)
            #expect(compiled["text"] as? String == (try laboratory.qosctl("compile", file, "--format", format).stdout))
            try expectWarning(compiled)
        }
        #expect(
            try laboratory.qosctl("compile", file, "--json", "--format", "json").stdout
                == (try laboratory.qosctl("compile", file, "--format", "json").stdout))
        let refused = try object(try laboratory.qosctl("compile", files.path + "/bad.qos", "--json"), status: 1)
        #expect((refused["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == "out-of-range")
        let packet = try object(try laboratory.qosctl("why", "-f", file, "--json", "dport", "22"), status: 2)
        #expect((packet["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == "packet")
        let same = try object(try laboratory.qosctl("diff", file, "--against", file, "--json"))
        #expect(Set(same.keys) == ["schema", "changes", "lines", "notes", "diagnostics"])
        try expectWarning(same)
    }

    @Test func withKernel() throws {
        let laboratory = try PolicyLab.pair()
        let files = try Workspace()
        let file = files.path + "/j.qos"
        for command in ["show", "list", "counters", "top"] {
            let status: Int32 = command == "show" || command == "list" ? 1 : 2
            let nothing = try object(try laboratory.qosctl(command, "--json"), status: status)
            #expect(Set(nothing.keys) == ["schema", "diagnostics"], "\(command)")
        }
        let dry = try object(try laboratory.qosctl("apply", file, "--dry-run", "--json"))
        #expect(Set(dry.keys) == ["schema", "changes", "lines", "notes", "diagnostics"])
        let applied = try object(try laboratory.qosctl("apply", file, "--json"))
        #expect(Set(applied.keys) == ["schema", "changed", "revision", "sent", "diagnostics"])
        try expectWarning(applied)
        try expectWarning(try object(try laboratory.qosctl("start", "--json")))

        let shown = try object(try laboratory.qosctl("show", "--json"))
        #expect(Set(shown.keys) == ["schema", "files"])
        let kept = try #require(shown["files"] as? [[String: String]])
        #expect(kept.map { $0["path"] } == ["j.qos", "more.qos"])
        #expect(kept[0]["text"] == Self.text + "include \"more.qos\"\n")
        let one = try object(try laboratory.qosctl("show", "more.qos", "--json"))
        #expect(one["files"] as? [[String: String]] == [["path": "more.qos", "text": "rule ntp dport 123 keep\n"]])
        let names = try object(try laboratory.qosctl("show", "--files", "--json"))
        #expect(names["files"] as? [[String: String]] == [["path": "j.qos"], ["path": "more.qos"]])
        #expect(try laboratory.qosctl("show", "nosuch", "--json").status == 1)

        let list = try object(try laboratory.qosctl("list", "--json"))
        #expect(Set(list.keys) == ["schema", "policy", "revision", "scope", "rules", "default", "links"])
        let rules = try #require(list["rules"] as? [[String: Any]])
        #expect(
            Set(rules[0].keys) == [
                "name", "position", "enabled", "match", "action", "dscp", "priority", "pcp", "packets", "bytes",
                "counted",
            ])
        let status = try object(try laboratory.qosctl("status", "--json"))
        #expect(
            Set(status.keys) == [
                "schema", "loaded", "inStep", "revision", "policy", "source", "edited", "rules", "counted",
                "fingerprint", "drift", "problems", "links", "unconfirmedSeconds",
            ])
        #expect(Set(try object(try laboratory.qosctl("stop", "--json")).keys) == ["schema", "changed"])
    }

    @Test func values() throws {
        let laboratory = try PolicyLab.pair()
        let all = try #require(try object(try laboratory.qosctl("values", "--json"))["parameters"] as? [[String: Any]])
        #expect(all.allSatisfy { Set($0.keys) == ["name", "summary", "default", "form", "values", "notes"] })
        let names = all.compactMap { $0["name"] as? String }
        #expect(names.contains("dscp") && names.contains("link") && names.contains("service"))
        for name in names {
            let one = try #require(
                try object(try laboratory.qosctl("values", name, "--json"))["parameters"] as? [[String: Any]])
            #expect(one.count == 1 && one[0]["name"] as? String == name)
        }
        let dscp = try #require(all.first { $0["name"] as? String == "dscp" }?["values"] as? [[String: Any]])
        let ef = try #require(dscp.first { $0["name"] as? String == "ef" })
        #expect(ef["dscp"] as? Int == 46 && ef["hex"] as? String == "0x2e")
        #expect(ef["binary"] as? String == "101110" && ef["tos"] as? String == "0xb8")
        let text = try laboratory.qosctl("values", "pcp").stdout
        #expect(text.contains("PCP  TRAFFIC  NAME\n  1  BK       background\n  0  BE "))
        let missing = try laboratory.qosctl("values", "dcsp")
        #expect(missing.status == 2)
        #expect(missing.stderr == "qosctl: there is no parameter 'dcsp'; did you mean 'dscp'?\n")
    }
}
