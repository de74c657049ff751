/// IPv4, IPv6, both or neither.
public struct FamilySet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public init(_ family: IPFamily) {
        self = family == .ip ? .ip : .ip6
    }

    public static let ip = FamilySet(rawValue: 1)
    public static let ip6 = FamilySet(rawValue: 2)
    public static let both: FamilySet = [.ip, .ip6]

    public func contains(_ family: IPFamily) -> Bool { contains(FamilySet(family)) }

    /// IPv4 first.
    public var families: [IPFamily] { IPFamily.allCases.filter(contains) }
}
