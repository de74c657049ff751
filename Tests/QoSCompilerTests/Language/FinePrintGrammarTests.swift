import QoSCompiler
import Testing

/// LANGUAGE.md, fine print 11-14 and 16-17: grammar.
@Suite struct FinePrintGrammarTests {
    @Test(
        "item 11: braces, commas and != are tokens of their own",
        arguments: [
            "rule a proto{tcp udp}dport!={80,443}keep", "rule a proto { tcp,udp } dport != { 80, 443, } keep",
            "rule a proto {tcp,udp,} dport !={ 80 , 443 } keep",
            "rule a proto {\n tcp\n\n udp # both\n}dport != {80\n443\n} keep",
            "rule\ta\tproto { tcp udp }\tdport != { 80 443 } keep \t ",
            "rule a proto {\r\n tcp udp\r\n} dport != { 80 443 } keep\r\n",
            "\n\n# first\n  rule a proto { tcp udp } dport != { 80 443 } keep# last",
        ])
    func tokens(_ text: String) throws {
        let rule = try #require(try policy(text).rules.first)
        #expect(rule.matchText.hasPrefix("proto { tcp udp } dport != { 80 443 }"))
        #expect(try taker(of: "proto tcp dport 81", in: policy(text)) == "a")
        #expect(try taker(of: "proto tcp dport 443", in: policy(text)) == "default")
    }

    @Test("item 11: one trailing comma is allowed, two in a row are not")
    func commas() {
        check(
            """
            rule a dport { 80,, } keep
                              ^ error syntax: a comma without a value before it
            rule b dport { 80,
            , 443 } keep
            ^ error syntax: a comma without a value before it
            rule c dport { , } keep
                           ^ error syntax: a comma without a value before it
            rule d dport { 80, 443, } keep
            """)
    }

    @Test("item 11: @set may stand inside lists; ports and addresses do not mix")
    func setsInLists() throws {
        let policy = try policy(
            """
            set servers { 10.0.0.1 2001:db8::1 }
            set web { 80 443 }
            rule a daddr { @servers 10.0.0.9 } dport { @web 8080 } keep
            """)
        for (packet, expected) in [
            ("proto tcp daddr 10.0.0.1 dport 443", "a"), ("proto tcp daddr 10.0.0.9 dport 8080", "a"),
            ("proto tcp daddr 2001:db8::1 dport 80", "a"), ("proto tcp daddr 10.0.0.2 dport 80", "default"),
            ("proto tcp daddr 10.0.0.1 dport 81", "default"),
        ] {
            #expect(try taker(of: packet, in: policy) == expected, "\(packet)")
        }
        check(
            """
            rule b dport { 80 10.0.0.1 } keep
                              ^~~~~~~~ error bad-value: '10.0.0.1' is neither a port nor a known service name
            rule c daddr { 10.0.0.1 80 } keep
                                    ^~ error bad-value: '80' is no address
            """)
    }

    @Test("item 11: outside braces a newline ends the statement")
    func newlines() {
        check(
            """
            rule a dport 80
                           | error missing-value: rule 'a' has no action
            keep
            ^~~~ error unknown-word: unknown statement 'keep'
            """)
    }

    @Test("item 12: any keyword may be a name, except default for a rule")
    func keywordsAsNames() throws {
        let words = [
            "policy", "scope", "class", "set", "rule", "link", "include", "counters", "expect", "app", "fact", "when",
            "only",
            "var", "serial", "keep", "disabled", "proto", "dport", "dscp", "file", "auto", "tcp", "ef", "limit", "and",
            "host",
        ]
        for word in words {
            let text = """
                class \(word) dscp ef
                set \(word) { 10.0.0.1 }
                rule \(word) daddr @\(word) class \(word)
                expect \(word) daddr 10.0.0.1
                """
            let loaded = load(text)
            // A rule that is named like a word of the language is worth a note, no more.
            #expect(
                loaded.diagnostics.allSatisfy { $0.code == .confusingName && $0.severity == .note },
                "\(rendered(loaded))")
            #expect(loaded.policy != nil)
        }
        check(
            """
            class default dscp ef
            set default { 10.0.0.1 }
            rule default daddr @default class default
                 ^~~~~~~ error bad-name: 'default' is no name for a rule
            """)
    }

    @Test(
        "item 12: an exact name wins before a split at -, and only dscp has ranges of names",
        arguments: [
            ("dport ftp-data", "proto tcp dport 20", true), ("dport x11-0", "proto tcp dport 6000", true),
            ("dscp voice-admit", "dscp 44", true), ("dscp cs1-cs3", "dscp cs2", true),
            ("dscp cs1-cs3", "dscp cs4", false),
            ("dscp af11-voice-admit", "dscp 43", true), ("dscp 8-cs2", "dscp 12", true),
            ("proto ipv6-icmp", "proto 58", true),
            ("user www-data", "user www-data", true), ("group 5-7", "group 6", true),
        ])
    func dashes(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test("item 12: no blanks around - and /, no ranges of service names")
    func blanks() {
        check(
            """
            rule a sport 80 -90 keep
                            ^~~ error unknown-word: unknown word '-90' in rule 'a'
            rule b saddr 10.0.0.0/ 8 keep
                                   ^ error unknown-word: unknown word '8' in rule 'b'
            """)
        check(
            """
            rule c dport http-https keep
                         ^~~~~~~~~~ error bad-value: 'http-https' is neither a port nor a known service name
            """)
    }

    @Test(
        "item 13: numbers are decimal, 0x also for dscp, mark and proto",
        arguments: [
            ("dscp 0x2e", "dscp ef", true), ("mark 0x10", "mark 16", true), ("proto 0x11", "proto udp", true),
            ("mark 0x10-0x1F", "mark 0x1f", true), ("mark 0xffffffff", "mark 4294967295", true),
        ])
    func hexadecimal(_ conditions: String, _ packet: String, _ expected: Bool) throws {
        #expect(try matches(conditions, packet) == expected)
    }

    @Test(
        "item 13: other numbers are not read as hexadecimal, and leading zeros are errors",
        arguments: [
            "rule a dport 0x50", "rule a sport 080", "rule a user 0x1", "rule a user 00", "rule a group 01",
            "rule a saddr 10.0.0.0/0x8", "rule a saddr 10.0.0.0/08", "rule a saddr 10.0.00.1", "rule a dscp 00",
            "rule a dscp 07-9", "rule a mark 00", "rule a mark 1/01", "rule a proto 06", "rule a set priority 0x1",
            "rule a set priority 01", "rule a set pcp 0x1", "rule a set pcp 01", "rule a dport +80", "rule a dport 8e1",
            "rule a dscp 0x", "rule a mark 0x-1", "rule a dport 8_0", "rule a mark -1",
        ])
    func strictNumbers(_ text: String) {
        let loaded = load(text.contains(" set ") ? text : text + " keep")
        #expect(loaded.diagnostics.map(\.code) == [.badValue], "\(rendered(loaded))")
    }

    @Test("item 13: # inside a string is literal, outside it starts a comment anywhere")
    func comments() throws {
        #expect(try policy("policy \"a # b\"# c\n").name == "a # b")
        let rule = try #require(try policy("rule a dport {80# http\n443} keep# drop } dport 22 {\n").rules.first)
        #expect(rule.matchText == "dport { 80 443 }")
    }

    @Test("item 13: strings are UTF-8 on one line, without escapes")
    func strings() throws {
        #expect(try policy("policy \"Zweigstelle Köln \\n 漢\"\n").name == "Zweigstelle Köln \\n 漢")
        #expect(
            load([UInt8]("policy \"".utf8) + [0xff, 0xfe] + [UInt8]("\"\n".utf8)).diagnostics.map(\.code) == [
                .badString
            ])
        #expect(
            load([UInt8]("policy \"".utf8) + [0xc0, 0x80] + [UInt8]("\"\n".utf8)).diagnostics.map(\.code) == [
                .badString
            ])
    }

    @Test("item 14: rules, classes, sets, apps and links have separate name spaces, and order does not matter")
    func nameSpaces() throws {
        let policy = try policy(
            """
            default class x
            rule x daddr @x class x
            set x { @y }
            set y { 10.0.0.1 }
            class x dscp ef
            rule y app x keep disabled
            """)
        #expect(policy.rules.map(\.name) == ["x", "y"])
        #expect(policy.defaultAction.marking.dscp?.value == 46)
    }

    @Test("item 14: a disabled rule is fully checked and compiled to nothing")
    func disabled() throws {
        check(
            """
            rule a daddr @nope dport 99999 class nope disabled
                         ^~~~~ error undefined: there is no set 'nope'
                                     ^~~~~ error out-of-range: port '99999' is out of range
                                                 ^~~~ error undefined: there is no class 'nope'
            """)
        let plan = Compiler.compile(
            try policy("class c dscp ef\nset s { 10.0.0.1 }\nrule a daddr @s class c disabled\n"))
        #expect(plan.contents == Compiler.compile(try policy("")).contents)
    }

    @Test("item 17: a policy in JSON is read as such, or refused; never misread")
    func json() {
        let text = #"{"schema":1,"rules":[{"name":"a","match":{},"action":"keep"}]}"#
        #expect(PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)])).policy == nil)
    }
}
