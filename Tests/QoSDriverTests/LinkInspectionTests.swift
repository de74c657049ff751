import NetlinkModel
import QoSCompiler
import Testing

@testable import QoSDriver

/// `link` statements against links of other hosts.
@Suite struct LinkInspectionTests {
    private static let everything = KernelFeatures(
        release: "6.1.0", states: Dictionary(uniqueKeysWithValues: KernelFeature.allCases.map { ($0, .loadable) }))

    /// eth0 with eth0.10 and eth0.20, br0 with its port eth1, lo, wg0.
    private static let links: [Link] = [
        link(1, "lo", hardwareType: 772, mtu: 65536),
        link(2, "eth0"),
        link(3, "eth0.10", kind: "vlan", lower: 2),
        link(4, "eth0.20", kind: "vlan", lower: 2),
        link(5, "eth1", kind: "veth", master: 6),
        link(6, "br0", kind: "bridge"),
        link(7, "wg0", hardwareType: 65534, mtu: 1420, kind: "wireguard"),
    ]

    private static func link(
        _ index: Int32, _ name: String, hardwareType: UInt16 = 1, mtu: UInt32? = 1500, kind: String? = nil,
        lower: Int32? = nil, master: Int32? = nil, maximum: UInt32? = nil
    ) -> Link {
        Link(
            index: index, name: InterfaceName(name), hardwareType: hardwareType, flags: .up, mtu: mtu, kind: kind,
            vlan: kind == "vlan" ? VLANDevice(id: 10) : nil, lowerIndex: lower, masterIndex: master,
            maximumMTU: maximum)
    }

    /// A card that does or does not tag by itself.
    private static func offload(_ isOn: Bool) -> LinkFeatures {
        LinkFeatures(insertsTag: LinkFeatures.State(isActive: isOn, isChangeable: true))
    }

    private func statement(_ name: String, _ form: LinkForm, isOptional: Bool = false) throws -> LinkStatement {
        LinkStatement(
            interface: Located(try #require(InterfaceName(name)), SourceSpan(file: 0, start: 5, end: 9)),
            isOptional: isOptional, form: form)
    }

    /// `severity: message | hint`, notes about lengths of frames left out.
    private func findings(
        _ name: String, _ form: LinkForm, isOptional: Bool = false, links: [Link] = links,
        features: KernelFeatures = everything, qdiscs: [TCQdisc] = [], devices: [Int32: LinkFeatures] = [:],
        withFrames: Bool = false
    ) throws -> [String] {
        let statement = try statement(name, form, isOptional: isOptional)
        let found = LinkInspection.findings(
            for: statement, links: links, features: features, qdiscs: qdiscs, devices: devices)
        #expect(found.allSatisfy { $0.span == statement.interface.span && $0.code == .link })
        return found.filter { withFrames || !$0.message.contains("largest frame") || $0.severity != .note }.map {
            "\($0.severity): \($0.message)" + ($0.hint.map { " | \($0)" } ?? "")
        }
    }

    @Test(
        "forms where they belong",
        arguments: [
            ("eth0.10", .egressMapAuto), ("eth0.10", .egressMap([])), ("eth0.20", .ingressMap([])),
            ("eth0", .tagPriority), ("br0", .tagPriority), ("eth0", .retag), ("eth1", .trustPCP), ("br0", .trustDSCP),
            ("wg0", .trustDSCP), ("eth0.10", .trustDSCP),
        ] as [(String, LinkForm)])
    func fits(_ name: String, _ form: LinkForm) throws {
        #expect(try findings(name, form) == [])
    }

    @Test(
        "forms where they do not belong",
        arguments: [
            (
                "eth0", .egressMapAuto,
                "error: eth0 is no VLAN device, so it has no maps | its VLAN devices are eth0.10, eth0.20"
            ),
            (
                "eth1", .ingressMap([]),
                "error: eth1 is no VLAN device, so it has no maps | an untagged port takes 'tag priority', a trunk 'retag'"
            ),
            (
                "eth0.10", .tagPriority,
                "error: eth0.10 is a VLAN device: its frames get a tag anyway | use 'egress-map'"
            ),
            ("wg0", .tagPriority, "error: wg0 is no Ethernet link: what it sends has no place for a tag"),
            ("lo", .retag, "error: lo is no Ethernet link: what it sends has no place for a tag"),
            ("wg0", .trustPCP, "error: wg0 is no Ethernet link: what it sends has no place for a tag"),
            (
                "eth0.10", .retag,
                "warning: eth0.10 is a VLAN device: its frames get their tag below it | use 'egress-map'"
            ),
            (
                "eth0.10", .trustPCP,
                "warning: eth0.10 is a VLAN device: its frames have lost their tag before | use 'ingress-map'"
            ),
            (
                "eth1", .retag,
                "warning: eth1 is a port of the bridge br0, on which packets leave this host | link br0 retag"
            ),
            (
                "eth0", .trustDSCP,
                "note: frames for eth0.10 and eth0.20 get their priority from the ingress map there, whatever is trusted here"
                    + " | link eth0.10 trust dscp …"
            ),
        ] as [(String, LinkForm, String)])
    func unfit(_ name: String, _ form: LinkForm, _ expected: String) throws {
        #expect(try findings(name, form) == [expected])
    }

    @Test func linksThatAreMissing() throws {
        #expect(
            try findings("eth9", .tagPriority)
                == ["error: there is no link 'eth9' | did you mean 'eth0'?"])
        #expect(
            try findings("uplink", .trustDSCP)
                == ["error: there is no link 'uplink' | 'link?' is for links that may be missing"])
        let nothing = KernelFeatures(release: "6.18", states: [.vlan8021q: .missing])
        // What a kernel lacks does not matter to a link that may be missing.
        #expect(
            try findings("eth0.30", .egressMapAuto, isOptional: true, features: nothing)
                == ["note: there is no link 'eth0.30' yet"])
        #expect(try findings("eth0.30", .egressMapAuto, features: nothing).count == 2)
    }

    @Test func whatTheKernelLacks() throws {
        var states: [KernelFeature: KernelFeatures.State] = [.schIngress: .builtIn, .emMeta: .loaded]
        for feature in [.clsBasic, .actVLAN, .actSKBEdit] as [KernelFeature] { states[feature] = .missing }
        let kernel = KernelFeatures(release: "6.18.44", states: states)
        #expect(
            try findings("eth0", .tagPriority, features: kernel) == [
                "error: 'tag priority' needs cls_basic, act_vlan and act_skbedit, which kernel 6.18.44 lacks | "
                    + "CONFIG_NET_CLS_BASIC, CONFIG_NET_ACT_VLAN and CONFIG_NET_ACT_SKBEDIT are not set, or no such module"
                    + " is installed"
            ])
        #expect(
            try findings("wg0", .trustDSCP, features: kernel) == [
                "error: 'trust dscp' needs act_skbedit, which kernel 6.18.44 lacks | "
                    + "CONFIG_NET_ACT_SKBEDIT is not set, or no such module is installed"
            ])
        let locked = KernelFeatures(release: "6.1", states: states, loadingIsDisabled: true)
        #expect(
            try findings("br0", .trustDSCP, features: locked).first?.hasSuffix(
                "| modules cannot be loaded any more (kernel.modules_disabled): load act_skbedit at boot") == true)
        // A container does not see it; that refuses nothing.
        #expect(
            try findings("eth0.10", .egressMapAuto, features: KernelFeatures(release: "6.1", states: [:]))
                == ["note: 'egress-map' needs 8021q; whether the kernel has that cannot be seen here"])
        // Both what is wrong with the link and what is with the kernel.
        #expect(try findings("eth0.10", .tagPriority, features: kernel).count == 2)
    }

    /// Filters of egress would land among those of ingress.
    @Test func ingressQdisc() throws {
        func qdisc(_ kind: String) -> TCQdisc {
            TCQdisc(interfaceIndex: 2, kind: kind, handle: .clsactHandle, parent: .clsact)
        }
        let refused = [
            "error: eth0 has an ingress qdisc, where 'retag' needs clsact | "
                + "clsact does what ingress does: tc qdisc del dev eth0 ingress, and its filters anew"
        ]
        #expect(try findings("eth0", .retag, qdiscs: [qdisc("ingress")]) == refused)
        #expect(try findings("eth0", .retag, qdiscs: [qdisc("clsact")]) == [])
        #expect(try findings("br0", .retag, qdiscs: [qdisc("ingress")]) == [])
        #expect(try findings("br0", .trustDSCP, qdiscs: [qdisc("ingress")]) == [])
    }

    @Test func statementsThatWait() throws {
        var policy = Policy()
        policy.links = [
            try statement("eth0", .retag), try statement("eth7", .retag),
            try statement("eth8", .retag, isOptional: true),
        ]
        #expect(
            LinkInspection.waiting(in: policy, links: Self.links).map(\.interface.value.description) == [
                "eth7", "eth8",
            ])
        #expect(
            LinkInspection.findings(for: policy, links: Self.links, features: Self.everything).map(\.severity)
                == [.error, .note])
    }

    // MARK: Lengths of frames

    @Test func lengths() throws {
        let frames = try #require(LinkFrames(Self.links[1]))
        #expect(frames.untagged == 1514 && frames.tagged == 1518)
        #expect(LinkFrames(Self.links[0]) == nil && LinkFrames(Self.link(9, "x", mtu: nil)) == nil)
        #expect(LinkFrames(Self.link(9, "x", mtu: .max))?.tagged == 4_294_967_313)
        #expect(
            try findings("eth0", .tagPriority, withFrames: true) == [
                "note: eth0: with a priority tag the largest frame is 1518 bytes (MTU 1500 + 14 + 4), without one 1514 | "
                    + "where that does not pass, an MTU of 1496 leaves room for the tag: ip link set eth0 mtu 1496"
            ])
        #expect(try findings("br0", .retag, withFrames: true) == [])
        #expect(try findings("eth0.10", .egressMapAuto, withFrames: true) == [])
    }

    /// veth, virtio and ordinary cards carry a tag beside their MTU, also at the largest MTU that they take.
    @Test(
        "no warning",
        arguments: [
            (link(2, "eth0", mtu: 1500, maximum: 1500), nil),
            (link(2, "eth0", mtu: 1500, maximum: 1500), offload(true)),
            (link(2, "eth0", mtu: 1500, maximum: 9000), offload(false)),
            (link(2, "eth0", mtu: 1496, maximum: 1500), offload(false)),
            (link(2, "eth0", mtu: 65535, kind: "veth", maximum: 65535), offload(false)),
            (link(2, "eth0", mtu: 1420, kind: "vxlan", lower: 9), nil),
        ] as [(Link, LinkFeatures?)])
    func carried(_ lower: Link, _ offload: LinkFeatures?) throws {
        let device = Self.link(3, "eth0.10", mtu: lower.mtu, kind: "vlan", lower: 2)
        let links = [lower, device, Self.link(9, "below")]
        let offloads = offload.map { [Int32(2): $0] } ?? [:]
        #expect(try findings("eth0", .tagPriority, links: links, devices: offloads) == [])
        #expect(try findings("eth0.10", .egressMapAuto, links: links, devices: offloads) == [])
    }

    private static let cases: [(Link, [String])] = [
        (
            link(2, "eth0", mtu: 1500, maximum: 1500),
            [
                "warning: eth0: with a priority tag the largest frame is 1518 bytes (MTU 1500 + 14 + 4), without one 1514: "
                    + "the driver of eth0 takes no MTU over 1500 and does not tag by itself, so 4 bytes more may not pass"
                    + " | an MTU of 1496 leaves room for the tag: ip link set eth0 mtu 1496",
                "warning: eth0.10: its largest frame is 1518 bytes (MTU 1500 + 14 + 4): the driver of eth0 takes no MTU"
                    + " over 1500 and does not tag by itself, so 4 bytes more may not pass"
                    + " | an MTU of 1496 fits: ip link set eth0.10 mtu 1496",
            ]
        ),
        (
            link(2, "eth0", mtu: 1450, kind: "vxlan", lower: 9),
            [
                "warning: eth0: with a priority tag the largest frame is 1468 bytes (MTU 1450 + 14 + 4), without one 1464: "
                    + "eth0 is a tunnel (vxlan) over below, whose MTU of 1500 may have no room for it"
                    + " | an MTU of 1446 leaves room for the tag: ip link set eth0 mtu 1446",
                "warning: eth0.10: its largest frame is 1468 bytes (MTU 1450 + 14 + 4): eth0 is a tunnel (vxlan) over below,"
                    + " whose MTU of 1500 may have no room for it | an MTU of 1446 fits: ip link set eth0.10 mtu 1446",
            ]
        ),
        (
            link(2, "eth0", mtu: 1468, kind: "macsec", lower: 9),
            [
                "warning: eth0: with a priority tag the largest frame is 1486 bytes (MTU 1468 + 14 + 4), without one 1482: "
                    + "eth0 is a MACsec device, whose MTU has to have room for tags"
                    + " | an MTU of 1464 leaves room for the tag: ip link set eth0 mtu 1464",
                "warning: eth0.10: its largest frame is 1486 bytes (MTU 1468 + 14 + 4), and eth0 carries 1482"
                    + " | an MTU of 1464 fits: ip link set eth0.10 mtu 1464",
            ]
        ),
    ]

    @Test("warnings with the numbers", arguments: cases)
    func lacking(_ lower: Link, _ expected: [String]) throws {
        let device = Self.link(3, "eth0.10", mtu: lower.mtu, kind: "vlan", lower: 2)
        let links = [lower, device, Self.link(9, "below")]
        let offloads = [Int32(2): Self.offload(false)]
        #expect(try findings("eth0", .tagPriority, links: links, devices: offloads) == [expected[0]])
        #expect(try findings("eth0.10", .egressMapAuto, links: links, devices: offloads) == [expected[1]])
    }

    @Test func moreThanTheLowerLinkCarries() throws {
        let links = [
            Self.link(2, "eth0", mtu: 1400), Self.link(3, "eth0.10", mtu: 1500, kind: "vlan", lower: 2),
            Self.link(4, "away", mtu: 1500, kind: "vlan"), Self.link(5, "tiny", mtu: 3),
        ]
        #expect(
            try findings("eth0.10", .egressMapAuto, links: links) == [
                "warning: eth0.10: its largest frame is 1518 bytes (MTU 1500 + 14 + 4), and eth0 carries 1418"
                    + " | an MTU of 1400 fits: ip link set eth0.10 mtu 1400"
            ])
        // The lower link is in another namespace.
        #expect(try findings("away", .egressMapAuto, links: links) == [])
        #expect(try findings("tiny", .tagPriority, links: links, withFrames: true).count == 1)
    }

    /// A tunnel that does not say what carries it.
    @Test(arguments: ["vxlan", "geneve"])
    func unknownCarrier(_ kind: String) throws {
        let links = [Self.link(2, "eth0", mtu: 1450, kind: kind), Self.link(3, "v", mtu: 1450, kind: "vlan", lower: 2)]
        for (name, form) in [("eth0", .tagPriority), ("v", .egressMapAuto)] as [(String, LinkForm)] {
            let found = try findings(name, form, links: links, withFrames: true)
            #expect(found.count == 1 && found[0].hasPrefix("note: \(name): "))
            #expect(
                found[0].contains("1468 bytes (MTU 1450 + 14 + 4)") && found[0].contains("needs room for 4 bytes more"))
        }
    }

    /// Where the kernel writes both tags into the frame, the second has no room beside the MTU.
    @Test func twoTags() throws {
        let links = [
            Self.link(2, "eth0"), Self.link(3, "eth0.10", kind: "vlan", lower: 2),
            Self.link(4, "eth0.10.5", kind: "vlan", lower: 3), Self.link(5, "small", mtu: 1496, kind: "vlan", lower: 3),
        ]
        #expect(
            try findings("eth0.10.5", .egressMapAuto, links: links, devices: [2: Self.offload(false)]) == [
                "warning: eth0.10.5: its largest frame is 1518 bytes (MTU 1500 + 14 + 4), and 4 more with the tag of eth0.10:"
                    + " eth0 does not tag by itself, and one tag is what passes beside its MTU of 1500"
                    + " | an MTU of 1496 fits: ip link set eth0.10.5 mtu 1496"
            ])
        for devices in [[:], [2: Self.offload(true)]] as [[Int32: LinkFeatures]] {
            #expect(try findings("eth0.10.5", .egressMapAuto, links: links, devices: devices) == [])
        }
        #expect(try findings("small", .egressMapAuto, links: links, devices: [2: Self.offload(false)]) == [])
    }

    @Test func everyFormSaysWhatItNeeds() {
        #expect(LinkForm.samples.map(\.keyword).count == Set(LinkForm.samples.map(\.keyword)).count)
        #expect(LinkForm.samples.allSatisfy { !$0.needs.isEmpty && !$0.tool.isEmpty })
        #expect(LinkForm.tagPriority.needs == LinkForm.retag.needs)
    }
}
