import QoSCompiler
import Testing

/// What the analysis says about the order of rules: without being asked for more, and all of it.
struct AnalysisGolden: Sendable, CustomTestStringConvertible {
    var title: String
    /// The codes of all findings of the analysis, in order.
    var codes: [DiagnosticCode]
    var source: String
    var summary: String
    /// Nil where it is the same.
    var everything: String?

    init(
        _ title: String, _ codes: [DiagnosticCode], _ source: String, _ summary: String, everything: String? = nil
    ) {
        self.title = title
        self.codes = codes
        self.source = source
        self.summary = summary
        self.everything = everything
    }

    var testDescription: String { title }

    static let all: [AnalysisGolden] = unreachable + order + fields
}

@Suite struct AnalysisGoldenTests {
    @Test(arguments: AnalysisGolden.all)
    func findings(_ golden: AnalysisGolden) throws {
        var loaded = load(golden.source)
        let policy = try #require(loaded.policy)
        // Only what the analysis adds.
        loaded.diagnostics = []
        func text(_ detail: PolicyAnalysis.Detail, everything: Bool) -> String {
            let found = AnalysisDiagnostics(PolicyAnalysis.run(policy, detail: detail), of: policy)
            return rendered(loaded.adding(everything ? found.everything : found.summary))
        }
        #expect(text(.summary, everything: false) == golden.summary)
        #expect(text(.findings, everything: false) == golden.summary, "a summary is the same of all findings")
        #expect(text(.findings, everything: true) == golden.everything ?? golden.summary)
        let all = AnalysisDiagnostics(PolicyAnalysis.run(policy, detail: .everything), of: policy).everything
        #expect(loaded.adding(all).diagnostics.map(\.code) == golden.codes)
    }

    /// A text that is cut stays short, and says what it leaves out.
    @Test(arguments: [1, 20, 21, 22, 300])
    func manyUnreachable(_ count: Int) throws {
        let rules = (1...count).map { "rule r\($0) proto tcp dport \($0) set dscp cs2\n" }.joined()
        let policy = try policy("rule tcp proto tcp set dscp cs1\n" + rules)
        let found = AnalysisDiagnostics(PolicyAnalysis.run(policy, detail: .summary), of: policy)
        #expect(found.summary.count == min(count, 21) && found.everything.count == count)
        #expect(found.summary.allSatisfy { $0.severity == .warning })
        let last =
            switch count {
            case ...20:
                "rule 'r\(count)' never takes a packet: rule 'tcp' before it matches all of its packets and marks them otherwise"
            case 21: "rule 'r21' never takes a packet"
            case 22: "rule 'r21' never takes a packet; so it is with 1 other rule"
            default: "rule 'r21' never takes a packet; so it is with \(count - 21) other rules"
            }
        #expect(found.summary.last?.message == last)
    }

    /// What programs get: names, and a packet that can be asked about.
    @Test func json() throws {
        let loaded = load(
            """
            rule low proto udp dport 0-1023 set dscp cs1
            rule high proto udp dport 1024-65535 set dscp cs1
            rule sip proto udp dport 5060 set dscp cs3
            rule ntp proto udp dport { 123 500 } set dscp cs1
            rule last saddr 10.0.0.0/8 dport 7 set dscp cs4
            """)
        let policy = try #require(loaded.policy)
        let found = AnalysisDiagnostics(PolicyAnalysis.run(policy, detail: .findings), of: policy).everything
        let extras = found.map { diagnostic in
            String(DiagnosticJSON.value(diagnostic, in: loaded.sources).text.split(separator: "\"hint\":")[1])
                .drop { $0 != "[" }
        }
        #expect(
            extras == [
                """
                ["high"],"unlisted":0,"markingsDiffer":true,\
                "witness":"proto udp saddr 192.0.2.1 sport 40000 dport 5060","taker":"high"}
                """,
                """
                ["low"],"unlisted":0,"markingsDiffer":false,\
                "witness":"proto udp saddr 192.0.2.1 sport 40000 dport 123","taker":"low"}
                """,
                """
                ["low"],"unlisted":0,"markingsDiffer":true,\
                "witness":"proto udp saddr 10.0.0.1 sport 40000 dport 7","taker":"low"}
                """,
            ])
        #expect(found.map(\.severity) == [.warning, .warning, .note])
    }

    @Test func titlesTellGoldensApart() {
        #expect(Set(AnalysisGolden.all.map(\.title)).count == AnalysisGolden.all.count)
    }
}
