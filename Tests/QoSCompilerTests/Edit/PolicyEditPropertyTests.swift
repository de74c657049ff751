import QoSCompiler
import SeededRandom
import Testing

/// Moves in random texts: exactly the wanted order, and every other byte as it was.
@Suite struct PolicyEditPropertyTests {
    /// A text of rules with comments, blank lines and other statements between them.
    private static func file(_ random: inout SeededGenerator, rules: [String]) -> String {
        var text = ""
        func filler() -> String {
            random.pick([
                "", "", "\n", "# alone \(random.int(0...99))\n\n", "\t# tab\n",
                "set s\(random.int(0...1_000_000)) { 10.0.0.1 }\n", "   \n",
            ])
        }
        for rule in rules {
            text += filler()
            for _ in 0..<random.pick([0, 0, 1, 2]) {
                text += random.pick(["# about \(rule)\n", "  #\n", "\t# x { # \"y\n"])
            }
            text += random.pick([
                "rule \(rule) keep\n", "  rule \(rule) proto tcp keep # trailing\n",
                "rule \(rule) daddr {\n  10.0.0.1 # }\n\n# inside\n} keep\n",
                "rule \(rule) dport { 80\n443 } keep disabled\n", "rule \(rule) keep \n",
            ])
        }
        text += filler()
        if random.chance(oneIn: 3), text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The text without a rule's lines and the comment lines right above.
    private static func without(_ rule: String, _ text: String) throws -> [Substring] {
        var lines = Self.lines(text)
        var first = try #require(lines.firstIndex { $0.drop { $0 == " " }.hasPrefix("rule \(rule) ") })
        var last = first
        while !lines[last].contains("keep") { last += 1 }
        while first > 0, lines[first - 1].drop(while: { $0 == " " || $0 == "\t" }).hasPrefix("#") { first -= 1 }
        lines.removeSubrange(first...last)
        return lines
    }

    @Test(arguments: 0..<4)
    func movingToAPosition(_ batch: Int) throws {
        for index in 0..<60 {
            var random = SeededGenerator("movingToAPosition", batch * 60 + index)
            let names = (0..<random.int(2...7)).map { "r\($0)" }
            let split = random.int(0...names.count)
            // Half of the policies have some of their rules in an included file.
            let isSplit = random.chance(oneIn: 2)
            let included = Self.file(&random, rules: isSplit ? Array(names[split...]) : [])
            let own = Self.file(&random, rules: isSplit ? Array(names[..<split]) : names)
            let top = own + (isSplit ? "\ninclude \"a.qos\"\n" : "")
            let files = isSplit ? ["a.qos": included] : [:]
            let rule = random.pick(names)
            let position = random.int(1...names.count)

            var expected = names.filter { $0 != rule }
            expected.insert(rule, at: position - 1)
            let comment = Comment("\(rule) to \(position) in\n\(top)\n---\n\(included)\n\(random)")
            guard let edited = try PolicyEditTests.move(rule, .position(position), in: top, files: files) else {
                #expect(expected == names, comment)
                continue
            }
            var all = files.merging([policyPath: top]) { $1 }
            let before = all
            all.merge(edited) { $1 }
            let now = try policy(all[policyPath] ?? "", files: all)
            #expect(now.rules.map(\.name) == expected, comment)
            for (path, old) in before {
                let new = try #require(all[path])
                func hasRule(_ text: String) -> Bool {
                    Self.lines(text).contains { $0.drop { $0 == " " }.hasPrefix("rule \(rule) ") }
                }
                let rest = (
                    try hasRule(old) ? Self.without(rule, old) : Self.lines(old),
                    try hasRule(new) ? Self.without(rule, new) : Self.lines(new)
                )
                #expect(rest.0 == rest.1, comment)
            }
            // Moving it back is possible, and gives the first order again.
            let back = try PolicyEditTests.move(
                rule, .position((names.firstIndex(of: rule) ?? 0) + 1), in: all[policyPath] ?? "", files: all)
            let again = all.merging(try #require(back)) { $1 }
            #expect(try policy(again[policyPath] ?? "", files: again).rules.map(\.name) == names, comment)
        }
    }

    @Test func placesAgree() throws {
        for index in 0..<60 {
            var random = SeededGenerator("placesAgree", index)
            let names = (0..<random.int(2...6)).map { "r\($0)" }
            let text = Self.file(&random, rules: names)
            let rule = random.pick(names)
            let target = random.pick(names.filter { $0 != rule })
            for (place, offset) in [(RulePlace.before(target), 0), (.after(target), 1), (.first, -100), (.last, 100)] {
                var expected = names.filter { $0 != rule }
                let at = (expected.firstIndex(of: target) ?? 0) + offset
                expected.insert(rule, at: min(max(0, at), expected.count))
                let edited = try PolicyEditTests.move(rule, place, in: text)?[policyPath] ?? text
                #expect(try policy(edited).rules.map(\.name) == expected, "\(rule) \(place)\n\(text)\n\(random)")
            }
        }
    }

    @Test func removing() throws {
        for index in 0..<60 {
            var random = SeededGenerator("PolicyEdit.removing", index)
            let names = (0..<random.int(1...6)).map { "r\($0)" }
            let text = Self.file(&random, rules: names)
            let rule = random.pick(names)
            let loaded = load(text)
            let edited = try PolicyEdit(try policy(text), sources: loaded.sources).removing(rule)
            let now = try #require(PolicyEditTests.texts(edited, loaded)[policyPath])
            #expect(try policy(now).rules.map(\.name) == names.filter { $0 != rule })
            #expect(try Self.lines(now) == Self.without(rule, text), "\(text)\n\(random)")
        }
    }
}
