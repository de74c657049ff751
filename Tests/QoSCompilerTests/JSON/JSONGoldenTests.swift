import QoSCompiler
import Testing

/// What is wrong with a JSON policy, at its place.
@Suite struct JSONGoldenTests {
    @Test(arguments: [
        ("", "1:1: error: expected a JSON object, found the end of the file"),
        ("[]", "1:1: error: a policy is an object, not an array"),
        ("{", "1:2: error: expected a key in double quotes, found the end of the file"),
        (#"{"schema": 2, "statements": []}"#, #"1:12: error: a policy in JSON begins with "schema": 1"#),
        (#"{"statements": []}"#, #"1:1: error: a policy in JSON begins with "schema": 1"#),
        (#"{"schema": 1}"#, #"1:1: error: the policy has no "statements""#),
        (#"{"schema": 1, "rules": []}"#, "1:15: error: unknown key 'rules' in a policy"),
        (#"{"schema": 1, "statements": [], "schema": 1}"#, "1:33: error: the key 'schema' stands twice"),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "action": "keep"},]}"#,
            "1:62: error: expected a value, found ']'"
        ),
        ("{\"schema\": 1,\n # x\n \"statements\": []}", "2:2: error: expected a key in double quotes, found '#'"),
        ("{'schema': 1}", "1:2: error: expected a key in double quotes, found '''"),
        (#"{"schema": 01, "statements": []}"#, "1:12: error: this is no JSON number"),
        (
            #"{"schema": 1, "statements": [{"rule": "\ud800", "action": "keep"}]}"#,
            "1:44: error: '\\u' needs the four digits of a character"
        ),
        (#"{"schema": 1, "statements": [{"rule": "\q", "action": "keep"}]}"#, #"1:40: error: '\q' is no JSON escape"#),
        (#"{"schema": 1, "statements": [{"rule": "a"#, "1:39: error: a string without its closing quote"),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "action": "keep"}]} x"#,
            "1:64: error: expected the end of the file, found 'x'"
        ),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "match": {"dport": 1.5}, "action": "keep"}]}"#,
            "1:63: error: numbers are whole and not negative"
        ),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "match": {"proto": "tpc"}, "action": "keep"}]}"#,
            "1:63: error: 'tpc' is no protocol"
        ),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "match": {"daddr": "10.0.0.1 # x"}, "action": "keep"}]}"#,
            "1:63: error: '10.0.0.1 # x' is no address"
        ),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "match": {"oif": "et\u0000h"}, "action": "keep"}]}"#,
            "1:61: error: a control character in a string"
        ),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "action": {"class": "v"}}]}"#,
            "1:64: error: there is no class 'v'"
        ),
        (#"{"schema": 1, "statements": [{"app": "x"}]}"#, "1:31: error: not supported yet: app"),
        (
            #"{"schema": 1, "statements": [{"rule": "a", "action": "keep", "when": "x"}]}"#,
            "1:62: error: not supported yet: when"
        ),
        ("\u{feff}{}", "1:1: error: a byte order mark is not allowed; save the file as plain UTF-8"),
    ])
    func finding(_ text: String, _ expected: String) {
        let loaded = PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]))
        let printer = DiagnosticText(sources: loaded.sources, showsSource: false)
        let first = loaded.diagnostics.first.map(printer.text)?.split(separator: "\n").first.map(String.init)
        #expect(first == "p.json:" + expected)
        #expect(loaded.policy == nil)
    }

    @Test("each bad statement is reported, not only the first")
    func all() {
        let text = #"{"schema": 1, "statements": [{"rule": "a"}, {"class": "b"}, {"x": 1}]}"#
        let loaded = PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]))
        #expect(loaded.diagnostics.count == 3)
    }

    @Test("escapes stand for their characters")
    func escapes() throws {
        let text = #"{"schema": 1, "statements": [{"policy": "\u00e9\ud83d\ude00\/\\"}]}"#
        let loaded = PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]))
        #expect(try #require(loaded.policy).name == "é😀/\\")
    }

    @Test("deep nesting ends in an error")
    func nesting() {
        let text = String(repeating: "[", count: 100_000)
        let loaded = PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]))
        #expect(loaded.diagnostics.map(\.message) == ["nested deeper than 32"])
    }
}
