import QoSCompiler
import SeededRandom
import Testing

/// What changes between two policies, rule by rule.
@Suite struct RuleDiffTests {
    private func diff(_ old: String, _ new: String, includesText: Bool = false) throws -> [RuleDiff.Change] {
        RuleDiff.between(try policy(old), try policy(new), includesText: includesText).changes
    }

    private static let three = "rule a proto tcp keep\nrule b proto udp keep\nrule c keep\n"

    @Test func equal() throws {
        #expect(try diff(Self.three, Self.three, includesText: true).isEmpty)
        // Blanks, comments and the order of values are no change.
        let other = "# x\nrule  a  proto { tcp }\tkeep # y\nrule b proto { udp, 17 } keep\n\nrule c keep\n"
        #expect(try diff(Self.three, other, includesText: true).isEmpty)
        #expect(try RuleDiff.between(policy(Self.three), policy(Self.three), includesText: true).isEmpty)
    }

    @Test func addedAndRemoved() throws {
        #expect(
            try diff("", Self.three) == [
                .added(rule: "a", position: 1), .added(rule: "b", position: 2), .added(rule: "c", position: 3),
            ])
        #expect(
            try diff(Self.three, "rule b proto udp keep\n") == [
                .removed(rule: "a", position: 1), .removed(rule: "c", position: 3),
            ])
        #expect(
            try diff(Self.three, "rule a proto tcp keep\nrule x keep\nrule b proto udp keep\nrule c keep\n") == [
                .added(rule: "x", position: 2)
            ])
    }

    @Test("moved names the fewest rules that have to move")
    func moved() throws {
        #expect(
            try diff(Self.three, "rule c keep\nrule a proto tcp keep\nrule b proto udp keep\n") == [
                .moved(rule: "c", from: 3, to: 1)
            ])
        #expect(
            try diff(Self.three, "rule b proto udp keep\nrule c keep\nrule a proto tcp keep\n") == [
                .moved(rule: "a", from: 1, to: 3)
            ])
        #expect(
            try diff(Self.three, "rule c keep\nrule b proto udp keep\nrule a proto tcp keep\n").allSatisfy {
                $0.kind == "moved"
            })
        #expect(try diff(Self.three, "rule c keep\nrule b proto udp keep\nrule a proto tcp keep\n").count == 2)
    }

    @Test func changed() throws {
        #expect(
            try diff("class v dscp ef\nrule a proto tcp class v\n", "class v dscp ef\nrule a proto udp class v\n") == [
                .changed(rule: "a", old: "proto tcp class v (dscp ef)", new: "proto udp class v (dscp ef)")
            ])
        #expect(
            try diff("class v dscp ef\nrule a class v\n", "class v dscp af41\nrule a class v\n") == [
                .changed(rule: "a", old: "class v (dscp ef)", new: "class v (dscp af41)")
            ])
        #expect(
            try diff("rule a proto tcp keep\n", "rule a proto != tcp keep\n") == [
                .changed(rule: "a", old: "proto tcp keep", new: "proto != tcp keep")
            ])
        #expect(
            try diff("rule a keep\nrule b keep\n", "rule b set dscp cs1\nrule a keep\n").map(\.kind).sorted() == [
                "changed", "moved",
            ])
    }

    @Test("what a named set holds is a part of the rules that name it")
    func changedSet() throws {
        let changes = try diff(
            "set s { 10.0.0.1 }\nrule a daddr @s keep\n", "set s { 10.0.0.2 }\nrule a daddr @s keep\n")
        #expect(changes.map(\.kind) == ["changed"])
        #expect(try diff("set s { 10.0.0.1 }\nrule a keep\n", "set s { 10.0.0.2 }\nrule a keep\n").isEmpty)
    }

    @Test("a change of a set says what has changed")
    func changedSetText() throws {
        let changes = try diff(
            "set s { 10.0.0.1 }\nrule a daddr @s keep\n", "set s { 10.0.0.2 }\nrule a daddr @s keep\n")
        guard changes.count == 1, case .changed("a", let old, let new)? = changes.first else {
            Issue.record("\(changes)")
            return
        }
        #expect(old.hasPrefix("daddr @s keep [@s: ") && new.hasPrefix("daddr @s keep [@s: ") && old != new)
    }

    @Test(
        "settings",
        arguments: [
            ("default keep", "default set dscp cs1", "default", "keep", "set dscp cs1"),
            ("", "scope both", "scope", "output", "both"),
            ("", "hook-priority 5", "hook-priority", "-140", "5"), ("", "counters none", "counters", "rule", "none"),
            (
                "class c dscp ef\ndefault class c", "class c dscp cs1\ndefault class c", "default", "class c (dscp ef)",
                "class c (dscp cs1)"
            ),
        ])
    func settings(_ old: String, _ new: String, _ name: String, _ before: String, _ after: String) throws {
        #expect(try diff(old + "\n", new + "\n") == [.setting(name: name, old: before, new: after)])
    }

    @Test("counters auto and what it stands for are the same")
    func countersAuto() throws {
        #expect(try diff("counters auto\n", "counters rule\n", includesText: true).isEmpty)
    }

    /// CLI.md, fine print 8.
    @Test("disabled rules, expectations and the name count against a file, not against the kernel")
    func textOnly() throws {
        let plain = "rule a proto tcp keep\n"
        let cases = [
            (plain + "rule b keep disabled\n", RuleDiff.Change.added(rule: "b", position: 2)),
            (plain + "policy \"x\"\n", .setting(name: "policy", old: "", new: "x")),
        ]
        for (other, change) in cases {
            #expect(try diff(plain, other).isEmpty)
            #expect(try diff(plain, other, includesText: true) == [change])
        }
        #expect(try diff(plain, plain + "expect a proto tcp\n").isEmpty)
        #expect(try diff(plain, plain + "expect a proto tcp\n", includesText: true).map(\.kind) == ["setting"])
        #expect(
            try !diff(plain + "expect a proto tcp\n", plain + "expect a proto tcp dport 1\n", includesText: true)
                .isEmpty)
    }

    @Test("classes, sets and comments that compile to nothing count against a file")
    func unusedDefinitions() throws {
        let plain = "rule a keep\n"
        for definition in ["class c dscp ef\n", "set s { 10.0.0.1 }\n", "set p { 80 }\n"] {
            #expect(try diff(plain, plain + definition).isEmpty)
            #expect(try diff(plain, plain + definition, includesText: true).map(\.kind) == ["setting"])
            #expect(try diff(plain + definition, plain + definition, includesText: true).isEmpty)
        }
        #expect(
            try diff("class c dscp ef\n", "class c dscp cs1\n", includesText: true) == [
                .setting(name: "class c", old: "dscp ef", new: "dscp cs1")
            ])
        #expect(try diff("set s { 10.0.0.1 }\n", "set s { 10.0.0.2 }\n", includesText: true).map(\.kind) == ["setting"])
    }

    @Test("comments, wherever they stand")
    func comments() throws {
        func comments(_ old: String, _ new: String) -> [RuleDiff.Change] {
            var diff = RuleDiff(changes: [])
            diff.compareComments(load(old).sources, load(new).sources)
            return diff.changes
        }
        #expect(comments("rule a keep # x\n", "\nrule  a keep   # x\n").isEmpty)
        #expect(comments("policy \"# a\"\n", "policy \"# b\"\n").isEmpty, "a # in a string begins no comment")
        for (old, new) in [
            ("", "# x\n"), ("# x\n", "# y\n"), ("rule a keep # x\n", "rule a keep\n"),
            ("rule a dport {80#x\n} keep", "rule a dport {80#y\n} keep"),
        ] {
            #expect(comments(old, new).map(\.kind) == ["setting"], "\(old) \(new)")
        }
    }

    @Test("switching a rule off or on")
    func disabling() throws {
        let on = "rule a proto tcp keep\nrule b keep\n"
        let off = "rule a proto tcp keep disabled\nrule b keep\n"
        #expect(try diff(on, off) == [.removed(rule: "a", position: 1)])
        #expect(try diff(off, on) == [.added(rule: "a", position: 1)])
        #expect(
            try diff(on, off, includesText: true) == [
                .changed(rule: "a", old: "proto tcp keep", new: "proto tcp keep disabled")
            ])
    }

    /// Applying the changes to the old order gives the new one.
    @Test func changesExplainTheNewOrder() throws {
        var random = SeededGenerator("changesExplainTheNewOrder")
        for _ in 0..<150 {
            let names = (0..<random.int(1...9)).map { "r\($0)" }
            func some() -> [String] { names.shuffled(using: &random).filter { _ in !random.chance(oneIn: 4) } }
            let (old, new) = (some(), some())
            func text(_ names: [String]) -> String { names.map { "rule \($0) keep\n" }.joined() }
            let changes = try diff(text(old), text(new))
            var order = old
            var placed: [(name: String, position: Int)] = []
            for change in changes {
                switch change {
                case .removed(let rule, let position):
                    #expect(old.firstIndex(of: rule) == position - 1)
                    order.removeAll { $0 == rule }
                case .moved(let rule, let from, let to):
                    #expect(old.firstIndex(of: rule) == from - 1)
                    order.removeAll { $0 == rule }
                    placed.append((rule, to))
                case .added(let rule, let position): placed.append((rule, position))
                case .changed, .setting: Issue.record("\(change)")
                }
            }
            for (name, position) in placed.sorted(by: { $0.position < $1.position }) {
                order.insert(name, at: position - 1)
            }
            #expect(order == new, "\(old) -> \(new): \(changes)\n\(random)")
        }
    }
}
