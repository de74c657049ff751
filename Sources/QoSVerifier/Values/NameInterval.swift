/// Interface names among the 128-bit numbers that they are compared as.
///
/// The kernel's rule (`dev_valid_name`): up to 15 bytes, none of them zero, `/`, `:` or white space, not `.` or `..`.
enum NameInterval {
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, 0x09...0x0d, 0x20, 0x2f, 0x3a, 0xa0: false
        default: true
        }
    }

    /// Bytes that names are usually made of, and that a policy can name.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && isAllowed(byte)
    }

    /// A name inside the interval, of plain bytes where there is one; nil where there is no name.
    static func name(in interval: ClosedRange<UInt128>) -> UInt128? {
        first(in: interval, where: isPlain) ?? first(in: interval, where: isAllowed)
    }

    private static func first(in interval: ClosedRange<UInt128>, where isByte: (UInt8) -> Bool) -> UInt128? {
        // The least name that is not below, built byte by byte: as long as possible along the lower bound, then up.
        let lower = bytes(interval.lowerBound)
        var best: UInt128?
        func consider(_ name: [UInt8]) {
            guard (1...15).contains(name.count), name != [0x2e], name != [0x2e, 0x2e], name.allSatisfy(isByte) else {
                return
            }
            let number = number(name)
            guard interval.contains(number), best.map({ number < $0 }) ?? true else { return }
            best = number
        }
        for length in 0...15 {
            let prefix = Array(lower.prefix(length))
            guard prefix.allSatisfy(isByte) else { break }
            consider(prefix)
            // Names that go above the bound in their next byte, or right after it; two more bytes for "." and "..".
            for next in [1, 2, 3] where length + next <= 15 {
                for byte in lower[length]...255 where isByte(byte) {
                    let tail = (1...255).first { isByte(UInt8($0)) }.map { UInt8($0) } ?? 0x61
                    consider(prefix + [byte] + [UInt8](repeating: tail, count: next - 1))
                    if byte > lower[length], byte != 0x2e { break }
                }
            }
        }
        return best
    }

    static func bytes(_ number: UInt128) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: number >> UInt128(120 - 8 * $0)) }
    }

    /// A name padded with zeros to 16 bytes.
    static func number(_ name: some Sequence<UInt8>) -> UInt128 {
        var number: UInt128 = 0
        var count = 0
        for byte in name.prefix(16) {
            number = number << 8 | UInt128(byte)
            count += 1
        }
        return count == 0 ? 0 : number << UInt128(8 * (16 - count))
    }
}
