import NetlinkModel
import QoSCompiler

/// Where fields stand in the packets of one world: what each load of the kernel gives.
///
/// Loads of what no policy looks at make fields of their own.
struct PacketLayout {
    let world: PacketWorld
    /// The known fields, then others in the order in which they were met.
    private(set) var fields = PacketField.known

    /// More fields than this are not kept apart.
    private static let fieldLimit = 60

    init(_ world: PacketWorld) {
        self.world = world
    }

    func index(of field: PacketField) -> Int? { fields.firstIndex(of: field) }

    /// What a load gives.
    enum Load {
        case value(LoadedValue)
        /// No packet of this world has it: the rule breaks.
        case nothing
        /// It is not followed.
        case unclear
    }

    // MARK: Metadata

    mutating func meta(_ key: NFTMetaKey) -> Load {
        switch key {
        case .layer3Protocol:
            let number: NFTLayer3Protocol = world.family == .ip ? .ipv4 : .ipv6
            return LoadedValue.constant([number.rawValue]).map(Load.value) ?? .unclear
        case .layer4Protocol: return .value(whole(.proto, length: 1))
        case .inputInterfaceName: return .value(whole(.iif, length: 16))
        case .outputInterfaceName: return .value(whole(.oif, length: 16))
        case .mark: return .value(hostOrder(.mark))
        case .socketUserID: return .value(hostOrder(.user))
        case .socketGroupID: return .value(hostOrder(.group))
        case .priority, .inputInterface:
            return other(.meta(key)).map { .value(hostOrder($0)) } ?? .unclear
        }
    }

    private func whole(_ field: PacketField, length: Int) -> LoadedValue {
        var value = LoadedValue(length: length)
        value.parts = [part(field, shift: 0, bits: ValueSet.allOnes(8 * length))]
        return value
    }

    /// A number of 32 bits in the host's byte order.
    private func hostOrder(_ field: PacketField) -> LoadedValue {
        var value = whole(field, length: 4)
        #if _endian(little)
            value.isSwapped = true
        #endif
        return value
    }

    private func part(_ field: PacketField, shift: Int, bits: UInt128) -> LoadedValue.Part {
        LoadedValue.Part(
            field: fields.firstIndex(of: field) ?? 0, width: world.domain(of: field).width, shift: shift, bits: bits)
    }

    // MARK: Headers

    /// A field inside a header: its lowest bit is `bit` bits from the header's start, counted from the first byte's
    /// highest; a run of `width` bits ends there.
    private struct Place {
        var field: PacketField
        /// Bits from the start of the header to behind the field.
        var end: Int
        var width: Int
    }

    /// The fields of a header, and bits that are the same in all packets.
    private func places(_ base: NFTPayloadBase) -> (fields: [Place], known: [(value: UInt8, mask: UInt8)]) {
        switch (base, world.family) {
        case (.network, .ip):
            let fields: [Place] = [
                Place(field: .trafficClass, end: 16, width: 8), Place(field: .fragment, end: 64, width: 16),
                Place(field: .proto, end: 80, width: 8), Place(field: .saddr, end: 128, width: 32),
                Place(field: .daddr, end: 160, width: 32),
            ]
            // The version.
            return (fields, [(0x40, 0xf0)])
        case (.network, .ip6):
            let fields: [Place] = [
                Place(field: .trafficClass, end: 12, width: 8), Place(field: .saddr, end: 192, width: 128),
                Place(field: .daddr, end: 320, width: 128),
            ]
            return (fields, [(0x60, 0xf0)])
        case (.transport, _):
            let fields: [Place] = [
                Place(field: .sport, end: 16, width: 16), Place(field: .dport, end: 32, width: 16),
            ]
            return (fields, [])
        case (.link, _): return ([], [])
        }
    }

    mutating func payload(_ payload: NFTPayload) -> Load {
        guard (1...16).contains(payload.length), payload.offset < 1 << 16 else { return .unclear }
        let (fields, known) = places(payload.base)
        let (start, length) = (Int(payload.offset) * 8, Int(payload.length) * 8)
        var value = LoadedValue(length: Int(payload.length))
        for place in fields {
            // The part of the field that the load has, as bits counted from the load's end.
            let low = start + length - min(place.end, start + length)
            let high = start + length - max(place.end - place.width, start)
            guard low < high else { continue }
            let bits = ValueSet.allOnes(high) & ~ValueSet.allOnes(low)
            value.parts.append(part(place.field, shift: start + length - place.end, bits: bits))
        }
        value.unknown = ValueSet.allOnes(length) & ~value.variable
        for (index, byte) in known.enumerated() where index * 8 >= start && index * 8 < start + length {
            let shift = UInt128(start + length - 8 * index - 8)
            value.known |= UInt128(byte.value) << shift
            value.unknown &= ~(UInt128(byte.mask) << shift)
        }
        guard addOthers(to: &value, payload) else { return .unclear }
        value.origin = payload
        return .value(value)
    }

    /// Makes fields of whole bytes that nothing is known of; false when they cannot be kept apart from others.
    private mutating func addOthers(to value: inout LoadedValue, _ payload: NFTPayload) -> Bool {
        var index = 0
        while index < value.length {
            let first = index
            func isOther(_ index: Int) -> Bool {
                index < value.length && value.unknown >> UInt128(8 * (value.length - 1 - index)) & 0xff == 0xff
            }
            while isOther(index) { index += 1 }
            guard index > first else {
                index += 1
                continue
            }
            let place = NFTPayload(
                base: payload.base, offset: payload.offset + UInt32(first), length: UInt32(index - first))
            guard let field = other(.payload(place)) else { return false }
            let shift = 8 * (value.length - index)
            let bits = ValueSet.allOnes(8 * (index - first)) << UInt128(shift)
            value.unknown &= ~bits
            value.parts.append(part(field, shift: shift, bits: bits))
        }
        return true
    }

    mutating func extensionHeader(_ header: NFTExtensionHeader) -> Load {
        guard world.family == .ip6 else { return .nothing }
        guard (1...16).contains(header.length), header.offset < 1 << 16 else { return .unclear }
        let fragment = NFTExtensionHeader.fragmentOffset
        if header == fragment { return .value(whole(.fragment, length: 2)) }
        if header.type == fragment.type, header.offset < fragment.offset + fragment.length,
            fragment.offset < header.offset + header.length
        {
            return .unclear
        }
        return other(.extensionHeader(header)).map { .value(whole($0, length: Int(header.length))) } ?? .unclear
    }

    /// A field of its own; nil when it shares bytes with another one.
    private mutating func other(_ load: OtherLoad) -> PacketField? {
        let field = PacketField.other(load)
        if fields.contains(field) { return field }
        // What is behind a link header is another one's. Behind the fixed part of others there are options.
        if case .payload(let payload) = load, payload.base == .link, payload.offset + payload.length > 14 { return nil }
        for case .other(let known) in fields where Self.overlap(known, load) { return nil }
        guard fields.count < Self.fieldLimit else { return nil }
        fields.append(field)
        return field
    }

    private static func overlap(_ a: OtherLoad, _ b: OtherLoad) -> Bool {
        switch (a, b) {
        case (.payload(let a), .payload(let b)):
            a.base == b.base && a.offset < b.offset + b.length && b.offset < a.offset + a.length
        case (.extensionHeader(let a), .extensionHeader(let b)):
            a.type == b.type && a.offset < b.offset + b.length && b.offset < a.offset + a.length
        default: false
        }
    }
}
