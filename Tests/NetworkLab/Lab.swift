import CNetworkLab
import Glibc
import Synchronization

/// Namespaces, cables, a sender and a capture: where a policy meets real packets.
///
///     pair:     sender ──eth0──▶ receiver                    the policy's place is the sender (hook output)
///     trunk:    sender eth0, eth0.N ──wire0──▶ receiver      likewise, and its links (`trunk`)
///     routed:   sender ──▶ eth0 router eth1 ──▶ receiver     the policy's place is the router (hook forward)
///
/// Any destination leaves the sender over its first interface. Every packet that leaves the policy's place is stamped
/// with its skb priority by the foreign table `netdev lab_stamp`. All of it goes with the last reference, or `delete()`.
public final class Lab: Sendable {
    public static let senderIP: Address = "198.18.255.1"
    public static let senderIP6: Address = "2001:2:0:ffff::1"
    public static let receiverIP: Address = "198.18.255.2"
    public static let receiverIP6: Address = "2001:2:0:ffff::2"
    /// The table that stamps priorities. It is not ours to touch by a policy, and it survives one.
    public static let stampTable = "lab_stamp"

    public let sender: NetworkNamespace
    public let router: NetworkNamespace?
    public let receiver: NetworkNamespace
    /// Crafted packets from `sender`.
    public let crafted: Sender
    /// What arrives in `receiver`.
    public let capture: Capture
    let outgoing: [Port]
    private let nextNode: Node
    private let ids = Atomic<UInt32>(0)

    /// Where policies are loaded: the router if there is one, or else the sender.
    public var policyPlace: NetworkNamespace { router ?? sender }

    /// Two namespaces. Each interface of the sender has its peer of the same name in the receiver; the first one has the
    /// default routes, the others carry what is bound to them (`Packet.interface`) or routed over them (`route`).
    public static func pair(purpose: String = "pair", interfaces: [String] = ["eth0"]) throws(LabError) -> Lab {
        let (a, b) = (try NetworkNamespace(purpose: purpose), try NetworkNamespace(purpose: purpose))
        try prepare([(a, .sender), (b, .receiver)])
        let ports = interfaces.map { Port(namespace: a, interface: $0, node: .sender) }
        for (index, port) in ports.enumerated() {
            let far = Port(namespace: b, interface: port.interface, node: .receiver)
            try Topology.connect(port, far, link: index)
            try Topology.route(nil, from: port, to: .receiver, metric: index * 4096)
            try Topology.route(nil, from: far, to: .sender, metric: index * 4096)
        }
        return try Lab(sender: a, router: nil, receiver: b, outgoing: ports, nextNode: .receiver)
    }

    /// Three namespaces. `inside` and `outside` name the router's interfaces; the sender has the inner names, the
    /// receiver the outer ones. The first of each carries the default.
    public static func routed(
        purpose: String = "routed", inside: [String] = ["eth0"], outside: [String] = ["eth1"]
    ) throws(LabError) -> Lab {
        let (a, r) = (try NetworkNamespace(purpose: purpose), try NetworkNamespace(purpose: purpose))
        let b = try NetworkNamespace(purpose: purpose)
        try prepare([(a, .sender), (r, .router), (b, .receiver)])
        for (index, name) in inside.enumerated() {
            let near = Port(namespace: a, interface: name, node: .sender)
            let far = Port(namespace: r, interface: name, node: .router)
            try Topology.connect(near, far, link: index)
            try Topology.route(nil, from: near, to: .router, metric: index * 4096)
            // Back over the first one only: a second route to the address that is its own gateway is refused.
            if index == 0 {
                try Topology.route([senderIP.hostPrefix, senderIP6.hostPrefix], from: far, to: .sender)
            }
        }
        let ports = outside.map { Port(namespace: r, interface: $0, node: .router) }
        for (index, port) in ports.enumerated() {
            let far = Port(namespace: b, interface: port.interface, node: .receiver)
            try Topology.connect(port, far, link: 128 + index)
            try Topology.route(nil, from: port, to: .receiver, metric: index * 4096)
            try Topology.route(nil, from: far, to: .router, metric: index * 4096)
        }
        return try Lab(sender: a, router: r, receiver: b, outgoing: ports, nextNode: .receiver)
    }

    static func prepare(_ nodes: [(NetworkNamespace, Node)]) throws(LabError) {
        for (namespace, node) in nodes {
            try Topology.quieten(namespace, forwards: node.number == Node.router.number)
            try Topology.address(namespace, node)
        }
    }

    /// `stamped`: the ports that stamp, where they are not the outgoing ones.
    init(
        sender: NetworkNamespace, router: NetworkNamespace?, receiver: NetworkNamespace, outgoing: [Port],
        nextNode: Node, stamped: [Port]? = nil
    ) throws(LabError) {
        self.sender = sender
        self.router = router
        self.receiver = receiver
        self.outgoing = outgoing
        self.nextNode = nextNode
        crafted = Sender(in: sender)
        capture = try Capture(in: receiver)
        for (index, port) in (stamped ?? outgoing).enumerated() {
            let table = index == 0 ? Self.stampTable : "\(Self.stampTable)\(index)"
            try port.namespace.enter { () throws(LabError) in
                guard lab_stamp_priority(table, port.interface) == 0 else {
                    throw LabError.last("stamp on \(port.interface)")
                }
            }
        }
    }

    /// Deletes the namespaces now.
    public func delete() {
        for namespace in [sender, router, receiver] { namespace?.delete() }
    }

    // MARK: packets

    /// An id that no packet of this laboratory has had.
    public func nextID() -> UInt32 { ids.add(1, ordering: .relaxed).newValue }

    /// Sends the packets one by one and returns how each arrived, in the same order. Throws `.lost` if any does not.
    public func exchange(_ packets: [Packet], within seconds: Double = 2) throws(LabError) -> [Frame] {
        var frames: [Frame] = []
        frames.reserveCapacity(packets.count)
        // In portions that the capture's buffer surely holds.
        for start in stride(from: 0, to: packets.count, by: 1024) {
            var sent: [UInt32] = []
            for packet in packets[start..<min(start + 1024, packets.count)] {
                let id = nextID()
                try crafted.send(packet, id: id)
                sent.append(id)
            }
            var arrived: [UInt32: Frame] = [:]
            for frame in try capture.collect(sent, within: seconds) {
                // A VLAN device shows a frame again, without its tag.
                if let id = frame.id, arrived[id] == nil { arrived[id] = frame }
            }
            var missing: [UInt32: String] = [:]
            for (index, id) in sent.enumerated() {
                if let frame = arrived[id] { frames.append(frame) } else { missing[id] = "\(packets[start + index])" }
            }
            guard missing.isEmpty else { throw .lost(missing) }
        }
        return frames
    }

    /// One packet.
    public func exchange(_ packet: Packet, within seconds: Double = 2) throws(LabError) -> Frame {
        let frames = try exchange([packet], within: seconds)
        guard let frame = frames.first else { throw .lost([0: "\(packet)"]) }
        return frame
    }

    /// Lets a prefix leave the policy's place over another of its interfaces.
    public func route(_ prefix: String, over interface: String) throws(LabError) {
        guard let port = outgoing.first(where: { $0.interface == interface }) else {
            throw .invalid("no interface \(interface) to the receiver")
        }
        try Topology.route([prefix], from: port, to: nextNode)
    }
}
