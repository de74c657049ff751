import QoSCompiler
import Testing

/// Adding, setting, enabling and disabling rules in the text of a policy.
@Suite struct RuleEditTests {
    private static let text = """
        class voice dscp ef
        # about a
        rule a    proto tcp keep   # trailing a

        rule b dport {
            80  # one
            443
        } class voice disabled # trailing b
        include "i.qos"
        expect a proto tcp

        """
    private static let files = ["i.qos": "# inside\nrule c proto udp keep\n"]

    private static func edit(
        _ text: String = text, _ change: (PolicyEdit) throws -> EditedFiles?
    ) throws -> [String: String]? {
        let loaded = load(text, files: files, expectations: false)
        let edit = PolicyEdit(try policy(text, files: files), sources: loaded.sources)
        return try change(edit).map { PolicyEditTests.texts($0, loaded) }
    }

    @Test(
        "a new rule stands where it should, and everything else stays",
        arguments: [
            (RulePlace.first, "# about a\n", "NEW# about a\n", policyPath),
            (.last, "include \"i.qos\"\n", "include \"i.qos\"\nNEW", policyPath),
            (.position(1), "# about a\n", "NEW# about a\n", policyPath),
            (.position(3), "# inside\n", "NEW# inside\n", "i.qos"),
            (.position(4), "include \"i.qos\"\n", "include \"i.qos\"\nNEW", policyPath),
            (.before("b"), "rule b dport", "NEWrule b dport", policyPath),
            (.after("b"), "trailing b\n", "trailing b\nNEW", policyPath),
            (.after("c"), "rule c proto udp keep\n", "rule c proto udp keep\nNEW", "i.qos"),
        ])
    func adding(_ place: RulePlace, _ before: String, _ after: String, _ path: String) throws {
        let rule = "# new\nrule n proto tcp dport { 1 2 } keep"
        let edited = try #require(try Self.edit { try $0.adding(rule, at: place).files })
        let old = path == policyPath ? Self.text : try #require(Self.files[path])
        #expect(edited == [path: old.replacing(before, with: after.replacing("NEW", with: rule + "\n"))])
        let names = load(
            edited[policyPath] ?? Self.text, files: ["i.qos": edited["i.qos"] ?? Self.files["i.qos"] ?? ""]
        ).policy?.rules.map(\.name)
        #expect(names?.count == 4 && names?.contains("n") == true)
    }

    @Test("into a policy without rules, and a file without a last line end")
    func addingToNothing() throws {
        #expect(try Self.edit("") { try $0.adding("rule n keep", at: .last).files } == [policyPath: "rule n keep\n"])
        #expect(
            try Self.edit("class v dscp ef") { try $0.adding("rule n keep", at: .first).files }
                == [policyPath: "class v dscp ef\nrule n keep\n"])
        #expect(
            try Self.edit("rule a keep\r\nrule b keep") { try $0.adding("rule n keep", at: .last).files }
                == [policyPath: "rule a keep\r\nrule b keep\r\nrule n keep\r\n"])
    }

    @Test(
        "what is no new rule is refused, with its place in the text",
        arguments: [
            ("rule n dprt 80 keep", "<rule>:1:8: error: unknown word 'dprt' in rule 'n'"),
            ("rule n proto tcp", "<rule>:1:17: error: rule 'n' has no action"),
            ("class n dscp ef", "<rule>:1:1: error: this is no rule statement"),
            ("rule n keep\nrule m keep", "<rule>:2:1: error: more than one statement"),
            ("", "<rule>:1:1: error: this is no rule statement"),
        ])
    func addingErrors(_ rule: String, _ expected: String) throws {
        let error = #expect(throws: EditError.self) { try Self.edit { try $0.adding(rule, at: .last).files } }
        let findings = try #require(error?.findings)
        let printer = DiagnosticText(sources: findings.sources, showsSource: false)
        #expect(findings.diagnostics.first.map(printer.text)?.hasPrefix(expected) == true)
    }

    @Test func addingTwice() {
        let error = #expect(throws: EditError.self) { try Self.edit { try $0.adding("rule a keep", at: .last).files } }
        #expect(error?.message == "there is a rule 'a' already; 'set' replaces its body")
        let place = #expect(throws: EditError.self) {
            try Self.edit { try $0.adding("rule n keep", at: .position(5)).files }
        }
        #expect(place?.message == "there is no position 5: the policy has 3 rules")
    }

    @Test("a body is replaced; name, columns, comments and being disabled stay")
    func setting() throws {
        #expect(
            try Self.edit { try $0.setting("a", to: "proto udp dport { 53 123 } class voice") }
                == [policyPath: Self.text.replacing("proto tcp keep ", with: "proto udp dport { 53 123 } class voice ")]
        )
        let body = "dport {\n    80  # one\n    443\n} class voice disabled"
        #expect(
            try Self.edit { try $0.setting("b", to: "keep") }
                == [policyPath: Self.text.replacing(body, with: "keep disabled")])
        #expect(
            try Self.edit { try $0.setting("a", to: "proto tcp keep disabled") }
                == [policyPath: Self.text.replacing("tcp keep", with: "tcp keep disabled")])
        #expect(try Self.edit { try $0.setting("a", to: "proto tcp keep") } == nil)
        #expect(throws: EditError.self) { try Self.edit { try $0.setting("a", to: "proto tcp") } }
        #expect(throws: EditError.self) { try Self.edit { try $0.setting("a", to: "keep\nrule z keep") } }
        #expect(throws: EditError.self) { try Self.edit { try $0.setting("nobody", to: "keep") } }
    }

    @Test("only line feeds end lines", arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\u{c}"])
    func lineEnds(_ end: String) throws {
        let rule = "# hello\(end)rule evil keep\nrule x keep"
        let edited = try #require(try Self.edit("rule a keep\n") { try $0.adding(rule, at: .last).files }?[policyPath])
        #expect(edited == "rule a keep\n" + rule + "\n")
        #expect(try policy(edited).rules.map(\.name) == ["a", "x"])
    }

    @Test("comments are no part of a body", arguments: ["keep # x", "dport {\n 80 # x\n} keep", "keep\n# x"])
    func settingComments(_ body: String) {
        #expect(throws: EditError.self) { try Self.edit { try $0.setting("a", to: body) } }
    }

    @Test("what is no UTF-8 stays when a rule is switched off and on")
    func bytes() throws {
        let text = Array("rule a dport {\n 80 # caf".utf8) + [0xe9] + Array("\n} keep\n".utf8)
        let loaded = load(text)
        let edit = PolicyEdit(try #require(loaded.policy), sources: loaded.sources)
        let off = try #require(try edit.disabling("a")?.bytes[0])
        #expect(off == text.dropLast() + Array(" disabled\n".utf8))
        let again = load(off)
        #expect(try PolicyEdit(try #require(again.policy), sources: again.sources).enabling("a")?.bytes[0] == text)
    }

    @Test func enablingAndDisabling() throws {
        #expect(
            try Self.edit { try $0.enabling("b") }
                == [policyPath: Self.text.replacing("class voice disabled", with: "class voice")])
        #expect(
            try Self.edit { try $0.disabling("a") }
                == [policyPath: Self.text.replacing("tcp keep", with: "tcp keep disabled")])
        #expect(try Self.edit { try $0.enabling("a") } == nil)
        #expect(try Self.edit { try $0.disabling("b") } == nil)
        #expect(
            try Self.edit { try $0.disabling("c") } == ["i.qos": "# inside\nrule c proto udp keep disabled\n"])
        #expect(throws: EditError.self) { try Self.edit { try $0.enabling("nobody") } }
    }

    @Test("a file's text is replaced only when it is what the new one was made from")
    func replacing() throws {
        let old = Array(Self.text.utf8)
        #expect(
            try Self.edit { try $0.replacing(0, old, with: Array("rule z keep\n".utf8)) } == [
                policyPath: "rule z keep\n"
            ])
        #expect(try Self.edit { try $0.replacing(0, old, with: old) } == nil)
        #expect(throws: EditError.self) { try Self.edit { try $0.replacing(0, old.dropLast(), with: old) } }
        #expect(throws: EditError.self) { try Self.edit { try $0.replacing(nil, old, with: old) } }
    }
}
