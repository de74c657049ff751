import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// The JSON form: the same policy both ways.
@Suite struct PolicyJSONTests {
    private static func converted(_ text: String, from path: String, to format: PolicyFormat) throws -> String {
        let result = PolicyConversion.convert(SourceFile(path: path, bytes: Array(text.utf8)), to: format)
        #expect(result.isComplete)
        return try #require(result.text, "\(result.diagnostics)")
    }

    private static func loadJSON(_ text: String) -> LoadedPolicy {
        PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]), expectations: true)
    }

    private static let everything = """
        # about the file

        # about the name
        policy "every kind"  # of statement
        scope both
        counters rule
        hook-priority -150
        default set dscp cs1 priority 1:10 pcp 2
        class voice dscp ef priority 6 pcp 5
        set hosts {
            10.0.0.0/8  # inside
            # the other one
            2001:db8::/32
        }
        set ports { 80 1000-2000 }
        set all { @hosts 192.0.2.1 }
        rule a proto { tcp udp } dport != { 80 443 } class voice
        rule b daddr @all user root group { 10-20 staff } set pcp 1 disabled
        rule c iif "wg*" oif != eth0 keep
        rule d family ip6 dscp af41-ef mark { 1/0xff 7 } sport ssh saddr != 10.0.0.1-10.0.0.9 keep
        expect default proto icmp daddr 192.0.2.9 fragment
        """

    @Test("each statement as an object")
    func everyStatement() throws {
        let json = try Self.converted(Self.everything, from: "p.qos", to: .json)
        #expect(
            json == """
                {
                  "schema": 1,
                  "statements": [
                    {"comment": "about the file"},
                    {"policy": "every kind", "comment": "about the name", "line-comment": "of statement"},
                    {"scope": "both"},
                    {"counters": "rule"},
                    {"hook-priority": -150},
                    {"default": {"set": {"dscp": "cs1", "priority": "1:10", "pcp": 2}}},
                    {"class": "voice", "dscp": "ef", "priority": 6, "pcp": 5},
                    {"set": "hosts", "elements": [
                      {"value": "10.0.0.0/8", "comment": "inside"}, {"value": "2001:db8::/32", "comment": "the other one"}
                    ]},
                    {"set": "ports", "elements": [80, "1000-2000"]},
                    {"set": "all", "elements": ["@hosts", "192.0.2.1"]},
                    {"rule": "a", "match": {"proto": ["tcp", "udp"], "dport": {"not": [80, 443]}}, "action": {"class": "voice"}},
                    {"rule": "b", "match": {"daddr": "@all", "user": "root", "group": ["10-20", "staff"]}, \
                "action": {"set": {"pcp": 1}}, "disabled": true},
                    {"rule": "c", "match": {"iif": "wg*", "oif": {"not": "eth0"}}, "action": "keep"},
                    {"rule": "d", "match": {"family": "ip6", "dscp": "af41-ef", "mark": ["1/0xff", 7], "sport": "ssh", \
                "saddr": {"not": "10.0.0.1-10.0.0.9"}}, "action": "keep"},
                    {"expect": "default", "packet": {"proto": "icmp", "daddr": "192.0.2.9", "fragment": true}}
                  ]
                }

                """)
        let loaded = Self.loadJSON(json)
        #expect(loaded.policy != nil, "\(rendered(loaded))")
    }

    @Test("there and back is the canonical text")
    func thereAndBack() throws {
        let json = try Self.converted(Self.everything, from: "p.qos", to: .json)
        let text = try Self.converted(json, from: "p.json", to: .qos)
        #expect(
            text == """
                # about the file

                # about the name
                policy "every kind"  # of statement
                scope both
                counters rule
                hook-priority -150
                default set dscp cs1 priority 1:10 pcp 2

                class voice  dscp ef  priority 6  pcp 5

                set hosts {
                    10.0.0.0/8  # inside
                    2001:db8::/32  # the other one
                }
                set ports  { 80 1000-2000 }
                set all    { @hosts 192.0.2.1 }

                rule a  proto { tcp udp } dport != { 80 443 }       class voice
                rule b  daddr @all user root group { 10-20 staff }  set pcp 1 disabled
                rule c  iif "wg*" oif != eth0                       keep
                rule d  family ip6 dscp af41-ef mark { 1/0xff 7 } sport ssh saddr != 10.0.0.1-10.0.0.9  keep

                expect default  proto icmp daddr 192.0.2.9 fragment

                """)
        #expect(try Self.converted(text, from: "p.qos", to: .json) == json)
    }

    @Test("links, which have two maps with different keys")
    func links() throws {
        let qos = """
            link eth0.10   egress-map auto
            link eth0.11   egress-map { 6:5 20:3 }
            link? eth0.11  ingress-map { 5:6 3:20 }
            link eth1      tag priority
            link eth2      retag
            link eth3      trust pcp
            link eth4      trust dscp

            """
        let json = try Self.converted(qos, from: "p.qos", to: .json)
        #expect(json.contains(#"{"link": "eth0.11", "optional": true, "ingress-map": {"5": 6, "3": 20}}"#))
        #expect(try Self.converted(json, from: "p.json", to: .qos) == qos)
    }

    @Test("random policies compile to the same in both forms, and are the same again", arguments: 0..<20)
    func randomPolicies(_ index: Int) throws {
        var random = SeededGenerator("PolicyJSON", index)
        for _ in 0..<10 {
            let text = RandomPolicy.text(&random, rules: 1...12, scope: random.pick(Scope.allCases))
            let json = try Self.converted(text, from: "p.qos", to: .json)
            let back = try Self.converted(json, from: "p.json", to: .qos)
            let policies = [load(text), Self.loadJSON(json), load(back)].map(\.policy)
            let fingerprints = Set(policies.map { $0.map { Compiler.compile($0).fingerprint } })
            #expect(fingerprints.count == 1, "\(random)\n\(text)\n\(json)")
            // Comments count the same wherever the form puts them.
            var comments = RuleDiff(changes: [])
            comments.compareComments(load(text).sources, Self.loadJSON(json).sources)
            #expect(comments.isEmpty, "\(random)\n\(text)")
            // A policy with errors has them in both forms.
            if let first = policies[0], let second = policies[1] {
                #expect(RuleDiff.between(first, second, includesText: true).isEmpty, "\(random)\n\(text)\n\(json)")
            }
            #expect(try Self.converted(back, from: "p.qos", to: .json) == json, "\(random)\n\(text)")
        }
    }

    @Test("includes and set files stay references, whatever form the included files have")
    func references() throws {
        let top = """
            {"schema": 1, "statements": [{"set": "s", "file": "s.txt"}, {"include": "a.qos"}, {"include": "b.json"}]}
            """
        let files = MemoryPolicyFiles([
            "p.json": Array(top.utf8), "s.txt": Array("10.0.0.0/8\n".utf8),
            "a.qos": Array("rule a daddr @s keep\n".utf8),
            "b.json": Array(#"{"schema": 1, "statements": [{"rule": "b", "action": "keep"}]}"#.utf8),
        ])
        let loaded = PolicyLoader.load("p.json", from: files)
        #expect(try #require(loaded.policy, "\(rendered(loaded))").rules.map(\.name) == ["a", "b"])
        #expect(
            try Self.converted(top, from: "p.json", to: .qos) == """
                set s  file "s.txt"

                include "a.qos"
                include "b.json"

                """)
    }

    @Test("what is not supported yet is listed and left out, never written without its condition")
    func unsupported() throws {
        let text = "rule a when link eth0 up keep\nfact f \"x\"\nrule b keep\n"
        let result = PolicyConversion.convert(SourceFile(path: "p.qos", bytes: Array(text.utf8)), to: .json)
        #expect(!result.isComplete)
        #expect(
            result.diagnostics.map(\.message) == [
                "not carried over: rule 'a' with when is not supported yet",
                "not carried over: fact is not supported yet",
            ])
        let json = try #require(result.text)
        #expect(json.contains("\"b\"") && !json.contains("\"a\""))
    }

    @Test(
        "words that are no policy have no twin",
        arguments: ["rule a dport 1 dport 2 keep\n", "expect a proto udp proto tcp\n"])
    func noTwin(_ text: String) {
        let result = PolicyConversion.convert(SourceFile(path: "p.qos", bytes: Array(text.utf8)), to: .json)
        #expect(result.text == nil)
        #expect(result.diagnostics.hasErrors)
    }

    @Test("values keep their quotes where they need them")
    func quotes() throws {
        let text = """
            rule r  oif "eth#0"  keep
            rule s  oif "a,b"    keep

            expect r  proto udp oif "eth#0" dport 53
            expect s  oif "a,b"

            """
        let json = try Self.converted(text, from: "p.qos", to: .json)
        #expect(try Self.converted(json, from: "p.json", to: .qos) == text)
        #expect(try Self.converted(text, from: "p.qos", to: .qos) == text)
    }

    @Test(
        "what would say something else in the language is refused",
        arguments: [
            #"{"expect":"r","packet":{"fragment\nrule evil set dscp ef\nexpect r proto":"udp"}}"#,
            #"{"rule":"a","match":{"dport":"80 saddr 10.0.0.1"},"action":"keep"}"#,
            #"{"rule":"a","match":{"dport":"80 } keep #"},"action":"keep"}"#, #"{"set":"s","elements":["80 443"]}"#,
            #"{"set":"s","elements":["80#1"]}"#, #"{"rule":"a","match":{"proto":"tcp\nkeep"},"action":"keep"}"#,
        ])
    func injection(_ statement: String) {
        let json = #"{"schema":1,"statements":[{"rule":"r","action":"keep"},\#(statement)]}"#
        let result = PolicyConversion.convert(SourceFile(path: "p.json", bytes: Array(json.utf8)), to: .qos)
        #expect(result.text == nil && result.diagnostics.hasErrors, "\(result.text ?? "")")
    }

    @Test(
        "comments may hold what comments hold",
        arguments: ["page\u{c}break", "\u{200e}שלום", "a\tb", "\u{2028}", "\u{7}"])
    func comments(_ comment: String) throws {
        let text = "# \(comment)\nrule r  keep  # \(comment)\n"
        let json = try Self.converted(text, from: "p.qos", to: .json)
        #expect(try Self.converted(json, from: "p.json", to: .qos) == text)
    }

    @Test("a carriage return in a comment ends no line in the language")
    func carriageReturn() throws {
        let json =
            #"{"schema": 1, "statements": [{"rule": "r", "action": "keep", "comment": "a\r\nrule evil keep\r"}]}"#
        let text = try Self.converted(json, from: "p.json", to: .qos)
        #expect(text == "# a\n# rule evil keep\nrule r  keep\n")
    }

    @Test("a comment that is no text is not damaged", arguments: PolicyFormat.allCases)
    func otherEncodings(_ format: PolicyFormat) {
        let bytes = Array("rule r keep # caf".utf8) + [0xe9, 0x0a]
        let file = SourceFile(path: "p.qos", bytes: bytes)
        #expect(load(bytes).policy != nil)
        let result = PolicyConversion.convert(file, to: format)
        #expect(result.text == nil && result.diagnostics.map(\.code) == [.badByte])
        #expect(PolicyFormatter.format(file).bytes == nil)
    }

    @Test("standard input is taken for what it holds")
    func standardInput() {
        let json = #"  {"schema": 1, "statements": [{"rule": "a", "action": "keep"}]}"#
        let loaded = PolicyLoader.load("<stdin>", from: MemoryPolicyFiles(["<stdin>": Array(json.utf8)]))
        #expect(loaded.policy?.rules.map(\.name) == ["a"])
    }
}
