import NetlinkModel
import QoSDriver
import Testing

@testable import QoSCompiler
@testable import qosctl

/// `capabilities`, and `check --link`, of hosts that are none.
@Suite struct CapabilitiesTests {
    private static let debian = KernelFeatures(
        release: "6.1.0", states: Dictionary(uniqueKeysWithValues: KernelFeature.allCases.map { ($0, .loadable) }))

    private static let port = Link(
        index: 2, name: InterfaceName("eth0"), hardwareType: 1, flags: .up, mtu: 1500, qdisc: "mq", maximumMTU: 9000)
    private static let device = Link(
        index: 3, name: InterfaceName("eth0.10"), hardwareType: 1, flags: .up, mtu: 1500, kind: "vlan",
        vlan: VLANDevice(
            id: 10, flags: [],
            egressMap: [VLANMapping(priority: 6, pcp: 5), VLANMapping(priority: 1_364_197_382, pcp: 4)],
            ingressMap: [VLANMapping(priority: 6, pcp: 5)]), lowerIndex: 2, qdisc: "noqueue")
    private static let links = [port, device]
    private static let qdiscs = [
        TCQdisc(interfaceIndex: 2, kind: "mq", handle: .none, parent: .root),
        TCQdisc(interfaceIndex: 2, kind: "fq_codel", handle: .none, parent: TCHandle(1)),
        TCQdisc(interfaceIndex: 2, kind: "fq_codel", handle: .none, parent: TCHandle(2)),
        TCQdisc(interfaceIndex: 2, kind: "clsact", handle: .clsactHandle, parent: .clsact),
        TCQdisc(interfaceIndex: 3, kind: "noqueue", handle: .none, parent: .root),
    ]

    private func capabilities(_ link: Link, kernel: KernelFeatures = debian) -> LinkCapabilities {
        LinkCapabilities(
            link, among: Self.links, kernel: kernel, qdiscs: Self.qdiscs,
            devices: [2: LinkFeatures(insertsTag: .init(isActive: true, isChangeable: true))])
    }

    private func lines(_ link: Link) -> [String] {
        let found = capabilities(link)
        return [CapabilitiesText.title(found)] + CapabilitiesText.facts(found).lines()
            + CapabilitiesText.forms(found).lines()
    }

    @Test func port() {
        #expect(
            lines(Self.port) == [
                "eth0  hardware, below eth0.10, up",
                "  MTU      1500, at most 9000",
                "  frames   up to 1514 bytes, 1518 with a tag",
                "  queue    mq with fq_codel: what is below it may look at priority",
                "  filters  there is a clsact qdisc",
                "  tags     written by the device, taken by (not known)",
                "  egress-map    not here: eth0 is no VLAN device, so it has no maps",
                "  ingress-map   not here: eth0 is no VLAN device, so it has no maps",
                "  tag priority  tc clsact egress: basic, vlan push, skbedit",
                "  retag         tc clsact egress: basic, vlan modify, skbedit",
                "  trust pcp     tc clsact ingress: flower, skbedit priority",
                "  trust dscp    tc clsact ingress: matchall, skbedit inheritdsfield",
            ])
    }

    @Test func device() {
        #expect(
            lines(Self.device) == [
                "eth0.10  vlan 10 over eth0, up",
                "  MTU          1500",
                "  frames       up to 1518 bytes with their tag",
                "  queue        noqueue: does not look at priority",
                "  egress map   6:5 1364197382:4",
                "  ingress map  5:6",
                "  reorder_hdr  off",
                "  egress-map    egress map of the VLAN device",
                "  ingress-map   ingress map of the VLAN device",
                "  tag priority  not here: eth0.10 is a VLAN device: its frames get a tag anyway",
                "  retag         no use: eth0.10 is a VLAN device: its frames get their tag below it; use 'egress-map'",
                "  trust pcp     no use: eth0.10 is a VLAN device: its frames have lost their tag before; use 'ingress-map'",
                "  trust dscp    tc clsact ingress: matchall, skbedit inheritdsfield",
            ])
    }

    @Test func kernel() {
        let kernel = KernelFeatures(release: "6.18", states: [.actVLAN: .missing, .schIngress: .builtIn])
        let table = CapabilitiesText.table(kernel).lines()
        #expect(table.count == KernelFeature.allCases.count + 1)
        #expect(table.contains("  act_vlan          missing   CONFIG_NET_ACT_VLAN"))
        #expect(table.contains("  sch_ingress       built-in  CONFIG_NET_SCH_INGRESS"))
        #expect(table.contains("  8021q             unknown   CONFIG_VLAN_8021Q"))
        let found = capabilities(Self.port, kernel: kernel)
        #expect(found.lacksSomething && !capabilities(Self.port).lacksSomething)
        let forms = CapabilitiesText.forms(found).lines()
        #expect(forms[2] == "  tag priority  missing: act_vlan")
        #expect(forms[4] == "  trust pcp     not known: cls_flower, act_skbedit")
        // A form that does not belong here lacks nothing.
        let none = KernelFeatures(release: "6.18", states: [.vlan8021q: .missing])
        #expect(!capabilities(Self.port, kernel: none).lacksSomething)
        #expect(capabilities(Self.device, kernel: none).lacksSomething)
    }

    @Test func asJSON() {
        let value = CapabilitiesJSON.value(
            HostCapabilities(kernel: Self.debian, links: [capabilities(Self.device)]))
        let text = value.text
        #expect(
            text.hasPrefix(
                #"{"schema":1,"kernel":{"release":"6.1.0","loadingDisabled":false,"parts":[{"name":"8021q","#))
        #expect(
            text.contains(
                #""vlan":{"id":10,"protocol":33024,"reorderHeader":false,"egressMap":[{"priority":6,"pcp":5},"#
                    + #"{"priority":1364197382,"pcp":4}],"ingressMap":[{"priority":6,"pcp":5}]}"#))
        #expect(
            text.contains(
                #""lower":"eth0","vlanDevices":[],"mtu":1500,"maximumMTU":null,"frames":{"untagged":1514,"tagged":1518}"#
            ))
        #expect(text.contains(#"{"form":"tag priority","outcome":"impossible","tool":"tc clsact egress"#))
    }

    @Test(
        "queues and priority",
        arguments: [
            ("pfifo_fast", .bands), ("prio", .bands), ("fq", .bands), ("htb", .classes), ("cake", .ownClasses),
            ("mq", .children), ("noqueue", .none), ("something", .unknown), ("", .unknown),
        ] as [(String, QueuePriority)])
    func queues(_ kind: String, _ expected: QueuePriority) {
        #expect(QueuePriority(qdisc: kind) == expected)
    }

    /// What the host says joins what the policy says, in the order of places, and decides the exit code.
    @Test func checkWithLinks() throws {
        let loaded = PolicyLoader.load(
            "p.qos", from: MemoryPolicyFiles(["p.qos": Array("class a dscp ef\n".utf8)]))
        let place = SourceSpan(file: 0, start: 0, end: 5)
        var result = CheckResult(path: "p.qos", loaded: loaded)
        #expect(result.exitCode(isStrict: true) == 0)
        result.loaded = result.loaded.adding([Diagnostic(.note, .link, "n", at: place)])
        #expect(result.exitCode(isStrict: true) == 0)
        result.loaded = result.loaded.adding([Diagnostic(.warning, .link, "w", at: place)])
        #expect(result.exitCode(isStrict: false) == 0 && result.exitCode(isStrict: true) == 1)
        result.loaded = result.loaded.adding([Diagnostic(.error, .link, "e", at: place)])
        #expect(result.exitCode(isStrict: false) == 1)
        let links = result.loaded.diagnostics.filter { $0.code == .link }
        #expect(links.map(\.severity) == [.note, .warning, .error] && result.loaded.policy != nil)
    }
}
