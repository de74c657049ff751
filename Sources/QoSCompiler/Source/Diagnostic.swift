/// How bad a finding is.
public enum Severity: String, Hashable, Sendable {
    /// The policy is refused.
    case error
    /// The policy works, but hardly as meant; `--strict` refuses it.
    case warning
    /// Good to know.
    case note
}

/// The kind of a finding: a stable word for programs.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
    case badByte = "bad-byte"
    case badString = "bad-string"
    case syntax = "syntax"
    case unknownWord = "unknown-word"
    case missingValue = "missing-value"
    case badValue = "bad-value"
    case outOfRange = "out-of-range"
    case hostBits = "host-bits"
    case invertedRange = "inverted-range"
    case emptyList = "empty-list"
    case badName = "bad-name"
    case duplicate = "duplicate"
    case undefined = "undefined"
    case setCycle = "set-cycle"
    case mixedSet = "mixed-set"
    case noPorts = "no-ports"
    case extensionHeader = "extension-header"
    case conflictingPCP = "conflicting-pcp"
    case unsupported = "unsupported"
    case file = "file"
    case includeCycle = "include-cycle"
    case expectation = "expectation"
    case packet = "packet"
    case tooLarge = "too-large"
    case neverMatches = "never-matches"
    case bleaching = "bleaching"
    case pcpWithoutLink = "pcp-without-link"
    case laterFragments = "later-fragments"
    case ownership = "ownership"
    case unused = "unused"
    case confusingName = "confusing-name"
    case foreignPCP = "foreign-pcp"
    case manySteps = "many-steps"
    case unreachable = "unreachable"
    case redundant = "redundant"
    case correlated = "correlated"
    case generalisation = "generalisation"
    case undecided = "undecided"
    case kernel = "kernel"
    case resolution = "resolution"
    case link = "link"
}

/// One finding about a policy.
public struct Diagnostic: Hashable, Sendable {
    public var severity: Severity
    public var code: DiagnosticCode
    public var message: String
    /// What to write instead.
    public var hint: String?
    /// Nil for a finding about the policy as a whole.
    public var span: SourceSpan?
    /// Of a finding about several rules.
    public var detail: DiagnosticDetail?

    public init(
        _ severity: Severity, _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.hint = hint
        self.span = span
    }
}

/// What a finding about several rules says, for programs.
public struct DiagnosticDetail: Hashable, Sendable {
    /// The other rules, in order; `default` for what no rule takes.
    public var rules: [String]
    /// How many more there are than `rules` names.
    public var unlisted: Int
    /// Whether packets of both are marked otherwise; nil when that was not decided.
    public var markingsDiffer: Bool?
    /// A packet that shows it, and the rule that takes it.
    public var witness: Packet?
    public var taker: String?
}

extension Collection<Diagnostic> {
    /// By place; findings of one place stay in the order in which they were made.
    var inOrderOfPlaces: [Diagnostic] {
        enumerated().sorted { left, right in
            let (a, b) = (left.element.span, right.element.span)
            return (a?.file ?? -1, a?.start ?? -1, left.offset) < (b?.file ?? -1, b?.start ?? -1, right.offset)
        }.map(\.element)
    }

    public var hasErrors: Bool { contains { $0.severity == .error } }
    public var hasWarnings: Bool { contains { $0.severity == .warning } }
}
