/// One condition of a rule: the field has to hold one of the values (or, negated, none of them).
public struct FieldMatch: Hashable, Sendable {
    public var field: MatchField
    public var isNegated: Bool
    public var values: MatchValues
    /// The named set, when the condition is exactly one `@set`.
    public var setName: String?
    /// The condition as `fmt` writes it.
    public var text: String
    public var span: SourceSpan

    public init(
        field: MatchField, isNegated: Bool, values: MatchValues, setName: String?, text: String, span: SourceSpan
    ) {
        self.field = field
        self.isNegated = isNegated
        self.values = values
        self.setName = setName
        self.text = text
        self.span = span
    }
}
