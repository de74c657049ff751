public import QoSCompiler

/// What went wrong, in the terms that exit codes follow.
public enum DriverError: Error, Sendable {
    /// The policy has errors: refused, nothing changed.
    case policy(LoadedPolicy)
    /// The policy is good, but this host or kernel does not take it: refused, nothing changed.
    case refused(LoadedPolicy?, [Diagnostic])
    /// Something failed in the middle; what was before is in force again.
    case restored(String)
    /// Something failed in the middle, and could not be undone. Says exactly what is live.
    case notRestored(String)
    /// The operation cannot be carried out at all: files, state directory, reading the kernel.
    case unusable(String)

    /// Whether what was to be installed may be in force after all.
    var mayBeLive: Bool {
        if case .notRestored = self { true } else { false }
    }

    /// In one line, without places.
    var summary: String {
        switch self {
        case .policy: "the policy has errors"
        case .refused(_, let diagnostics): diagnostics.map(\.message).joined(separator: "; ")
        case .restored(let text), .notRestored(let text), .unusable(let text): text
        }
    }

    /// Refused for a reason without a place in a file.
    static func refused(_ message: String, hint: String? = nil, code: DiagnosticCode = .kernel) -> DriverError {
        .refused(nil, [Diagnostic(.error, code, message, at: nil, hint: hint)])
    }
}
