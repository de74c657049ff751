import NetlinkModel
import Testing

@testable import QoSCompiler

/// Policies to start from: good as they are on every host, and with every example in force.
struct StarterPolicyTests {
    private static func link(
        _ index: Int32, _ name: String, _ kind: String? = nil, vlan: UInt16? = nil, over: Int32? = nil, up: Bool = true
    ) -> Link {
        Link(
            index: index, name: InterfaceName(name), hardwareType: 1, flags: up ? .up : [], mtu: 1500, kind: kind,
            vlan: vlan.map { VLANDevice(id: $0) },
            lowerIndex: over)
    }

    private static let loopback = Link(
        index: 1, name: InterfaceName("lo"), hardwareType: 772, flags: [.up, .loopback], mtu: 65536)

    private static let router = HostFacts(
        links: [
            link(5, "eth0.10", "vlan", vlan: 10, over: 2), loopback, link(2, "eth0"),
            link(3, "wg0", "wireguard", up: false),
        ],
        defaultRoutes: [
            DefaultRoute(isIPv6: false, interfaceIndex: 2, metric: 100),
            DefaultRoute(isIPv6: true, interfaceIndex: 2, metric: 1024),
        ],
        users: [
            HostFacts.User(name: "nobody", id: 65534), HostFacts.User(name: "ada", id: 1001),
            HostFacts.User(name: "backup", id: 34), HostFacts.User(name: "root", id: 0),
        ],
        forwardsIPv4: true, forwardsIPv6: true)

    /// Names that somebody could have chosen to break out of a comment, or of quotes.
    private static let hostile: HostFacts = {
        let names = [
            "a\"b", "eth*", "*", "a#b", "a@b", "$x", "a,b", "{", "a{}", "ü", "a\u{202e}b", "a\u{1b}b", "-", "!=",
            "a\\b", "0",
            "default", "class", "auto", "file",
        ]
        var facts = HostFacts(forwardsIPv6: true)
        facts.links = names.enumerated().map { index, name in
            Link(
                index: Int32(index + 2), name: InterfaceName(name), hardwareType: 1, flags: .up, mtu: nil,
                kind: index % 2 == 0 ? "vlan" : "a\nrule x keep", lowerIndex: Int32(index + 3))
        }
        facts.users = (names + ["two words", "1und1", "a:b", "CORP\\ada", "rule x keep\nrule y", ""]).enumerated().map {
            HostFacts.User(name: $1, id: 1000 + UInt32($0) / 2)
        }
        facts.defaultRoutes = [DefaultRoute(isIPv6: false, interfaceIndex: 2, metric: 0)]
        return facts
    }()

    private static let large: HostFacts = {
        var facts = HostFacts(forwardsIPv4: true)
        facts.links = (2..<300).map { link($0, "port\($0)", "vlan", vlan: 7, over: $0 - 1) }
        facts.users = (1000..<3000).map { HostFacts.User(name: "user\($0)", id: $0) }
        return facts
    }()

    static let hosts: [(String, HostFacts)] = [
        ("empty", HostFacts()), ("only loopback", HostFacts(links: [loopback])), ("router", router),
        ("hostile", hostile),
        ("large", large),
    ]

    @Test("clean as it is", arguments: hosts)
    func cleanAsItIs(_ name: String, _ facts: HostFacts) throws {
        let text = StarterPolicy.text(for: facts)
        let loaded = load(text)
        // Classes that only the commented examples use.
        #expect(
            loaded.diagnostics.allSatisfy { $0.code == .unused && $0.severity == .note }, "\(rendered(loaded))\n\(text)"
        )
        let policy = try #require(loaded.policy)
        #expect(PolicyFormatter.format(SourceFile(path: "p.qos", bytes: Array(text.utf8))).bytes == Array(text.utf8))
        #expect(policy.rules.count == 10 && policy.expectations.count == 13)
        #expect(text == StarterPolicy.text(for: facts))
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 120 }, "\(text)")
    }

    /// With every `#` in front of a word taken away: notes remain.
    @Test("every example can be used", arguments: hosts)
    func everyExampleCanBeUsed(_ name: String, _ facts: HostFacts) throws {
        let lines = StarterPolicy.text(for: facts).split(separator: "\n", omittingEmptySubsequences: false)
        let links = lines.count { $0.hasPrefix("#link ") }
        let used = lines.map { $0.hasPrefix("#") && !$0.hasPrefix("# ") && $0 != "#" ? $0.dropFirst() : $0 }
        let all = load(used.joined(separator: "\n"))
        #expect(all.diagnostics.allSatisfy { $0.severity == .note }, "\(rendered(all))")
        let policy = try #require(all.policy)
        #expect(policy.rules.count >= 12)
        #expect(policy.links.count == links)
        // Each entry is for the priority of some class, and each class has one.
        let priorities = Set(policy.classes.compactMap { $0.marking.priority?.value })
        for link in policy.links {
            guard case .egressMap(let entries) = link.form else {
                Issue.record("\(link)")
                continue
            }
            #expect(Set(entries.map(\.priority)) == priorities)
        }
    }

    @Test func whatARouterGets() {
        let lines = StarterPolicy.text(for: Self.router).split(separator: "\n")
        for expected in [
            "# This host forwards IPv4 and IPv6. Rules look at the packets of its own programs,",
            "#scope both",
            "#   eth0     MTU 1500, up, default route of IPv4 and IPv6",
            "#   wg0      wireguard, MTU 1500, down",
            "#   eth0.10  vlan 10 on eth0, MTU 1500, up",
            "#rule uplink     oif \"eth0\"  proto tcp  dport { rsync 8443 }    class bulk",
            "#link \"eth0.10\" egress-map { 6:5 4:3 9:3 1:1 }",
            "#rule user-backup  user \"backup\"  class bulk",
            "#rule user-ada  user \"ada\"  class bulk",
        ] {
            #expect(lines.contains(Substring(expected)), "missing: \(expected)")
        }
        #expect(!lines.contains { $0.contains("nobody") || $0.contains("root") || $0.hasPrefix("#   lo") })
    }

    @Test func whatCannotBeWrittenIsCounted() {
        let lines = StarterPolicy.text(for: Self.hostile).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("#   and ") && $0.hasSuffix(" with a name that a policy cannot write") })
        #expect(lines.contains { $0.hasPrefix("#rule user-10") && $0.hasSuffix("  user \"CORP\\ada\"  class bulk") })
        #expect(!lines.contains { $0.hasPrefix("rule x") || $0.contains("\u{202e}") || $0.contains("\u{1b}") })
        let large = StarterPolicy.text(for: Self.large)
        for counted in ["#   and 274 more\n", "# … and 274 more\n", "# … and 1976 people more\n"] {
            #expect(large.contains(counted))
        }
    }
}
