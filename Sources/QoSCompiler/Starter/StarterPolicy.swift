import NetlinkModel

/// A commented policy to start from. The same facts give the same bytes.
///
/// Its rules are good on every host; what depends on the host stands in comments. A comment without a blank after `#`
/// is a statement to take the `#` away from, and `# ` begins prose.
public struct StarterPolicy {
    /// Service users that are worth a rule where a host has them, with its action.
    static let knownServices: [String: String] = [
        "_apt": "class bulk", "asterisk": "keep", "backup": "class bulk", "mysql": "class interactive",
        "postgres": "class interactive", "proxy": "class interactive", "www-data": "class interactive",
    ]
    /// Numbers of people (Debian Policy Manual, 9.2.2).
    static let people: ClosedRange<UInt32> = 1000...59999
    /// Longer lists end with how many more there are.
    static let longestList = 24

    private let facts: HostFacts
    /// Without loopback and without those whose name a policy cannot write, by the kernel's number; names in quotes.
    private let shownLinks: [(name: String, link: Link)]
    private var lines: [String] = []

    /// The text of the policy, with a newline at its end.
    public static func text(for facts: HostFacts) -> String {
        var policy = StarterPolicy(facts)
        policy.write()
        let text = Array(policy.lines.map { $0 + "\n" }.joined().utf8)
        let laidOut = PolicyFormatter.format(SourceFile(path: "policy.qos", bytes: text)).bytes
        return String(decoding: laidOut ?? text, as: UTF8.self)
    }

    private init(_ facts: HostFacts) {
        self.facts = facts
        let links = facts.links.filter { !$0.flags.contains(.loopback) }.sorted { $0.index < $1.index }
        shownLinks = links.compactMap { link in link.name.flatMap(StarterNames.quoted).map { ($0, link) } }
    }

    private mutating func write() {
        heading()
        scope()
        classes()
        activeRules()
        telephony()
        interfaces()
        vlans()
        users()
        expectations()
    }

    private mutating func add(_ text: String) {
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private mutating func heading() {
        add(
            """
            # A policy to start from, made for this host by qosctl init. Nothing is loaded until: qosctl apply
            #
            # The first rule that matches a packet wins, so the order is the policy. What no rule takes stays as the
            # application made it. A line that begins with "#" and a word right behind it is an example for this host:
            # take the "#" away to use it. The language is described in qosctl-policy(5).

            policy "starter"
            default keep
            """)
    }

    // MARK: Scope

    private mutating func scope() {
        let families = [facts.forwardsIPv4 ? "IPv4" : nil, facts.forwardsIPv6 ? "IPv6" : nil].compactMap(\.self)
        add("")
        guard !families.isEmpty else {
            add("# This host routes for nobody: rules look at the packets of its own programs (scope output).")
            return
        }
        add(
            """
            # This host forwards \(families.joined(separator: " and ")). Rules look at the packets of its own programs,
            # unless told to look at those that it routes as well; user and group hold for its own only.
            #scope both
            """)
    }

    // MARK: Rules that are good everywhere

    private mutating func classes() {
        add(
            """

            # DSCPs after RFC 4594 and RFC 8622. Priorities fit the kernel's default queues (tc-prio(8)): 6 and 7 leave
            # first, then 0, 4 and 8-15, last 1, 2, 3 and 5.
            class voice        dscp ef    priority 6
            class signal       dscp cs3   priority 4
            class interactive  dscp af21  priority 9    # somebody waits for each answer
            class bulk         dscp le    priority 1    # only what is left over
            """)
    }

    private mutating func activeRules() {
        add(
            """

            # Before anything else: what keeps the network up. It is marked CS6 by those who send it, and stays so.
            rule control    proto { ospf igmp icmpv6 pim vrrp eigrp }    keep
            rule bgp        proto tcp  dport bgp                         keep
            rule bgp-reply  proto tcp  sport bgp                         keep
            rule bfd        proto udp  dport { 3784 3785 4784 }          keep

            # Terminals. OpenSSH marks copies by itself as bulk (ssh_config(5), IPQoS: CS1; before 7.8 and in Debian the old
            # throughput bit, which reads as 2), and those stay so.
            rule ssh-copy   proto tcp  dport ssh  dscp { 2 le cs1 }      keep
            rule ssh        proto tcp  dport ssh                         class interactive
            rule sshd-copy  proto tcp  sport ssh  dscp { 2 le cs1 }      keep
            rule sshd       proto tcp  sport ssh                         class interactive

            # Names, also over TLS and QUIC. Time is better left alone: queues that reorder it make it worse.
            rule dns        proto { tcp udp }  dport { domain 853 }      class interactive
            rule ntp        proto udp  dport ntp                         keep
            """)
    }

    // MARK: Examples

    private mutating func telephony() {
        add(
            """

            # Telephony: signalling, and media to and from the phones. Ports are those of your PBX.
            #set phones { 192.0.2.0/24 2001:db8:20::/64 }
            #rule sip        proto { tcp udp }  dport { sip sip-tls }     class signal
            #rule rtp        proto udp  daddr @phones  dport 10000-20000  class voice
            """)
    }

    private mutating func interfaces() {
        let named = shownLinks
        let unnamed = facts.links.count { !$0.flags.contains(.loopback) } - named.count
        add("\n# Interfaces of this host, without loopback:")
        if named.isEmpty && unnamed == 0 { add("#   none") }
        let rows = named.prefix(Self.longestList).map { (String($0.name.dropFirst().dropLast()), describe($0.link)) }
        let width = rows.map(\.0.count).max() ?? 0
        for (name, text) in rows {
            add("#   \(name)\(String(repeating: " ", count: width - name.count))  \(text)")
        }
        if named.count > rows.count { add("#   and \(named.count - rows.count) more") }
        if unnamed > 0 { add("#   and \(unnamed) with a name that a policy cannot write") }
        let uplinks = facts.defaultRoutes.compactMap { route in named.first { $0.link.index == route.interfaceIndex } }
        guard let uplink = uplinks.first ?? named.first else { return }
        add("# A rule for packets that leave on \(uplinks.isEmpty ? "one of them" : "that of the default route"):")
        add("#rule uplink     oif \(uplink.name)  proto tcp  dport { rsync 8443 }    class bulk")
    }

    private mutating func vlans() {
        let vlans = shownLinks.filter { $0.link.kind == "vlan" }
        guard !vlans.isEmpty else { return }
        add("\n# VLAN devices: 802.1p priorities (PCPs) for the priorities of the classes above.")
        for (name, _) in vlans.prefix(Self.longestList) { add("#link \(name) egress-map { 6:5 4:3 9:3 1:1 }") }
        if vlans.count > Self.longestList { add("# … and \(vlans.count - Self.longestList) more") }
    }

    private mutating func users() {
        let all = facts.users.sorted { ($0.id, $0.name) < ($1.id, $1.name) }
        var seen: Set<String> = []
        func writable(_ user: HostFacts.User) -> (user: HostFacts.User, quoted: String)? {
            guard let quoted = StarterNames.quoted(user: user.name), seen.insert(user.name).inserted else { return nil }
            return (user, quoted)
        }
        let services = all.filter { Self.knownServices[$0.name] != nil }.compactMap(writable)
        let people = all.filter { Self.people.contains($0.id) && Self.knownServices[$0.name] == nil }
        var shown: [(user: HostFacts.User, quoted: String)] = []
        for user in people where shown.count < Self.longestList {
            if let user = writable(user) { shown.append(user) }
        }
        guard !(services.isEmpty && shown.isEmpty) else { return }
        add("\n# Users of this host. A rule sees the user that opened the socket (not membership in groups).")
        var ruleNames: Set<String> = []
        for (user, quoted) in services + shown {
            let name = StarterNames.ruleName(user)
            // Two users may share a number.
            guard ruleNames.insert(name).inserted else { continue }
            add("#rule \(name)  user \(quoted)  \(Self.knownServices[user.name] ?? "class bulk")")
        }
        if people.count > Self.longestList { add("# … and \(people.count - shown.count) people more") }
    }

    private mutating func expectations() {
        add(
            """

            # Tests: qosctl check and qosctl apply refuse a policy in which another rule takes one of these packets.
            expect control    proto ospf daddr 224.0.0.5 dscp cs6
            expect control    proto icmpv6 saddr fe80::1 daddr ff02::1
            expect bgp        proto tcp daddr 192.0.2.1 sport 40000 dport 179
            expect bgp-reply  proto tcp daddr 2001:db8::1 sport 179 dport 40000
            expect bfd        proto udp daddr 192.0.2.1 dport 3784
            expect ssh        proto tcp daddr 192.0.2.1 sport 40000 dport 22
            expect ssh-copy   proto tcp daddr 192.0.2.1 sport 40000 dport 22 dscp cs1
            expect sshd       proto tcp daddr 2001:db8::1 sport 22 dport 40000
            expect sshd-copy  proto tcp daddr 2001:db8::1 sport 22 dport 40000 dscp cs1
            expect dns        proto udp daddr 192.0.2.53 dport 53
            expect dns        proto tcp daddr 2001:db8::53 dport 853
            expect ntp        proto udp daddr 192.0.2.123 sport 123 dport 123
            expect default    proto tcp daddr 192.0.2.1 dport 443
            """)
    }

    // MARK: Interfaces

    private func describe(_ link: Link) -> String {
        var words: [String] = []
        if let kind = link.kind, !kind.isEmpty, kind.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) {
            let lower = link.lowerIndex.flatMap { index in shownLinks.first { $0.link.index == index } }
            if kind == "vlan" {
                let name = lower.map { " on \($0.name.dropFirst().dropLast())" } ?? ""
                words.append("vlan \((link.vlan?.id).map { String($0) } ?? "?")\(name)")
            } else {
                words.append(kind)
            }
        }
        if let mtu = link.mtu { words.append("MTU \(mtu)") }
        words.append(link.flags.contains(.up) ? "up" : "down")
        let routes = facts.defaultRoutes.filter { $0.interfaceIndex == link.index }
        let families = [routes.contains { !$0.isIPv6 } ? "IPv4" : nil, routes.contains(where: \.isIPv6) ? "IPv6" : nil]
        if !routes.isEmpty {
            words.append("default route of \(families.compactMap(\.self).joined(separator: " and "))")
        }
        return words.joined(separator: ", ")
    }
}
