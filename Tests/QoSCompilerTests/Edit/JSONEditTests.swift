import QoSCompiler
import SeededRandom
import Testing

/// Edits of policies in JSON: one object changes or moves, every other byte stays.
@Suite struct JSONEditTests {
    private static let text = """
        { "schema": 1,
          "statements": [
            {"class": "voice", "dscp": "ef"},
            { "rule":"a",  "match": {"proto": "tcp"}, "action": "keep" },
            {"rule": "b", "action": {"class": "voice"}, "disabled": true, "comment": "about b"},
            {"include": "i.qos"},
            {"rule": "c", "action": "keep"}
        ] }
        """
    private static let included = "rule i proto udp keep\n"

    private static func loaded(_ text: String) -> LoadedPolicy {
        PolicyLoader.load(
            "p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8), "i.qos": Array(included.utf8)]))
    }

    private static func edit(_ change: (PolicyEdit) throws -> EditedFiles?) throws -> [String: String]? {
        let loaded = Self.loaded(text)
        let policy = try #require(loaded.policy, "\(rendered(loaded))")
        return try change(PolicyEdit(policy, sources: loaded.sources)).map { PolicyEditTests.texts($0, loaded) }
    }

    private static let a = #"{ "rule":"a",  "match": {"proto": "tcp"}, "action": "keep" }"#
    private static let b = #"{"rule": "b", "action": {"class": "voice"}, "disabled": true, "comment": "about b"}"#
    private static let c = #"{"rule": "c", "action": "keep"}"#

    @Test func moving() throws {
        #expect(
            try Self.edit { try $0.moving("c", to: .first) }
                == [
                    "p.json": Self.text.replacing(",\n    \(Self.c)", with: "")
                        .replacing(Self.a, with: "\(Self.c),\n    \(Self.a)")
                ])
        #expect(
            try Self.edit { try $0.moving("a", to: .after("b")) }
                == ["p.json": Self.text.replacing("\(Self.a),\n    \(Self.b)", with: "\(Self.b),\n    \(Self.a)")])
        #expect(try Self.edit { try $0.moving("a", to: .first) } == nil)
    }

    @Test("a rule that moves between files changes its form")
    func movingBetweenForms() throws {
        #expect(
            try Self.edit { try $0.moving("b", to: .after("i")) } == [
                "p.json": Self.text.replacing("\(Self.b),\n    ", with: ""),
                "i.qos": Self.included + "# about b\nrule b class voice disabled\n",
            ])
        #expect(
            try Self.edit { try $0.moving("i", to: .last) } == [
                "p.json": Self.text.replacing(
                    Self.c, with: Self.c + ",\n    " + #"{"rule": "i", "match": {"proto": "udp"}, "action": "keep"}"#),
                "i.qos": "",
            ])
    }

    @Test func removing() throws {
        #expect(
            try Self.edit { try $0.removing("c") } == ["p.json": Self.text.replacing(",\n    \(Self.c)", with: "")])
        #expect(
            try Self.edit { try $0.removing("a") } == ["p.json": Self.text.replacing("\(Self.a),\n    ", with: "")])
    }

    @Test func adding() throws {
        let rule = "# why\nrule n proto tcp dport { 80 443 } set dscp cs1"
        let json =
            #"{"rule": "n", "match": {"proto": "tcp", "dport": [80, 443]}, "action": {"set": {"dscp": "cs1"}}, "comment": "why"}"#
        #expect(
            try Self.edit { try $0.adding(rule, at: .last).files }
                == ["p.json": Self.text.replacing(Self.c, with: Self.c + ",\n    " + json)])
        #expect(
            try Self.edit { try $0.adding(rule, at: .before("a")).files }
                == ["p.json": Self.text.replacing(Self.a, with: json + ",\n    " + Self.a)])
    }

    @Test("into an empty list", arguments: ["[]", "[ ]", "[\n]"])
    func addingToNothing(_ list: String) throws {
        let loaded = Self.loaded(#"{"schema": 1, "statements": \#(list)}"#)
        let edit = PolicyEdit(try #require(loaded.policy), sources: loaded.sources)
        let text = PolicyEditTests.texts(try edit.adding("rule n keep", at: .last).files, loaded)["p.json"]
        #expect(Self.loaded(text ?? "").policy?.rules.map(\.name) == ["n"])
    }

    @Test func setting() throws {
        #expect(
            try Self.edit { try $0.setting("b", to: "dport 5 keep") } == [
                "p.json": Self.text.replacing(
                    Self.b,
                    with:
                        #"{"rule": "b", "match": {"dport": 5}, "action": "keep", "disabled": true, "comment": "about b"}"#
                )
            ])
    }

    @Test func enablingAndDisabling() throws {
        #expect(
            try Self.edit { try $0.enabling("b") }
                == ["p.json": Self.text.replacing("\"disabled\": true, ", with: "")])
        #expect(
            try Self.edit { try $0.disabling("c") }
                == ["p.json": Self.text.replacing(Self.c, with: #"{"rule": "c", "action": "keep", "disabled": true}"#)])
        #expect(try Self.edit { try $0.disabling("b") } == nil)
    }

    @Test("random moves give the wanted order in both forms", arguments: 0..<20)
    func randomMoves(_ index: Int) throws {
        var random = SeededGenerator("JSONEdit", index)
        for _ in 0..<20 {
            let names = (0..<random.int(1...6)).map { "r\($0)" }
            let rules = names.map { #"{"rule": "\#($0)", "action": "keep"}"# }
            let text =
                #"{"schema":1,"statements":["# + rules.joined(separator: random.pick([",", " , ", ",\n"])) + "]}"
            let loaded = Self.loaded(text)
            let edit = PolicyEdit(try #require(loaded.policy), sources: loaded.sources)
            let name = random.pick(names)
            let position = random.int(1...names.count)
            var expected = names.filter { $0 != name }
            expected.insert(name, at: position - 1)
            let edited = try edit.moving(name, to: .position(position)).map { PolicyEditTests.texts($0, loaded) }
            let after = Self.loaded(edited?["p.json"] ?? text).policy?.rules.map(\.name)
            #expect(after == expected, "\(random)\n\(text)")
            #expect(edited == nil || edited?["p.json"]?.utf8.count == text.utf8.count)
        }
    }
}
