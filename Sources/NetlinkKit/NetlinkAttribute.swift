/// One attribute of a received message: its type without flag bits, and its payload.
struct NetlinkAttribute {
    var type: UInt16
    var payload: ArraySlice<UInt8>

    /// The payload as one byte.
    func uint8() throws(MalformedMessage) -> UInt8 {
        guard payload.count == 1, let byte = payload.first else { throw MalformedMessage() }
        return byte
    }

    /// The payload as a number in network order, as nf_tables sends all its numbers.
    func uint32() throws(MalformedMessage) -> UInt32 {
        guard payload.count == 4 else { throw MalformedMessage() }
        return UInt32(networkOrder: payload)
    }

    /// The payload as a number in network order.
    func uint64() throws(MalformedMessage) -> UInt64 {
        guard payload.count == 8 else { throw MalformedMessage() }
        return UInt64(networkOrder: payload)
    }

    /// The payload as text. Names come with a terminating NUL, object names in requests without one.
    func string() -> String {
        let text = payload.prefix { $0 != 0 }
        return String(decoding: text, as: UTF8.self)
    }

    /// The attributes inside this one.
    var attributes: NetlinkAttributeReader { NetlinkAttributeReader(payload) }

    /// The payload of the only attribute inside this one, which must have this type.
    func only(_ type: UInt16) throws(MalformedMessage) -> ArraySlice<UInt8> {
        var reader = attributes
        guard let inner = try reader.next(), inner.type == type, try reader.next() == nil else {
            throw MalformedMessage()
        }
        return inner.payload
    }
}

/// Walks attributes. Checks every length against what is left, so that no bytes can make it trap.
struct NetlinkAttributeReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next attribute, or nil at the end.
    mutating func next() throws(MalformedMessage) -> NetlinkAttribute? {
        guard !rest.isEmpty else { return nil }
        guard let length = rest.hostUInt16(at: 0), let type = rest.hostUInt16(at: 2),
            Int(length) >= NetlinkSize.attributeHeader, Int(length) <= rest.count
        else { throw MalformedMessage() }
        let attribute = NetlinkAttribute(
            type: type & NetlinkAttributeFlags.typeMask,
            payload: rest.dropFirst(NetlinkSize.attributeHeader).prefix(Int(length) - NetlinkSize.attributeHeader))
        // The last attribute may come without its padding.
        rest = rest.dropFirst(NetlinkSize.aligned(Int(length)))
        return attribute
    }

    /// How many attributes are left.
    func count() throws(MalformedMessage) -> Int {
        var reader = self
        var count = 0
        while try reader.next() != nil { count += 1 }
        return count
    }
}

extension ArraySlice<UInt8> {
    /// Netlink's own headers are in host order. nil when the bytes are not there; `offset` counts from the slice's start.
    func hostUInt16(at offset: Int) -> UInt16? {
        guard offset >= 0, count >= 2, offset <= count - 2 else { return nil }
        let index = startIndex + offset
        return UInt16(hostOrder: self[index..<index + 2])
    }

    func hostUInt32(at offset: Int) -> UInt32? {
        guard offset >= 0, count >= 4, offset <= count - 4 else { return nil }
        let index = startIndex + offset
        return UInt32(hostOrder: self[index..<index + 4])
    }
}

extension FixedWidthInteger {
    /// A number from bytes in the host's order.
    init(hostOrder bytes: ArraySlice<UInt8>) {
        self = 0
        #if _endian(little)
            for byte in bytes.reversed() { self = self << 8 | Self(truncatingIfNeeded: byte) }
        #else
            for byte in bytes { self = self << 8 | Self(truncatingIfNeeded: byte) }
        #endif
    }

    /// A number from bytes in network order.
    init(networkOrder bytes: ArraySlice<UInt8>) {
        self = 0
        for byte in bytes { self = self << 8 | Self(truncatingIfNeeded: byte) }
    }
}
