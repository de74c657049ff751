import QoSCompiler
import Testing

/// Named sets that name each other: in any order, any number of times, never in a circle.
@Suite struct SetCycleTests {
    @Test("sets may be used before they are defined, by several others, and twice")
    func order() throws {
        let policy = try policy("set a { @b @c @b }\nset b { @d 10.0.0.2 }\nset c { @d }\nset d { 10.0.0.1 }\n")
        #expect(policy.sets.map(\.name) == ["a", "b", "c", "d"])
        let both = PolicySet.Contents.addresses(AddressSet(ipv4: IntervalSet([0x0a00_0001...0x0a00_0002])))
        #expect(policy.sets.map(\.contents).prefix(2).allSatisfy { $0 == both })
    }

    @Test("a long chain is fine", arguments: [1, 63, 64, 65, 500])
    func chain(_ length: Int) throws {
        let text = (0..<length).map { "set s\($0) { @s\($0 + 1) }\n" }.joined() + "set s\(length) { 80 }\n"
        #expect(try policy(text).sets.allSatisfy { $0.contents == .ports(IntervalSet(80)) })
    }

    @Test("a circle is one error, that names it", arguments: [1, 2, 10])
    func circle(_ length: Int) {
        let text =
            (0..<length).map { "set s\($0) { @s\(($0 + 1) % length) 80 }\n" }.joined() + "rule r dport @s0 keep\n"
        let loaded = load(text)
        #expect(loaded.diagnostics.map(\.code) == [.setCycle])
        let arrows = loaded.diagnostics.first?.message.split(separator: " -> ").count
        #expect(arrows == length + 1)
    }

    @Test("a long circle is a circle")
    func longCircle() {
        let text = (0..<100).map { "set s\($0) { @s\(($0 + 1) % 100) }\n" }.joined()
        do {
            #expect(load(text).diagnostics.map(\.code) == [.setCycle])
        }
    }

    @Test("what leads to a circle, and what has a broken set in it, is no further error")
    func consequences() {
        check(
            """
            set a { @b }
            set b { @c }
                    ^~ error set-cycle: set 'c' holds itself: c -> b -> c
            set c { @b }
            set d { 10.0.0.256 }
                    ^~~~~~~~~~ error bad-value: '10.0.0.256' is no address
            set e { @d @a 10.0.0.1 }
            rule r daddr { @a @e 10.0.0.2 } saddr @d keep
            """)
    }
}
