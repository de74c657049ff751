/// A queueing discipline, as rtnetlink lists it (`RTM_NEWQDISC`, `struct tcmsg`).
public struct TCQdisc: Hashable, Sendable {
    public var interfaceIndex: Int32
    /// `clsact`, `ingress`, `noqueue`, `pfifo_fast`, `mq`, `prio` …
    public var kind: String
    public var handle: TCHandle
    /// `TCHandle.root`, `TCHandle.clsact`, or a class of another qdisc.
    public var parent: TCHandle

    public init(interfaceIndex: Int32, kind: String, handle: TCHandle, parent: TCHandle) {
        self.interfaceIndex = interfaceIndex
        self.kind = kind
        self.handle = handle
        self.parent = parent
    }
}
