/// The owner of a socket, by number or by a name that the host resolves.
public enum Owner: Hashable, Sendable {
    case id(UInt32)
    case name(String)
}

/// The users or groups of one `user` or `group` field.
public struct OwnerSet: Hashable, Sendable {
    public var ids: IntervalSet<UInt32>
    /// In source order, without repetition. What number a name stands for is the host's business.
    public var names: [String]

    public init(ids: IntervalSet<UInt32>, names: [String]) {
        self.ids = ids
        self.names = names
    }
}
