internal import NetlinkModel

/// One received message: header fields, and what follows the header.
struct NetlinkMessage {
    var type: UInt16
    var flags: UInt16
    var sequence: UInt32
    var payload: ArraySlice<UInt8>

    /// The family in the `nfgenmsg` that starts an nfnetlink payload; nil for one that the model has no name for.
    var family: NFTFamily? {
        payload.first.flatMap(NFTFamily.init(rawValue:))
    }

    /// The attributes after the `nfgenmsg`.
    var attributes: NetlinkAttributeReader {
        NetlinkAttributeReader(payload.dropFirst(NetlinkSize.netfilterHeader))
    }
}

/// Splits what one receive call returned into messages.
struct NetlinkMessageReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next message, or nil at the end.
    mutating func next() throws(MalformedMessage) -> NetlinkMessage? {
        guard !rest.isEmpty else { return nil }
        guard let length = rest.hostUInt32(at: 0), let type = rest.hostUInt16(at: 4),
            let flags = rest.hostUInt16(at: 6),
            let sequence = rest.hostUInt32(at: 8), let count = Int(exactly: length),
            count >= NetlinkSize.header, count <= rest.count
        else { throw MalformedMessage() }
        let message = NetlinkMessage(
            type: type, flags: flags, sequence: sequence,
            payload: rest.dropFirst(NetlinkSize.header).prefix(count - NetlinkSize.header))
        rest = rest.dropFirst(NetlinkSize.aligned(count))
        return message
    }
}

/// What an `NLMSG_ERROR` (or the end of a dump) says.
struct NetlinkErrorReport: Hashable {
    /// errno, positive; 0 for an acknowledgement.
    var code: Int32
    var text: String?
    var attributeOffset: Int?

    /// Decodes the payload of an `NLMSG_ERROR`: `struct nlmsgerr`, then attributes (`netlink_ack`, af_netlink.c).
    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        guard let code = message.payload.hostUInt32(at: 0), let echoed = message.payload.hostUInt32(at: 4) else {
            throw MalformedMessage()
        }
        self.code = Self.positive(code)
        guard message.flags & NetlinkFlags.extendedAcknowledgement != 0 else { return }
        // Uncapped messages repeat the whole request before the attributes.
        let repeated = message.flags & NetlinkFlags.capped != 0 ? NetlinkSize.header : Int(echoed)
        var reader = NetlinkAttributeReader(message.payload.dropFirst(4).dropFirst(NetlinkSize.aligned(repeated)))
        while let attribute = try reader.next() {
            switch attribute.type {
            case NetlinkErrorAttribute.text: text = attribute.string()
            // Netlink's own numbers are in host order.
            case NetlinkErrorAttribute.offset: attributeOffset = attribute.payload.hostUInt32(at: 0).map { Int($0) }
            default: break
            }
        }
    }

    /// The error code that an `NLMSG_DONE` carries; 0 when the dump went well.
    static func code(ofDone message: NetlinkMessage) -> Int32 {
        message.payload.hostUInt32(at: 0).map(positive) ?? 0
    }

    /// The kernel sends -errno; anything that is not one becomes a code that no caller takes for success.
    private static func positive(_ raw: UInt32) -> Int32 {
        let code = Int32(bitPattern: raw)
        return code > 0 || code == Int32.min ? Int32.max : -code
    }
}
