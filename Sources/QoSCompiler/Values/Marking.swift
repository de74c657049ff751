/// What a packet gets. What is nil stays as the application made it.
public struct Marking: Hashable, Sendable {
    public var dscp: DSCP?
    /// The priority as the policy states it.
    public var statedPriority: PacketPriority?
    public var pcp: PriorityCodePoint?

    public init(dscp: DSCP? = nil, statedPriority: PacketPriority? = nil, pcp: PriorityCodePoint? = nil) {
        self.dscp = dscp
        self.statedPriority = statedPriority
        self.pcp = pcp
    }

    /// The priority that the packet gets: the stated one, or the PCP's number when only a PCP is stated.
    public var priority: PacketPriority? {
        statedPriority ?? pcp.map(PacketPriority.init)
    }

    /// Changes nothing.
    public static let none = Marking()

    public var isEmpty: Bool { self == .none }

    /// Whether two markings make the same packet out of every packet.
    public func marksLike(_ other: Marking) -> Bool {
        dscp == other.dscp && priority == other.priority && pcp == other.pcp
    }
}

extension Marking: CustomStringConvertible {
    /// "dscp ef priority 6 pcp 5", in the order in which a policy writes it.
    public var description: String {
        var words: [String] = []
        if let dscp { words.append("dscp \(dscp)") }
        if let statedPriority { words.append("priority \(statedPriority)") }
        if let pcp { words.append("pcp \(pcp)") }
        return words.joined(separator: " ")
    }
}
