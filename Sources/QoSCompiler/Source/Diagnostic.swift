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
    case kernel = "kernel"
    case resolution = "resolution"
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

extension Collection<Diagnostic> {
    public var hasErrors: Bool { contains { $0.severity == .error } }
    public var hasWarnings: Bool { contains { $0.severity == .warning } }
}
