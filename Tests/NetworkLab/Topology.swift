import CNetworkLab
import Glibc

/// One end of a veth pair: the namespace, the interface's name, and the addresses of the node behind it.
struct Port {
    let namespace: NetworkNamespace
    let interface: String
    let node: Node
}

/// A namespace's place in the laboratory: its addresses. They are from the benchmarking ranges of RFC 2544 and RFC 5180,
/// so that no address of a policy is local by accident. IPv6 addresses are on lo: an Ethernet interface without an IPv6
/// address joins no groups and sends no reports.
struct Node {
    let ip: Address
    let ip6: Address
    let number: UInt8

    static let sender = Node(ip: Lab.senderIP, ip6: Lab.senderIP6, number: 1)
    static let receiver = Node(ip: Lab.receiverIP, ip6: Lab.receiverIP6, number: 2)
    static let router = Node(ip: "198.18.255.254", ip6: "2001:2:0:ffff::fe", number: 0xfe)

    /// Its last two bytes must not look like a stamp.
    func hardwareAddress(link: Int) -> String { hardwareBytes(link: link).map(hex).joined(separator: ":") }

    func hardwareBytes(link: Int) -> [UInt8] { [0x02, 0x51, 0x4f, UInt8(truncatingIfNeeded: link), 0, number] }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

enum Topology {
    /// Before the first interface: no redirects, no router advertisements, no generated addresses, no source checks.
    static func quieten(_ namespace: NetworkNamespace, forwards: Bool) throws(LabError) {
        for scope in ["all", "default"] {
            try namespace.setSysctls([
                "ipv4/conf/\(scope)/rp_filter": "0",
                "ipv4/conf/\(scope)/send_redirects": "0",
                "ipv4/conf/\(scope)/accept_redirects": "0",
                "ipv6/conf/\(scope)/accept_ra": "0",
                "ipv6/conf/\(scope)/accept_redirects": "0",
                "ipv6/conf/\(scope)/router_solicitations": "0",
                "ipv6/conf/\(scope)/dad_transmits": "0",
                "ipv6/conf/\(scope)/accept_dad": "0",
                "ipv6/conf/\(scope)/addr_gen_mode": "1",
            ])
        }
        try namespace.setSysctls(["ipv4/ping_group_range": "0 2147483647"])
        guard forwards else { return }
        // "all" decides whether IPv6 forwards; an interface's own value only makes it join the groups of all routers.
        try namespace.setSysctls([
            "ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1", "ipv6/conf/default/forwarding": "0",
        ])
    }

    static func address(_ namespace: NetworkNamespace, _ node: Node) throws(LabError) {
        try batch(namespace, ["addr add \(node.ip.hostPrefix) dev lo", "addr add \(node.ip6.hostPrefix) dev lo nodad"])
    }

    /// A cable. Both ends know each other as a permanent neighbour and have no offloads.
    static func connect(_ a: Port, _ b: Port, link: Int) throws(LabError) {
        // Index numbers that differ: where both are the same, the kernel reports the carrier a second late.
        try batch(
            a.namespace,
            [
                "link add \(a.interface) index \(1000 + link) address \(a.node.hardwareAddress(link: link)) mtu 1500"
                    + " type veth peer name \(b.interface) index \(2000 + link)"
                    + " address \(b.node.hardwareAddress(link: link)) mtu 1500 netns \(b.namespace.name)"
            ])
        for (near, far) in [(a, b), (b, a)] { try bringUp([near], to: far.node, link: link) }
        for end in [a, b] { try waitUntilRunning(end) }
    }

    /// No offloads, up, and the node behind them a permanent neighbour. All in one namespace.
    static func bringUp(
        _ ports: [Port], to far: Node, link: Int, keepsOffloads: Bool = false
    ) throws(LabError) {
        guard let namespace = ports.first?.namespace else { return }
        if !keepsOffloads { try disableOffloads(ports, in: namespace) }
        try batch(
            namespace,
            ports.flatMap {
                ["link set \($0.interface) up"] + neighbours(far, on: $0.interface, link: link)
            })
    }

    /// Lines of `ip` that make a node a permanent neighbour.
    static func neighbours(_ far: Node, on interface: String, link: Int) -> [String] {
        [far.ip, far.ip6].map {
            "neigh replace \($0) lladdr \(far.hardwareAddress(link: link)) dev \(interface) nud permanent"
        }
    }

    private static func disableOffloads(_ ports: [Port], in namespace: NetworkNamespace) throws(LabError) {
        try namespace.enter { () throws(LabError) in
            for port in ports {
                guard lab_disable_offloads(port.interface) == 0 else {
                    throw LabError.last("offloads of \(port.interface)")
                }
            }
        }
    }

    /// These prefixes leave over this port to the node at its other end; nil: everything, of both families.
    static func route(_ prefixes: [String]?, from port: Port, to next: Node, metric: Int = 0) throws(LabError) {
        try batch(port.namespace, routes(prefixes, from: port, to: next, metric: metric))
    }

    /// The same as lines of `ip`.
    static func routes(_ prefixes: [String]?, from port: Port, to next: Node, metric: Int = 0) -> [String] {
        (prefixes ?? ["0.0.0.0/0", "::/0", "fe80::/10"]).map { prefix in
            let isIP6 = prefix.contains(":")
            return "route replace \(prefix) via \(isIP6 ? next.ip6 : next.ip) dev \(port.interface) onlink"
                + " src \(isIP6 ? port.node.ip6 : port.node.ip)" + (metric > 0 ? " metric \(metric)" : "")
        }
    }

    static func batch(_ namespace: NetworkNamespace, _ lines: [String]) throws(LabError) {
        try NetworkNamespace.command(
            ["ip", "-n", namespace.name, "-batch", "-"], input: lines.joined(separator: "\n") + "\n")
    }

    static func waitUntilRunning(_ port: Port) throws(LabError) {
        let deadline = Deadline(in: 5)
        try port.namespace.enter { () throws(LabError) in
            while true {
                let state = lab_interface_running(port.interface)
                guard state >= 0 else { throw LabError.last("state of \(port.interface)") }
                if state == 1 { return }
                guard !deadline.hasPassed else { throw .timeout("\(port.interface) in \(port.namespace.name)") }
                usleep(1000)
            }
        }
    }
}
