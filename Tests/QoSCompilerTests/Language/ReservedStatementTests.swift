import QoSCompiler
import Testing

/// Fine print 16: statements of later issues are read, and refused by name until their issue lands.
@Suite struct ReservedStatementTests {
    @Test(
        "item 16: each reserved statement is refused by name, and is no other mistake",
        arguments: [
            ("app web { exe \"/usr/bin/x\" }", "app"), ("app web { user 1000 unit \"x\" cmdline \"y\" } adopt", "app"),
            ("app web {\n  exe \"a\"\n  exe \"b\"\n}", "app"), ("fact site \"berlin\"", "fact"),
            ("when time \"Mon-Fri 08:00-18:00\" { rule b keep }", "when"),
            ("when not link wg0 down and fact a \"b\" or date A..B {\n  rule b keep\n}", "when"),
            ("when route default via wwan0 { }", "when"), ("only host \"branch-*\" {\n rule b keep\n}", "only"),
            ("var wan eth0", "var"), ("var lans { 10.0.0.0/8 192.168.0.0/16 }", "var"), ("var name \"x\"", "var"),
            ("serial 0", "serial"), ("serial 9223372036854775807", "serial"),
            ("rule b app web keep", "app"), ("rule b unit \"x.service\" keep", "unit"),
            ("rule b cgroup \"/system.slice/x\" keep", "cgroup"), ("rule b unit { \"a\" \"b\" } keep", "unit"),
            ("rule b when time \"x\" keep", "when"), ("rule b keep when link eth0 up", "when"),
            ("rule b keep limit 10mbit burst 64k else set dscp cs1", "limit"),
            ("rule b keep limit 10mbit else keep", "limit"),
            ("rule b keep max-flows 20 else keep", "max-flows"), ("rule b daddr $x keep", "variables ('$x')"),
            ("rule b dport { 80 $x } keep", "variables ('$x')"), ("rule b oif $x keep", "variables ('$x')"),
            ("rule b user $x keep", "variables ('$x')"), ("set s { 10.0.0.1 $x }", "variables ('$x')"),
        ])
    func refused(_ statement: String, _ feature: String) {
        let loaded = load("rule a keep\n\(statement)\n")
        #expect(loaded.diagnostics.map(\.message) == ["not supported yet: \(feature)"], "\(rendered(loaded))")
        #expect(loaded.diagnostics.map(\.code) == [.unsupported])
        #expect(loaded.policy == nil)
    }

    /// A variable in any place where a value can stand.
    @Test(
        "item 16: variables are refused by name everywhere",
        arguments: [
            "rule b class $x", "rule b set dscp $x", "rule b set priority $x", "rule b set pcp $x", "default class $x",
            "class c dscp $x", "rule b cgroup $x keep", "rule b unit $x keep", "rule b app $x keep",
        ])
    func variablesEverywhere(_ statement: String) {
        let found = load(statement).diagnostics.map(\.message).filter { $0 == "not supported yet: variables ('$x')" }
        #expect(found.count == 1)
    }

    @Test(
        "a disabled rule may use what is not supported yet",
        arguments: [
            "rule a unit \"x.service\" keep disabled", "rule a cgroup \"/x\" keep disabled",
            "rule a app web keep disabled",
            "rule a when time \"x\" keep disabled", "rule a keep when fact x \"y\" disabled",
            "rule a keep limit 1m else keep disabled", "rule a keep max-flows 1 else keep disabled",
        ])
    func disabled(_ statement: String) throws {
        let loaded = load(statement)
        #expect(loaded.diagnostics.isEmpty)
        let policy = try #require(loaded.policy)
        #expect(Compiler.compile(policy).contents == Compiler.compile(try QoSCompilerTests.policy("")).contents)
        #expect(Interpreter(policy).decide(Packet()).skipped.map(\.field) == ["disabled"])
    }

    @Test("what stands in a block is read for its mistakes, and is no part of the policy")
    func blocks() {
        check(
            """
            only host "a" {
            ^~~~ error unsupported: not supported yet: only
              when time "x" {
                rule x dport {
                  80 443
                } class nowhere
                rule y dport 80, 81 keep
                               ^ error syntax: several values stand in braces
              }
            }
            rule x keep
            """)
    }

    @Test("a block that is never closed")
    func openBlock() {
        check(
            """
            rule a keep
            when time "x" {
                          ^ error syntax: the block is never closed
              rule b keep
            """)
        check(
            """
            only host "x" {
            ^~~~ error unsupported: not supported yet: only
              rule b keep
            } rule c keep
              ^~~~ error syntax: unexpected 'rule' after the end of the statement
            """)
    }
}
