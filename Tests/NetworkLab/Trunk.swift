import CNetworkLab

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
        /// VLAN devices at the receiver too.
        public var receiverHasVLANs = false

        public init(vlans: [UInt16] = []) { self.vlans = vlans }
    }

    /// Two namespaces with one cable. The sender's port `eth0` is a bridge whose only port is the cable's end, `wire0`:
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
                "link add eth0 address \(Node.sender.hardwareAddress(link: 0)) mtu 1500 type bridge mcast_snooping 0",
                "link set wire0 master eth0",
            ])
        let port = Port(namespace: a, interface: "eth0", node: .sender)
        try Topology.bringUp(port, to: .receiver, link: 0)
        for end in [wire, port, far] {
            try end.namespace.enter { () throws(LabError) in
                guard lab_set_vlan_offload(end.interface, trunk.takesTags ? 1 : 0) == 0 else {
                    throw LabError.last("tx-vlan-hw-insert of \(end.interface)")
                }
            }
        }
        var outgoing = [port]
        for end in [port] + (trunk.receiverHasVLANs ? [far] : []) {
            for vlan in trunk.vlans {
                let device = Port(namespace: end.namespace, interface: "eth0.\(vlan)", node: end.node)
                try Topology.batch(
                    end.namespace,
                    [
                        "link add link eth0 name \(device.interface) mtu 1500 type vlan id \(vlan)"
                            + " reorder_hdr \(trunk.reordersHeader ? "on" : "off")"
                    ])
                try Topology.bringUp(device, to: end.node.number == Node.sender.number ? .receiver : .sender, link: 0)
                if end.node.number == Node.sender.number { outgoing.append(device) }
            }
        }
        for (index, port) in outgoing.enumerated() {
            try Topology.waitUntilRunning(port)
            try Topology.route(nil, from: port, to: .receiver, metric: index * 4096)
        }
        try Topology.route(nil, from: far, to: .sender)
        return try Lab(
            sender: a, router: nil, receiver: b, outgoing: outgoing, nextNode: .receiver, stamped: [wire])
    }

    /// Puts a packet on the cable at the receiver's end, towards the sender, with these tags.
    public func inject(_ packet: Packet, tags: [VLANTag] = [], id: UInt32) throws(LabError) {
        var frame = Node.sender.hardwareBytes(link: 0) + Node.receiver.hardwareBytes(link: 0)
        for tag in tags { frame += [0x81, 0x00, UInt8(tag.control >> 8), UInt8(truncatingIfNeeded: tag.control)] }
        frame += packet.family == .ip ? [0x08, 0x00] : [0x86, 0xdd]
        frame += try packet.bytes(id: id)
        try receiver.enter { () throws(LabError) in
            guard lab_send_frame("eth0", frame, frame.count) == 0 else { throw LabError.last("inject \(packet)") }
        }
    }
}
