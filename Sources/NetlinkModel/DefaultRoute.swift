/// One way out of a default route in the main table (`RTM_NEWROUTE` with a destination prefix of 0 bits).
public struct DefaultRoute: Hashable, Sendable {
    /// `AF_INET6`, or else `AF_INET`.
    public var isIPv6: Bool
    /// The index of the interface that it leaves on.
    public var interfaceIndex: Int32
    /// `RTA_PRIORITY`: the lowest is used first; 0 when the kernel does not say.
    public var metric: UInt32

    public init(isIPv6: Bool, interfaceIndex: Int32, metric: UInt32) {
        self.isIPv6 = isIPv6
        self.interfaceIndex = interfaceIndex
        self.metric = metric
    }
}
