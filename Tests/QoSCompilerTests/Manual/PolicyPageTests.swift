import Foundation
import Testing

@testable import QoSCompiler

/// qosctl-policy(5) names the whole language, and its examples are policies.
struct PolicyPageTests {
    private let page: String

    init() throws {
        page = try Repository.text("docs/man/qosctl-policy.5")
    }

    @Test func everyWordIsThere() {
        let words = Set(
            page.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "?") }.map(String.init))
        let expected =
            Parser.statementWords.filter { $0 != "link?" } + MatchField.allCases.map(\.rawValue)
            + ["keep", "disabled", "fragment", "priority", "pcp", "auto", "none", "forward", "both", "file"]
        for word in expected { #expect(words.contains(word), "the page does not name '\(word)'") }
    }

    @Test func examplesAreGood() {
        let blocks = page.components(separatedBy: ".Bd -literal -offset indent\n").dropFirst().compactMap {
            $0.components(separatedBy: ".Ed\n").first
        }
        #expect(blocks.count == 6)
        for block in blocks {
            if block.hasPrefix("proto ") {
                #expect(throws: Never.self) { try packet(block.split(separator: "\n").joined(separator: " ")) }
                continue
            }
            let loaded = load(block, files: ["lists/backup.txt": "192.0.2.1\n", "policy.d/a.qos": "rule a keep\n"])
            let warnings = loaded.diagnostics.filter { $0.severity == .warning && $0.code != .unused }
            #expect(loaded.policy != nil && warnings.isEmpty, "\(block)\n\(rendered(loaded))")
        }
    }
}
