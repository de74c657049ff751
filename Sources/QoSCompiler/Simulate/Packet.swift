/// A packet as the chain sees it: what `why` and `expect` describe, and what the interpreter takes.
public struct Packet: Hashable, Sendable {
    public var path: PacketPath = .output
    public var family: IPFamily = .ip
    /// Upper-layer protocol; nil when the description does not name one.
    public var proto: UInt8?
    public var saddr: IPAddress?
    public var daddr: IPAddress?
    /// Nil for protocols without ports, and for later fragments.
    public var sport: UInt16?
    public var dport: UInt16?
    public var isLaterFragment = false
    public var iif: String?
    public var oif: String?
    /// The owner of the socket; nil without a socket.
    public var user: Owner?
    public var group: Owner?
    public var dscp = DSCP.classSelector(0)
    public var mark: UInt32 = 0

    public init() {}
}
