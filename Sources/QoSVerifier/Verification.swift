public import QoSCompiler

/// Whether a table does with every packet what its policy says.
public enum Verification: Sendable {
    /// It does.
    case proved
    /// It does not: this packet shows it.
    case refuted(CounterExample)
    /// Every packet is treated as the policy says, but at another place on its way: a base chain has another type or
    /// priority.
    case misplaced(String)
    /// Neither a proof nor a packet was found; the reason.
    case undecided(String)
}

/// A packet for which a table does not do what the policy says. It has been checked by itself.
public struct CounterExample: Hashable, Sendable {
    /// What the policy says of the packet.
    public struct Expected: Hashable, Sendable {
        /// The rule that takes it; nil for the default.
        public var rule: String?
        /// Whether the policy's scope covers the packet's path.
        public var isInScope: Bool
        public var marking: Marking
        /// The counter that it counts on; nil for none.
        public var counter: String?
    }

    /// Ports are the bytes that stand where ports would, whatever the packet is.
    public var packet: Packet
    /// The packet in the words that `why` takes.
    public var text: String
    /// What `why` has no words for, a sentence each.
    public var notes: [String]
    public var expected: Expected
    public var loaded: LoadedResult
}

/// What a table does with one packet.
public struct LoadedResult: Hashable, Sendable {
    /// What the packet leaves with.
    public var dscp: DSCP
    /// Whether that is another one than it came with.
    public var isDSCPChanged: Bool
    /// What was written to the priority; nil when nothing was.
    public var priority: UInt32?
    /// The counters that it counted on, sorted.
    public var counters: [String]
    public var isDropped: Bool
    /// What else happens to it, in words; nil for nothing.
    public var damage: String?
    /// The chains that it went through, in order.
    public var chains: [String]
}
