/// A Differentiated Services code point: 6 bits, 0-63 (RFC 2474 section 3).
public struct DSCP: Hashable, Sendable, Comparable {
    public static let maximum: UInt8 = 63

    public let value: UInt8

    /// Nil when `value` is over 63.
    public init?(_ value: UInt8) {
        guard value <= Self.maximum else { return nil }
        self.value = value
    }

    private init(known value: UInt8) {
        self.value = value
    }

    /// RFC 2474 section 4.2.2: class selectors. `n` is taken modulo 8.
    static func classSelector(_ n: UInt8) -> DSCP { DSCP(known: (n & 7) << 3) }

    public static func < (left: DSCP, right: DSCP) -> Bool { left.value < right.value }

    /// Names in the order in which `values` lists them; the first name of a code point is the one printed.
    ///
    /// Sources: RFC 2474 (CS), RFC 2597 (AF), RFC 3246 (EF), RFC 5865 (VOICE-ADMIT), RFC 8622 (LE).
    public static let names: [(name: String, value: DSCP)] = [
        ("cs0", DSCP(known: 0)), ("be", DSCP(known: 0)), ("le", DSCP(known: 1)),
        ("cs1", DSCP(known: 8)), ("af11", DSCP(known: 10)), ("af12", DSCP(known: 12)), ("af13", DSCP(known: 14)),
        ("cs2", DSCP(known: 16)), ("af21", DSCP(known: 18)), ("af22", DSCP(known: 20)), ("af23", DSCP(known: 22)),
        ("cs3", DSCP(known: 24)), ("af31", DSCP(known: 26)), ("af32", DSCP(known: 28)), ("af33", DSCP(known: 30)),
        ("cs4", DSCP(known: 32)), ("af41", DSCP(known: 34)), ("af42", DSCP(known: 36)), ("af43", DSCP(known: 38)),
        ("cs5", DSCP(known: 40)), ("va", DSCP(known: 44)), ("voice-admit", DSCP(known: 44)), ("ef", DSCP(known: 46)),
        ("cs6", DSCP(known: 48)), ("cs7", DSCP(known: 56)),
    ]

    private static let byName = Dictionary(names.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    private static let nameOf = Dictionary(names.map { ($0.value, $0.name) }, uniquingKeysWith: { first, _ in first })

    /// The code point of a name ("ef", "af41", "voice-admit").
    public init?(name: String) {
        guard let known = Self.byName[name] else { return nil }
        self = known
    }

    /// The name, or nil for a code point without one.
    public var name: String? { Self.nameOf[self] }
}

extension DSCP: CustomStringConvertible {
    /// The name, or the decimal number.
    public var description: String { name ?? String(value) }
}
