import NetlinkModel

/// What a register holds: bits of packet fields at known places, known bits, and bits that nothing is known of.
///
/// The register is read as one big-endian number of `length` bytes, as nf_tables compares it. It is what was loaded,
/// `& kept ^ flipped`.
struct LoadedValue {
    /// Bits of one field inside the register.
    struct Part {
        /// Index of the field.
        var field: Int
        /// Width of the field in bits.
        var width: Int
        /// How far left of its own place the field stands; negative for right.
        var shift: Int
        /// The register's bits that come from it.
        var bits: UInt128
    }

    /// Bytes, 1-16.
    var length: Int
    var parts: [Part] = []
    /// Bits that are neither a field's nor unknown, as loaded.
    var known: UInt128 = 0
    var unknown: UInt128 = 0
    var kept: UInt128
    var flipped: UInt128 = 0
    /// Whether the bytes of the field stand the other way round: the kernel fills the register in host order.
    var isSwapped = false
    /// The packet bytes that it was loaded from.
    var origin: NFTPayload?

    init(length: Int) {
        self.length = length
        kept = ValueSet.allOnes(8 * length)
    }

    static func constant(_ bytes: [UInt8]) -> LoadedValue? {
        guard (1...16).contains(bytes.count) else { return nil }
        var value = LoadedValue(length: bytes.count)
        value.known = Self.number(bytes)
        return value
    }

    static func number(_ bytes: some Sequence<UInt8>) -> UInt128 {
        bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The bits of fields that are still there.
    var variable: UInt128 { parts.reduce(0) { $0 | $1.bits } & kept }

    /// The value of the other bits.
    var constantBits: UInt128 { (known & kept) ^ flipped }

    /// The number of a register that holds no field; nil when it does, or when a bit is unknown.
    var constant: UInt128? { variable == 0 && unknown & kept == 0 ? constantBits : nil }

    /// Nil when the lengths do not fit.
    func masked(_ mask: [UInt8], _ xor: [UInt8]) -> LoadedValue? {
        guard mask.count == length, xor.count == length else { return nil }
        var value = self
        value.kept &= Self.number(mask)
        value.flipped = (flipped & Self.number(mask)) ^ Self.number(xor)
        return value
    }

    /// Host to network order of the whole register; nil for another length.
    func toNetworkOrder(_ bytes: UInt32) -> LoadedValue? {
        guard Int(bytes) == length, length == 4 else { return nil }
        #if _endian(little)
            var value = self
            value.kept = swapped(kept)
            value.flipped = swapped(flipped)
            value.known = swapped(known)
            value.unknown = swapped(unknown)
            for index in value.parts.indices { value.parts[index].bits = swapped(parts[index].bits) }
            value.isSwapped.toggle()
            return value
        #else
            return self
        #endif
    }

    /// Bits of the register with their bytes the other way round.
    func swapped(_ bits: UInt128) -> UInt128 {
        (0..<length).reduce(0) { $0 << 8 | (bits >> UInt128(8 * $1)) & 0xff }
    }
}

/// What it takes for a condition on a register to hold.
enum LoadCondition {
    case always
    case never
    /// Every one of these fields has to have one of these values.
    case fields([(field: Int, values: ValueSet)])
    /// This cannot be told.
    case unclear

    var negated: LoadCondition {
        switch self {
        case .always: .never
        case .never: .always
        case .fields(let fields):
            // Not all of several fields is no condition on each.
            fields.count == 1 ? .fields([(fields[0].field, fields[0].values.negated)]) : .unclear
        case .unclear: .unclear
        }
    }
}
