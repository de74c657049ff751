import Testing

@testable import QoSCompiler

/// How findings look, apart from what they say.
@Suite struct DiagnosticTextTests {
    private func finding(in text: String, _ range: Range<Int>, _ severity: Severity = .error) -> (Diagnostic, SourceMap)
    {
        var sources = SourceMap()
        let file = sources.add(SourceFile(path: "p.qos", bytes: Array(text.utf8)))
        let span = SourceSpan(file: file, start: Int32(range.lowerBound), end: Int32(range.upperBound))
        return (Diagnostic(severity, .syntax, "text", at: span, hint: "hint"), sources)
    }

    @Test func withoutSource() {
        let (diagnostic, sources) = finding(in: "one\ntwo three\n", 8..<13)
        let text = DiagnosticText(sources: sources, showsSource: false).text(diagnostic)
        #expect(text == "p.qos:2:5: error: text\n  hint: hint")
    }

    @Test func withoutPlace() {
        let diagnostic = Diagnostic(.note, .kernel, "about the whole policy", at: nil)
        #expect(DiagnosticText(sources: SourceMap()).text(diagnostic) == "note: about the whole policy")
    }

    @Test(arguments: [(Severity.error, "31"), (.warning, "33"), (.note, "36")])
    func colour(_ severity: Severity, _ code: String) {
        let (diagnostic, sources) = finding(in: "one\n", 0..<3, severity)
        let text = DiagnosticText(sources: sources, isColoured: true).text(diagnostic)
        #expect(text.hasPrefix("p.qos:1:1: \u{1b}[1;\(code)m\(severity.rawValue)\u{1b}[0m: text\n"))
        #expect(!DiagnosticText(sources: sources).text(diagnostic).contains("\u{1b}"))
    }

    @Test func carriageReturnIsNoPartOfTheLine() throws {
        let (diagnostic, sources) = finding(in: "one two\r\nthree\r\n", 4..<9)
        #expect(DiagnosticText(sources: sources).text(diagnostic).contains("\n  one two\n      ^~~\n"))
        #expect(sources.position(of: try #require(diagnostic.span)).endColumn == 8)
    }

    @Test func placeOverSeveralLinesEndsWithItsFirst() throws {
        let (diagnostic, sources) = finding(in: "set s {\n  10.0.0.1\n}\n", 6..<20)
        #expect(DiagnosticText(sources: sources).text(diagnostic).contains("\n  set s {\n        ^\n"))
        #expect(sources.lines(of: try #require(diagnostic.span)) == 0...2)
    }

    @Test func endOfTheFile() throws {
        let (diagnostic, sources) = finding(in: "one", 3..<3)
        #expect(
            sources.position(of: try #require(diagnostic.span))
                == SourcePosition(path: "p.qos", line: 1, column: 4, endColumn: 4))
        #expect(DiagnosticText(sources: sources).text(diagnostic).contains("\n  one\n     ^\n"))
    }

    @Test(arguments: [0, 39, 40, 41, 5000, 9990])
    func longLineIsCutAroundThePlace(_ column: Int) throws {
        let line = String(repeating: ".", count: column) + "HERE" + String(repeating: "-", count: 10_000 - column)
        let (diagnostic, sources) = finding(in: line, column..<(column + 4))
        let lines = DiagnosticText(sources: sources).text(diagnostic).split(separator: "\n").map(String.init)
        try #require(lines.count == 4)
        #expect(lines[1].count == 162)
        #expect(lines[2].hasSuffix("^~~~"))
        #expect(lines[1].prefix(lines[2].count).hasSuffix("HERE"))
    }

    @Test(arguments: ["tab\there", "esc\u{1b}[2Jhere", "bell\u{7}here", "del\u{7f}here"])
    func sourceLineIsSafeForATerminal(_ line: String) {
        let (diagnostic, sources) = finding(in: line, 0..<3)
        let text = DiagnosticText(sources: sources).text(diagnostic)
        #expect(!text.utf8.contains { $0 != 0x0a && ($0 < 0x20 || $0 == 0x7f) })
    }

    /// The message repeats words of the policy; what a terminal would act on must not come through with them.
    @Test(arguments: [
        "rule a keep \"\u{1b}[2J\"\n",  // CSI in two bytes
        "rule a keep \"\u{9b}2J\"\n",  // CSI in one (C1)
        "rule a user \u{9b}2J\u{7} keep keep\n",
        "set s file \"\u{1b}]0;title\u{7}\"\n",
        "rule a keep \u{202e}desrever\n",  // a right-to-left override
    ])
    func messageIsSafeForATerminal(_ text: String) {
        let found = rendered(load(text))
        let unsafe = found.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0a: false
            case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(unsafe.isEmpty, "\(unsafe)")
    }

    /// Columns count bytes, but the caret stands under the character that people see.
    @Test func caretStandsUnderTheCharacter() {
        let found = rendered(load("policy \"Büro\" x\n"))
        #expect(found.hasPrefix("p.qos:1:16: error: "))
        #expect(found.contains("\n  policy \"Büro\" x\n                ^\n"))
    }

    @Test func json() {
        let loaded = load("rule \"a\"\nrule b dport 80-79 keep\n")
        let documents = loaded.diagnostics.map { DiagnosticJSON.value($0, in: loaded.sources).text }
        #expect(
            documents == [
                #"{"file":"p.qos","line":1,"column":6,"endColumn":9,"severity":"error","code":"missing-value","#
                    + #""message":"expected a name for the rule, found '\"a\"'","hint":"names have no quotes: rule a"}"#,
                #"{"file":"p.qos","line":2,"column":14,"endColumn":19,"severity":"error","code":"inverted-range","#
                    + #""message":"the range '80-79' is inverted","hint":"79-80"}"#,
            ])
        let placeless = DiagnosticJSON.value(Diagnostic(.error, .kernel, "x", at: nil), in: SourceMap()).text
        #expect(placeless.hasPrefix(#"{"file":null,"line":null,"column":null,"endColumn":null,"#))
    }
}
