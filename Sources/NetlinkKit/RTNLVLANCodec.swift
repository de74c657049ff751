internal import NetlinkModel

extension VLANDevice {
    /// Decodes the IFLA_INFO_DATA of a `vlan` (`vlan_fill_info`, net/8021q/vlan_netlink.c); nil without a VID.
    init?(_ data: NetlinkAttribute) throws(MalformedMessage) {
        var id: UInt16?
        var device = VLANDevice(id: 0, flags: [])
        var reader = data.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case VLANAttribute.id: id = try attribute.hostUInt16()
            case VLANAttribute.tagProtocol: device.tagProtocol = try attribute.networkUInt16()
            case VLANAttribute.flags:
                // struct ifla_vlan_flags: flags, mask
                guard attribute.payload.count == 8, let flags = attribute.payload.hostUInt32(at: 0) else {
                    throw MalformedMessage()
                }
                device.flags = VLANFlags(rawValue: flags)
            case VLANAttribute.egressMap:
                device.egressMap = try Self.entries(attribute).map { from, to in
                    VLANMapping(priority: from, pcp: UInt8(truncatingIfNeeded: to))
                }
            case VLANAttribute.ingressMap:
                device.ingressMap = try Self.entries(attribute).map { from, to in
                    VLANMapping(priority: to, pcp: UInt8(truncatingIfNeeded: from))
                }
            default: break
            }
        }
        guard let id else { return nil }
        device.id = id
        // The kernel lists a hash table, in an order that depends on how it was filled.
        device.egressMap.sort { $0.priority < $1.priority }
        device.ingressMap.sort { $0.pcp < $1.pcp }
        self = device
    }

    /// Each `struct ifla_vlan_qos_mapping` of a map.
    private static func entries(_ map: NetlinkAttribute) throws(MalformedMessage) -> [(from: UInt32, to: UInt32)] {
        var entries: [(from: UInt32, to: UInt32)] = []
        var reader = map.attributes
        while let attribute = try reader.next() {
            guard attribute.type == VLANAttribute.mapping else { continue }
            guard attribute.payload.count == 8, let from = attribute.payload.hostUInt32(at: 0),
                let to = attribute.payload.hostUInt32(at: 4)
            else { throw MalformedMessage() }
            entries.append((from, to))
        }
        return entries
    }

    /// The IFLA_LINKINFO that changes entries of the maps, and nothing else.
    static func putMaps(egress: [VLANMapping], ingress: [VLANMapping], _ writer: inout NetlinkMessageWriter) {
        writer.nest(LinkAttribute.info) { writer in
            // ip ends this name without a NUL.
            writer.put(LinkInfoAttribute.kind, string: "vlan", isTerminated: false)
            writer.nest(LinkInfoAttribute.data) { writer in
                putMap(VLANAttribute.egressMap, egress.map { ($0.priority, UInt32($0.pcp)) }, &writer)
                putMap(VLANAttribute.ingressMap, ingress.map { (UInt32($0.pcp), $0.priority) }, &writer)
            }
        }
    }

    private static func putMap(
        _ type: UInt16, _ entries: [(from: UInt32, to: UInt32)], _ writer: inout NetlinkMessageWriter
    ) {
        guard !entries.isEmpty else { return }
        writer.nest(type) { writer in
            for entry in entries {
                writer.put(VLANAttribute.mapping, bytes: entry.from.hostBytes + entry.to.hostBytes)
            }
        }
    }
}
