import NetlinkModel
import QoSCompiler

/// What one field of one packet holds.
enum FieldValue: Hashable {
    case absent
    case present(UInt128)

    var number: UInt128? { if case .present(let number) = self { number } else { nil } }
}

/// One packet, with everything that rules can look at.
struct ConcretePacket: Hashable {
    /// As `why` and the interpreter take it. Its ports are the bytes that stand where ports would, whatever it is.
    var packet: Packet
    var ecn: UInt8
    /// The 16 bits with the fragment offset; nil for IPv6 without a fragment header.
    var fragment: UInt16?
    /// Whether it has options (IPv4), or a flow label of ones (IPv6).
    var hasFullHeader = false
    var others: [OtherLoad: FieldValue]

    /// `values` are those of the fields, in their order.
    init(_ world: PacketWorld, _ fields: [PacketField], _ values: [FieldValue]) {
        func number(_ field: PacketField) -> UInt128? {
            fields.firstIndex(of: field).flatMap { $0 < values.count ? values[$0].number : nil }
        }
        func address(_ field: PacketField) -> IPAddress? { number(field).map { IPAddress(world.family, $0) } }
        packet = Packet()
        packet.path = world.path
        packet.family = world.family
        packet.proto = number(.proto).map { UInt8(truncatingIfNeeded: $0) }
        packet.saddr = address(.saddr)
        packet.daddr = address(.daddr)
        packet.sport = number(.sport).map { UInt16(truncatingIfNeeded: $0) }
        packet.dport = number(.dport).map { UInt16(truncatingIfNeeded: $0) }
        packet.oif = number(.oif).flatMap(Self.name)
        if world.path == .forward { packet.iif = number(.iif).flatMap(Self.name) }
        packet.user = number(.user).map { .id(UInt32(truncatingIfNeeded: $0)) }
        packet.group = number(.group).map { .id(UInt32(truncatingIfNeeded: $0)) }
        let trafficClass = UInt8(truncatingIfNeeded: number(.trafficClass) ?? 0)
        packet.dscp = DSCP(trafficClass >> 2) ?? packet.dscp
        ecn = trafficClass & 3
        packet.mark = UInt32(truncatingIfNeeded: number(.mark) ?? 0)
        fragment = number(.fragment).map { UInt16(truncatingIfNeeded: $0) }
        packet.isLaterFragment = fragment.map { $0 & (world.family == .ip ? 0x1fff : 0xfff8) != 0 } ?? false
        others = [:]
        for (field, value) in zip(fields, values) {
            if case .other(let load) = field { others[load] = value }
        }
    }

    /// Nil for bytes that are no text.
    private static func name(_ number: UInt128) -> String? {
        let bytes = NameInterval.bytes(number).prefix { $0 != 0 }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether an interface has a name that can be written.
    var isWritable: Bool { packet.oif != nil && (packet.path == .output || packet.iif != nil) }

    /// Values that read well, the best first; `before` are those chosen for the fields before.
    static func wishes(
        for field: PacketField, _ world: PacketWorld, _ fields: [PacketField], _ before: [FieldValue]
    ) -> [FieldValue] {
        func address(_ ip: String, _ ip6: String) -> [FieldValue] {
            IPAddress(world.family == .ip ? ip : ip6).map { [.present($0.number)] } ?? []
        }
        func name(_ text: String) -> FieldValue { .present(NameInterval.number(text.utf8)) }
        /// Whether the packet so far is one that has ports.
        let proto = fields.firstIndex(of: .proto).flatMap { $0 < before.count ? before[$0].number : nil }
        let hasPorts = proto.map { ProtocolNames.hasPorts(UInt8(truncatingIfNeeded: $0)) } ?? false
        return switch field {
        case .proto: [17, 6, 1].map { .present($0) }
        case .saddr: address("192.0.2.1", "2001:db8::1")
        case .daddr: address("198.51.100.1", "2001:db8:1::1")
        case .sport: hasPorts ? [.present(40_000), .present(1024)] : [.absent]
        case .dport: hasPorts ? [.present(9), .present(443)] : [.absent]
        case .fragment: [.absent, .present(0), .present(8)]
        case .trafficClass, .mark, .other: [.present(0)]
        case .iif: world.path == .forward ? [name("eth0")] : []
        case .oif: [name(world.path == .forward ? "eth1" : "eth0")]
        case .user, .group: [.absent, .present(0), .present(1000)]
        }
    }

    /// What the packet's own description has no words for.
    var notes: [String] {
        var notes: [String] = []
        let hasPorts = packet.proto.map(ProtocolNames.hasPorts) ?? false
        if hasPorts, !packet.isLaterFragment, packet.sport == nil || packet.dport == nil {
            notes.append("it ends before its ports")
        } else if !hasPorts || packet.isLaterFragment, packet.sport != nil || packet.dport != nil {
            let words = [packet.sport, packet.dport].map { $0.map { String($0) } ?? "nothing" }
            notes.append("where ports would stand it has \(words[0]) and \(words[1])")
        }
        if packet.isLaterFragment, let fragment {
            let offset = packet.family == .ip ? fragment & 0x1fff : fragment >> 3
            notes.append("its fragment offset is \(UInt32(offset) * 8) bytes")
        } else if let fragment, fragment != 0 {
            notes.append("its fragment bits are 0x" + String(fragment, radix: 16))
        }
        if hasFullHeader {
            notes.append(packet.family == .ip ? "its header has options" : "its flow label is 0xfffff")
        }
        if ecn != 0 { notes.append("its ECN bits are \(ecn)") }
        for (load, value) in others.sorted(by: { $0.key.words < $1.key.words }) {
            let words = value.number.map { "is 0x" + String($0, radix: 16) } ?? "is not there"
            notes.append("its \(load.words) \(words)")
        }
        return notes
    }

    /// The packet in words that `why` takes, without bytes that are no ports.
    var text: String {
        var packet = packet
        if packet.isLaterFragment || !(packet.proto.map(ProtocolNames.hasPorts) ?? false) {
            packet.sport = nil
            packet.dport = nil
        }
        return packet.text
    }
}

extension OtherLoad {
    /// As nft calls it.
    var words: String {
        switch self {
        case .meta(let key): key.ruleKeyword
        case .payload(let payload):
            switch payload.base {
            case .link: "@ll,\(payload.offset * 8),\(payload.length * 8)"
            case .network: "@nh,\(payload.offset * 8),\(payload.length * 8)"
            case .transport: "@th,\(payload.offset * 8),\(payload.length * 8)"
            }
        case .extensionHeader(let header): "extension header \(header.type) byte \(header.offset)"
        }
    }
}
