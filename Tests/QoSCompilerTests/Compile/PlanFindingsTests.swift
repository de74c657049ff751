import Testing

@testable import QoSCompiler

/// The warning about packets that take many steps.
@Suite struct PlanFindingsTests {
    private static let text = (0..<200).map { "rule r\($0) proto udp dport \(1000 + 2 * $0) set dscp \($0 % 60)\n" }
        .joined()

    /// Segments of so many rules, graphs but for those in `lists`.
    private static func findings(
        _ text: String, _ lengths: [Int], lists: Set<Int> = [], gaveUp: Bool = false
    ) throws -> [Diagnostic] {
        let policy = try policy(text)
        var plan = Compiler.compile(policy)
        plan.shape.gaveUp = gaveUp
        plan.shape.segments = []
        var next = 0
        for (number, length) in lengths.enumerated() {
            plan.shape.segments.append(
                PlanShape.Segment(
                    path: policy.scope.paths[0], lines: (next..<(next + length)).map { PlanShape.Line(rule: $0) },
                    isGraph: !lists.contains(number)))
            next += length
        }
        return PlanFindings.run(plan, of: policy)
    }

    @Test("few steps are no finding", arguments: [[200], Array(repeating: 10, count: 16), [50, 128, 22]])
    func few(_ lengths: [Int]) throws {
        #expect(try Self.findings(Self.text, lengths, lists: lengths.count == 3 ? [1] : []) == [])
    }

    @Test("many rules one by one")
    func lists() throws {
        let found = try Self.findings(Self.text, [20, 129, 51], lists: [1], gaveUp: true)
        let loaded = load(Self.text)
        #expect(
            found.map { DiagnosticText(sources: loaded.sources, showsSource: false).text($0) } == [
                """
                p.qos:21:6: warning: a packet can go through 2 graphs and 129 single rules, one after the other: \
                one graph has no room for 'r20' 'r21' 'r22' … (the work budget ended)
                  hint: rules that look at other fields than their neighbours, overlap them and mark otherwise make \
                it so; qosctl compile --stats lists the segments
                """
            ])
        #expect(found.map(\.code) == [.manySteps])
    }

    @Test("many graphs one after the other")
    func graphs() throws {
        let found = try Self.findings(Self.text, Array(repeating: 10, count: 17))
        #expect(
            found.map(\.message) == [
                "a packet can go through 17 graphs, one after the other: one graph has no room for 'r10' 'r20' 'r30' …"
            ])
    }

    @Test("a plan of lists only")
    func listOnly() throws {
        let policy = try policy(Self.text)
        var options = Compiler.Options()
        options.form = .list
        let found = PlanFindings.run(Compiler.compile(policy, options), of: policy)
        #expect(found.map { $0.message.hasPrefix("a packet can go through 200 single rules, ") } == [true])
        #expect(PlanFindings.run(Compiler.compile(policy), of: policy) == [])
    }
}
