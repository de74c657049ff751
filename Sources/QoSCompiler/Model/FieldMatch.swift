/// One condition of a rule: the field has to hold one of the values (or, negated, none of them).
public struct FieldMatch: Hashable, Sendable {
    public var field: MatchField
    public var isNegated: Bool
    public var values: MatchValues
    /// The named set, when the condition is exactly one `@set`.
    public var setName: String?
    public var span: SourceSpan
}
