/// Reads single values: one function a kind, strict, with an error that says what to write instead.
enum ValueParser {
    typealias Text = ArraySlice<UInt8>

    static func string(_ text: Text) -> String { String(decoding: text, as: UTF8.self) }

    /// A bounded number, with the errors in words.
    static func number(
        _ text: Text, maximum: UInt64, what: String, allowsHexadecimal: Bool = false
    ) throws(ValueError) -> UInt64 {
        do throws(Number.Failure) {
            return allowsHexadecimal
                ? try Number.decimalOrHexadecimal(text, maximum: maximum) : try Number.decimal(text, maximum: maximum)
        } catch {
            switch error {
            case .notANumber:
                throw ValueError(.badValue, "'\(string(text))' is no \(what)")
            case .leadingZero:
                let digits = string(text.drop { $0 == UInt8(ascii: "0") })
                throw ValueError(
                    .badValue, "'\(string(text))' has a leading zero",
                    hint: "numbers are decimal: write \(digits.isEmpty ? "0" : digits)")
            case .tooLarge:
                throw ValueError(.outOfRange, "\(what) '\(string(text))' is out of range", hint: "0-\(maximum)")
            }
        }
    }

    static func family(_ text: Text) throws(ValueError) -> IPFamily {
        let word = string(text)
        guard let family = IPFamily(rawValue: word) else {
            throw ValueError(
                .badValue, "'\(word)' is no family",
                hint: Suggestion.text(for: word, among: ["ip", "ip6"]) ?? "ip or ip6")
        }
        return family
    }

    static func dscp(_ text: Text) throws(ValueError) -> DSCP {
        let word = string(text)
        if let known = DSCP(name: word) { return known }
        guard let first = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            throw ValueError(
                .badValue, "'\(word)' is no DSCP",
                hint: Suggestion.text(for: word, among: DSCP.names.map(\.name))
                    ?? "0-63, 0x.., or a name such as ef, af41, cs3, le")
        }
        let value = try number(text, maximum: UInt64(DSCP.maximum), what: "DSCP", allowsHexadecimal: true)
        guard let dscp = DSCP(UInt8(truncatingIfNeeded: value)) else {
            throw ValueError(.outOfRange, "DSCP '\(word)' is out of range", hint: "0-63")
        }
        return dscp
    }

    static func dscpRange(_ text: Text) throws(ValueError) -> ClosedRange<UInt8> {
        if DSCP(name: string(text)) == nil, let (low, high) = split(text, at: UInt8(ascii: "-")) {
            let (lower, upper) = (try dscp(low).value, try dscp(high).value)
            return try range(lower, upper, text)
        }
        let value = try dscp(text).value
        return value...value
    }

    static func pcp(_ text: Text) throws(ValueError) -> PriorityCodePoint {
        let value = try number(text, maximum: UInt64(PriorityCodePoint.maximum), what: "PCP")
        guard let pcp = PriorityCodePoint(UInt8(truncatingIfNeeded: value)) else {
            throw ValueError(.outOfRange, "PCP '\(string(text))' is out of range", hint: "0-7")
        }
        return pcp
    }

    /// `0`-`15`, or `MAJOR:MINOR` in hexadecimal.
    static func priority(_ text: Text) throws(ValueError) -> PacketPriority {
        if let (major, minor) = split(text, at: UInt8(ascii: ":")) {
            guard major.count <= 4, minor.count <= 4, let high = Number.hexadecimal(major),
                let low = Number.hexadecimal(minor)
            else {
                throw ValueError(
                    .badValue, "'\(string(text))' is no priority",
                    hint: "MAJOR:MINOR are hexadecimal numbers of up to four digits, as tc writes a class id")
            }
            return PacketPriority(UInt32(truncatingIfNeeded: high << 16 | low))
        }
        do throws(ValueError) {
            let value = try number(text, maximum: UInt64(PacketPriority.maximumPlain), what: "priority")
            return PacketPriority(UInt32(truncatingIfNeeded: value))
        } catch {
            guard error.code == .badValue, error.hint == nil || error.code == .outOfRange else { throw error }
            throw ValueError(error.code, error.message, hint: error.hint ?? "0-15, or MAJOR:MINOR in hexadecimal")
        }
    }

    /// A protocol by name or number. Extension headers are no upper-layer protocols.
    static func proto(_ text: Text) throws(ValueError) -> UInt8 {
        let word = string(text)
        let number: UInt8
        if let known = ProtocolNames.number(word) ?? ProtocolNames.extensionHeaderNames[word] {
            number = known
        } else if let first = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            if split(text, at: UInt8(ascii: "-")) != nil {
                throw ValueError(.badValue, "proto takes no range", hint: "list them: proto { tcp udp }")
            }
            number = UInt8(
                truncatingIfNeeded: try self.number(text, maximum: 255, what: "protocol", allowsHexadecimal: true))
        } else {
            throw ValueError(
                .badValue, "'\(word)' is no protocol",
                hint: Suggestion.text(for: word, among: ProtocolNames.names.map(\.name))
                    ?? "a name such as tcp, or 0-255")
        }
        guard !ProtocolNames.extensionHeaders.contains(number) else {
            throw ValueError(
                .extensionHeader, "'\(word)' is an IPv6 extension header, not an upper-layer protocol",
                hint: "proto is what follows the extension headers")
        }
        return number
    }

    static func port(_ text: Text) throws(ValueError) -> ClosedRange<UInt16> {
        guard let first = text.first else { throw ValueError(.badValue, "an empty port") }
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        if !isDigit || text.contains(where: { $0 > UInt8(ascii: "9") }) {
            if let port = ServiceNames.port(string(text)) { return port...port }
        }
        if let (low, high) = split(text, at: UInt8(ascii: "-")), isDigit {
            let (lower, upper) = (try portNumber(low), try portNumber(high))
            return try range(lower, upper, text)
        }
        let port = try portNumber(text)
        return port...port
    }

    static func singlePort(_ text: Text) throws(ValueError) -> UInt16 {
        let range = try port(text)
        guard range.lowerBound == range.upperBound else {
            throw ValueError(.badValue, "a packet has one port, not a range")
        }
        return range.lowerBound
    }

    private static func portNumber(_ text: Text) throws(ValueError) -> UInt16 {
        do throws(ValueError) {
            return UInt16(truncatingIfNeeded: try number(text, maximum: 65_535, what: "port"))
        } catch {
            guard error.code == .badValue, error.hint == nil else { throw error }
            let word = string(text)
            throw ValueError(
                .badValue, "'\(word)' is neither a port nor a known service name",
                hint: word.contains(":")
                    ? "a range is written 1000-2000" : "0-65535, a range 1000-2000, or a name such as https")
        }
    }

    /// `N`, `N/MASK`, `N-M`.
    static func mark(_ text: Text) throws(ValueError) -> MarkValue {
        let maximum = UInt64(UInt32.max)
        if let (value, mask) = split(text, at: UInt8(ascii: "/")) {
            let number = UInt32(
                truncatingIfNeeded: try number(value, maximum: maximum, what: "mark", allowsHexadecimal: true))
            let bits = UInt32(
                truncatingIfNeeded: try self.number(mask, maximum: maximum, what: "mask", allowsHexadecimal: true))
            guard let masked = MaskedMark(value: number, mask: bits) else {
                throw ValueError(
                    .badValue, "mark \(string(value)) has bits outside its mask \(string(mask)), so it never holds",
                    hint: "0x\(String(number & bits, radix: 16))/0x\(String(bits, radix: 16))")
            }
            return bits == UInt32.max ? .range(number...number) : .masked(masked)
        }
        if let (low, high) = split(text, at: UInt8(ascii: "-")) {
            let lower = UInt32(
                truncatingIfNeeded: try number(low, maximum: maximum, what: "mark", allowsHexadecimal: true))
            let upper = UInt32(
                truncatingIfNeeded: try number(high, maximum: maximum, what: "mark", allowsHexadecimal: true))
            return .range(try range(lower, upper, text))
        }
        let value = UInt32(
            truncatingIfNeeded: try number(text, maximum: maximum, what: "mark", allowsHexadecimal: true))
        return .range(value...value)
    }

    static func singleMark(_ text: Text) throws(ValueError) -> UInt32 {
        UInt32(
            truncatingIfNeeded: try number(
                text, maximum: UInt64(UInt32.max), what: "mark", allowsHexadecimal: true))
    }

    enum MarkValue {
        case range(ClosedRange<UInt32>)
        case masked(MaskedMark)
    }

    /// The two sides of the first separator; nil without one, or with an empty side.
    static func split(_ text: Text, at separator: UInt8) -> (Text, Text)? {
        guard let place = text.firstIndex(of: separator) else { return nil }
        let (left, right) = (text[..<place], text[(place + 1)...])
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }

    static func range<Bound: Comparable>(_ lower: Bound, _ upper: Bound, _ text: Text) throws(ValueError)
        -> ClosedRange<Bound>
    {
        guard lower <= upper else {
            let hint = split(text, at: UInt8(ascii: "-")).map { "\(string($1))-\(string($0))" }
            throw ValueError(.invertedRange, "the range '\(string(text))' is inverted", hint: hint)
        }
        return lower...upper
    }
}
