/// Findings for programs: `{"file","line","column","endColumn","severity","code","message","hint"}`.
public enum DiagnosticJSON {
    public static func value(_ diagnostic: Diagnostic, in sources: SourceMap) -> JSONValue {
        let place = diagnostic.span.map(sources.position(of:))
        return .object([
            "file": .optional(place?.path),
            "line": .optional(place?.line),
            "column": .optional(place?.column),
            "endColumn": .optional(place?.endColumn),
            "severity": .string(diagnostic.severity.rawValue),
            "code": .string(diagnostic.code.rawValue),
            "message": .string(diagnostic.message),
            "hint": .optional(diagnostic.hint),
        ])
    }
}
