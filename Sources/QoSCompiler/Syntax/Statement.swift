/// A value with its place.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    public var span: SourceSpan

    public init(_ value: Value, _ span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

/// A word or string in value position, not yet read as anything.
struct ValueSyntax: Hashable {
    /// Without the quotes of a string.
    var text: ArraySlice<UInt8>
    var isString: Bool
    var span: SourceSpan

    var string: String { String(decoding: text, as: UTF8.self) }
}

/// One field of a rule: `dport != { 80 443 }`.
struct MatchSyntax: Hashable {
    var field: Located<MatchField>
    var isNegated: Bool
    var values: [ValueSyntax]
    /// From the field word to the end of its values.
    var span: SourceSpan

    /// As `fmt` writes it: `field [!=] value`, or `field [!=] { a b }`, one blank between.
    var canonicalText: String {
        let words = values.map { $0.isString ? "\"\($0.string)\"" : $0.string }
        let list = words.count == 1 ? words[0] : "{ " + words.joined(separator: " ") + " }"
        return "\(field.value.rawValue) \(isNegated ? "!= " : "")\(list)"
    }
}

/// What a rule, or the policy's end, does.
enum ActionSyntax {
    case keep
    case useClass(Located<String>)
    case set(Marking, SourceSpan)
}

/// A rule.
struct RuleSyntax {
    var name: Located<String>
    var matches: [MatchSyntax]
    var action: ActionSyntax
    var isDisabled: Bool
    /// Features of later issues that the rule uses: their names and places.
    var reserved: [Located<String>]
}

/// Where a set's elements stand.
enum SetSyntax {
    case list([ValueSyntax], SourceSpan)
    case file(Located<String>)
}

/// A statement, without what it means.
enum StatementKind {
    case policy(Located<String>)
    case scope(Located<Scope>)
    case defineClass(Located<String>, Marking)
    case defineSet(Located<String>, SetSyntax)
    case rule(RuleSyntax)
    case defaultAction(ActionSyntax)
    case link(LinkStatement)
    case include(Located<String>)
    case counters(Located<CountersMode>)
    case hookPriority(Located<Int32>)
    case expect(Located<String>, [PacketWord])
    /// A class or set that could not be read, by its name, so that what uses it is no further mistake.
    case brokenClass(String)
    case brokenSet(String)
    /// A statement of a later issue: what to call it.
    case reserved(Located<String>)
}

struct Statement {
    var kind: StatementKind
    /// From the first token to the last.
    var span: SourceSpan

    var isInclude: Bool {
        if case .include = kind { true } else { false }
    }
}
