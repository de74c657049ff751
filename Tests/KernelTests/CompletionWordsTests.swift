import Foundation
import QoSCompiler
import Testing

@testable import qosctl

/// What is offered for the words before, without a shell.
struct CompletionWordsTests {
    private let file: String

    init() throws {
        file = NSTemporaryDirectory() + "qosctl-words-\(UUID().uuidString).qos"
        let text = """
            class voice dscp ef
            class bulk dscp le
            set phones { 192.0.2.0/24 }
            set media { 5004 }
            rule sip dport 5060 class voice

            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// The words of a line that ends with the word being completed, which is empty.
    private func words(_ line: String) -> CommandWords {
        let words = ["qosctl", "set", "-f", file] + line.split(separator: " ").map(String.init) + [""]
        return CommandWords(words, words.count - 1)
    }

    private func rule(_ line: String) -> [String] { RuleWords(words(line)).rule }

    @Test func wordsOfARule() {
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(rule("sip proto udp class") == ["voice", "bulk"])
        #expect(
            rule("sip daddr") == ["@phones"] && rule("sip daddr !=") == ["@phones"]
                && rule("sip daddr ! =") == ["@phones"])
        #expect(rule("sip dport") == ["@media"] && rule("sip dport @") == ["phones", "media"])
        #expect(rule("sip family") == ["ip", "ip6"] && rule("sip proto").contains("sctp"))
        #expect(rule("sip dscp").contains("af41") && rule("sip proto udp set dscp").contains("af41"))
        #expect(rule("sip proto udp set") == ["dscp", "priority", "pcp"])
        #expect(rule("sip proto udp set priority") == [] && rule("sip user") == [])
        #expect(rule("sip proto udp set dscp ef") == ["dscp", "priority", "pcp", "disabled"])
        #expect(rule("sip keep") == ["disabled"] && rule("sip keep disabled") == [])
        let next = rule("sip proto udp")
        #expect(next.contains("dport") && next.contains("keep") && next.contains("class") && !next.contains("proto"))
        #expect(!next.contains("cgroup"))
    }

    @Test func whichPolicy() {
        defer { try? FileManager.default.removeItem(atPath: file) }
        func rules(_ words: [String], _ index: Int) -> [String]? {
            CommandWords(words, index).policy?.rules.map(\.name)
        }
        #expect(rules(["qosctl", "remove", "--file=\(file)", ""], 3) == ["sip"])
        #expect(rules(["qosctl", "remove", "", "-f", file], 2) == ["sip"])
        let nowhere = ["--state-dir", "/nonexistent/qosctl"]
        // The word being completed is no FILE yet; standard input is not there to be read.
        #expect(rules(["qosctl", "remove"] + nowhere + ["-f", file], 5) == nil)
        #expect(rules(["qosctl", "remove"] + nowhere + ["-f"], 4) == nil)
        #expect(rules(["qosctl", "remove"] + nowhere + ["-f", "-", ""], 6) == nil)
        #expect(rules(["qosctl", "remove"] + nowhere + [""], 99) == nil)
    }

    @Test(
        "quotes",
        arguments: [
            ("plain", "plain"), ("'a b'", "a b"), ("\"a b\"", "a b"), ("a\\ b", "a b"), ("\"a\\\"b\"", "a\"b"),
            ("'a\\b'", "a\\b"),
            ("'open", "open"), ("end\\", "end"), ("", ""), ("'~/x'", "~/x"),
        ])
    func quotes(_ typed: String, _ meant: String) {
        #expect(CommandWords.unquoted(typed) == meant)
    }
}
