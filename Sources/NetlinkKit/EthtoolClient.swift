internal import Glibc
public import NetlinkModel

/// ethtool over generic netlink (Linux 5.6), in the network namespace of the calling thread; read only.
///
/// Holds nothing: each call opens a fresh netlink socket. Needs no privilege. Calls block.
public struct EthtoolClient: Sendable {
    public init() {}

    /// What an interface does with VLAN tags by itself; nil where the kernel has no ethtool netlink
    /// (CONFIG_ETHTOOL_NETLINK), or the interface does not answer it. Throws `ENODEV` for no interface.
    public func features(of interfaceIndex: Int32) throws(NetlinkError) -> LinkFeatures? {
        let operation = "read the features of interface \(interfaceIndex)"
        do throws(NetlinkExchange.Failure) {
            var exchange: NetlinkExchange
            do throws(NetlinkError) {
                exchange = try NetlinkExchange(operation: operation, bus: NetlinkSocketOption.genericBus)
            } catch {
                throw .error(error)
            }
            guard let family = try Self.family(&exchange) else { return nil }
            let answer = try exchange.request(
                type: family, flags: 0, header: GenericNetlink.header(EthtoolAttribute.getFeatures),
                arguments: {
                    let header = $0.beginNested(EthtoolAttribute.header)
                    $0.put(EthtoolAttribute.deviceIndex, host: UInt32(bitPattern: interfaceIndex))
                    $0.endNested(header)
                })
            var features: LinkFeatures?
            try exchange.decode(answer) { (message) throws(MalformedMessage) in features = try LinkFeatures(message) }
            return features
        } catch {
            switch error {
            // A kernel without netlink families of this kind has no such protocol.
            case .error(let error) where [ENOENT, EOPNOTSUPP, EPROTONOSUPPORT].contains(error.code): return nil
            case .error(let error): throw error
            case .changedMeanwhile: throw NetlinkError(operation: operation, code: EAGAIN)
            }
        }
    }

    /// The message type that this kernel has for ethtool.
    private static func family(_ exchange: inout NetlinkExchange) throws(NetlinkExchange.Failure) -> UInt16? {
        let answer = try exchange.request(
            type: GenericNetlink.controlType, flags: 0, header: GenericNetlink.header(GenericNetlink.getFamily),
            arguments: { $0.put(GenericNetlink.familyName, string: "ethtool") })
        var family: UInt16?
        try exchange.decode(answer) { (message) throws(MalformedMessage) in
            var reader = message.attributes
            while let attribute = try reader.next() {
                if attribute.type == GenericNetlink.familyID { family = try attribute.hostUInt16() }
            }
        }
        return family
    }
}

extension LinkFeatures {
    /// Decodes an ETHTOOL_MSG_FEATURES_GET_REPLY (`features_fill_reply`, net/ethtool/features.c): `struct genlmsghdr`, then
    /// bitsets with the names of features.
    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        var named: Set<String> = []
        var sets: [UInt16: Set<String>] = [:]
        var reader = message.attributes
        while let attribute = try reader.next() {
            guard
                [EthtoolAttribute.hardware, EthtoolAttribute.active, EthtoolAttribute.noChange].contains(attribute.type)
            else { continue }
            let bits = try Self.bits(attribute)
            named.formUnion(bits.keys)
            sets[attribute.type] = Set(bits.filter(\.value).keys)
        }
        func state(_ name: String) -> State? {
            guard named.contains(name) else { return nil }
            return State(
                isActive: sets[EthtoolAttribute.active]?.contains(name) ?? false,
                isChangeable: sets[EthtoolAttribute.hardware]?.contains(name) ?? false
                    && !(sets[EthtoolAttribute.noChange]?.contains(name) ?? false))
        }
        self.init(
            insertsTag: state("tx-vlan-hw-insert"), takesTag: state("rx-vlan-hw-parse"),
            insertsServiceTag: state("tx-vlan-stag-hw-insert"), takesServiceTag: state("rx-vlan-stag-hw-parse"))
    }

    /// The bits of a bitset by name (`ethnl_put_bitset32`, net/ethtool/bitset.c).
    private static func bits(_ set: NetlinkAttribute) throws(MalformedMessage) -> [String: Bool] {
        var hasMask = true
        var list: NetlinkAttribute?
        var reader = set.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case EthtoolAttribute.noMask: hasMask = false
            case EthtoolAttribute.bits: list = attribute
            default: break
            }
        }
        var bits: [String: Bool] = [:]
        guard let list else { return bits }
        var members = list.attributes
        while let member = try members.next() {
            guard member.type == EthtoolAttribute.bit else { continue }
            var name: String?
            var value = !hasMask
            var parts = member.attributes
            while let part = try parts.next() {
                switch part.type {
                case EthtoolAttribute.bitName: name = part.string()
                case EthtoolAttribute.bitValue: value = true
                default: break
                }
            }
            if let name { bits[name] = value }
        }
        return bits
    }
}
