/// Strict number parsing for policy text: no sign, no blank, no leading zero, bounded.
enum Number {
    enum Failure: Error {
        case notANumber
        case leadingZero
        case tooLarge
    }

    /// Decimal digits, up to `maximum`.
    static func decimal(_ text: some Collection<UInt8>, maximum: UInt64) throws(Failure) -> UInt64 {
        guard let first = text.first else { throw .notANumber }
        var value: UInt64 = 0
        var isTooLarge = false
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .notANumber }
            guard !isTooLarge else { continue }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            value = sum
            isTooLarge = overflow || carry || sum > maximum
        }
        if first == UInt8(ascii: "0"), text.count > 1 { throw .leadingZero }
        if isTooLarge { throw .tooLarge }
        return value
    }

    /// Decimal, or hexadecimal after `0x`.
    static func decimalOrHexadecimal(_ text: some Collection<UInt8>, maximum: UInt64) throws(Failure) -> UInt64 {
        let prefix = text.prefix(2)
        guard prefix.elementsEqual("0x".utf8) || prefix.elementsEqual("0X".utf8) else {
            return try decimal(text, maximum: maximum)
        }
        let digits = text.dropFirst(2)
        guard !digits.isEmpty, digits.allSatisfy(isHexadecimalDigit) else { throw .notANumber }
        guard let value = hexadecimal(digits.drop(while: { $0 == UInt8(ascii: "0") })), value <= maximum else {
            if digits.allSatisfy({ $0 == UInt8(ascii: "0") }) { return 0 }
            throw .tooLarge
        }
        return value
    }

    /// Up to 16 hexadecimal digits without a prefix; nil otherwise.
    static func hexadecimal(_ text: some Collection<UInt8>) -> UInt64? {
        guard !text.isEmpty, text.count <= 16 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt64(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
