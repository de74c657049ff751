/// Addresses, prefixes and address ranges.
extension ValueParser {
    /// An interval of addresses of one family.
    struct AddressValue {
        var family: IPFamily
        var lower: UInt128
        var upper: UInt128
    }

    /// Whether a text is meant as an address rather than a port: dotted, or with a colon.
    static func looksLikeAddress(_ text: Text) -> Bool {
        if text.contains(UInt8(ascii: ":")) { return true }
        guard let first = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return text.contains(UInt8(ascii: ".")) || text.contains(UInt8(ascii: "/"))
    }

    static func address(_ text: Text) throws(ValueError) -> AddressValue {
        if let (base, length) = split(text, at: UInt8(ascii: "/")) {
            return try prefix(base, length, text)
        }
        if let (low, high) = split(text, at: UInt8(ascii: "-")) {
            let (lower, upper) = (try singleAddress(low), try singleAddress(high))
            guard lower.family == upper.family else {
                throw ValueError(.badValue, "the range '\(string(text))' mixes IPv4 and IPv6")
            }
            let numbers = try range(lower.number, upper.number, text)
            return AddressValue(family: lower.family, lower: numbers.lowerBound, upper: numbers.upperBound)
        }
        let single = try singleAddress(text)
        return AddressValue(family: single.family, lower: single.number, upper: single.number)
    }

    static func singleAddress(_ text: Text) throws(ValueError) -> IPAddress {
        guard let address = IPAddress(text) else {
            let word = string(text)
            var hint = "for example 192.0.2.7, 192.0.2.0/24, 192.0.2.1-192.0.2.9, 2001:db8::/32, or @NAME for a set"
            if word.contains("%") { hint = "no zone: write the address, and the interface with oif" }
            if let first = word.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20, !word.contains(":") {
                hint = "names are not looked up; write the address, or @\(word) for a set"
            }
            throw ValueError(.badValue, "'\(word)' is no address", hint: hint)
        }
        return address
    }

    private static func prefix(_ base: Text, _ length: Text, _ text: Text) throws(ValueError) -> AddressValue {
        let address = try singleAddress(base)
        let width = address.family.addressWidth
        let bits: Int
        do throws(ValueError) {
            bits = Int(try number(length, maximum: UInt64(width), what: "prefix length"))
        } catch {
            guard error.code == .badValue, IPAddress(length)?.family == .ip else { throw error }
            throw ValueError(
                .badValue, "'\(string(text))' has a netmask", hint: "write the prefix length, as in 10.0.0.0/8")
        }
        let host: UInt128 = bits == width ? 0 : address.family.addressMaximum >> UInt128(bits)
        guard address.number & host == 0 else {
            let network = IPAddress(address.family, address.number & ~host)
            throw ValueError(
                .hostBits, "the prefix '\(string(text))' has host bits set",
                hint: "\(network)/\(bits), or \(address) for the one address")
        }
        return AddressValue(family: address.family, lower: address.number, upper: address.number | host)
    }
}
