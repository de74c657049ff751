internal import CMnl
internal import Glibc

/// Grows a run of netlink messages.
///
/// In memory of its own: an array's checks on each of the hundred attributes of a rule were most of the time of encoding.
/// This file is the only one that writes into it, and checks every write against its end.
@safe
struct NetlinkMessageWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// How many bytes have been written.
    private(set) var count = 0

    /// The place of an open message or attribute, to be handed back when it ends.
    struct Mark {
        fileprivate var start: Int
    }

    /// `capacity`: bytes to begin with; it grows by itself.
    init(capacity: Int = 1 << 10) {
        self.capacity = max(capacity, 64)
        unsafe memory = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        unsafe memory.deallocate()
    }

    // MARK: Messages

    /// Starts a message with an `nfgenmsg` header. `resource` is `res_id`, used by batch messages only.
    mutating func beginMessage(
        type: UInt16, flags: UInt16, sequence: UInt32, family: UInt8, resource: UInt16 = 0
    ) -> Mark {
        let mark = beginHeader(type: type, flags: flags, sequence: sequence)
        append(UInt16(littleEndian: UInt16(family)))
        append(resource.bigEndian)
        return mark
    }

    /// Starts a message; `header` is what follows the netlink header in messages of this type, padded to four.
    mutating func beginMessage(type: UInt16, flags: UInt16, sequence: UInt32, header: [UInt8]) -> Mark {
        let mark = beginHeader(type: type, flags: flags, sequence: sequence)
        append(header)
        pad()
        return mark
    }

    private mutating func beginHeader(type: UInt16, flags: UInt16, sequence: UInt32) -> Mark {
        let mark = Mark(start: count)
        append(UInt32(0))
        append(type)
        append(NetlinkFlags.request | flags)
        append(sequence)
        append(UInt32(0))
        return mark
    }

    mutating func endMessage(_ mark: Mark) {
        overwrite(UInt32(truncatingIfNeeded: count - mark.start), at: mark.start)
    }

    /// Appends a message that libnftnl builds. `payload` gets the header, already filled, and adds attributes: libnftnl
    /// does not know the end of its buffer, so the callers have checked that they fit into `limit` bytes.
    mutating func appendBuilt(
        type: UInt16, flags: UInt16, sequence: UInt32, family: UInt8, limit: Int,
        payload: (UnsafeMutablePointer<nlmsghdr>) -> Void
    ) {
        reserve(limit)
        // libmnl leaves padding as it is.
        unsafe (memory + count).initializeMemory(as: UInt8.self, repeating: 0, count: limit)
        guard let header = unsafe mnl_nlmsg_put_header(memory + count) else { return }
        unsafe header.pointee.nlmsg_type = type
        unsafe header.pointee.nlmsg_flags = NetlinkFlags.request | flags
        unsafe header.pointee.nlmsg_seq = sequence
        // struct nfgenmsg: family, version 0, resource 0.
        guard let extra = unsafe mnl_nlmsg_put_extra_header(header, NetlinkSize.netfilterHeader) else { return }
        unsafe extra.storeBytes(of: family, as: UInt8.self)
        unsafe payload(header)
        let length = Int(unsafe header.pointee.nlmsg_len)
        precondition(length <= limit)
        count += NetlinkSize.aligned(length)
    }

    // MARK: Attributes

    mutating func beginNested(_ type: UInt16) -> Mark {
        let mark = Mark(start: count)
        append(UInt16(0))
        append(type | NetlinkAttributeFlags.nested)
        return mark
    }

    /// The callers keep a nested attribute below `NetlinkSize.attributeMaximum`.
    mutating func endNested(_ mark: Mark) {
        overwrite(UInt16(truncatingIfNeeded: count - mark.start), at: mark.start)
    }

    private mutating func appendHeader(_ type: UInt16, length: Int) {
        append(UInt16(truncatingIfNeeded: length + NetlinkSize.attributeHeader))
        append(type)
    }

    /// An attribute with bytes, padded to four.
    mutating func put(_ type: UInt16, bytes: [UInt8]) {
        appendHeader(type, length: bytes.count)
        append(bytes)
        pad()
    }

    /// An attribute with a number in network order.
    mutating func put(_ type: UInt16, uint32 value: UInt32) {
        appendHeader(type, length: 4)
        append(value.bigEndian)
    }

    /// An attribute with a number in network order.
    mutating func put(_ type: UInt16, uint64 value: UInt64) {
        appendHeader(type, length: 8)
        append(value.bigEndian)
    }

    /// An attribute with a number of one byte.
    mutating func put(_ type: UInt16, uint8 value: UInt8) {
        appendHeader(type, length: 1)
        append(UInt32(littleEndian: UInt32(value)))
    }

    /// Starts an attribute whose payload is then appended.
    mutating func beginPlain(_ type: UInt16) -> Mark {
        let mark = Mark(start: count)
        append(UInt16(0))
        append(type)
        return mark
    }

    /// Ends it, with its padding.
    mutating func endPlain(_ mark: Mark) {
        overwrite(UInt16(truncatingIfNeeded: count - mark.start), at: mark.start)
        pad()
    }

    /// An attribute with a name behind a prefix, NUL-terminated if it `isTerminated`.
    mutating func put(_ type: UInt16, string: String, prefix: [UInt8] = [], isTerminated: Bool = true) {
        let mark = beginPlain(type)
        append(prefix)
        append(string)
        if isTerminated { append(UInt8(0)) }
        endPlain(mark)
    }

    /// As above, for a name that stands in the program.
    mutating func put(_ type: UInt16, string: StaticString) {
        let length = string.utf8CodeUnitCount
        appendHeader(type, length: length + 1)
        unsafe append(UnsafeRawBufferPointer(start: string.utf8Start, count: length))
        append(UInt8(0))
        pad()
    }

    /// An attribute whose payload is the last `length` bytes (at most 16) of a number, most significant first, or in
    /// host order.
    mutating func put(_ type: UInt16, number: UInt128, length: Int, hostOrder: Bool) {
        precondition((1...16).contains(length))
        appendHeader(type, length: length)
        reserve(16)
        // All sixteen bytes are written; those behind `length` are zero, and padding or overwritten.
        if hostOrder {
            #if _endian(little)
                store(number)
            #else
                store(number << UInt128(128 - length * 8))
            #endif
        } else {
            store((number << UInt128(128 - length * 8)).bigEndian)
        }
        count += NetlinkSize.aligned(length)
    }

    // MARK: What was written

    /// A copy of everything.
    var bytes: [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: memory, count: count))
    }

    func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(start: memory, count: count)
        return try body(unsafe bytes.bytes)
    }

    /// Takes off everything from `offset` on, and returns it.
    mutating func removeTail(from offset: Int) -> [UInt8] {
        precondition((0...count).contains(offset))
        let tail = unsafe Array(UnsafeRawBufferPointer(start: memory + offset, count: count - offset))
        count = offset
        return tail
    }

    /// Appends bytes: whole messages, or to an open attribute.
    mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { bytes in unsafe append(bytes) }
    }

    /// Appends a text in UTF-8, without a NUL.
    mutating func append(_ text: String) {
        let isContiguous: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe append(UnsafeRawBufferPointer(bytes))
        }
        if isContiguous == nil { append(Array(text.utf8)) }
    }

    /// Forgets the messages but keeps the memory.
    mutating func removeAll() {
        count = 0
    }

    // MARK: Memory

    /// Makes room for `more` bytes.
    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        unsafe new.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = unsafe new
        capacity = larger
    }

    /// Writes a value behind the end, where there is room.
    @inline(__always)
    private func store<Value: BitwiseCopyable>(_ value: Value) {
        unsafe (memory + count).storeBytes(of: value, as: Value.self)
    }

    /// Appends a number as it stands in memory.
    @inline(__always)
    mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        reserve(MemoryLayout<Value>.size)
        store(value)
        count += MemoryLayout<Value>.size
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        reserve(bytes.count)
        unsafe (memory + count).copyMemory(from: base, byteCount: bytes.count)
        count += bytes.count
    }

    /// With zeros, to a multiple of four.
    @inline(__always)
    private mutating func pad() {
        let missing = -count & 3
        guard missing > 0 else { return }
        reserve(4)
        store(UInt32(0))
        count += missing
    }

    @inline(__always)
    private func overwrite<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        precondition(offset >= 0 && offset <= count - MemoryLayout<Value>.size)
        unsafe (memory + offset).storeBytes(of: value, as: Value.self)
    }
}
