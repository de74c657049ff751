import QoSCompiler
import Testing

/// The markers themselves: a wrong one is told.
@Suite struct MarkedSourceTests {
    @Test func readsMarkers() {
        let source = MarkedSource(
            """
            rule a dport 65536 keep
                         ^~~~~ error out-of-range: port '65536' is out of range
            rule b
                  | error missing-value: rule 'b' has no action
            """)
        #expect(source.text == "rule a dport 65536 keep\nrule b")
        #expect(
            source.findings == [
                MarkedSource.Finding(
                    line: 1, column: 14, endColumn: 19, text: "error out-of-range: port '65536' is out of range"),
                MarkedSource.Finding(
                    line: 2, column: 7, endColumn: 7, text: "error missing-value: rule 'b' has no action"),
            ])
        #expect(source.mismatch(in: load(source.text)) == nil)
    }

    @Test(arguments: [
        // One column off, a wrong length, a wrong code, a wrong text, a missing marker, a marker too many.
        "rule a dport 65536 keep\n            ^~~~~ error out-of-range: port '65536' is out of range",
        "rule a dport 65536 keep\n             ^~~~ error out-of-range: port '65536' is out of range",
        "rule a dport 65536 keep\n             ^~~~~ error bad-value: port '65536' is out of range",
        "rule a dport 65536 keep\n             ^~~~~ error out-of-range: port '65535' is out of range",
        "rule a dport 65536 keep\n",
        "rule a dport 65535 keep\n             ^~~~~ error out-of-range: port '65535' is out of range",
    ])
    func tellsDifferences(_ marked: String) {
        let source = MarkedSource(marked)
        #expect(source.mismatch(in: load(source.text)) != nil)
    }
}
