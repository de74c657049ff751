/// Addresses of both families. A family is *named* when the text had at least one entry of it.
public struct AddressSet: Hashable, Sendable {
    public var ipv4: IntervalSet<UInt32>
    public var ipv6: IntervalSet<UInt128>

    public init(ipv4: IntervalSet<UInt32> = .init(), ipv6: IntervalSet<UInt128> = .init()) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
    }

    public func names(_ family: IPFamily) -> Bool {
        switch family {
        case .ip: !ipv4.isEmpty
        case .ip6: !ipv6.isEmpty
        }
    }

    public func contains(_ address: IPAddress) -> Bool {
        switch address.family {
        case .ip: ipv4.contains(UInt32(truncatingIfNeeded: address.number))
        case .ip6: ipv6.contains(address.number)
        }
    }

    /// Whether the set has every address of a family.
    func isEverything(_ family: IPFamily) -> Bool {
        switch family {
        case .ip: ipv4.isEverything(upTo: .max)
        case .ip6: ipv6.isEverything(upTo: .max)
        }
    }

    /// The part of one family, widened to 128 bits.
    public func intervals(_ family: IPFamily) -> IntervalSet<UInt128> {
        switch family {
        case .ip: IntervalSet<UInt128>(ipv4.intervals.map { UInt128($0.lowerBound)...UInt128($0.upperBound) })
        case .ip6: ipv6
        }
    }
}

/// Collects address intervals and makes a set of them in one sort.
struct AddressSetBuilder {
    private var ipv4: [ClosedRange<UInt32>] = []
    private var ipv6: [ClosedRange<UInt128>] = []

    mutating func insert(_ family: IPFamily, _ lower: UInt128, _ upper: UInt128) {
        switch family {
        case .ip: ipv4.append(UInt32(truncatingIfNeeded: lower)...UInt32(truncatingIfNeeded: upper))
        case .ip6: ipv6.append(lower...upper)
        }
    }

    mutating func insert(_ set: AddressSet) {
        ipv4 += set.ipv4.intervals
        ipv6 += set.ipv6.intervals
    }

    func set() -> AddressSet {
        AddressSet(ipv4: IntervalSet(ipv4), ipv6: IntervalSet(ipv6))
    }
}
