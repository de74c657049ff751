import NetlinkModel
import PlanTesting
import QoSCompiler
import Testing

/// nft reads graphs as it reads lists: what it lists after loading is what we print, and loads again as the same.
@Suite(.tags(.nft)) struct NftGraphTests {
    /// Rules that make maps of one kind of keys.
    struct Kind: CustomTestStringConvertible {
        var testDescription: String
        var scope = "output"
        var count = 24
        /// Statements before the rules.
        var head = ""
        /// Of the rule with a number.
        var conditions: @Sendable (Int) -> String
    }

    private static let list = (0..<2100).map { "\($0 * 31)" }.joined(separator: " ")

    static let kinds = [
        Kind(testDescription: "ports one by one") { "proto tcp dport \(1000 + 2 * $0)" },
        Kind(testDescription: "ranges of ports") { "proto udp sport \(1000 + 10 * $0)-\(1005 + 10 * $0)" },
        Kind(testDescription: "ports and ranges", count: 120) {
            "proto tcp dport \($0 < 90 ? "\(2 * $0)" : "\(1000 * ($0 - 80))-\(1000 * ($0 - 80) + 99)")"
        },
        Kind(testDescription: "protocols, with and without ports") {
            "proto \([1, 2, 4, 6, 8, 9, 17, 33, 41, 46, 47, 50, 51, 88, 89, 94, 103, 108, 112, 115, 132, 136, 137, 142][$0])"
        },
        Kind(testDescription: "addresses") { "daddr 10.0.\($0).1" },
        Kind(testDescription: "prefixes that nest") { "saddr 10.\($0).0.0/\(16 + $0 % 8)" },
        Kind(testDescription: "addresses of IPv6") { "daddr 2001:db8::\(String($0 * 3, radix: 16))" },
        Kind(testDescription: "prefixes of both families") {
            "daddr { 10.\($0).0.0/16 2001:db8:\($0)::/48 }"
        },
        Kind(testDescription: "users") { "user \(1000 + 2 * $0)" },
        Kind(testDescription: "ranges of groups") { "group \(1000 + 10 * $0)-\(1005 + 10 * $0)" },
        Kind(testDescription: "marks") { "mark \(2 * $0)" },
        Kind(testDescription: "ranges of marks") { "mark \(100 * $0)-\(100 * $0 + 50)" },
        Kind(testDescription: "masked marks") { "mark \($0 << 4)/0xff0" },
        Kind(testDescription: "interfaces", scope: "forward") { "iif eth\($0)" },
        Kind(testDescription: "interfaces that nest", scope: "forward") {
            "oif \"e\(String(repeating: "t", count: $0 % 12))\($0 % 2 == 0 ? "*" : "\($0)")\""
        },
        Kind(testDescription: "code points") { "dscp \(2 * $0)" },
        Kind(testDescription: "a large set of ports", head: "set big { \(list) }\n") {
            "sport \($0 % 3 == 0 ? "!= " : "")@big proto tcp dport \(1000 + 2 * $0)"
        },
        Kind(testDescription: "a large list of addresses") {
            "daddr { \((0..<1100).map { "10.0.\($0 / 200).\($0 % 200)" }.joined(separator: " "))"
                + " \((0..<1100).map { "2001:db8::\(String($0 * 2, radix: 16))" }.joined(separator: " ")) }"
                + " mark \($0)"
        },
        Kind(testDescription: "ports behind protocols and addresses", scope: "both", count: 160) {
            "proto { tcp udp } daddr 10.\($0 % 5).0.0/16 dport \($0 * 7)"
        },
        Kind(testDescription: "more ports than one map has", count: 4200) { "proto tcp dport \($0 * 3)" },
    ]

    @Test("nft accepts, lists and reloads maps", arguments: kinds, ["rule", "class"])
    func maps(_ kind: Kind, _ counters: String) throws {
        var text = "scope \(kind.scope)\ncounters \(counters)\n" + kind.head
        for index in 0..<8 { text += "class c\(index) dscp \(index * 8)\n" }
        for index in 0..<kind.count { text += "rule r\(index) \(kind.conditions(index)) class c\(index % 8)\n" }
        var options = Compiler.Options()
        options.form = .graph
        let policy = try policy(text + "default class c0\n")
        let plan = Compiler.compile(policy, options)
        #expect(plan.shape.graph.tests > 0)
        #expect(PlanInvariants.problems(plan, policy) == [])
        try NftOracleTests.expectListing(of: plan)
    }
}
