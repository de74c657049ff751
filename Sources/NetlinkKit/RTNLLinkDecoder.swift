internal import NetlinkModel

extension Link {
    /// Decodes an `RTM_NEWLINK` (or the message of `type`): `struct ifinfomsg`, then attributes (`rtnl_fill_ifinfo`,
    /// net/core/rtnetlink.c).
    /// Nil for any other message. rtnetlink writes its numbers in host order.
    init?(_ message: NetlinkMessage, type messageType: UInt16 = RTNLMessage.newLink) throws(MalformedMessage) {
        guard message.type == messageType else { return nil }
        // family, padding, type, index, flags, change mask
        guard let type = message.payload.hostUInt16(at: 2), let index = message.payload.hostUInt32(at: 4),
            let flags = message.payload.hostUInt32(at: 8), message.payload.count >= RTNLSize.linkHeader
        else { throw MalformedMessage() }
        self.init(
            index: Int32(bitPattern: index), name: nil, hardwareType: type, flags: LinkFlags(rawValue: flags))
        var isLowerElsewhere = false
        var reader = NetlinkAttributeReader(message.payload.dropFirst(RTNLSize.linkHeader))
        while let attribute = try reader.next() {
            switch attribute.type {
            case LinkAttribute.name: name = attribute.validString().flatMap(InterfaceName.init)
            case LinkAttribute.mtu: mtu = try attribute.hostUInt32()
            case LinkAttribute.lower: lowerIndex = Int32(bitPattern: try attribute.hostUInt32())
            case LinkAttribute.lowerNamespace: isLowerElsewhere = true
            case LinkAttribute.master: masterIndex = Int32(bitPattern: try attribute.hostUInt32())
            case LinkAttribute.qdisc: qdisc = attribute.validString()
            case LinkAttribute.maximumMTU:
                let limit = try attribute.hostUInt32()
                maximumMTU = limit == 0 ? nil : limit
            case LinkAttribute.info: try readInfo(attribute)
            default: break
            }
        }
        // 0: a tunnel that is bound to no device. Its own index: a device that stands for itself.
        if isLowerElsewhere || lowerIndex == 0 || lowerIndex == self.index { lowerIndex = nil }
    }

    private mutating func readInfo(_ info: NetlinkAttribute) throws(MalformedMessage) {
        var data: NetlinkAttribute?
        var reader = info.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case LinkInfoAttribute.kind: kind = attribute.validString()
            case LinkInfoAttribute.data: data = attribute
            default: break
            }
        }
        if kind == "vlan", let data { vlan = try VLANDevice(data) }
    }
}

extension NetlinkAttribute {
    /// The payload as a number in host order.
    func hostUInt32() throws(MalformedMessage) -> UInt32 {
        guard payload.count == 4, let value = payload.hostUInt32(at: 0) else { throw MalformedMessage() }
        return value
    }

    /// The payload as a number in host order.
    func hostUInt16() throws(MalformedMessage) -> UInt16 {
        guard payload.count == 2, let value = payload.hostUInt16(at: 0) else { throw MalformedMessage() }
        return value
    }

    /// The payload as a number in host order.
    func hostUInt64() throws(MalformedMessage) -> UInt64 {
        guard payload.count == 8 else { throw MalformedMessage() }
        return UInt64(hostOrder: payload)
    }

    /// The payload as a number in network order, which EtherTypes are in.
    func networkUInt16() throws(MalformedMessage) -> UInt16 {
        guard payload.count == 2 else { throw MalformedMessage() }
        return UInt16(networkOrder: payload)
    }

    /// The payload up to a NUL as text; nil when that is no UTF-8.
    func validString() -> String? {
        String(validating: payload.prefix { $0 != 0 }, as: UTF8.self)
    }
}
