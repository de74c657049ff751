import NetlinkModel

/// One step of a rule in one packet world, while fields have no coordinates yet.
enum LoweredStep {
    /// The rule ends here for packets whose field has another value.
    case require(field: Int, ValueSet)
    /// A verdict map: what each of these sets of values gets; the rule ends for all others.
    case look(field: Int, [(values: ValueSet, verdict: NFTVerdict)])
    case count(String)
    case setPriority(UInt32)
    /// The traffic class becomes `& kept ^ flipped`.
    case setTrafficClass(kept: UInt8, flipped: UInt8)
    /// Something changes that no policy changes.
    case damage(String)
    case verdict(NFTVerdict)
    /// What comes next is not followed.
    case unclear(String)
}

/// A rule as steps, read for one packet world.
struct LoweredRule {
    var chain: String
    var steps: [LoweredStep]
}
