import NetlinkModel
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
    func maps() throws {
        check(
            """
            link eth0 egress-map { 16:5 4294967295:7 }
            link eth1 egress-map { 0x10:5 }
                                   ^~~~~~ error bad-value: '0x10' is no priority
            link eth2 egress-map { 1:2:3 }
                                   ^~~~~ error bad-value: '2:3' is no PCP
            """)
        let entries = try egressMap("link eth0 egress-map { 4294967295:7 16:5 }\n")
        #expect(entries == [VLANMapping(priority: 16, pcp: 5), VLANMapping(priority: 4_294_967_295, pcp: 7)])
    }

    private func egressMap(_ text: String) throws -> [VLANMapping] {
        let links = Compiler.compile(try policy(text)).links
        guard links.count == 1, case .egressMap(let entries) = links[0].work else {
            Issue.record("\(links)")
            return []
        }
        return entries
    }

    @Test("item 7: all classes and inline markings count for auto, used or not")
    func autoMap() throws {
        let entries = try egressMap(
            """
            link eth0.10 egress-map auto
            class unused priority 6 pcp 5
            class alone pcp 3
            class none priority 9
            class lane priority 1:10 pcp 0
            rule off set priority 7 pcp 6 disabled
            rule on proto tcp class none
            default set pcp 1
            """)
        #expect(
            entries
                == [(1, 1), (3, 3), (6, 5), (7, 6), (0x1_0010, 0)].map { VLANMapping(priority: $0.0, pcp: $0.1) })
    }

    /// A stranger's packet with a priority of ours stays as it is: tc looks for tokens, which only our rules give.
    @Test(
        "item 7: tag and retag touch only packets whose marking has a pcp", arguments: ["tag priority", "retag"])
    func onlyMarkingsWithPCP(_ form: String) throws {
        let text = "class voice priority 6 pcp 5\nclass data priority 4\nrule a proto tcp class voice\n"
        let plan = Compiler.compile(try policy(text + "rule b class data\nlink eth1 \(form)\n"))
        let script = NFTScript.lines(of: plan.contents)
        #expect(script.filter { $0.contains("5150:6") } == ["\t\toifname \"eth1\" meta priority set 5150:6"])
        #expect(script.contains("\t\tmeta priority set 0:4 accept"))
        var lines: [String] = []
        TCScript.write(plan) { lines.append($0) }
        let matches = lines.filter { $0.contains("meta(priority") }
        #expect(!matches.isEmpty && matches.allSatisfy { $0.contains("meta(priority eq 0x51500006)") }, "\(lines)")
    }

    @Test("item 8: the same link and form twice is an error; links have no wildcards")
    func links() {
        check(
            """
            class a pcp 5
            rule r class a
            link eth0 retag
            link? eth0 retag
            ^~~~~~~~~~~~~~~~ error duplicate: 'link eth0 retag' stands twice; first at p.qos:3
            link eth0 trust pcp
            link eth* retag
                 ^~~~ error bad-value: 'eth*' is no interface name
            """)
    }

    /// Whether the link is there is the driver's business; what is to be done there is the same.
    @Test(
        "item 8: link? is no other link, but for being optional",
        arguments: [
            "egress-map auto", "egress-map { 6:5 }", "ingress-map { 5:6 }", "tag priority", "retag", "trust pcp",
            "trust dscp",
        ])
    func optionalLinks(_ form: String) throws {
        let head = "class a priority 6 pcp 5\nrule r class a\n"
        var plans = try ["link", "link?"].map { Compiler.compile(try policy(head + "\($0) eth0.10 \(form)\n")) }
        #expect(plans.map { $0.links.map(\.isOptional) } == [[false], [true]])
        #expect(plans[0].contents == plans[1].contents)
        plans[1].links[0].isOptional = false
        #expect(plans[0].links == plans[1].links)
    }

    @Test("item 9: a map names what the policy names, and no other entry")
    func otherEntriesStay() throws {
        #expect(
            try egressMap("link eth0.10 egress-map { 6:5 2:0 }\nclass a priority 4 pcp 4\n")
                == [VLANMapping(priority: 2, pcp: 0), VLANMapping(priority: 6, pcp: 5)])
        let links = Compiler.compile(try policy("link eth0.10 ingress-map { 5:9 0:1 }\n")).links
        #expect(
            links.map(\.work) == [
                .ingressMap([VLANMapping(priority: 1, pcp: 0), VLANMapping(priority: 9, pcp: 5)])
            ])
    }

    @Test(
        "item 20: a priority without pcp that a link's map gives another class's PCP",
        arguments: [
            ("egress-map auto", "warning"), ("egress-map { 6:5 }", "warning"), ("ingress-map { 5:6 }", "note"),
            ("tag priority", "note"), ("retag", "note"), ("trust dscp", "note"),
        ])
    func foreignPCP(_ form: String, _ severity: String) {
        let loaded = load(
            """
            class voice priority 6 pcp 5
            class games priority 6
            rule a proto udp class voice
            rule b class games
            link eth0.10 \(form)
            """)
        let found = loaded.diagnostics.filter { $0.code == .foreignPCP }
        #expect(found.map { "\($0.severity)" } == [severity])
        #expect(
            found.map(\.message) == [
                "class 'games' has priority 6 and no pcp; frames on a link with a map get PCP 5, which class 'voice' "
                    + "states for that priority"
            ])
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
