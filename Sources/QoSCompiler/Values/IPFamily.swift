/// IPv4 or IPv6, by the words of the policy language.
public enum IPFamily: String, Hashable, Sendable, CaseIterable {
    case ip
    case ip6

    /// Bits of an address.
    public var addressWidth: Int {
        switch self {
        case .ip: 32
        case .ip6: 128
        }
    }

    /// The largest address as a number.
    public var addressMaximum: UInt128 {
        switch self {
        case .ip: UInt128(UInt32.max)
        case .ip6: UInt128.max
        }
    }
}
