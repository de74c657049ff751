/// A fwmark condition with a mask: `(mark & mask) == value`.
public struct MaskedMark: Hashable, Sendable {
    public let value: UInt32
    public let mask: UInt32

    /// Nil when `value` has bits outside `mask`: such a condition never holds.
    public init?(value: UInt32, mask: UInt32) {
        guard value & ~mask == 0 else { return nil }
        self.value = value
        self.mask = mask
    }

    public func matches(_ mark: UInt32) -> Bool { mark & mask == value }
}

/// The fwmarks of one `mark` field: whole values and masked ones.
public struct MarkSet: Hashable, Sendable {
    public var exact: IntervalSet<UInt32>
    public var masked: [MaskedMark]

    public init(exact: IntervalSet<UInt32>, masked: [MaskedMark]) {
        self.exact = exact
        self.masked = masked
    }

    public func contains(_ mark: UInt32) -> Bool {
        exact.contains(mark) || masked.contains { $0.matches(mark) }
    }
}
