import QoSCompiler
import Testing

/// One run finds all mistakes of a file, and one mistake is one finding.
@Suite struct RecoveryTests {
    @Test func allErrorsInOneRun() {
        check(
            """
            polcy "branch"
            ^~~~~ error unknown-word: unknown statement 'polcy'
            class voice dscp 64
                             ^~ error out-of-range: DSCP '64' is out of range
            set teams { 10.0.0.1/8 }
                        ^~~~~~~~~~ error host-bits: the prefix '10.0.0.1/8' has host bits set
            rule a proto tpc dport 99999 keep
                         ^~~ error bad-value: 'tpc' is no protocol
                                   ^~~~~ error out-of-range: port '99999' is out of range
            rule b daddr @tems keep
                         ^~~~~ error undefined: there is no set 'tems'
            rule b keep
                 ^ error duplicate: rule 'b' is defined twice; first at p.qos:5
            rule c class video
                         ^~~~~ error undefined: there is no class 'video'
            default drop
                    ^~~~ error unknown-word: 'drop' is no action
            expect c dport 80
                     ^~~~~ error packet: ports need a proto
            """)
    }

    @Test func missingBraceCostsOneStatement() {
        check(
            """
            rule a dport { 80 443
                         ^ error syntax: the list is never closed
            rule b dport 65536 keep
                         ^~~~~ error out-of-range: port '65536' is out of range
            set s {
                  ^ error syntax: the list is never closed
              10.0.0.1
              10.0.0.2
            class c dscp 99
                         ^~ error out-of-range: DSCP '99' is out of range
            rule d class
                        | error missing-value: expected a name for the class, found end of line
            """)
    }

    @Test func missingOpeningBrace() {
        check(
            """
            rule a dport 80 443 } keep
                            ^~~ error unknown-word: unknown word '443' in rule 'a'
            rule b keep
            """)
    }

    @Test func brokenListOverSeveralLines() {
        check(
            """
            set s {
              10.0.0.1,,
                       ^ error syntax: a comma without a value before it
              10.0.0.2
              not read any more { }
            }
            rule a nope keep
                   ^~~~ error unknown-word: unknown word 'nope' in rule 'a'
            """)
    }

    /// A file that ends in the middle of anything.
    @Test(arguments: [
        "rule", "rule a", "rule a dport", "rule a dport !=", "rule a dport {", "rule a dport { 80",
        "rule a dport { 80 }",
        "rule a class", "rule a set", "rule a set dscp", "class", "class c", "class c dscp", "set", "set s", "set s {",
        "set s file", "default", "default class", "scope", "counters", "hook-priority", "policy", "policy \"",
        "include",
        "expect", "link", "link eth0", "link eth0 egress-map", "link eth0 egress-map {", "link eth0 tag",
        "link eth0 trust",
        "app", "app a", "app a {", "fact", "fact f", "when", "when time", "when time \"x\"", "when time \"x\" {",
        "only",
        "only host", "only host \"x\"", "only host \"x\" {", "var", "var v", "serial", "rule a keep limit",
        "rule a keep limit 1m else", "rule a keep when", "!", "!=", "@", "\"", "{", "}", ",",
    ])
    func truncated(_ text: String) {
        for ending in ["", "\n", " ", "\r\n", " # comment"] {
            let loaded = load(text + ending)
            #expect(loaded.policy == nil)
            #expect(loaded.diagnostics.contains { $0.severity == .error && $0.span != nil })
        }
    }

    @Test func brokenSetIsOneMistake() {
        check(
            """
            set s { 10.0.0.1/8 }
                    ^~~~~~~~~~ error host-bits: the prefix '10.0.0.1/8' has host bits set
            rule a daddr @s keep
            """)
    }

    @Test func portsWithoutPortsIsOneMistake() {
        check(
            """
            rule a proto icmp dport 80 keep
                   ^~~~~~~~~~ error no-ports: proto icmp has no ports, so 'dport' can never hold with it
            """)
    }

    /// Rules with errors are left out of the model, so what the rest of it means is anybody's guess.
    @Test func noWarningsThatFollowFromErrors() {
        check(
            """
            rule control proto { ospf igmp icmpv6 nope } keep
                                                  ^~~~ error bad-value: 'nope' is no protocol
            rule bgp proto tcp dport bgp keep
            default set dscp cs0
            """)
    }

    /// A line of a list may begin with any word; only a list that is really never closed ends before a statement.
    @Test(
        "a list may have keywords in it",
        arguments: [
            "rule a user {\n  policy www-data\n} keep\n", "rule a oif {\n  eth0\n  link eth1\n} keep\n",
            "rule a group { adm\n  default users\n} keep\n",
        ])
    func keywordsInLists(_ text: String) {
        do {
            #expect(load(text).policy != nil)
        }
    }
}
