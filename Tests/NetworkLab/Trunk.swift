import CNetworkLab
import Glibc

extension Lab {
    /// The sender's port and its VLAN devices.
    public struct Trunk: Sendable, Hashable {
        /// Identifiers of VLAN devices on the port: `eth0.10` for 10.
        public var vlans: [UInt16] = []
        /// `reorder_hdr` of the VLAN devices.
        public var reordersHeader = true
        /// Whether the port takes tags beside the frame (tx-vlan-hw-insert). Together with `reordersHeader` false, its
        /// absence is what makes a VLAN device write tags into the frame; else they stand beside it up to the driver.
        public var takesTags = true
        /// The port's name, for policies that have one.
        public var port = "eth0"
        /// VLAN devices at the receiver too.
        public var receiverHasVLANs = false
        /// Another cable, `side0` at both ends: a port with no VLAN devices and no bridge.
        public var hasSidePort = false
        /// Whether large packets (GSO) go through port and VLAN devices whole, to be cut where the cable begins.
        public var takesLargePackets = false

        public init(vlans: [UInt16] = []) { self.vlans = vlans }
    }

    /// Two namespaces with one cable. The sender's port (`eth0`) is a bridge whose only port is the cable's end, `wire0`:
    /// filters, qdiscs and VLAN devices belong on `eth0`, and since the stamp is written on `wire0`, below all of them, it
    /// tells the priority that they have left in a packet. The receiver's end is `eth0`. `eth0` has the default route;
    /// VLAN devices carry what is bound to them (`Packet.interface`) or routed over them.
    public static func trunk(_ trunk: Trunk, purpose: String = "trunk") throws(LabError) -> Lab {
        let (a, b) = (try NetworkNamespace(purpose: purpose), try NetworkNamespace(purpose: purpose))
        try prepare([(a, .sender), (b, .receiver)])
        let wire = Port(namespace: a, interface: "wire0", node: .sender)
        let far = Port(namespace: b, interface: "eth0", node: .receiver)
        try Topology.connect(wire, far, link: 0)
        try Topology.batch(
            a,
            [
                "link add \(trunk.port) address \(Node.sender.hardwareAddress(link: 0)) mtu 1500 type bridge mcast_snooping 0",
                "link set wire0 master \(trunk.port)",
            ])
        let port = Port(namespace: a, interface: trunk.port, node: .sender)
        for end in [wire, port, far] {
            try end.namespace.enter { () throws(LabError) in
                guard lab_set_vlan_offload(end.interface, trunk.takesTags ? 1 : 0) == 0 else {
                    throw LabError.last("tx-vlan-hw-insert of \(end.interface)")
                }
            }
        }
        var outgoing = [port] + (try trunk.addVLANs(to: port))
        try Topology.bringUp(outgoing, to: .receiver, link: 0, keepsOffloads: trunk.takesLargePackets)
        if trunk.receiverHasVLANs {
            try Topology.bringUp(
                trunk.addVLANs(to: far), to: .sender, link: 0, keepsOffloads: trunk.takesLargePackets)
        }
        let side = Port(namespace: a, interface: "side0", node: .sender)
        if trunk.hasSidePort {
            try Topology.connect(side, Port(namespace: b, interface: "side0", node: .receiver), link: 1)
            outgoing.append(side)
        }
        for port in outgoing { try Topology.waitUntilRunning(port) }
        try Topology.batch(
            a,
            outgoing.enumerated().flatMap {
                Topology.routes(nil, from: $1, to: .receiver, metric: $0 * 4096)
            })
        try Topology.route(nil, from: far, to: .sender)
        return try Lab(
            sender: a, router: nil, receiver: b, outgoing: outgoing, nextNode: .receiver,
            stamped: [wire] + (trunk.hasSidePort ? [side] : []))
    }

    /// Makes a VLAN device over one of the sender's ports, as `NAME.ID`; packets bound to it (`Packet.interface`) go to the
    /// receiver.
    public func addVLAN(_ id: UInt16, over interface: String) throws(LabError) {
        guard let link = outgoing.firstIndex(where: { $0.interface == interface }) else {
            throw .invalid("no interface \(interface) to the receiver")
        }
        let device = Port(namespace: sender, interface: "\(interface).\(id)", node: .sender)
        try Topology.batch(
            sender, ["link add link \(interface) name \(device.interface) mtu 1500 type vlan id \(id)"])
        try Topology.bringUp([device], to: .receiver, link: link)
        try Topology.waitUntilRunning(device)
        try Topology.route(nil, from: device, to: .receiver, metric: 100_000 + Int(id))
    }

    /// Puts a packet on the cable at the receiver's end, towards the sender, with these tags.
    public func inject(_ packet: Packet, tags: [VLANTag] = []) throws(LabError) {
        try inject([(packet, tags)])
    }

    /// The same with several.
    public func inject(_ packets: [(packet: Packet, tags: [VLANTag])]) throws(LabError) {
        var frames: [[UInt8]] = []
        for (packet, tags) in packets {
            var frame = Node.sender.hardwareBytes(link: 0) + Node.receiver.hardwareBytes(link: 0)
            for tag in tags { frame += [0x81, 0x00] + Checksum.be16(Int(tag.control)) }
            frame += packet.family == .ip ? [0x08, 0x00] : [0x86, 0xdd]
            frames.append(frame + (try packet.bytes(id: nextID())))
        }
        try Self.send(frames, over: "eth0", of: receiver)
    }

    /// Sends a frame that is no IP packet from one of the sender's interfaces, to the receiver: past all rules, as packet
    /// sockets do.
    public func emit(_ payload: [UInt8], etherType: UInt16, over interface: String) throws(LabError) {
        let frame =
            Node.receiver.hardwareBytes(link: 0) + Node.sender.hardwareBytes(link: 0)
            + Checksum.be16(Int(etherType)) + payload
        try Self.send([frame], over: interface, of: sender)
    }

    private static func send(
        _ frames: [[UInt8]], over interface: String, of namespace: NetworkNamespace
    ) throws(LabError) {
        let socket = try namespace.enter { () throws(LabError) in
            let number = lab_frame_socket(interface)
            guard number >= 0 else { throw LabError.last("AF_PACKET socket on \(interface)") }
            return Descriptor(number)
        }
        for frame in frames {
            guard Glibc.send(socket.number, frame, frame.count, 0) == frame.count else {
                throw LabError.last("send a frame over \(interface)")
            }
        }
    }

    /// Makes the sender ask for the receiver's hardware address, and returns the request (ARP) as it arrived.
    public func addressRequest(over interface: String) throws(LabError) -> LinkFrame {
        try sender.command(["ip", "neigh", "del", "\(Self.receiverIP)", "dev", interface])
        var packet = Packet(.udp, to: "203.0.113.7")
        packet.interface = interface
        try crafted.send(packet, id: nextID())
        let request = try capture.next(within: 5) { $0.etherType == 0x0806 ? $0 : nil }
        let link = interface.hasPrefix("side") ? 1 : 0
        try Topology.batch(sender, Topology.neighbours(.receiver, on: interface, link: link))
        guard let request else { throw .timeout("an address request over \(interface)") }
        return request
    }
}

extension Lab.Trunk {
    /// The VLAN devices of a port, not up yet.
    fileprivate func addVLANs(to port: Port) throws(LabError) -> [Port] {
        let lines = vlans.map {
            "link add link \(port.interface) name \(port.interface).\($0) mtu 1500 type vlan id \($0)"
                + " reorder_hdr \(reordersHeader ? "on" : "off")"
        }
        try Topology.batch(port.namespace, lines)
        return vlans.map {
            Port(namespace: port.namespace, interface: "\(port.interface).\($0)", node: port.node)
        }
    }
}
