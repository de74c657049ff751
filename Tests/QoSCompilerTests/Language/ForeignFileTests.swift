import QoSCompiler
import Testing

/// Files that are no policies at all cost one error, and what only looks foreign costs none.
@Suite struct ForeignFileTests {
    private static let policy = "rule web proto tcp dport 443 keep\n"

    private static let registry = """
        Windows Registry Editor Version 5.00\r
        \r
        [HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\QoS\\Voice]\r
        "DSCP Value"="46"\r

        """

    private static func utf16(_ text: String, bigEndian: Bool, marked: Bool) -> [UInt8] {
        let units: [UInt16] = (marked ? [0xfeff] : []) + Array(text.utf16)
        return units.flatMap { unit -> [UInt8] in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    @Test(arguments: [false, true], [false, true])
    func wideCharacters(_ bigEndian: Bool, _ marked: Bool) {
        let found = load(Self.utf16(Self.policy, bigEndian: bigEndian, marked: marked)).diagnostics
        #expect(found.map(\.message) == ["this file is in UTF-16; a policy is UTF-8 text"])
        #expect(found.map(\.code) == [.badByte])
        #expect(found.first?.hint == "save it as UTF-8 without a byte order mark, as with: iconv -f UTF-16 -t UTF-8")
    }

    @Test func fourBytesEach() {
        let bytes = Self.policy.utf8.flatMap { byte -> [UInt8] in [byte, 0, 0, 0] }
        #expect(load(bytes).diagnostics.map(\.message) == ["this file is in UTF-32; a policy is UTF-8 text"])
    }

    /// As regedit writes them.
    @Test func registryFile() {
        let found = load(Self.utf16(Self.registry, bigEndian: false, marked: true)).diagnostics
        #expect(
            found.map(\.message)
                == ["this file is in UTF-16, and a Windows registry file (.reg); a policy is UTF-8 text"])
    }

    /// A policy with one NUL in it is still read, and the NUL is told where it stands.
    @Test func oneNULIsNoUTF16() {
        let found = load("rule a dport 80 keep\nrule b dport 8\u{0}1 keep\n").diagnostics
        #expect(found.map(\.message) == ["a NUL byte: this is no text file"])
    }

    @Test(
        "of a file in another syntax there is one error",
        arguments: [
            "table ip x {\n chain y {\n type filter hook output priority 0;\n tcp dport 22 accept\n }\n}\n",
            "define a = 1\ntable inet x { }\n",
            "add table inet x\nadd chain inet x y\nadd rule inet x y tcp dport 22\n",
            "*mangle\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n", "iptables -F\niptables -X\n",
            "a = 1\nb = 2\n", "[a]\nb = 1\n", "a:\n  b: 1\n", "- a\n- b\n", "{\"a\": 1}\n", "[\n1\n]\n",
            "<?xml version=\"1.0\"?>\n<zone>\n</zone>\n", "ufw enable\nufw allow 22\n",
            "tc qdisc show\ntc class show\n",
            "netsh int ip show\nnetsh qos\n", "pass out all\nblock in all\n",
            "include \"x.nft\"\ntable inet x {\n}\nflush ruleset\n",
        ])
    func oneError(_ text: String) {
        let found = load(text).diagnostics
        #expect(found.count == 1, "\(found.map(\.message))")
        #expect(found.first?.message.hasSuffix(", not a policy") == true)
        #expect(found.first?.hint?.contains("docs/coming-from.md") == true)
    }

    /// A file with statements of ours is a policy, so each line is told by itself.
    @Test func policyWithForeignLines() {
        check(
            """
            policy "office"
            tcp dport 22 accept
            ^~~ error unknown-word: unknown statement 'tcp'
            rule web dport 443 keep
            udp dport 53 accept
            ^~~ error unknown-word: unknown statement 'udp'
            """)
    }

    @Test("blocks of other tools are one mistake, and what follows is read")
    func blocks() {
        check(
            """
            class voice dscp ef
            table inet x {
            ^~~~~ error unknown-word: unknown statement 'table'
                set a { type ipv4_addr; }
                class x
            }
            rule web dport 65536 keep
                           ^~~~~ error out-of-range: port '65536' is out of range
            /* rule web dport 443 keep
            ^~ error unknown-word: unknown statement '/*'
               rule web dport 80 keep */
            rule tls dport 443 \\
                               ^ error unknown-word: unknown word '\\' in rule 'tls'
                class nope
            rule dns dport 65537 keep
                           ^~~~~ error out-of-range: port '65537' is out of range
            """)
    }

    @Test("what a broken class or set is used for is no further mistake")
    func brokenDefinitions() {
        check(
            """
            class voice = dscp ef
                        ^ error missing-value: class 'voice' needs at least one of dscp, priority and pcp, found '='
            set office = { 10.0.0.0/8 }
                       ^ error syntax: set 'office' needs a list or a file
            define phones = { 10.1.0.0/16 }
            ^~~~~~ error unknown-word: unknown statement 'define'
            rule a daddr @office class voice
            rule b daddr @phones class voice
            set all { @office @phones }
            rule c daddr @all class video
                                    ^~~~~ error undefined: there is no class 'video'
            """)
    }

    @Test(
        "these are fine",
        arguments: [
            "rule\tweb\tdport\t443\tset\tdscp\t46\n", "rule web dport 443 set dscp 0x2e\r\nrule b keep\r\n",
            "rule a user CORP\\bob keep\n", "rule a oif \"eth+\" iif \"!eth0\" keep\n", "rule a oif \"eth*\" keep\n",
            "rule counter dport { 80, 443, } keep\n", "class accept dscp ef\nrule drop class accept\n",
            "set tcp { 0.0.0.0/0 ::/0 }\nrule table daddr @tcp keep\n", "rule 10 keep\n",
        ])
    func fine(_ text: String) {
        let loaded = load(text)
        #expect(loaded.policy != nil, "\(rendered(loaded))")
    }
}
