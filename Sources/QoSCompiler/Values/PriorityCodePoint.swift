/// An 802.1p user priority: 3 bits, 0-7 (IEEE 802.1Q-2018 clause 6.9.3). 1 is *below* 0.
public struct PriorityCodePoint: Hashable, Sendable {
    public static let maximum: UInt8 = 7

    public let value: UInt8

    /// Nil when `value` is over 7.
    public init?(_ value: UInt8) {
        guard value <= Self.maximum else { return nil }
        self.value = value
    }
}

extension PriorityCodePoint: CustomStringConvertible {
    public var description: String { String(value) }
}
