import NetlinkModel

/// The markings of a random policy, as its text says them.
public struct RandomMarkings: Sendable {
    /// `class` statements.
    public let classes: [String]
    /// What a rule or the default may say: those classes, and markings without a class.
    public let actions: [String]

    /// The same for all policies.
    public static let withoutPCP = RandomMarkings(
        classes: [
            "class a dscp ef priority 6", "class b dscp af41", "class c priority 3", "class d dscp cs1 priority 1:4",
            "class e dscp le priority 15",
        ],
        actions: [
            "class a", "class b", "class c", "class d", "class e", "set dscp 17", "set priority 9",
            "set dscp cs4 priority 2",
        ])

    init(classes: [String], actions: [String]) {
        self.classes = classes
        self.actions = actions
    }
}

extension RandomMarkings {
    /// Some with a PCP and some without, of priorities that they share with each other and with programs; never two
    /// PCPs for one priority, which a policy must not state.
    public init(classes count: Int, using random: inout some RandomNumberGenerator) {
        var pcps: [String: Int] = [:]
        let classes = (0..<count).map { "class c\($0) \(Self.marking(&pcps, &random))" }
        let others = (0..<4).map { _ in "set \(Self.marking(&pcps, &random))" }
        self.init(classes: classes, actions: (0..<count).map { "class c\($0)" } + others)
    }

    /// Plain numbers of any program, those of privileged ones, and ids of classes.
    private static let priorities = (0...15).map { "\($0)" } + ["1:4", "1:1f", "51:6", "ffff:fffe"]

    private static func marking(_ pcps: inout [String: Int], _ random: inout some RandomNumberGenerator) -> String {
        let dscp = Bool.random(using: &random) ? "dscp \(Pool.dscps.pick(&random))" : nil
        // A PCP alone is its own priority.
        if Int.random(in: 0..<4, using: &random) == 0,
            let pcp = (0...7).filter({ (pcps["\($0)"] ?? $0) == $0 }).randomElement(using: &random)
        {
            pcps["\(pcp)"] = pcp
            return [dscp, "pcp \(pcp)"].compactMap(\.self).joined(separator: " ")
        }
        if dscp != nil, Int.random(in: 0..<5, using: &random) == 0 { return dscp ?? "" }
        // Priorities that have a PCP already come again, with it or without.
        let known = pcps.keys.sorted()
        let priority =
            Bool.random(using: &random) && !known.isEmpty ? known.pick(&random) : priorities.pick(&random)
        var words = [dscp, "priority \(priority)"].compactMap(\.self)
        if Int.random(in: 0..<3, using: &random) != 0 {
            let pcp = pcps[priority] ?? Int.random(in: 0...7, using: &random)
            pcps[priority] = pcp
            words.append("pcp \(pcp)")
        }
        return words.joined(separator: " ")
    }
}
