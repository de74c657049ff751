import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// `compile --stats`, `--explain` and `--format dot`, and what is said where packets take many steps.
@Suite(.serialized)
struct ExplainCommandTests {
    private static let graph =
        "class voice dscp ef\nclass bulk dscp cs1\n"
        + (0..<80).map { "rule r\($0) proto udp dport \(2000 + 2 * $0) class \($0 % 2 == 0 ? "voice" : "bulk")\n" }
        .joined()
    /// Each rule tests other bits than the others, and there are more of them than a graph tests things.
    private static let list = (1...140).map { "rule r\($0) mark \($0)/\($0) set dscp \($0 % 60)\n" }.joined()

    private func compile(
        _ laboratory: PolicyLab, _ text: String, _ arguments: String...
    ) throws -> CommandResult {
        try laboratory.run(["compile", "-"] + arguments, input: text)
    }

    @Test func statistics() throws {
        let laboratory = try PolicyLab.pair()
        let text = try compile(laboratory, Self.graph, "--stats")
        #expect(text.status == 0 && text.stderr.isEmpty)
        #expect(
            text.stdout.hasPrefix(
                "rules         80\ncounted       by rule (auto: up to 4096 rules)\nfallback      none\n"))
        let object = try schemaObject(try compile(laboratory, Self.graph, "--stats", "--json").stdout)
        #expect(Set(object.keys) == ["schema", "stats", "diagnostics"])
        let stats = try #require(object["stats"] as? [String: Any])
        #expect(
            Set(stats.keys) == [
                "rules", "disabled", "neverMatching", "counted", "countedByChoice", "workEnded", "tests", "nodes",
                "lists",
                "chains", "depth", "maps", "intervalMaps", "elements", "sets", "anonymousSets", "setElements",
                "kernelRules",
                "bytes",
                "paths",
            ])
        #expect(stats["rules"] as? Int == 80 && stats["elements"] as? Int == 80)
        #expect(try #require(stats["bytes"] as? Int) > 80 * 40)
        let path = try #require((stats["paths"] as? [[String: Any]])?.first)
        #expect(Set(path.keys) == ["path", "form", "lookups", "nanoseconds", "segments"])
        #expect(path["form"] as? String == "graph")
        let segment = try #require((path["segments"] as? [[String: Any]])?.first)
        #expect(Set(segment.keys) == ["kind", "rules", "guards", "first", "last", "forcedBy"])
        #expect(segment["first"] as? String == "r0" && segment["forcedBy"] is NSNull)
    }

    @Test("names of users take as many bytes as their numbers")
    func bytes() throws {
        let laboratory = try PolicyLab.pair()
        func bytes(_ owner: String) throws -> Int? {
            let result = try compile(laboratory, "rule a user \(owner) keep\n", "--stats", "--json")
            return (try schemaObject(result.stdout)["stats"] as? [String: Any])?["bytes"] as? Int
        }
        #expect(try bytes("root") == bytes("0"))
        #expect(try bytes("nobody-of-that-name") == bytes("0"))
    }

    @Test func explanation() throws {
        let laboratory = try PolicyLab.pair()
        let text = try compile(laboratory, Self.graph, "--explain")
        #expect(text.status == 0 && text.stdout.hasPrefix("output: rules_output\n"))
        #expect(text.stdout.contains("-> rule r0: class voice\n"))
        let object = try schemaObject(try compile(laboratory, Self.graph, "--explain", "--json").stdout)
        #expect(Set(object.keys) == ["schema", "format", "text", "diagnostics"])
        #expect(object["format"] as? String == "explain" && object["text"] as? String == text.stdout)
    }

    @Test func way() throws {
        let laboratory = try PolicyLab.pair()
        let packet = ["proto", "udp", "daddr", "192.0.2.1", "dport", "2006"]
        let text = try laboratory.run(["compile", "-", "--explain"] + packet, input: Self.graph)
        #expect(text.status == 0 && text.stdout.hasPrefix("rule r3 (position 4): class bulk\nmarks: dscp cs1\nCHAIN"))
        let result = try laboratory.run(["compile", "-", "--explain", "--json"] + packet, input: Self.graph)
        let object = try schemaObject(result.stdout)
        #expect(
            Set(object.keys) == ["schema", "rule", "dscp", "priority", "pcp", "lookups", "way", "diagnostics"])
        #expect(object["rule"] as? String == "r3" && object["lookups"] as? Int == 1)
        let way = try #require(object["way"] as? [[String: Any]])
        #expect(way.allSatisfy { Set($0.keys) == ["chain", "rules", "lookups", "holds", "to"] })
        #expect(way.last?["holds"] as? String == "dport 2006" && way.last?["to"] as? String == "rule r3: class bulk")
        let forwarded = try compile(laboratory, Self.graph, "--explain", "iif", "eth0")
        #expect(forwarded.status == 0 && forwarded.stdout.contains("scope output does not look at this packet"))
        #expect(try compile(laboratory, Self.graph, "--explain", "colour", "red").status == 2)
        // To the kernel this is a rule for every IPv4 packet.
        let bare = try compile(
            laboratory, "rule a daddr 0.0.0.0/0 keep\ndefault set dscp ef\n", "--explain", "proto", "udp")
        #expect(bare.status == 0 && bare.stderr.contains("note: the kernel's packets have addresses"))
    }

    @Test func drawing() throws {
        let laboratory = try PolicyLab.pair()
        let large = (0..<300).map { "rule r\($0) saddr 10.0.\($0 % 250).0/24 dport \($0 + 1) set dscp \($0 % 60)\n" }
            .joined()
        for text in [Self.graph, Self.list, large, "scope both\n" + Self.graph, ""] {
            let result = try compile(laboratory, text, "--format", "dot", "--full")
            #expect(result.status == 0)
            let drawn = try laboratory.lab.policyPlace.run(["dot", "-Tsvg"], input: result.stdout)
            #expect(drawn.status == 0 && drawn.stderr.isEmpty && drawn.stdout.contains("</svg>"), "\(drawn.stderr)")
        }
        #expect(
            try compile(laboratory, Self.graph, "--format", "dot").stdout
                == (try compile(laboratory, Self.graph, "--explain", "--format", "dot").stdout))
    }

    @Test(
        "what does not go together",
        arguments: [
            ["--stats", "--explain"], ["--stats", "--format", "json"], ["--explain", "--format", "nft"],
            ["proto", "udp"],
            ["--full"], ["--full", "--explain", "proto", "udp"], ["--format", "dot", "--explain", "proto", "udp"],
        ])
    func usage(_ arguments: [String]) throws {
        let laboratory = try PolicyLab.pair()
        let result = try laboratory.run(["compile", "-"] + arguments, input: Self.graph)
        #expect(result.status == 2 && result.stdout.isEmpty)
    }

    @Test("many steps are a warning of commands that compile")
    func manySteps() throws {
        let laboratory = try PolicyLab.pair()
        let warning = "<stdin>:1:6: warning: a packet can go through 140 single rules, one after the other: "
        for command in [["compile"], ["compile", "--stats"], ["apply", "--dry-run"], ["apply"], ["apply"], ["diff"]] {
            let result = try laboratory.run(command + ["-"], input: Self.list)
            #expect(result.stderr.contains(warning), "\(command)")
            #expect(result.status == 0, "\(command)")
        }
        for command in ["compile", "apply", "diff"] {
            let result = try laboratory.run([command, "-", "--json"], input: Self.list)
            let found = try #require(try schemaObject(result.stdout)["diagnostics"] as? [[String: Any]])
            #expect(found.map { $0["code"] as? String } == ["many-steps"], "\(command)")
        }
        #expect(try laboratory.qosctl("start").stderr.contains("warning: a packet can go through 140 single rules"))
        let check = try laboratory.run(["check", "--strict", "-"], input: Self.list)
        #expect(check.status == 0 && !check.stderr.contains("many-steps") && !check.stderr.contains("single rules"))
    }

    @Test("auto counts by class from 4097 rules on, and list and status say so")
    func manyRules() throws {
        let laboratory = try PolicyLab.pair()
        func text(_ rules: Int) -> String {
            "class voice dscp ef\n" + (0..<rules).map { "rule r\($0) proto udp dport \($0 + 1) class voice\n" }.joined()
        }
        for (rules, counted) in [(4096, "rule"), (4097, "class")] {
            try laboratory.apply(text(rules) + "rule off keep disabled\n")
            let list = try schemaObject(try laboratory.qosctl("list", "--json").stdout)
            let listed = try #require(list["rules"] as? [[String: Any]])
            #expect(listed.count == rules + 1 && listed.allSatisfy { $0["counted"] as? String == counted })
            #expect(listed[0]["packets"] is NSNull == (counted == "class"))
            #expect(listed[0]["bytes"] is NSNull == (counted == "class"))
            let lines = try laboratory.qosctl("list").stdout.split(separator: "\n")
            #expect(lines[0].hasSuffix("counted by \(counted)"))
            #expect(lines[2].split(separator: " ").map(String.init)[2] == (counted == "class" ? "-" : "0"))
            #expect(try laboratory.qosctl("status").stdout.contains("rules     \(rules + 1), counted by \(counted)\n"))
            let status = try schemaObject(try laboratory.qosctl("status", "--json").stdout)
            #expect(status["counted"] as? String == counted)
        }
        let stats = try laboratory.run(["compile", "-", "--stats"], input: text(4097)).stdout
        #expect(stats.contains("\ncounted       by class (auto: more than 4096 rules)\n"))
    }
}
