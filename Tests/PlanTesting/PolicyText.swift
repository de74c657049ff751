import QoSCompiler

/// Policies out of text.
public enum PolicyText {
    /// A policy that has no errors; else what is wrong with it.
    public static func policy(_ text: String) throws -> Policy {
        let path = "p.qos"
        let loaded = PolicyLoader.load(path, from: MemoryPolicyFiles([path: Array(text.utf8)]), expectations: false)
        guard let policy = loaded.policy else {
            let printer = DiagnosticText(sources: loaded.sources)
            let errors = loaded.diagnostics.filter { $0.severity == .error }
            throw PlanSimulator.Failure(errors.prefix(5).map(printer.text).joined(separator: "\n"))
        }
        return policy
    }
}
