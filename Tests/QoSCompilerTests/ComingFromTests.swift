import Foundation
import QoSCompiler
import Testing

/// `docs/coming-from.md`: its policies load and their expectations hold, and so does what its tables say.
@Suite struct ComingFromTests {
    private static let lines = ((try? Repository.text("docs/coming-from.md")) ?? "").split(
        separator: "\n", omittingEmptySubsequences: false)

    /// The blocks with this language's name.
    private static func blocks(_ language: Substring) -> [String] {
        var blocks: [String] = []
        var block: [Substring]?
        for line in lines {
            if line.hasPrefix("```") {
                if let text = block { blocks.append(text.joined(separator: "\n") + "\n") }
                block = block == nil && line.dropFirst(3) == language ? [] : nil
            } else {
                block?.append(line)
            }
        }
        return blocks
    }

    /// What stands in backquotes in the last column of the tables whose last column is called `here`.
    private static let cells: [String] = {
        var isTable = false
        return lines.flatMap { line -> [String] in
            guard line.hasPrefix("|") else {
                isTable = false
                return []
            }
            if line.hasSuffix("| here |") { isTable = true }
            let columns = line.split(separator: "|")
            guard isTable, let last = columns.last, last.contains("`") else { return [] }
            return last.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
    }()

    @Test func thereIsSomethingToTest() {
        #expect(Self.blocks("qos").count >= 5)
        #expect(Self.cells.count >= 70)
    }

    @Test("blocks of policy text load, with expectations that hold", arguments: blocks("qos"))
    func blockLoads(_ text: String) throws {
        let loaded = load(text)
        let policy = try #require(loaded.policy, "\(rendered(loaded))")
        #expect(!policy.expectations.isEmpty)
        #expect(!loaded.diagnostics.hasWarnings, "\(rendered(loaded))")
    }

    @Test("what tables have here is a statement, a match or an action", arguments: cells)
    func cellLoads(_ cell: String) {
        let definitions = "class voice dscp ef\nset phones { 10.20.0.7 }\n"
        let candidates = [cell, definitions + "rule x \(cell) keep", definitions + "rule x \(cell)"]
        #expect(candidates.contains { load($0 + "\n").policy != nil }, "\(cell)")
    }

    /// The output in the text is what `check` says.
    @Test func outputIsReal() {
        let loaded = load("# \nrule ssh tcp dport 22 ip dscp set ef\n")
        let printer = DiagnosticText(sources: loaded.sources, showsSource: false)
        let found = loaded.diagnostics.map(printer.text).joined(separator: "\n")
        let shown = Self.blocks("console").joined()
        #expect(shown.contains(found.replacing("p.qos:", with: "policy.qos:")), "\(found)")
    }

    /// The examples of other tools are refused, and their first line that can be put here is put right.
    @Test("examples of other tools are no policies", arguments: ["nft", "sh", "pf", "powershell"])
    func foreignBlocks(_ language: String) {
        let blocks = Self.blocks(language[...])
        #expect(!blocks.isEmpty)
        for block in blocks {
            let found = load(block).diagnostics
            #expect(found.count == 1)
            #expect(found.first?.message.hasSuffix(", not a policy") == true)
            #expect(found.first?.hint?.hasPrefix("docs/coming-from.md shows how it is written here") == true)
        }
    }
}
