import Glibc
import QoSCompiler
import Testing

/// Inputs that are large in one way.
@Suite struct DepthFuzzTests {
    static let size = 40_000
    /// Makes the rest of a file a part of a policy.
    fileprivate static let own = "class voice dscp ef\n"

    enum Shape: String, CaseIterable, Sendable {
        case braces, closingBraces, commas, listOfWords, longWord, longString, longLine, longComment, notEquals, quotes,
            newlines
        case unclosedLists, emptyRules, rules, sets, nestedSets, conditions, fields, expectations, carriageReturns,
            letters
        // As many mistakes as a file can have, each of which is explained.
        case foreignRules, foreignFields, unknownNames, unknownClasses, unknownSets, openTables, openComments,
            openQuotes, yamlItems, badValues, longForeignLine, continuedLines, badExpectations

        var text: String {
            let n = DepthFuzzTests.size
            func times(_ text: String, _ count: Int = n) -> String { String(repeating: text, count: count) }
            return switch self {
            case .braces: times("{")
            case .closingBraces: "rule a keep " + times("}")
            case .commas: "rule a dport { 80" + times(",") + " } keep"
            case .listOfWords: "rule a dport { " + times("80 ") + "} keep"
            case .longWord: "rule a user " + times("x") + " keep"
            case .longString: "policy \"" + times("x") + "\""
            case .longLine: "rule a " + times("dport 80 ") + "keep"
            case .longComment: "#" + times("x") + "\nrule a keep"
            case .notEquals: "rule a dport " + times("!= ") + "80 keep"
            case .quotes: "policy " + times("\"")
            case .newlines: "rule a dport {" + times("\n") + "80 } keep"
            case .unclosedLists: times("rule a dport { 80\n", n / 10)
            case .emptyRules: times("rule\n")
            case .rules: (0..<n / 20).map { "rule r\($0) dport \($0 % 65536) keep\n" }.joined()
            case .sets: (0..<n / 20).map { "set s\($0) { 10.\($0 / 256 % 256).\($0 % 256).0/24 }\n" }.joined()
            case .nestedSets:
                (0..<n / 100).map { "set s\($0) { @s\($0 + 1) 10.0.0.1 }\n" }.joined()
                    + "set s\(n / 100) { 10.0.0.2 }\n"
            case .conditions: "rule a when " + times("not time \"x\" and ", n / 10) + "link e up keep disabled"
            case .fields: times("rule a family ip proto tcp saddr 10.0.0.1 keep\n", n / 100)
            case .expectations: "rule a keep\n" + times("expect a proto tcp\n", n / 20)
            case .carriageReturns: times("rule a keep\r")
            case .letters: times("a ")
            case .foreignRules: DepthFuzzTests.own + times("tcp dport 22 ip dscp set ef counter\n", n / 4)
            case .foreignFields: (0..<n / 4).map { "rule r\($0) ip saddr 10.0.0.0/8 udp dport 5060 accept\n" }.joined()
            case .unknownNames: DepthFuzzTests.own + times("daprt 22 ruleset classs\n", n / 4)
            case .unknownClasses:
                (0..<n / 8).map { "class c\($0) dscp ef\nrule r\($0) class d\($0)\n" }.joined()
            case .unknownSets: (0..<n / 8).map { "set s\($0) { @t\($0) }\nrule r\($0) daddr @u\($0) keep\n" }.joined()
            case .openTables: DepthFuzzTests.own + times("table inet x {\nclass voice {\n", n / 8)
            case .openComments: DepthFuzzTests.own + times("/* rule\n", n / 4)
            case .openQuotes: DepthFuzzTests.own + times("policy “x\n", n / 4)
            case .yamlItems: DepthFuzzTests.own + times("- name: x\n  dport: 80\nrule a b\n", n / 8)
            case .badValues: DepthFuzzTests.own + "rule b dport { " + times("80:90; ", n / 4) + "} keep"
            case .longForeignLine: DepthFuzzTests.own + "rule b tcp " + times("dport 80, ", n)
            case .continuedLines: DepthFuzzTests.own + times("rule b dport 80 \\\n", n / 4)
            case .badExpectations: (0..<n / 8).map { "rule r\($0) keep\nexpect s\($0) proto tcp\n" }.joined()
            }
        }
    }

    @Test(arguments: Shape.allCases)
    func large(_ shape: Shape) {
        #expect(PolicyFuzzTests.problem(load(shape.text)) == nil)
    }

    enum Nest: String, CaseIterable, Sendable, Codable {
        case closedBlocks, openBlocks, blocksOnOneLine, setChain

        var text: String {
            switch self {
            case .closedBlocks:
                String(repeating: "when time \"x\" {\n", count: 10_000) + String(repeating: "}\n", count: 10_000)
            case .openBlocks: String(repeating: "only host \"x\" {\n", count: 10_000)
            case .blocksOnOneLine: String(repeating: "only host \"x\" { ", count: 10_000)
            case .setChain: (0..<10_000).map { "set s\($0) { @s\($0 + 1) }\n" }.joined() + "set s10000 { 80 }\n"
            }
        }
    }

    /// Nesting that a stack does not survive, so each runs in a process of its own.
    @Test(arguments: Nest.allCases)
    func nesting(_ nest: Nest) async {
        await #expect(processExitsWith: .success) { [nest = nest as Nest] in
            // Without Swift's backtrace, which takes its time.
            signal(SIGSEGV, SIG_DFL)
            let problem = PolicyFuzzTests.problem(load(nest.text))
            #expect(problem == nil)
        }
    }

    @Test(arguments: [1, 10, 60])
    func sensibleNesting(_ depth: Int) {
        let open = String(repeating: "when time \"x\" {\n", count: depth)
        let loaded = load(open + "rule a keep\n" + String(repeating: "}\n", count: depth) + "rule a keep\n")
        #expect(loaded.diagnostics.map(\.message) == ["not supported yet: when"])
    }
}
