/// What a plan is made of, and what a packet meets in it.
public struct GraphStatistics: Hashable, Sendable {
    public var tests = 0
    public var lists = 0
    public var maps = 0
    /// Elements of maps.
    public var elements = 0

    mutating func count(_ node: DecisionGraph.Node) {
        switch node.kind {
        case .test: tests += 1
        case .list: lists += 1
        case .none, .outcome: break
        }
    }
}
