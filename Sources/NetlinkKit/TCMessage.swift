internal import NetlinkModel

/// `struct tcmsg`, the header of qdisc and filter messages.
struct TCMessage {
    var interfaceIndex: Int32
    var handle: UInt32
    var parent: UInt32
    /// Of filters: the preference in the upper half, and in the lower one the EtherType in network order.
    var info: UInt32

    /// After the netlink header.
    var bytes: [UInt8] {
        let family = [UInt8](repeating: 0, count: 4)
        return [UInt32(bitPattern: interfaceIndex), handle, parent, info].reduce(into: family) { $0 += $1.hostBytes }
    }

    init(interfaceIndex: Int32, handle: UInt32 = 0, parent: TCHandle = .none, info: UInt32 = 0) {
        self.interfaceIndex = interfaceIndex
        self.handle = handle
        self.parent = parent.rawValue
        self.info = info
    }

    init(_ identity: TCFilter.Identity) {
        self.init(
            interfaceIndex: identity.interfaceIndex, handle: identity.handle, parent: identity.hook.parent,
            info: UInt32(identity.preference) << 16 | UInt32(identity.protocolType.bigEndian))
    }

    init(_ payload: ArraySlice<UInt8>) throws(MalformedMessage) {
        guard payload.count >= TCAttribute.headerSize, let index = payload.hostUInt32(at: 4),
            let handle = payload.hostUInt32(at: 8), let parent = payload.hostUInt32(at: 12),
            let info = payload.hostUInt32(at: 16)
        else { throw MalformedMessage() }
        self.init(interfaceIndex: Int32(bitPattern: index), handle: handle, parent: TCHandle(parent), info: info)
    }

    var preference: UInt16 { UInt16(truncatingIfNeeded: info >> 16) }
    var protocolType: UInt16 { UInt16(bigEndian: UInt16(truncatingIfNeeded: info)) }
    var hook: TCHook? { TCHook.allCases.first { $0.parent.rawValue == parent } }

    /// The attributes behind the header of a message.
    static func attributes(_ payload: ArraySlice<UInt8>) -> NetlinkAttributeReader {
        NetlinkAttributeReader(payload.dropFirst(TCAttribute.headerSize))
    }
}

extension FixedWidthInteger where Self: UnsignedInteger & BitwiseCopyable {
    /// As the number stands in memory.
    var hostBytes: [UInt8] {
        let shifts = stride(from: 0, to: bitWidth, by: 8)
        let bytes = shifts.map { UInt8(truncatingIfNeeded: self >> Self($0)) }
        #if _endian(little)
            return bytes
        #else
            return bytes.reversed()
        #endif
    }
}

// rtnetlink writes its numbers in host order.
extension NetlinkMessageWriter {
    mutating func put(_ type: UInt16, host value: UInt16) {
        put(type, number: UInt128(value), length: 2, hostOrder: true)
    }

    mutating func put(_ type: UInt16, host value: UInt32) {
        put(type, number: UInt128(value), length: 4, hostOrder: true)
    }

    mutating func put(_ type: UInt16, host value: UInt64) {
        put(type, number: UInt128(value), length: 8, hostOrder: true)
    }

    /// For the EtherTypes among the attributes, which are in network order.
    mutating func put(_ type: UInt16, network value: UInt16) {
        put(type, number: UInt128(value), length: 2, hostOrder: false)
    }

    /// A nested attribute without NLA_F_NESTED: what tc and ip send, and so what every kernel takes.
    mutating func nest(_ type: UInt16, _ body: (inout NetlinkMessageWriter) -> Void) {
        let mark = beginPlain(type)
        body(&self)
        endPlain(mark)
    }
}
