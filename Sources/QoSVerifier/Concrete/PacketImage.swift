import NetlinkModel
import QoSCompiler

/// A packet as bytes and metadata, the way nf_tables sees it.
///
/// Adding a match field: where the kernel finds it in one packet is said here.
struct PacketImage {
    private let packet: ConcretePacket
    private(set) var network: [UInt8]
    private let fragmentHeader: [UInt8]?
    private(set) var priority: UInt32?

    private var family: IPFamily { packet.packet.family }

    init(_ packet: ConcretePacket) {
        self.packet = packet
        let seen = packet.packet
        let count = seen.family.addressWidth / 8
        let addresses = [seen.saddr, seen.daddr].flatMap { Self.bytes($0?.number ?? 0, count: count) }
        let trafficClass = seen.dscp.value << 2 | packet.ecn
        let fragment = packet.fragment ?? 0
        switch seen.family {
        case .ip:
            // No-operation options.
            let options = [UInt8](repeating: 1, count: packet.hasFullHeader ? 40 : 0)
            network =
                [packet.hasFullHeader ? 0x4f : 0x45, trafficClass, 0, 100, 0, 1]
                + Self.bytes(UInt128(fragment), count: 2) + [64, seen.proto ?? 0, 0, 0] + addresses + options
            fragmentHeader = nil
        case .ip6:
            let next: UInt8 = packet.fragment == nil ? seen.proto ?? 59 : 44
            let label: UInt8 = packet.hasFullHeader ? 0xff : 0
            network =
                [0x60 | trafficClass >> 4, trafficClass << 4 | label & 0xf, label, label, 0, 40, next, 64] + addresses
            fragmentHeader = packet.fragment.map {
                [seen.proto ?? 59, 0] + Self.bytes(UInt128($0), count: 2) + [0, 0, 0, 1]
            }
        }
        if seen.family == .ip {
            let sum = ~Self.fold(Self.words(network))
            network.replaceSubrange(10..<12, with: Self.bytes(UInt128(sum), count: 2))
        }
    }

    /// The six bits of the DSCP.
    var dscp: UInt8 { (family == .ip ? network[1] : network[0] << 4 | network[1] >> 4) >> 2 }

    // MARK: Loads; nil breaks the rule

    func meta(_ key: NFTMetaKey) -> [UInt8]? {
        switch key {
        case .mark: return Self.hostOrder(packet.packet.mark)
        // Zeros where there is no such device.
        case .inputInterfaceName: return Self.name(packet.packet.iif ?? "")
        case .outputInterfaceName: return packet.packet.oif.map(Self.name)
        case .socketUserID: return Self.owner(packet.packet.user)
        case .socketGroupID: return Self.owner(packet.packet.group)
        case .layer3Protocol: return [family == .ip ? NFTLayer3Protocol.ipv4.rawValue : NFTLayer3Protocol.ipv6.rawValue]
        case .layer4Protocol: return packet.packet.proto.map { [$0] }
        case .priority, .inputInterface:
            if key == .priority, let priority { return Self.hostOrder(priority) }
            return packet.others[.meta(key)]?.number.map { Self.hostOrder(UInt32(truncatingIfNeeded: $0)) }
        }
    }

    func payload(_ payload: NFTPayload) -> [UInt8]? {
        guard (1...16).contains(payload.length), payload.offset < 1 << 16 else { return nil }
        var bytes: [UInt8] = []
        for offset in payload.offset..<(payload.offset + payload.length) {
            guard let byte = byte(payload.base, offset) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private func byte(_ base: NFTPayloadBase, _ offset: UInt32) -> UInt8? {
        for case (.payload(let other), let value) in packet.others
        where other.base == base && (other.offset..<(other.offset + other.length)).contains(offset) {
            return value.number.map {
                UInt8(truncatingIfNeeded: $0 >> UInt128(8 * (other.offset + other.length - 1 - offset)))
            }
        }
        switch base {
        case .network: return offset < network.count ? network[Int(offset)] : nil
        case .transport:
            let port = offset < 2 ? packet.packet.sport : offset < 4 ? packet.packet.dport : nil
            return port.map { UInt8(truncatingIfNeeded: offset % 2 == 0 ? $0 >> 8 : $0) }
        case .link: return nil
        }
    }

    func extensionHeader(_ header: NFTExtensionHeader) -> [UInt8]? {
        if let other = packet.others[.extensionHeader(header)] {
            return other.number.map { Self.bytes($0, count: Int(header.length)) }
        }
        let (start, end) = (Int(header.offset), Int(header.offset) + Int(header.length))
        guard header.type == NFTExtensionHeader.fragmentOffset.type, let bytes = fragmentHeader, end <= bytes.count
        else { return nil }
        return Array(bytes[start..<end])
    }

    // MARK: Writes

    mutating func set(priority: UInt32) { self.priority = priority }

    /// Writes as the kernel does, which repairs checksums by the 16-bit words that are written. False when it cannot.
    mutating func write(_ payload: NFTPayload, _ bytes: [UInt8], _ checksum: NFTChecksum) -> Bool {
        let (start, end) = (Int(payload.offset), Int(payload.offset) + Int(payload.length))
        guard payload.base == .network, bytes.count == end - start, end <= network.count else { return false }
        let old = Array(network[start..<end])
        network.replaceSubrange(start..<end, with: bytes)
        guard case .internet(let offset) = checksum, old != bytes else { return checksum == .none || old == bytes }
        let place = Int(offset)
        guard place + 2 <= network.count else { return false }
        let sum = ~(UInt16(network[place]) << 8 | UInt16(network[place + 1]))
        let repaired = ~Self.fold(UInt32(sum) + UInt32(~Self.fold(Self.words(old))) + Self.words(bytes))
        network.replaceSubrange(place..<(place + 2), with: Self.bytes(UInt128(repaired), count: 2))
        return true
    }

    /// What is different from another image besides the DSCP, in words; nil when nothing is.
    func damage(since before: PacketImage) -> String? {
        let mask: [UInt8] = family == .ip ? [0xff, 0x03] : [0xf0, 0x3f]
        for (index, (old, new)) in zip(before.network, network).enumerated() {
            if family == .ip, index == 10 || index == 11 { continue }
            guard (old ^ new) & (index < 2 ? mask[index] : 0xff) == 0 else { return "header byte \(index) changes" }
        }
        guard family == .ip6 || Self.fold(Self.words(network)) == 0xffff else {
            return "the header checksum becomes wrong"
        }
        return nil
    }

    // MARK: Bytes

    static func bytes(_ number: UInt128, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt128(8 * (count - 1 - $0))) }
    }

    static func hostOrder(_ number: UInt32) -> [UInt8] {
        #if _endian(little)
            bytes(UInt128(number), count: 4).reversed()
        #else
            bytes(UInt128(number), count: 4)
        #endif
    }

    private static func name(_ name: String) -> [UInt8] { NameInterval.bytes(NameInterval.number(name.utf8)) }

    private static func owner(_ owner: Owner?) -> [UInt8]? {
        if case .id(let id)? = owner { hostOrder(id) } else { nil }
    }

    private static func words(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 2).reduce(0) { sum, index in
            sum + UInt32(bytes[index]) << 8 + (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
        }
    }

    private static func fold(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return UInt16(truncatingIfNeeded: sum)
    }
}
