/// Why an edit cannot be done. Nothing has changed then.
public struct EditError: Error, Sendable, CustomStringConvertible {
    public var message: String
    /// What is wrong with a rule that the edit brings, with places in its text.
    public var findings: LoadedPolicy?

    init(_ message: String) {
        self.message = message
    }

    /// Findings about a text that is no part of a policy yet.
    init(_ diagnostics: [Diagnostic], in sources: SourceMap) {
        message = diagnostics.first?.message ?? "this is no rule"
        findings = LoadedPolicy(
            policy: nil, diagnostics: diagnostics, sources: sources, relativePaths: [], unreadable: nil)
    }

    public var description: String { message }
}
