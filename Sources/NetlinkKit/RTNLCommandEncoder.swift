internal import Glibc
internal import NetlinkModel

/// A command as one request: what tc and ip send for it.
struct RTNLCommandEncoder {
    let type: UInt16
    let flags: UInt16
    /// After the netlink header: `struct tcmsg` or `struct ifinfomsg`.
    let header: [UInt8]
    let command: RTNLCommand

    /// Throws where the command cannot be sent.
    init(_ command: RTNLCommand) throws(RefusedValue) {
        try command.check()
        self.command = command
        switch command {
        case .addClsact(let index):
            type = RTNLMessage.newQdisc
            flags = NetlinkFlags.acknowledge | NetlinkFlags.create | NetlinkFlags.exclusive
            header = Self.clsact(index)
        case .deleteClsact(let index):
            type = RTNLMessage.deleteQdisc
            flags = NetlinkFlags.acknowledge
            header = Self.clsact(index)
        case .addFilter(let filter):
            type = RTNLMessage.newFilter
            flags = NetlinkFlags.acknowledge | NetlinkFlags.create | NetlinkFlags.exclusive
            header = TCMessage(filter.identity).bytes
        case .replaceFilter(let filter):
            type = RTNLMessage.newFilter
            flags = NetlinkFlags.acknowledge | NetlinkFlags.create
            header = TCMessage(filter.identity).bytes
        case .deleteFilter(let identity, _):
            type = RTNLMessage.deleteFilter
            flags = NetlinkFlags.acknowledge
            header = TCMessage(identity).bytes
        case .setVLANMaps(let index, _, _):
            type = RTNLMessage.newLink
            flags = NetlinkFlags.acknowledge
            // struct ifinfomsg: family and type, index, flags, change mask
            header = [0, UInt32(bitPattern: index), 0, 0].flatMap(\.hostBytes)
        }
        // An attribute's length has 16 bits; in a message shorter than that none is cut.
        var writer = NetlinkMessageWriter()
        putAttributes(&writer)
        guard writer.count <= NetlinkSize.attributeMaximum else {
            throw RefusedValue("more than fits into one attribute", code: EMSGSIZE)
        }
    }

    private static func clsact(_ interfaceIndex: Int32) -> [UInt8] {
        TCMessage(interfaceIndex: interfaceIndex, handle: TCHandle.clsactHandle.rawValue, parent: .clsact).bytes
    }

    func putAttributes(_ writer: inout NetlinkMessageWriter) {
        switch command {
        case .addClsact, .deleteClsact:
            writer.put(TCAttribute.kind, string: "clsact")
        case .addFilter(let filter), .replaceFilter(let filter):
            put(filter.identity, filter.classifier.kind, &writer)
            writer.nest(TCAttribute.options) { writer in TCClassifierCodec.put(filter, &writer) }
        case .deleteFilter(let identity, let kind):
            put(identity, kind, &writer)
        case .setVLANMaps(_, let egress, let ingress):
            VLANDevice.putMaps(egress: egress, ingress: ingress, &writer)
        }
    }

    private func put(_ identity: TCFilter.Identity, _ kind: String, _ writer: inout NetlinkMessageWriter) {
        // Chain 0 needs no word, and kernels before 4.13 know none.
        if identity.chain != 0 { writer.put(TCAttribute.chain, host: identity.chain) }
        writer.put(TCAttribute.kind, string: kind)
    }
}
