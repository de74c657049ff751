import NetlinkModel
import QoSCompiler
import SeededRandom

/// A packet as nf_tables sees it: header bytes and metadata.
struct WirePacket {
    private let packet: Packet
    private var network: [UInt8]
    private let transport: [UInt8]
    /// The fragment header of an IPv6 packet that has one.
    private let fragmentHeader: [UInt8]?
    /// Whether the kernel reads "ports" out of later fragments, as it does on its fast path (`nft_payload_fast_eval`),
    /// or breaks the rule, as it does on the slow one. A plan must do right on both.
    private let readsPortsOfFragments: Bool

    init(_ packet: Packet, _ random: inout SeededGenerator) {
        self.packet = packet
        transport =
            [packet.sport ?? 0, packet.dport ?? 0].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
            + (0..<8).map { _ in UInt8(random.int(0...255)) }
        readsPortsOfFragments = random.chance(oneIn: 2)
        let trafficClass = packet.dscp.value << 2 | UInt8(random.int(0...3))
        let addresses = [packet.saddr, packet.daddr].flatMap { address in
            Self.bytes(address?.number ?? 0, count: packet.family.addressWidth / 8)
        }
        // A first fragment has a fragment header, or the flag for more, and an offset of zero.
        let isFirstFragment = !packet.isLaterFragment && random.chance(oneIn: 10)
        let offset = packet.isLaterFragment ? UInt16(random.pick([1, 185, 0x1fff, 1 << random.int(0...12)])) : 0
        switch packet.family {
        case .ip:
            let flags: UInt16 = isFirstFragment ? 0x2000 : random.pick([0, 0x4000, 0x8000])
            let fragment = offset | flags
            network =
                [
                    0x45, trafficClass, 0, 60, 0x12, 0x34, UInt8(fragment >> 8), UInt8(fragment & 0xff), 64,
                    packet.proto ?? 0, 0, 0,
                ]
                + addresses
            fragmentHeader = nil
            let sum = Self.checksum(network)
            network[10] = UInt8(sum >> 8)
            network[11] = UInt8(sum & 0xff)
        case .ip6:
            let hasHeader = packet.isLaterFragment || isFirstFragment
            network =
                [
                    0x60 | trafficClass >> 4, trafficClass << 4 | UInt8(random.int(0...15)), 7, 8, 0, 40,
                    hasHeader ? 44 : packet.proto ?? 0, 64,
                ]
                + addresses
            let fragment = offset << 3 | UInt16(random.int(0...1))
            fragmentHeader =
                hasHeader ? [packet.proto ?? 0, 0, UInt8(fragment >> 8), UInt8(fragment & 0xff), 1, 2, 3, 4] : nil
        }
    }

    var hook: NFTHook { packet.path == .output ? .output : .forward }

    var dscp: UInt8 {
        packet.family == .ip ? network[1] >> 2 : (network[0] & 0x0f) << 2 | network[1] >> 6
    }

    /// Nil where the packet does not have it, which breaks the rule.
    func meta(_ key: NFTMetaKey) throws -> [UInt8]? {
        switch key {
        case .mark: Self.hostBytes(packet.mark)
        // Without an input device the name reads as zeros.
        case .inputInterfaceName: Self.name(packet.iif ?? "")
        case .outputInterfaceName: packet.oif.map(Self.name)
        case .socketUserID: packet.path == .output ? try Self.owner(packet.user) : nil
        case .socketGroupID: packet.path == .output ? try Self.owner(packet.group) : nil
        case .layer3Protocol: [packet.family == .ip ? NFTLayer3Protocol.ipv4.rawValue : NFTLayer3Protocol.ipv6.rawValue]
        case .layer4Protocol: packet.proto.map { [$0] }
        case .priority, .inputInterface: throw PlanSimulator.Failure("a policy does not look at meta \(key.keyword)")
        }
    }

    func payload(_ payload: NFTPayload) -> [UInt8]? {
        let header: [UInt8]
        switch payload.base {
        case .network: header = network
        case .transport:
            if packet.isLaterFragment, !readsPortsOfFragments { return nil }
            // A packet without a port there ends before it.
            if payload.offset < 2, packet.sport == nil { return nil }
            if payload.offset < 4, payload.offset + payload.length > 2, packet.dport == nil { return nil }
            header = transport
        case .link: return nil
        }
        let end = Int(payload.offset + payload.length)
        return end <= header.count ? Array(header[Int(payload.offset)..<end]) : nil
    }

    func extensionHeader(_ wanted: NFTExtensionHeader) -> [UInt8]? {
        guard wanted.type == 44, let header = fragmentHeader else { return nil }
        return Array(header[Int(wanted.offset)..<Int(wanted.offset + wanted.length)])
    }

    /// Writes, and repairs the checksum as the kernel does: with sums of 16-bit words over the bytes written.
    mutating func write(_ payload: NFTPayload, _ bytes: [UInt8], _ checksum: NFTChecksum) throws {
        guard payload.base == .network, bytes.count == Int(payload.length), let old = self.payload(payload) else {
            throw PlanSimulator.Failure("a write to \(payload)")
        }
        network.replaceSubrange(Int(payload.offset)..<Int(payload.offset + payload.length), with: bytes)
        switch checksum {
        case .none: break
        case .internet(let offset):
            let place = Int(offset)
            let sum = ~(UInt16(network[place]) << 8 | UInt16(network[place + 1]))
            let repaired = ~Self.fold(UInt32(sum) + UInt32(~Self.fold(Self.words(old))) + Self.words(bytes))
            network[place] = UInt8(repaired >> 8)
            network[place + 1] = UInt8(repaired & 0xff)
        case .other: throw PlanSimulator.Failure("an unknown checksum")
        }
    }

    /// What the rules did to the header besides the DSCP; nil when nothing.
    func damage(comparedWith before: WirePacket) -> String? {
        let isIPv4 = packet.family == .ip
        if isIPv4, Self.checksum(network) != 0 { return "the header checksum is wrong" }
        let dscpMask: [UInt8] = isIPv4 ? [0xff, 0x03] : [0xf0, 0x3f]
        for (index, (old, new)) in zip(before.network, network).enumerated()
        where !(isIPv4 && (10...11).contains(index)) {
            let mask = index < 2 ? dscpMask[index] : 0xff
            if old & mask != new & mask { return "header byte \(index) changed from \(old) to \(new)" }
        }
        return nil
    }

    // MARK: Bytes

    static func hostBytes(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }

    static func hostNumber(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { $0.count == 4 ? $0.loadUnaligned(as: UInt32.self) : 0 }
    }

    private static func bytes(_ number: UInt128, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt128(8 * (count - 1 - $0))) }
    }

    private static func name(_ name: String) -> [UInt8] {
        let bytes = Array(name.utf8)
        return bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    }

    private static func owner(_ owner: Owner?) throws -> [UInt8]? {
        switch owner {
        case .id(let id)?: return hostBytes(id)
        case .name?: throw PlanSimulator.Failure("packets on the wire have numbers, no names")
        case nil: return nil
        }
    }

    private static func words(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 2).reduce(0) { sum, index in
            sum + UInt32(bytes[index]) << 8 + (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
        }
    }

    private static func fold(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return UInt16(sum)
    }

    /// RFC 1071; zero over a header whose checksum is right.
    private static func checksum(_ header: [UInt8]) -> UInt16 { ~fold(words(header)) }
}
