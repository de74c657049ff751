import QoSCompiler
import Testing

/// LANGUAGE.md, fine print 7-10 and 19-21: markings, links, the hook.
@Suite struct FinePrintMarkingTests {
    @Test("item 7: only two stated PCPs for one priority conflict")
    func conflictingPCPs() {
        check(
            """
            class a priority 6 pcp 5
            class b priority 6
            class c priority 6 pcp 5
            class d priority 7 pcp 5
            class e pcp 3
            class f priority 3 pcp 4
                  ^ error conflicting-pcp: class 'f' wants PCP 4 for priority 3, but class 'e' wants PCP 3
            rule r set priority 6 pcp 4 disabled
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ error conflicting-pcp: rule 'r' wants PCP 4 for priority 6, \
            but class 'a' wants PCP 5
            """)
    }

    @Test("item 7: in maps, P is a plain decimal and the colon separates")
    func maps() {
        check(
            """
            link eth0 egress-map { 16:5 4294967295:7 }
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ error unsupported: not supported yet: link egress-map
            link eth1 egress-map { 0x10:5 }
                                   ^~~~~~ error bad-value: '0x10' is no priority
            link eth2 egress-map { 1:2:3 }
                                   ^~~~~ error bad-value: '2:3' is no PCP
            """)
    }

    @Test("item 8: the same link and form twice is an error; links have no wildcards")
    func links() {
        check(
            """
            link eth0 retag
            ^~~~~~~~~~~~~~~ error unsupported: not supported yet: link retag
            link? eth0 retag
            ^~~~~~~~~~~~~~~~ error duplicate: 'link eth0 retag' stands twice; first at p.qos:1
            ^~~~~~~~~~~~~~~~ error unsupported: not supported yet: link retag
            link eth0 trust pcp
            ^~~~~~~~~~~~~~~~~~~ error unsupported: not supported yet: link trust pcp
            link eth* retag
                 ^~~~ error bad-value: 'eth*' is no interface name
            """)
    }

    @Test(
        "items 9 and 20: until links work, each form is refused by name and nothing is half done",
        arguments: [
            "egress-map auto", "egress-map { 6:5 }", "ingress-map { 5:6 }", "tag priority", "retag", "trust pcp",
            "trust dscp",
        ])
    func linkFormsAreRefused(_ form: String) {
        for word in ["link", "link?"] {
            let loaded = load("class a priority 6\n\(word) eth0.10 \(form)\n")
            #expect(loaded.policy == nil)
            let name = form.prefix { $0 != "{" }.replacing(" auto", with: "")
            let message = "not supported yet: link \(name.last == " " ? name.dropLast() : name)"
            #expect(loaded.diagnostics.map(\.message) == [message])
            #expect(loaded.diagnostics.map(\.code) == [.unsupported])
        }
    }

    @Test("item 10: a catch-all or default that bleaches control traffic is a warning")
    func bleaching() {
        check(
            """
            rule all set dscp cs1
                 ^~~ warning bleaching: this takes the network's own control traffic (OSPF, OSPFv3, BGP, IGMP, \
            neighbour discovery) below CS6
            """)
        check(
            """
            class best dscp 0
            rule control proto { ospf igmp icmpv6 } keep
            default class best
            ^~~~~~~~~~~~~~~~~~ warning bleaching: this takes the network's own control traffic (BGP) below CS6
            """)
        // Covered by earlier rules, not lower, or no DSCP at all.
        check(
            """
            rule control proto { ospf igmp icmpv6 } keep
            rule bgp proto tcp dport bgp class net
            class net dscp cs7
            rule some proto tcp set dscp cs1
            default set dscp cs1
            """)
        check("default set dscp cs6\n")
        check("default set priority 3\n")
        check("rule all set dscp cs0 disabled\n")
    }

    @Test("item 10: scope forward and both note that port rules miss later fragments", arguments: ["forward", "both"])
    func laterFragments(_ scope: String) {
        check(
            """
            scope \(scope)
            rule a proto tcp keep
            rule b proto tcp sport 80 dport 90 keep
                             ^~~~~~~~ note later-fragments: forwarded fragments after the first have no ports: \
            rules with sport or dport miss them
            """)
        #expect(load("scope output\nrule b dport 80 keep\n").diagnostics.isEmpty)
        #expect(load("scope \(scope)\nrule b dport 80 keep disabled\n").diagnostics.isEmpty)
    }

    @Test(
        "item 19: the hook priority is -140, and hook-priority changes it",
        arguments: [nil, -150, -140, 0, 10, Int32.min])
    func hookPriority(_ priority: Int32?) throws {
        let policy = try policy(priority.map { "hook-priority \($0)\n" } ?? "")
        #expect(policy.hookPriority == priority ?? -140)
        let lines = NFTScript.lines(of: Compiler.compile(policy).contents)
        #expect(lines.contains("\t\ttype filter hook output priority \(priority ?? -140); policy accept;"))
    }

    @Test("item 21: what a container or a bridge sends is forwarded, and scope output does not look at it")
    func forwardedTraffic() throws {
        let policy = try policy("rule all set dscp cs7\n")
        let decision = Interpreter(policy).decide(try packet("proto tcp iif docker0 oif eth0"))
        #expect(!decision.isInScope && decision.ruleIndex == nil && decision.marking.isEmpty)
        #expect(try taker(of: "proto tcp oif eth0", in: policy) == "all")
    }
}
