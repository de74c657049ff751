import NetlinkModel

/// Interface names as numbers, so that a prefix is a range: the bytes in their order, the rest zero.
enum InterfaceNumber {
    /// Of the longest names, 15 bytes. 0 is no name.
    static let maximum: UInt128 = (1 << UInt128(width)) - 1

    private static let width = InterfaceName.maximumLength * 8

    static func intervals(_ patterns: [InterfacePattern]) -> IntervalSet<UInt128> {
        IntervalSet<UInt128>(
            patterns.map { pattern in
                switch pattern {
                case .exact(let name):
                    let number = number(name.description.utf8)
                    return number...number
                case .prefix(let prefix):
                    let lower = number(prefix.utf8)
                    let free = UInt128(width - 8 * prefix.utf8.count)
                    return max(lower, 1)...(lower | ((1 << free) - 1))
                }
            })
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt128 {
        var number: UInt128 = 0
        var shift = width
        for byte in bytes.prefix(InterfaceName.maximumLength) {
            shift -= 8
            number |= UInt128(byte) << UInt128(shift)
        }
        return number
    }

    /// The name of a number, or else of another one in the range.
    static func name(_ number: UInt128, else range: ClosedRange<UInt128>) -> String? {
        name(in: number...number) ?? name(in: range)
    }

    /// A name between two numbers, the first with the longest part of the lower one; nil when no printable one is found.
    private static func name(in range: ClosedRange<UInt128>) -> String? {
        let bytes = (0..<InterfaceName.maximumLength).map { index in
            UInt8(truncatingIfNeeded: range.lowerBound >> UInt128(width - 8 - 8 * index))
        }
        let part = bytes.prefix { $0 != 0 }
        if let name = valid(part, in: range) { return name }
        for length in stride(from: part.count, through: 0, by: -1) where length < InterfaceName.maximumLength {
            for letter in letters {
                if let name = valid(part.prefix(length) + [letter], in: range) { return name }
            }
        }
        return nil
    }

    /// Digits and small letters first.
    private static let letters: [UInt8] = {
        let usual = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
        return usual + (0x21...0x7e).filter { !usual.contains($0) }
    }()

    private static func valid(_ bytes: ArraySlice<UInt8>, in range: ClosedRange<UInt128>) -> String? {
        guard range.contains(number(bytes)), bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        return InterfaceName(String(decoding: bytes, as: UTF8.self))?.description
    }
}
