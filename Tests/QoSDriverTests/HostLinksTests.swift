import NetlinkModel
import QoSCompiler
import Testing

@testable import QoSDriver

/// Which links stand above and below which, and what may not notice a change of maps.
@Suite struct HostLinksTests {
    private static func link(
        _ index: Int32, _ name: String, _ kind: String? = nil, vlan: UInt16? = nil, over lower: Int32? = nil,
        in master: Int32? = nil, qdisc: String = "noqueue"
    ) -> Link {
        Link(
            index: index, name: InterfaceName(name), hardwareType: 1, flags: .up, kind: kind,
            vlan: vlan.map { VLANDevice(id: $0) }, lowerIndex: lower, masterIndex: master, qdisc: qdisc)
    }

    /// eth0 and eth1 in bond0, with bond0.10 and, over that, bond0.10.20; eth2 with eth2.10 and in br0; a veth.
    private static func host(eth0: String = "mq", device: String = "noqueue") -> HostLinks {
        HostLinks(links: [
            link(1, "eth0", in: 3, qdisc: eth0), link(2, "eth1", in: 3, qdisc: "pfifo_fast"),
            link(3, "bond0", "bond"), link(4, "bond0.10", "vlan", vlan: 10, over: 3, qdisc: device),
            link(5, "bond0.10.20", "vlan", vlan: 20, over: 4), link(6, "eth2", in: 8, qdisc: "fq_codel"),
            link(7, "eth2.10", "vlan", vlan: 10, over: 6), link(8, "br0", "bridge"),
            // The peer's index, which is not what it stands on.
            link(9, "veth0", "veth", over: 6),
        ])
    }

    private func planned(_ text: String) throws -> [PlannedLink] {
        let loaded = PolicyLoader.load(
            "p.qos", from: MemoryPolicyFiles(["p.qos": Array(("class v priority 6 pcp 5\n" + text).utf8)]))
        return PlannedLink.all(of: try #require(loaded.policy))
    }

    @Test(
        "tokens go to a link, to the bond that it is in, and for retag to VLAN devices above",
        arguments: [
            ("link eth2 tag priority", ["eth2"]), ("link eth2 retag", ["eth2", "eth2.10"]),
            ("link eth0 retag", ["bond0", "bond0.10", "bond0.10.20", "eth0"]),
            ("link bond0 retag", ["bond0", "bond0.10", "bond0.10.20"]),
            ("link eth0 tag priority", ["bond0", "eth0"]),
            ("link bond0.10 egress-map auto\nlink eth2 trust dscp", []), ("link? nope0 retag", []),
        ])
    func tokenInterfaces(_ text: String, _ names: [String]) throws {
        let found = Self.host().tokenInterfaces(of: try planned(text))
        #expect(found.map(\.description) == names)
    }

    @Test(
        "the tags of frames are those of the VLAN devices right above", arguments: [("eth0", [10]), ("bond0.10", [20])])
    func tags(_ name: String, _ ids: [UInt16]) throws {
        let host = Self.host()
        let interface = try #require(InterfaceName(name))
        let link = try #require(host.link(named: interface))
        #expect(host.tags(above: link).map(\.id) == ids)
    }

    @Test func path() throws {
        let host = Self.host()
        let top = try #require(host.link(5))
        #expect(
            Set(host.path(of: top).compactMap { $0.name?.description }) == [
                "bond0.10.20", "bond0.10", "bond0", "eth0", "eth1",
            ])
        #expect(host.path(of: top).first == top)
        let veth = try #require(host.link(9))
        #expect(host.path(of: veth).count == 1)
    }

    @Test(
        "a queue that holds frames, or that looks at more of a priority than its last bits, is in the way",
        arguments: [
            ("mq", "noqueue", nil), ("fq", "noqueue", nil), ("prio", "noqueue", "the queue of eth0 (prio)"),
            ("htb", "noqueue", "the queue of eth0 (htb)"), ("strange", "noqueue", "the queue of eth0 (strange)"),
            ("mq", "pfifo", "frames wait in its queue (pfifo)"),
        ])
    func obstacles(_ eth0: String, _ device: String, _ text: String?) throws {
        let name = try #require(InterfaceName("bond0.10"))
        let transition = MapTransition(
            changes: [MapChange(interface: name, priority: 6, old: 5, new: 3)],
            host: Self.host(eth0: eth0, device: device))
        #expect(transition.obstacles.count == (text == nil ? 0 : 1))
        if let text {
            let obstacle = try #require(transition.obstacles.first)
            #expect(obstacle.contains(text) && obstacle.contains("priority 6") && obstacle.contains("from 5 to 3"))
        }
    }
}
