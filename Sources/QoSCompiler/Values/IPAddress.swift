/// An IPv4 or IPv6 address, held as the number that its bytes make in network order.
public struct IPAddress: Hashable, Sendable {
    public let family: IPFamily
    /// At most `family.addressMaximum`.
    public let number: UInt128

    public init(ipv4 number: UInt32) {
        family = .ip
        self.number = UInt128(number)
    }

    public init(ipv6 number: UInt128) {
        family = .ip6
        self.number = number
    }

    /// The address of a family with this number, reduced to the family's width.
    public init(_ family: IPFamily, _ number: UInt128) {
        self.family = family
        self.number = number & family.addressMaximum
    }

    /// Parses dotted decimal or RFC 4291 text. No zone, no leading zeros in IPv4 parts. Nil when it is neither.
    public init?(_ text: some Collection<UInt8>) {
        if text.contains(UInt8(ascii: ":")) {
            guard let number = Self.parseIPv6(text) else { return nil }
            self.init(ipv6: number)
        } else {
            guard let number = Self.parseIPv4(text) else { return nil }
            self.init(ipv4: number)
        }
    }

    public init?(_ text: String) {
        self.init(text.utf8)
    }

    private static func parseIPv4(_ text: some Collection<UInt8>) -> UInt32? {
        var number: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var parts = 1
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if digits > 0 && part == 0 { return nil }
                part = part * 10 + UInt32(byte - UInt8(ascii: "0"))
                digits += 1
                if part > 255 || digits > 3 { return nil }
            case UInt8(ascii: "."):
                if digits == 0 || parts == 4 { return nil }
                number = number << 8 | part
                part = 0
                digits = 0
                parts += 1
            default:
                return nil
            }
        }
        guard parts == 4, digits > 0 else { return nil }
        return number << 8 | part
    }

    /// RFC 4291 section 2.2: eight groups, one `::`, and IPv4 text in place of the last two groups.
    private static func parseIPv6(_ text: some Collection<UInt8>) -> UInt128? {
        var head: [UInt16] = []
        var tail: [UInt16]?
        var index = text.startIndex
        func add(_ group: UInt16) {
            if tail != nil { tail?.append(group) } else { head.append(group) }
        }
        if text.starts(with: [UInt8(ascii: ":"), UInt8(ascii: ":")]) {
            tail = []
            index = text.index(index, offsetBy: 2)
            if index == text.endIndex { return 0 }
        }
        while index < text.endIndex {
            let end = text[index...].firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
            let group = text[index..<end]
            if group.contains(UInt8(ascii: ".")) {
                guard end == text.endIndex, let last = parseIPv4(group) else { return nil }
                add(UInt16(truncatingIfNeeded: last >> 16))
                add(UInt16(truncatingIfNeeded: last))
                index = end
                break
            }
            guard (1...4).contains(group.count), let value = Number.hexadecimal(group) else { return nil }
            add(UInt16(truncatingIfNeeded: value))
            if head.count + (tail?.count ?? 0) > 8 { return nil }
            index = end
            guard index < text.endIndex else { break }
            index = text.index(after: index)
            if index == text.endIndex { return nil }
            if text[index] == UInt8(ascii: ":") {
                guard tail == nil else { return nil }
                tail = []
                index = text.index(after: index)
            }
        }
        let count = head.count + (tail?.count ?? 0)
        guard tail == nil ? count == 8 : count <= 7 else { return nil }
        var number: UInt128 = 0
        for group in head { number = number << 16 | UInt128(group) }
        if let tail {
            number = head.isEmpty ? 0 : number << UInt128(16 * (8 - head.count))
            var low: UInt128 = 0
            for group in tail { low = low << 16 | UInt128(group) }
            number |= low
        }
        return number
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or RFC 5952 text.
    public var description: String {
        switch family {
        case .ip:
            return (0..<4).map { String(UInt8(truncatingIfNeeded: number >> UInt128(24 - 8 * $0))) }
                .joined(separator: ".")
        case .ip6:
            return Self.ipv6Text(number)
        }
    }

    /// RFC 5952 section 4: lower case, no leading zeros, the first longest run of two or more zero groups as `::`.
    private static func ipv6Text(_ number: UInt128) -> String {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: number >> UInt128(112 - 16 * $0)) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func text(_ range: Range<Int>) -> String {
            groups[range].map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !best.isEmpty else { return text(0..<8) }
        return text(0..<best.lowerBound) + "::" + text(best.upperBound..<8)
    }
}
