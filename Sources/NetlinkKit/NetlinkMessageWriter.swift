internal import CMnl

/// Grows a run of netlink messages byte by byte: the hot paths (set elements) and the small requests.
/// Everything else of nf_tables is built by libnftnl in `scratch` and appended.
struct NetlinkMessageWriter {
    private(set) var bytes: [UInt8] = []
    /// Where libnftnl builds one message. Its builders do not know the end of their buffer: the largest message we
    /// let through (128 expressions with names of 255 bytes) stays below half of this.
    private var scratch: [UInt8] = []
    private static let scratchSize = 128 << 10

    /// The place of an open message or attribute, to be handed back when it ends.
    struct Mark {
        fileprivate var start: Int
    }

    /// Starts a message with an `nfgenmsg` header. `resource` is `res_id`, used by batch messages only.
    mutating func beginMessage(
        type: UInt16, flags: UInt16, sequence: UInt32, family: UInt8, resource: UInt16 = 0
    ) -> Mark {
        let mark = beginMessage(type: type, flags: flags, sequence: sequence, header: [])
        bytes.append(family)
        bytes.append(0)
        appendNetwork(resource)
        return mark
    }

    /// Starts a message; `header` is what follows the netlink header in messages of this type, padded to four.
    mutating func beginMessage(type: UInt16, flags: UInt16, sequence: UInt32, header: [UInt8]) -> Mark {
        let mark = Mark(start: bytes.count)
        appendHost(UInt32(0))
        appendHost(type)
        appendHost(NetlinkFlags.request | flags)
        appendHost(sequence)
        appendHost(UInt32(0))
        bytes.append(contentsOf: header)
        pad()
        return mark
    }

    mutating func endMessage(_ mark: Mark) {
        overwriteHost(UInt32(truncatingIfNeeded: bytes.count - mark.start), at: mark.start)
    }

    mutating func beginNested(_ type: UInt16) -> Mark {
        let mark = Mark(start: bytes.count)
        appendHost(UInt16(0))
        appendHost(type | NetlinkAttributeFlags.nested)
        return mark
    }

    /// The callers keep a nested attribute below `NetlinkSize.attributeMaximum`.
    mutating func endNested(_ mark: Mark) {
        overwriteHost(UInt16(truncatingIfNeeded: bytes.count - mark.start), at: mark.start)
    }

    /// An attribute with bytes, padded to four.
    mutating func put(_ type: UInt16, bytes payload: some Collection<UInt8>) {
        appendHost(UInt16(truncatingIfNeeded: payload.count + NetlinkSize.attributeHeader))
        appendHost(type)
        bytes.append(contentsOf: payload)
        pad()
    }

    /// An attribute with a number in network order.
    mutating func put(_ type: UInt16, uint32 value: UInt32) {
        appendHost(UInt16(8))
        appendHost(type)
        appendNetwork(value)
    }

    /// An attribute with a NUL-terminated name.
    mutating func put(_ type: UInt16, string: String) {
        var text = Array(string.utf8)
        text.append(0)
        put(type, bytes: text)
    }

    /// An attribute whose payload is the last `length` bytes of a number, most significant first, or in host order.
    mutating func put(_ type: UInt16, number: UInt128, length: Int, hostOrder: Bool) {
        appendHost(UInt16(truncatingIfNeeded: length + NetlinkSize.attributeHeader))
        appendHost(type)
        #if _endian(little)
            let reversed = hostOrder
        #else
            let reversed = false
        #endif
        for position in 0..<length {
            let shift = (reversed ? position : length - 1 - position) * 8
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
        pad()
    }

    /// Appends a message that libnftnl builds. `payload` gets the header, already filled, and adds attributes.
    mutating func appendBuilt(
        type: UInt16, flags: UInt16, sequence: UInt32, family: UInt8,
        payload: (UnsafeMutablePointer<nlmsghdr>) -> Void
    ) {
        if scratch.isEmpty { scratch = [UInt8](repeating: 0, count: Self.scratchSize) }
        let length = unsafe scratch.withUnsafeMutableBytes { area in
            guard let base = area.baseAddress, let header = unsafe mnl_nlmsg_put_header(base) else { return 0 }
            unsafe header.pointee.nlmsg_type = type
            unsafe header.pointee.nlmsg_flags = NetlinkFlags.request | flags
            unsafe header.pointee.nlmsg_seq = sequence
            // struct nfgenmsg: family, version 0, resource 0.
            guard let extra = unsafe mnl_nlmsg_put_extra_header(header, NetlinkSize.netfilterHeader) else { return 0 }
            unsafe extra.storeBytes(of: family, as: UInt8.self)
            unsafe payload(header)
            return Int(unsafe header.pointee.nlmsg_len)
        }
        bytes.append(contentsOf: scratch.prefix(length))
        pad()
    }

    var count: Int { bytes.count }

    /// Takes off everything from `offset` on, and returns it.
    mutating func removeTail(from offset: Int) -> [UInt8] {
        let tail = Array(bytes[offset...])
        bytes.removeLast(bytes.count - offset)
        return tail
    }

    /// Appends whole messages.
    mutating func append(_ messages: [UInt8]) {
        bytes.append(contentsOf: messages)
    }

    /// Forgets the messages but keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func pad() {
        while bytes.count & 3 != 0 { bytes.append(0) }
    }

    private mutating func appendHost(_ value: some FixedWidthInteger) {
        #if _endian(little)
            appendNetwork(value.byteSwapped)
        #else
            appendNetwork(value)
        #endif
    }

    private mutating func appendNetwork<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func overwriteHost<Number: FixedWidthInteger>(_ value: Number, at offset: Int) {
        #if _endian(little)
            let ordered = value.byteSwapped
        #else
            let ordered = value
        #endif
        for position in 0..<Number.bitWidth / 8 {
            bytes[offset + position] = UInt8(truncatingIfNeeded: ordered >> (Number.bitWidth - 8 - position * 8))
        }
    }
}
