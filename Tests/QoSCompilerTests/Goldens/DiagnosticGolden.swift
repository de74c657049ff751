import Testing

@testable import QoSCompiler

/// A policy, and all that `check` says about it on a terminal without colour.
struct DiagnosticGolden: Sendable, CustomTestStringConvertible {
    var title: String
    /// The codes of the findings, in order.
    var codes: [DiagnosticCode]
    var source: String
    /// Further files that the policy names.
    var files: [String: String]
    var expected: String

    init(
        _ title: String, _ codes: [DiagnosticCode], _ source: String, files: [String: String] = [:], _ expected: String
    ) {
        self.title = title
        self.codes = codes
        self.source = source
        self.files = files
        self.expected = expected
    }

    var testDescription: String { title }

    static let all: [DiagnosticGolden] =
        byteFindings + statements + rules + markings + names + addresses + values + sets + expectations + reserved
        + links
        + checks + uses + limits + fileFindings + habits
}

@Suite struct DiagnosticGoldenTests {
    @Test(arguments: DiagnosticGolden.all)
    func findings(_ golden: DiagnosticGolden) {
        let loaded = load(golden.source, files: golden.files)
        #expect(rendered(loaded) == golden.expected)
        #expect(loaded.diagnostics.map(\.code) == golden.codes)
        #expect((loaded.policy == nil) == loaded.diagnostics.hasErrors)
    }

    /// What a terminal shows is what programs get: each finding has a place, and the place is inside its file.
    @Test(arguments: DiagnosticGolden.all)
    func places(_ golden: DiagnosticGolden) throws {
        let loaded = load(golden.source, files: golden.files)
        for diagnostic in loaded.diagnostics {
            let span = try #require(diagnostic.span)
            let file = loaded.sources.files[Int(span.file)]
            #expect(span.start <= span.end && Int(span.end) <= file.bytes.count)
            let place = loaded.sources.position(of: span)
            #expect(place.column >= 1 && place.endColumn >= place.column)
        }
    }

    /// Every code has a golden. Those that need a kernel or a name service are tested with the driver, and what is about
    /// a plan in PlanFindingsTests.
    @Test func everyCodeIsCovered() {
        let elsewhere: Set<DiagnosticCode> = [.kernel, .resolution, .link, .manySteps]
        let covered = Set(DiagnosticGolden.all.flatMap(\.codes) + AnalysisGolden.all.flatMap(\.codes))
        #expect(Set(DiagnosticCode.allCases).subtracting(elsewhere).subtracting(covered) == [])
    }

    @Test func titlesTellGoldensApart() {
        #expect(Set(DiagnosticGolden.all.map(\.title)).count == DiagnosticGolden.all.count)
    }
}
