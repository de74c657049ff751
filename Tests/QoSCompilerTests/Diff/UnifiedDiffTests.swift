import QoSCompiler
import SeededRandom
import Testing

/// Unified diffs, against `diff -u` and `patch`.
@Suite struct UnifiedDiffTests {
    private func diff(_ old: [String], _ new: [String]) -> String {
        UnifiedDiff.text(old, new, oldName: "old", newName: "new")
    }

    @Test func equal() {
        #expect(diff([], []) == "")
        #expect(diff(["a", "b"], ["a", "b"]) == "")
    }

    @Test func shape() {
        let old = (1...20).map(String.init)
        var new = old
        new[9] = "ten"
        #expect(
            diff(old, new) == """
                --- old
                +++ new
                @@ -7,7 +7,7 @@
                 7
                 8
                 9
                -10
                +ten
                 11
                 12
                 13

                """)
        new[2] = "three"
        #expect(
            diff(old, new).hasPrefix("--- old\n+++ new\n@@ -1,13 +1,13 @@\n"), "six lines between two changes: one hunk"
        )
        new[2] = "3"
        new[1] = "two"
        #expect(
            diff(old, new).contains("@@ -1,5 +1,5 @@") && diff(old, new).contains("@@ -7,7 +7,7 @@"), "seven: two hunks"
        )
    }

    @Test("empty sides have line 0")
    func empty() {
        #expect(diff([], ["a", "b"]) == "--- old\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n")
        #expect(diff(["a"], []) == "--- old\n+++ new\n@@ -1,1 +0,0 @@\n-a\n")
    }

    private static func random(_ random: inout SeededGenerator) -> (old: [String], new: [String]) {
        let words = (0..<random.pick([2, 4, 30])).map { "line \($0)" } + ["", "{", "}"]
        let old = (0..<random.int(0...40)).map { _ in random.pick(words) }
        var new = old
        for _ in 0..<random.int(0...8) {
            let place = random.int(0...new.count)
            switch random.int(1...4) {
            case 1: new.insert(random.pick(words), at: place)
            case 2 where place < new.count: new.remove(at: place)
            case 3 where place < new.count: new[place] = random.pick(words)
            case 4: new.insert(contentsOf: old.prefix(random.int(0...old.count)).suffix(random.int(0...6)), at: place)
            default: break
            }
        }
        return (old, new)
    }

    /// Applies a diff by its own rules: context and removed lines have to be there.
    private static func patched(_ old: [String], _ diff: String) -> [String]? {
        var new: [String] = []
        var place = 0
        for line in diff.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).dropLast() {
            if line.hasPrefix("@@") {
                let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
                guard numbers.count == 4 else { return nil }
                let start = numbers[1] == 0 ? numbers[0] : numbers[0] - 1
                guard start >= place, start <= old.count else { return nil }
                new += old[place..<start]
                place = start
                guard new.count == (numbers[3] == 0 ? numbers[2] : numbers[2] - 1) else { return nil }
                continue
            }
            if line.hasPrefix("+") {
                new.append(String(line.dropFirst()))
                continue
            }
            guard place < old.count, line.dropFirst() == old[place] else { return nil }
            if line.hasPrefix(" ") { new.append(old[place]) }
            place += 1
        }
        return new + old[place...]
    }

    @Test func appliedToTheOldTextItGivesTheNewOne() {
        var random = SeededGenerator("UnifiedDiff.applied")
        for _ in 0..<500 {
            let (old, new) = Self.random(&random)
            let text = diff(old, new)
            #expect(text.isEmpty == (old == new))
            guard !text.isEmpty else { continue }
            #expect(Self.patched(old, text) == new, "\(old) -> \(new)\n\(text)\n\(random)")
        }
    }

    @Test("patch(1) applies it; diff(1) needs as many lines, and makes the same hunks")
    func againstThePrograms() throws {
        var random = SeededGenerator("UnifiedDiff.programs")
        let directory = try TemporaryDirectory()
        var script = ""
        var pairs: [(old: [String], new: [String], text: String)] = []
        for index in 0..<60 {
            let (old, new) = Self.random(&random)
            func file(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
            let text = diff(old, new)
            pairs.append((old, new, text))
            try directory.write("\(index).old", file(old))
            try directory.write("\(index).new", file(new))
            try directory.write("\(index).diff", text)
            script += "diff -u \(index).old \(index).new > \(index).gnu || true\n"
            if !text.isEmpty {
                script += "patch --quiet --fuzz=0 --force --output=\(index).out \(index).old \(index).diff"
                script += " || echo patch failed: \(index)\n"
                script += "cmp \(index).out \(index).new || echo differs: \(index)\n"
            }
        }
        // Both have to be there: a shell goes on where a program is missing.
        for program in ["diff", "patch"] { #expect(try Command.run([program, "--version"]).status == 0) }
        let result = try Command.run(["sh", "-c", script], in: directory.path)
        #expect(result.output == "" && result.errors == "", "\(result.output)\(result.errors)\n\(random)")
        func changes(_ text: String) -> Int {
            text.split(separator: "\n").dropFirst(2).count { $0.hasPrefix("+") || $0.hasPrefix("-") }
        }
        for (index, pair) in pairs.enumerated() {
            let gnu = try directory.read("\(index).gnu")
            #expect(changes(pair.text) <= changes(gnu), "\(pair.text)\n\(gnu)\n\(random)")
            #expect(pair.text.isEmpty == gnu.isEmpty)
        }
    }

    @Test("a long text shows each change on its own, however many there are")
    func long() {
        // Every third line is one of a few that come again and again, as in generated lines.
        let old = (0..<30_000).map { $0 % 3 == 0 ? ["", "}", "elements = {"][$0 / 3 % 3] : "line \($0)" }
        var new = old
        for index in stride(from: 1, to: new.count, by: 7) where !new[index].isEmpty { new[index] += " changed" }
        new.removeSubrange(5000..<5010)
        new.append(contentsOf: old[5000..<5010])
        let text = diff(old, new)
        #expect(Self.patched(old, text) == new)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let changed = new.count { $0.hasSuffix(" changed") }
        #expect((2 * changed...3 * changed).contains(lines.count { $0.hasPrefix("+") || $0.hasPrefix("-") }))
    }

    @Test("long texts at random: sorted, moved, repeated and changed lines")
    func longRandom() {
        var random = SeededGenerator("UnifiedDiff.long")
        for _ in 0..<12 {
            let kinds = random.pick([50, 3_000, 1_000_000])
            let old = (0..<random.int(2_000...6_000)).map { _ in "line \(random.int(0...kinds))" }
            var new = random.pick([old, old.sorted(), Array(old.suffix(1_500) + old.dropLast(1_500))])
            for _ in 0..<random.pick([1, 60, 2_000]) {
                new[random.int(0...(new.count - 1))] = "line \(random.int(0...kinds))"
            }
            let text = diff(old, new)
            #expect(text.isEmpty ? old == new : Self.patched(old, text) == new, "\(random)")
        }
    }

    @Test("texts with nothing in common, and very different ones, are replaced as a whole")
    func replaced() {
        let old = (0..<3000).map { "old \($0)" }
        let new = (0..<3000).map { "new \($0)" }
        #expect(diff(old, new).hasPrefix("--- old\n+++ new\n@@ -1,3000 +1,3000 @@\n-old 0\n"))
        let shared = diff(old + ["shared"] + old, new + ["shared"] + new)
        #expect(Self.patched(old + ["shared"] + old, shared) == new + ["shared"] + new)
    }
}
