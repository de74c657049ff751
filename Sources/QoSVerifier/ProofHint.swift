public import QoSCompiler

/// How a table was made, so that a proof can be short. What it says is not believed: a wrong hint makes a proof longer,
/// and proves nothing.
public struct ProofHint: Sendable {
    /// A rule, or the part of it that comes before a rule of lower priority which has moved up.
    struct Line: Sendable {
        var rule: Int
        /// The rule that it comes before; nil for the whole rule.
        var guarded: Int?
    }

    /// Rules that packets meet together, in one chain that is jumped to or one by one.
    struct Segment: Sendable {
        var lines: [Line]
        var isGraph: Bool
    }

    private var segments: [PacketPath: [Segment]] = [:]
    private var fragmentSegments: [PacketPath: [Segment]] = [:]

    /// What the compiler says about a plan.
    public init(_ shape: PlanShape) {
        func segment(_ segment: PlanShape.Segment) -> Segment {
            Segment(
                lines: segment.lines.map { Line(rule: $0.rule, guarded: $0.guarded) }, isGraph: segment.isGraph)
        }
        segments = Dictionary(grouping: shape.segments, by: \.path).mapValues { $0.map(segment) }
        fragmentSegments = Dictionary(grouping: shape.fragmentSegments, by: \.path).mapValues { $0.map(segment) }
    }

    /// The segments that packets of a path meet, in order; those of fragments after the first may be others.
    func segments(_ path: PacketPath, laterFragments: Bool) -> [Segment] {
        (laterFragments ? fragmentSegments : segments)[path] ?? []
    }
}
