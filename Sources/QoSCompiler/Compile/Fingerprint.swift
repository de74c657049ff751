/// A short digest that tells two texts apart: FNV-1a with 128 bits (the parameters of RFC 9923).
///
/// It finds drift and accidents. It is no protection against an attacker, who could change the kernel's table anyway
/// only with the privilege to write any fingerprint there too.
public enum Fingerprint {
    private static let offset: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

    /// 32 hexadecimal digits.
    public static func of(_ text: String) -> String {
        of(text.utf8)
    }

    public static func of(_ bytes: some Sequence<UInt8>) -> String {
        var digest = Digest()
        digest.add(bytes)
        return digest.text
    }

    /// A fingerprint of what comes piece by piece.
    struct Digest {
        private var hash = Fingerprint.offset

        var value: UInt128 { hash }

        mutating func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt128(byte)) &* Fingerprint.prime }
        }

        /// A number at once, and the upper half folded down so that its high bits count in all others.
        mutating func addWord(_ number: UInt64) {
            hash = (hash ^ UInt128(number)) &* Fingerprint.prime
            hash ^= hash >> 64
        }

        /// The bytes of a number, the lowest first.
        mutating func add(_ number: some FixedWidthInteger & UnsignedInteger) {
            for shift in stride(from: 0, to: number.bitWidth, by: 8) {
                hash = (hash ^ UInt128(UInt8(truncatingIfNeeded: number >> shift))) &* Fingerprint.prime
            }
        }

        var text: String {
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 32 - digits.count) + digits
        }
    }
}
