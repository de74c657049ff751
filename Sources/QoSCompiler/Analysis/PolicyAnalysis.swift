/// What each rule of a policy can win, and what the order of the rules decides.
///
/// Packets are those that the kernel sees (`PacketSpace`). A claim that a rule wins nothing, or that it could go, is
/// proved for all of them; the others have a witness that the interpreter agrees with. What the budget does not reach is
/// left undecided, and nothing is claimed about it.
public struct PolicyAnalysis: Sendable {
    /// How much to find out.
    public enum Detail: Sendable {
        /// Which rules win nothing and which could go, and one example of rules that cross.
        case summary
        /// All findings.
        case findings
        /// All findings, and a witness for each rule that wins.
        case everything
    }

    /// What becomes of a rule. The raw value is a stable word for programs. A summary does not tell `partlyShadowed` from
    /// `wins`.
    public enum Verdict: String, Hashable, Sendable {
        /// It takes all packets that it matches, or those that it loses are marked the same.
        case wins
        /// Earlier rules take some of its packets and mark them otherwise.
        case partlyShadowed = "partly-shadowed"
        /// Earlier rules take all of its packets.
        case unreachable
        /// No packet matches it.
        case neverMatches = "never-matches"
        case disabled
        /// The budget was spent, or its lists make it too tangled.
        case undecided
    }

    /// One rule's part, in the order of the rules.
    public struct Rule: Hashable, Sendable {
        public var name: String
        public var verdict: Verdict
        /// A packet that it takes; nil where it takes none, where it depends on the number behind a name, where no text
        /// describes it, and where it was not asked for.
        public var witness: Packet?
    }

    public internal(set) var rules: [Rule] = []
    /// By rule; of one rule in the order of `RuleFinding.Kind`.
    public internal(set) var findings: [RuleFinding] = []
    /// Rules that cross an earlier one: more than have a finding of that kind.
    public internal(set) var crossedCount = 0
    /// Whether the budget was spent, so that there may be more to find.
    public internal(set) var isCutShort = false

    /// Rules that nothing is claimed about.
    public var undecidedCount: Int { rules.count { $0.verdict == .undecided } }
}

/// What is to be said about one rule and others.
public struct RuleFinding: Hashable, Sendable {
    public enum Kind: Int, Hashable, Sendable, Comparable {
        /// Earlier rules match all its packets: `others` are rules that do so together. Of up to 64 none can be spared.
        case unreachable
        /// Without it no packet would be marked otherwise: `others` would take its packets.
        case redundant
        /// Earlier rules match some of its packets, it does not match all of theirs, and they mark otherwise.
        case correlated
        /// Of those, rules that share only a part of one field with it, as ranges do that run into each other: the first
        /// rule with any stands for all.
        case crossing
        /// It matches all that earlier rules match, and they mark otherwise: they are its exceptions.
        case generalisation

        public static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    public var kind: Kind
    /// Index in the policy.
    public var rule: Int
    /// Indices in the policy, in order.
    public var others: [Int]
    /// How many more there are than are listed.
    public var unlisted: Int
    /// Whether the rules mark the packets of both otherwise; nil when that was not decided.
    public var markingsDiffer: Bool?
    /// A packet that the rule matches, as an example.
    public var witness: Packet?
    /// The rule that takes the witness.
    public var taker: Int?
    /// Of a redundant rule: the default would take packets of it, too.
    public var includesDefault: Bool
    /// Of an unreachable rule: the one of `others` matches the same packets, and no more.
    public var isTwin: Bool
}
