/// Who a socket belongs to: the fsuid and fsgid at its creation, which `meta skuid` and `meta skgid` match.
public struct Owner: Sendable, Hashable {
    public var uid: UInt32?
    public var gid: UInt32?

    public init(uid: UInt32? = nil, gid: UInt32? = nil) {
        self.uid = uid
        self.gid = gid
    }

    /// The process itself.
    public static let caller = Owner()
}
