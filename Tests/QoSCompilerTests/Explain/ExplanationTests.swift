import QoSCompiler
import Testing

/// `compile --explain` and `--format dot`.
@Suite struct ExplanationTests {
    @Test(arguments: ExplanationGolden.all)
    func text(_ golden: ExplanationGolden) throws {
        let text = try Self.text(golden, full: false)
        #expect(text == golden.text, "now:\n\(text)")
    }

    @Test(arguments: ExplanationGolden.all.filter { $0.dot != nil })
    func dot(_ golden: ExplanationGolden) throws {
        let dot = try Self.dot(golden, full: false)
        #expect(dot == golden.dot, "now:\n\(dot)")
    }

    /// Two shapes that overlap and mark otherwise: in one graph they would multiply.
    private static let large: ExplanationGolden = {
        let rules = (0..<120).map { number in
            let marking = ["a", "b", "c"][number % 3]
            return """
                rule d\(number) daddr 10.\(number / 100).\(number % 100).0/24 class \(marking)
                rule p\(number) proto udp dport \(1000 + 2 * number) class \(marking)
                """
        }
        let classes = ["class a dscp ef", "class b dscp cs1", "class c dscp cs2"]
        return ExplanationGolden("large", .graph, (classes + rules).joined(separator: "\n") + "\n", "")
    }()

    @Test("a large graph is shown in part, and in full where asked for")
    func parts() throws {
        let (plan, _) = try Self.plan(Self.large)
        let short = try Self.text(Self.large, full: false)
        let long = try Self.text(Self.large, full: true)
        #expect(short.contains("\n  segment 1 of \(plan.shape.segments.count), graph, "))
        #expect(plan.shape.segments.count > 1)
        #expect(short.contains(" more\n") && !long.contains(" more\n") && !long.contains("…"))
        #expect(long.split(separator: "\n").count > 2 * short.split(separator: "\n").count)
        // Every rule is somewhere in it.
        for rule in 0..<120 {
            #expect(long.contains("dport \(1000 + 2 * rule) ") || long.contains(" \(1000 + 2 * rule) "))
        }
        let drawn = try Self.dot(Self.large, full: true)
        #expect(drawn.count > (try Self.dot(Self.large, full: false)).count)
    }

    /// What the dot language asks for: statements in balanced braces, quotes that end, and here nodes that are named
    /// before edges lead to them.
    @Test(arguments: ExplanationGolden.all + [large], [false, true])
    func drawing(_ golden: ExplanationGolden, full: Bool) throws {
        var depth = 0
        var nodes: Set<String> = []
        for line in try Self.dot(golden, full: full).split(separator: "\n") {
            var text = line.drop { $0 == " " }
            if text.hasSuffix("{") {
                depth += 1
                continue
            }
            if text == "}" {
                depth -= 1
                continue
            }
            #expect(text.hasSuffix(";"), "\(line)")
            #expect(Self.quotes(text) % 2 == 0, "\(line)")
            guard text.hasPrefix("\"") else { continue }
            let names = Self.strings(&text)
            if text.hasPrefix("->") {
                text = text.dropFirst(3)
                let target = Self.strings(&text)
                #expect(nodes.contains(names) && nodes.contains(target), "\(line)")
            } else {
                #expect(nodes.insert(names).inserted, "\(line)")
            }
        }
        #expect(depth == 0)
    }

    /// Quotes that no backslash stands before.
    private static func quotes(_ text: Substring) -> Int {
        zip(" " + text, text).count { $0 != "\\" && $1 == "\"" }
    }

    /// Takes a string in quotes off the front.
    private static func strings(_ text: inout Substring) -> String {
        let name = text.dropFirst().prefix { $0 != "\"" }
        text = text.dropFirst(name.count + 2).drop { $0 == " " }
        return String(name)
    }

    private static func plan(_ golden: ExplanationGolden) throws -> (plan: Plan, policy: Policy) {
        let policy = try policy(golden.policy)
        var options = Compiler.Options()
        options.form = golden.form
        return (Compiler.compile(policy, options), policy)
    }

    private static func text(_ golden: ExplanationGolden, full: Bool) throws -> String {
        let (plan, policy) = try plan(golden)
        var lines: [String] = []
        PlanExplanation.write(plan, of: policy, full: full) { lines.append($0) }
        return lines.joined(separator: "\n")
    }

    private static func dot(_ golden: ExplanationGolden, full: Bool) throws -> String {
        let (plan, policy) = try plan(golden)
        var lines: [String] = []
        PlanDot.write(plan, of: policy, full: full) { lines.append($0) }
        return lines.joined(separator: "\n")
    }
}
