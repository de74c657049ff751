import Foundation
import NetlinkKit
import NetlinkModel
import NetworkLab
import QoSCompiler
import QoSDriver
import Testing

/// Interfaces and routes as rtnetlink lists them, beside what `ip` says.
@Suite(.serialized)
struct LinkTests {
    private func namespace() throws -> NetworkNamespace {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "links")
        for command in [
            "link add v0 mtu 1400 type veth peer name v1", "link add v2 type veth peer name with.dots-15ch",
            "link set v0 up", "link set v1 up", "link set v2 up", "addr add 192.0.2.1/24 dev v0",
            "addr add 2001:db8::1/64 dev v0 nodad", "route add default via 192.0.2.2 dev v0 metric 20",
            "route add default via 192.0.2.3 dev v0 metric 10", "route add 198.51.100.0/24 dev v0",
            "-6 route add default via 2001:db8::2 dev v0 metric 30", "route add default dev v2 table 100",
            "route add unreachable default metric 999",
        ] {
            try namespace.command(["ip"] + command.split(separator: " ").map(String.init))
        }
        return namespace
    }

    @Test func linksAreThoseOfIP() throws {
        let namespace = try namespace()
        let links = try namespace.perform { try RTNLClient().links() }
        let json = try namespace.command(["ip", "-d", "-j", "link"])
        let listed = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        try #require(links.count == listed.count && links.count >= 5)
        for (link, ip) in zip(links, listed) {
            let flags = try #require(ip["flags"] as? [String])
            #expect(link.name?.description == ip["ifname"] as? String)
            #expect(Int(link.index) == ip["ifindex"] as? Int)
            #expect(link.mtu.map(Int.init) == ip["mtu"] as? Int)
            #expect(link.kind == (ip["linkinfo"] as? [String: Any])?["info_kind"] as? String)
            #expect(link.flags.contains(.up) == flags.contains("UP"))
            #expect(link.flags.contains(.lowerUp) == flags.contains("LOWER_UP"))
            #expect(link.flags.contains(.loopback) == flags.contains("LOOPBACK"))
            #expect((link.hardwareType == 772) == (ip["link_type"] as? String == "loopback"))
            let peer = links.first { $0.index == link.lowerIndex }?.name?.description
            // A tunnel that is bound to nothing says "link": null.
            #expect(peer == ip["link"] as? String, "\(link)")
        }
        #expect(links.contains { $0.name?.description == "v0" && $0.mtu == 1400 && $0.kind == "veth" })
    }

    @Test func defaultRoutes() throws {
        let namespace = try namespace()
        let (links, routes) = try namespace.perform { (try RTNLClient().links(), try RTNLClient().defaultRoutes()) }
        let index = try #require(links.first { $0.name?.description == "v0" }).index
        #expect(
            routes == [
                DefaultRoute(isIPv6: false, interfaceIndex: index, metric: 10),
                DefaultRoute(isIPv6: false, interfaceIndex: index, metric: 20),
                DefaultRoute(isIPv6: true, interfaceIndex: index, metric: 30),
            ])
    }

    /// More interfaces than one datagram of a dump holds.
    @Test func manyLinks() throws {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "manylinks")
        let lines = (0..<100).map { "link add p\($0) type veth peer name q\($0)\n" }.joined()
        try namespace.command(["ip", "-batch", "-"], input: lines)
        let names = Set(try namespace.perform { try HostInspection.interfaceNames() })
        #expect(names.isSuperset(of: (0..<100).flatMap { ["p\($0)", "q\($0)"] }))
    }

    @Test func forwardingOfTheNamespace() throws {
        let namespace = try namespace()
        try namespace.setSysctls(["ipv4/ip_forward": "0", "ipv6/conf/all/forwarding": "0"])
        let before = try namespace.perform { try HostInspection.facts() }
        #expect(!before.forwardsIPv4 && !before.forwardsIPv6)
        #expect(before.users.contains { $0.name == "root" && $0.id == 0 })
        try namespace.setSysctls(["ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1"])
        let after = try namespace.perform { try HostInspection.facts() }
        #expect(after.forwardsIPv4 && after.forwardsIPv6)
    }
}
