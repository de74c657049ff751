/// How a plan is built: what `compile --stats` tells, and what a proof of the plan can start from.
public struct PlanShape: Hashable, Sendable {
    /// A rule of the policy, or the part of it that stands before a rule of lower priority which has moved up.
    public struct Line: Hashable, Sendable {
        /// Index of the policy's rule.
        public var rule: Int
        /// Nil for the whole rule, else the index of the rule that it stands before: what both match.
        public var guarded: Int?
    }

    /// Rules that a packet passes through together, by a graph or one after the other.
    public struct Segment: Hashable, Sendable {
        public var path: PacketPath
        /// For every packet that gets here the first of these decides.
        public var lines: [Line]
        public var isGraph: Bool
        /// How many kernel rules stand before its own in the path's chain of rules.
        public internal(set) var start = 0
    }

    /// In the order in which packets meet them, one path after the other; empty for a plan of lists only.
    public var segments: [Segment] = []
    /// The same for fragments after the first, where they have rules of their own.
    public var fragmentSegments: [Segment] = []
    public var graph = GraphStatistics()
    /// Whether the work budget ended before all rules had a graph.
    public var gaveUp = false

    public init() {}
}
