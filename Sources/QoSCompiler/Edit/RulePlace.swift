/// Where a rule goes.
public enum RulePlace: Hashable, Sendable {
    case before(String)
    case after(String)
    /// The position it has afterwards, from 1; disabled and included rules count.
    case position(Int)
    case first
    case last
}
