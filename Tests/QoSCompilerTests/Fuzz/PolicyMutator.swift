import PlanTesting
import QoSCompiler
import SeededRandom

/// Random inputs that are near enough to policies to get far into the parser.
struct PolicyMutator {
    var random: SeededGenerator

    init(_ random: SeededGenerator) {
        self.random = random
    }

    mutating func policy() -> [UInt8] {
        switch random.int(1...24) {
        case 1...3: return bytes(0...60)
        case 4...5: return words(0...30)
        case 6...7: return mutated(words(1...30))
        case 8:
            let text = RandomPolicy.text(&random, rules: 1...2, scope: random.pick(Scope.allCases))
            return random.chance(oneIn: 2) ? Array(text.utf8) : mutated(Array(text.utf8))
        case 9...12: return mutated(Array(random.pick(DiagnosticGolden.habits).source.utf8))
        default: return mutated(Array(random.pick(Self.seeds).utf8))
        }
    }

    /// The JSON form of a policy, mostly broken; reserved statements have none.
    mutating func json() -> [UInt8] {
        let seed =
            random.chance(oneIn: 6)
            ? RandomPolicy.text(&random, rules: 1...3, scope: .both) : random.pick(Array(Self.seeds.prefix(4)))
        let file = SourceFile(path: "p.qos", bytes: Array(seed.utf8))
        let json = Array((PolicyConversion.convert(file, to: .json).text ?? "{}").utf8)
        return random.chance(oneIn: 20) ? json : mutated(json)
    }

    /// What the policy may include.
    mutating func includedFile() -> [UInt8] {
        random.chance(oneIn: 4)
            ? mutated(Array("rule z proto tcp keep\nset z { 10.0.0.1 }\n".utf8)) : Array("rule z keep\n".utf8)
    }

    mutating func setFile() -> [UInt8] {
        if random.chance(oneIn: 2) { return Array("10.0.0.0/8\n2001:db8::/32\n".utf8) }
        if random.chance(oneIn: 4) { return bytes(0...40) }
        let lines = (0..<random.int(0...5)).map { _ in
            random.pick(Self.values) + random.pick(["\n", "\r\n", " # x\n", "\n\n"])
        }
        return random.chance(oneIn: 2) ? Array(lines.joined().utf8) : mutated(Array(lines.joined().utf8))
    }

    mutating func packetWord() -> String {
        switch random.int(1...4) {
        case 1: return random.pick(MatchField.allCases).rawValue
        case 2: return random.pick(Self.values)
        case 3: return String(decoding: bytes(0...6), as: UTF8.self)
        default: return String(decoding: mutated(Array(random.pick(Self.values).utf8)), as: UTF8.self)
        }
    }

    private mutating func bytes(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<random.int(count)).map { _ in
            random.chance(oneIn: 3) ? UInt8(random.int(0...255)) : random.pick(Self.alphabet)
        }
    }

    private mutating func words(_ count: ClosedRange<Int>) -> [UInt8] {
        let text = (0..<random.int(count)).map { _ in
            random.pick(Self.vocabulary) + random.pick([" ", " ", " ", "\n", "", "{ ", " }", ", "])
        }
        return Array(text.joined().utf8)
    }

    /// A few edits: of single bytes, of runs, of words and of lines.
    private mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<random.pick([1, 1, 1, 2, 2, 3, 6]) {
            let start = random.int(0...bytes.count)
            let end = min(bytes.count, start + random.pick([1, 1, 1, 3, 10, 40]))
            switch random.int(1...6) {
            case 1: bytes.removeSubrange(start..<end)
            case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.int(0...bytes.count))
            case 3: bytes.insert(UInt8(random.int(0...255)), at: start)
            case 4: bytes.insert(contentsOf: Array((" " + random.pick(Self.vocabulary) + " ").utf8), at: start)
            case 5 where start < bytes.count: bytes[start] = UInt8(random.int(0...255))
            case 6 where start < bytes.count: bytes[start] ^= 1 << UInt8(random.int(0...7))
            default: bytes = Array(bytes.prefix(end))
            }
        }
        return bytes
    }

    private static let keywords =
        [
            "policy", "scope", "class", "set", "rule", "default", "link", "link?", "include", "counters",
            "hook-priority", "expect", "app", "fact",
            "when", "only", "var", "serial", "keep", "disabled", "limit", "burst", "else", "max-flows", "file", "auto",
            "host", "and", "or", "not",
            "egress-map", "ingress-map", "tag", "retag", "trust", "fragment", "output", "forward", "both", "!=", "{",
            "}", ",", "#", "\n", "\r\n", "\"",
        ] + MatchField.allCases.map(\.rawValue)

    private static let values = [
        "a", "b", "s", "@s", "@t", "$x", "tcp", "udp", "icmp", "ip", "ip6", "80", "443", "1-9", "9-1", "65535", "65536",
        "http", "ef", "cs1-cs3", "0x2e",
        "0xffffffff", "1/1", "0x10/0xf0", "7/1", "10.0.0.1", "10.0.0.0/8", "10.0.0.1/8", "10.0.0.1-10.0.0.9", "::",
        "::/0", "2001:db8::/32", "1::2::3",
        "eth0", "wg*", "*", "root", "1000-2000", "-140", "6:5", "1:10", "priority", "pcp", "\"a.qos\"", "\"s.txt\"",
        "\"*.qos\"", "\"x\"", "4294967295",
        "340282366920938463463374607431768211455", "18446744073709551616", "é", "\u{202e}", "Mon-Fri", "A..B", "up",
        "via",
    ]

    /// What other tools write.
    private static let foreign = [
        "tcp dport", "ip saddr", "meta skuid", "oifname", "accept", "drop", "jump v", "set = {", "-p", "--dport",
        "-j DSCP",
        "--set-dscp", "from any", "to", "port", "! ", "!10.0.0.0/8", "10.0.0.*", "10.0.0.1-5", "10/8", "255.0.0.0",
        "80:90", ">=1024", "<", "[80,", "443]", "(", ")", "==", "= ", "dport=", ":", ";", "\\\n", "//", "/*", "*/", "-",
        "0xb8", "101110", "AF41", "priority 0x10", "tos 0x10", "flowid 1:10", "match ip", "tc filter add", "eth+",
        "table x {", "elements = {", "<t>", "“", "”", "–dport", "\u{a0}", "New-NetQosPolicy", "-Name", "fe80::1%e",
    ]

    private static let vocabulary = keywords + values + foreign

    private static let alphabet = Array("{}\"!=,#@$\n\r\t -/.:*0aAé\0\u{7f}".utf8) + [0xff, 0xc0, 0xe2, 0x80]

    /// Valid, or nearly so, and with every statement between them.
    private static let seeds = [
        """
        scope both
        class v dscp ef priority 6 pcp 5
        set s { 10.0.0.0/8 ::/8 }
        rule a daddr @s proto tcp dport { 80 443 } class v
        expect a proto tcp daddr 10.0.0.1 dport 80

        """,
        """
        policy "x"
        include "a.qos"
        set t file "s.txt"
        rule b saddr != @t mark { 1/1 5-9 } oif "wg*" set dscp cs1 pcp 2

        """,
        """
        counters class
        set p { 80 https }
        set q { @p 53 }
        rule d sport @q user { bob 1000-1999 } family ip keep  # note
        hook-priority -150

        """,
        """
        rule e iif eth0 group != staff dscp { ef cs1-cs3 0x2e } set priority 1:10
        default set dscp le

        """,
        """
        rule f unit "x" when time "y" keep limit 1m burst 2 else keep disabled
        rule g keep max-flows 3 else class v disabled
        class v pcp 1

        """,
        """
        link eth0 egress-map { 6:5 }
        when time "x" and not link e up {
         rule b keep
        }
        only host "h" { var x 1 }
        app w { exe "x" } adopt
        serial 7

        """,
    ]
}
