import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// `check` about the order of rules, and `why --all`, as scripts see them.
@Suite(.serialized)
struct AnalysisCommandTests {
    private static let text = """
        # all of it
        rule tcp     proto tcp                    set dscp cs1
        # from the admins
        rule ssh     proto tcp dport 22           set dscp cs2  # interactive
        rule sip     proto udp dport 5060         set dscp cs3
        rule low     proto udp sport 0-1023       set dscp cs1
        rule udp     proto udp                    set dscp cs2
        rule ntp     proto icmp                   keep

        """

    private func json(_ result: CommandResult) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any]
        let object = try #require(value, "no JSON object: \(result.stdout)")
        #expect(object["schema"] as? Int == 1)
        return object
    }

    @Test func findings() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": Self.text])
        let plain = try laboratory.qosctl("check", folder["p.qos"])
        #expect(plain.status == 0 && plain.stdout == "\(folder["p.qos"]): 6 rules\n")
        #expect(plain.stderr.contains("p.qos:4:6: warning: rule 'ssh' never takes a packet: rule 'tcp' before it"))
        #expect(plain.stderr.split(separator: "\n").count == 2, "with a hint, and no more: \(plain.stderr)")
        #expect(try laboratory.qosctl("check", "--strict", folder["p.qos"]).status == 1)
        let all = try laboratory.qosctl("check", "--analysis", folder["p.qos"])
        #expect(all.status == 0 && all.stdout == plain.stdout)
        #expect(all.stderr.contains("p.qos:6:6: note: rule 'low' comes after rule 'sip', which matches some"))
        #expect(
            all.stderr.contains("p.qos:7:6: note: rule 'udp' is the general case of rules 'sip' and 'low' before it"))
        #expect(all.stderr.contains("p.qos:8:6: note: rule 'ntp' changes no packet's marking"))
    }

    @Test func findingsAsJSON() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": Self.text])
        let plain = try json(try laboratory.qosctl("check", "--json", folder["p.qos"]))
        #expect(Set(plain.keys) == ["schema", "diagnostics"])
        let found = try #require(plain["diagnostics"] as? [[String: Any]])
        #expect(found.map { $0["code"] as? String } == ["unreachable", "correlated", "generalisation"])
        #expect(
            found.allSatisfy {
                Set($0.keys) == [
                    "file", "line", "column", "endColumn", "severity", "code", "message", "hint", "rules", "unlisted",
                    "markingsDiffer", "witness", "taker",
                ]
            })
        #expect(found[0]["rules"] as? [String] == ["tcp"])
        #expect(found[0]["markingsDiffer"] as? Bool == true)
        // What is said of a packet can be asked for.
        let words = try #require(found[0]["witness"] as? String).split(separator: " ").map(String.init)
        let why = try laboratory.run(["why", "-f", folder["p.qos"], "--json", "--all"] + words)
        #expect(try json(why)["matches"] as? [String] == ["tcp", "ssh"])
        let all = try json(try laboratory.qosctl("check", "--json", "--analysis", folder["p.qos"]))
        #expect((all["diagnostics"] as? [Any])?.count == 4, "also what is written down")
        let analysis = try #require(all["analysis"] as? [[String: Any]])
        #expect(
            analysis.count == 1 && analysis[0]["undecided"] as? Int == 0 && analysis[0]["complete"] as? Bool == true)
        let rules = try #require(analysis[0]["rules"] as? [[String: Any]])
        #expect(
            rules.map { $0["verdict"] as? String } == [
                "wins", "unreachable", "wins", "partly-shadowed", "partly-shadowed", "wins",
            ])
        #expect(rules[1]["witness"] is NSNull && rules[0]["witness"] is String)
    }

    @Test func suggestions() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["a policy.qos": Self.text, "fine.qos": "rule a proto tcp keep\n"])
        let path = folder["a policy.qos"]
        let result = try laboratory.qosctl("check", "--suggest", path)
        #expect(result.status == 0)
        let lines = result.stdout.components(separatedBy: "\n")
        #expect(lines[1] == "qosctl reorder ssh --before tcp -f '\(path)'")
        #expect(lines[2...3] == ["--- before/a policy.qos", "+++ after/a policy.qos"])
        #expect(try folder.text("a policy.qos") == Self.text, "nothing is changed")
        let proposed = try json(try laboratory.qosctl("check", "--suggest", "--json", path))
        let suggestion = try #require((proposed["suggestions"] as? [[String: Any]])?.first)
        #expect(suggestion["moves"] as? [[String: String]] == [["rule": "ssh", "before": "tcp"]])
        #expect((suggestion["unsolved"] as? [Any])?.isEmpty == true && suggestion["complete"] as? Bool == true)
        #expect(suggestion["diff"] as? String == lines[2...].joined(separator: "\n"))
        // What it says to run does what it says.
        #expect(try laboratory.qosctl("reorder", "ssh", "--before", "tcp", "-f", path).status == 0)
        #expect(try folder.text("a policy.qos").hasPrefix("# from the admins\nrule ssh "))
        #expect(try laboratory.qosctl("check", "--strict", path).status == 0)
        let nothing = try laboratory.qosctl("check", "--suggest", path, folder["fine.qos"])
        #expect(nothing.stdout.contains("fine.qos: no move to suggest\n"))
        let input = try laboratory.qosctl("check", "--suggest", "-", input: Self.text)
        #expect(input.stdout.contains("\nqosctl reorder ssh --before tcp\n"))
        #expect(try laboratory.qosctl("check", "--suggest", folder["missing.qos"]).status == 2)
    }

    @Test func suggestionsForWhatFails() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder([
            "p.qos": Self.text + "include \"more.qos\"\nexpect ssh proto tcp dport 22\n",
            "more.qos": "rule imap proto tcp dport 143 set dscp cs2\n", "bad.qos": "rule a dport 70000 keep\n",
        ])
        let failing = try laboratory.qosctl("check", "--suggest", folder["p.qos"])
        #expect(failing.status == 1 && failing.stderr.contains("error: expected rule 'ssh', but rule 'tcp' takes"))
        #expect(failing.stdout.hasPrefix("qosctl reorder ssh --before tcp -f "))
        #expect(failing.stdout.contains("qosctl reorder imap --before tcp -f "))
        #expect(failing.stdout.contains("--- before/more.qos\n"))
        let bad = try laboratory.qosctl("check", "--suggest", folder["bad.qos"])
        #expect(bad.status == 1 && bad.stdout == "\(folder["bad.qos"]): no move to suggest\n")
    }

    @Test func allThatMatch() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": Self.text])
        func why(_ words: String...) throws -> CommandResult {
            try laboratory.run(["why", "--all", "-f", folder["p.qos"]] + words)
        }
        let several = try why("proto", "udp", "sport", "53", "dport", "5060")
        #expect(several.status == 0)
        #expect(
            several.stdout.contains(
                """
                rules that match, in order; the first takes the packet:
                  3  sip  set dscp cs3
                  4  low  set dscp cs1
                  5  udp  set dscp cs2

                """))
        let none = try why("proto", "gre")
        #expect(none.status == 1 && !none.stdout.contains("in order"))
        let object = try json(try why("--json", "proto", "gre"))
        #expect((object["matches"] as? [Any])?.isEmpty == true)
        let plain = try json(try laboratory.qosctl("why", "--json", "-f", folder["p.qos"], "proto", "gre"))
        #expect(plain["matches"] == nil)
    }
}
