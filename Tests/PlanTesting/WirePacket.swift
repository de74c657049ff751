import NetlinkModel
import QoSCompiler
import SeededRandom

/// A packet as nf_tables sees it: header bytes and metadata. One object takes packet after packet, since tests send
/// millions.
///
/// Bytes are handed out as registers hold them, read as one big-endian number.
public final class WirePacket {
    /// The network header as it is now, its copy from before the rules, the transport and the fragment header.
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: Place.end, alignment: 16)

    private enum Place {
        static let network = 0
        static let before = 48
        static let transport = 96
        static let fragment = 112
        static let end = 128
    }

    private enum Length {
        static let transport = 12
        static let fragment = 8
    }

    private(set) var path = PacketPath.output
    private(set) var isIPv4 = true
    private(set) var proto: UInt8?
    private(set) var mark: UInt128 = 0
    private(set) var iif: UInt128 = 0
    private(set) var oif: UInt128?
    private(set) var user: UInt128?
    private(set) var group: UInt128?
    private var hasFragmentHeader = false
    /// Whether the kernel reads "ports" out of later fragments, as it does on its fast path (`nft_payload_fast_eval`),
    /// or breaks the rule, as it does on the slow one. A plan must do right on both.
    private var hasTransport = true
    private var hasSport = true
    private var hasDport = true

    private static let fragmentOffsets: [UInt16] = [1, 185, 0x1fff] + (0..<13).map { 1 << $0 }
    /// None, "do not fragment", and the one that nobody uses.
    private static let fragmentFlags: [UInt16] = [0, 0x4000, 0x8000]

    public init() {}

    public convenience init(_ packet: Packet, _ random: inout SeededGenerator) throws {
        self.init()
        try set(packet, &random)
    }

    deinit { memory.deallocate() }

    /// Takes the place of the packet before. What a policy says nothing about is random.
    public func set(_ packet: Packet, _ random: inout SeededGenerator) throws {
        let noise = random.next()
        path = packet.path
        isIPv4 = packet.family == .ip
        proto = packet.proto
        mark = Self.hostOrder(packet.mark)
        // Without an input device the name reads as zeros.
        iif = packet.iif.map(Self.name) ?? 0
        oif = packet.oif.map(Self.name)
        let isLocal = packet.path == .output
        user = isLocal ? try Self.owner(packet.user) : nil
        group = isLocal ? try Self.owner(packet.group) : nil
        hasTransport = !packet.isLaterFragment || noise & 1 == 0
        hasSport = packet.sport != nil
        hasDport = packet.dport != nil
        store(packet.sport ?? 0, at: Place.transport)
        store(packet.dport ?? 0, at: Place.transport + 2)
        store(noise, at: Place.transport + 4)
        // A first fragment has a fragment header, or the flag for more, and an offset of zero.
        let isFirstFragment = !packet.isLaterFragment && (noise >> 1) % 10 == 0
        let offset = packet.isLaterFragment ? Self.fragmentOffsets[Int((noise >> 8) % 16)] : 0
        let trafficClass = packet.dscp.value << 2 | UInt8(noise >> 16 & 3)
        hasFragmentHeader = !isIPv4 && (packet.isLaterFragment || isFirstFragment)
        if isIPv4 {
            let flags = isFirstFragment ? 0x2000 : Self.fragmentFlags[Int((noise >> 24) % 3)]
            setIPv4(packet, trafficClass, fragment: offset | flags)
        } else {
            setIPv6(packet, trafficClass, flowLabel: UInt8(noise >> 24 & 15))
            store(UInt16(packet.proto ?? 0) << 8, at: Place.fragment)
            store(offset << 3 | UInt16(noise >> 32 & 1), at: Place.fragment + 2)
            store(UInt32(0x0102_0304), at: Place.fragment + 4)
        }
        (memory + Place.before).copyMemory(from: memory, byteCount: headerLength)
    }

    private func setIPv4(_ packet: Packet, _ trafficClass: UInt8, fragment: UInt16) {
        store(0x4500 | UInt16(trafficClass), at: 0)
        store(UInt32(60) << 16 | 0x1234, at: 2)
        store(fragment, at: 6)
        store(64 << 8 | UInt16(packet.proto ?? 0), at: 8)
        store(UInt16(0), at: 10)
        store(UInt32(truncatingIfNeeded: packet.saddr?.number ?? 0), at: 12)
        store(UInt32(truncatingIfNeeded: packet.daddr?.number ?? 0), at: 16)
        store(~sum, at: 10)
    }

    private func setIPv6(_ packet: Packet, _ trafficClass: UInt8, flowLabel: UInt8) {
        store(0x6000 | UInt16(trafficClass) << 4 | UInt16(flowLabel), at: 0)
        store(UInt16(0x0708), at: 2)
        store(UInt16(40), at: 4)
        store(UInt16(hasFragmentHeader ? 44 : packet.proto ?? 0) << 8 | 64, at: 6)
        store(packet.saddr?.number ?? 0, at: 8)
        store(packet.daddr?.number ?? 0, at: 24)
    }

    // MARK: What rules see

    var headerLength: Int { isIPv4 ? 20 : 40 }

    var dscp: UInt8 { UInt8(load(at: 0, length: 2) >> (isIPv4 ? 2 : 6) & 0x3f) }

    /// Nil where the packet does not have the bytes, which breaks the rule.
    @inline(__always)
    func network(_ offset: Int, _ length: Int) -> UInt128? {
        offset + length <= headerLength ? load(at: offset, length: length) : nil
    }

    @inline(__always)
    func transport(_ offset: Int, _ length: Int) -> UInt128? {
        guard hasTransport, offset + length <= Length.transport else { return nil }
        // A packet without a port there ends before it.
        if (offset < 2 && !hasSport) || (offset < 4 && offset + length > 2 && !hasDport) { return nil }
        return load(at: Place.transport + offset, length: length)
    }

    @inline(__always)
    func fragmentHeader(_ offset: Int, _ length: Int) -> UInt128? {
        hasFragmentHeader && offset + length <= Length.fragment
            ? load(at: Place.fragment + offset, length: length) : nil
    }

    /// Writes two bytes of the network header, and repairs the checksum as the kernel does: with sums of 16-bit words over
    /// the bytes written.
    func write(_ value: UInt128, at offset: Int, checksumAt checksum: Int?) {
        let old = UInt16(truncatingIfNeeded: load(at: offset, length: 2))
        let new = UInt16(truncatingIfNeeded: value)
        store(new, at: offset)
        guard let checksum else { return }
        let sum = ~UInt16(truncatingIfNeeded: load(at: checksum, length: 2))
        store(~Self.fold(UInt32(sum) + UInt32(~old) + UInt32(new)), at: checksum)
    }

    /// What the rules did to the header besides the DSCP; nil when nothing.
    var damage: String? {
        if isIPv4, sum != 0xffff { return "the header checksum is wrong" }
        for place in 0..<headerLength where !(isIPv4 && (10...11).contains(place)) {
            let old = memory.load(fromByteOffset: Place.before + place, as: UInt8.self)
            let new = memory.load(fromByteOffset: place, as: UInt8.self)
            guard old != new else { continue }
            let mask: UInt8 =
                switch place {
                case 0: isIPv4 ? 0xff : 0xf0
                case 1: isIPv4 ? 0x03 : 0x3f
                default: 0xff
                }
            if old & mask != new & mask { return "header byte \(place) changed from \(old) to \(new)" }
        }
        return nil
    }

    // MARK: Bytes

    @inline(__always)
    private func load(at place: Int, length: Int) -> UInt128 {
        switch length {
        case 1: return UInt128(memory.load(fromByteOffset: place, as: UInt8.self))
        case 2: return UInt128(UInt16(bigEndian: memory.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
        case 4: return UInt128(UInt32(bigEndian: memory.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        default:
            var number: UInt128 = 0
            for byte in place..<(place + length) {
                number = number << 8 | UInt128(memory.load(fromByteOffset: byte, as: UInt8.self))
            }
            return number
        }
    }

    private func store(_ number: some FixedWidthInteger & BitwiseCopyable, at place: Int) {
        memory.storeBytes(of: number.bigEndian, toByteOffset: place, as: type(of: number))
    }

    /// Of the IPv4 header's words (RFC 1071); all ones over a header whose checksum is right.
    private var sum: UInt16 {
        var sum: UInt32 = 0
        for place in stride(from: 0, to: 20, by: 2) {
            sum += UInt32(UInt16(bigEndian: memory.load(fromByteOffset: place, as: UInt16.self)))
        }
        return Self.fold(sum)
    }

    private static func fold(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return UInt16(sum)
    }

    /// What the bytes of a number in the host's order are, read as a big-endian number; and the same back.
    @inline(__always)
    static func hostOrder(_ number: UInt32) -> UInt128 { UInt128(number.bigEndian) }

    private static func name(_ name: String) -> UInt128 {
        var number: UInt128 = 0
        var count = 0
        for byte in name.utf8.prefix(16) {
            number = number << 8 | UInt128(byte)
            count += 1
        }
        return number << UInt128(8 * (16 - count))
    }

    private static func owner(_ owner: Owner?) throws -> UInt128? {
        switch owner {
        case .id(let id)?: return hostOrder(id)
        case .name?: throw PlanSimulator.Failure("packets on the wire have numbers, no names")
        case nil: return nil
        }
    }
}
