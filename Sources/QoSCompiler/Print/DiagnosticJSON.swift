/// Findings for programs: `{"file","line","column","endColumn","severity","code","message","hint"}`; those about several
/// rules also have `"rules","unlisted","markingsDiffer","witness","taker"`.
public enum DiagnosticJSON {
    public static func value(_ diagnostic: Diagnostic, in sources: SourceMap) -> JSONValue {
        let place = diagnostic.span.map(sources.position(of:))
        let members = [
            JSONMember(key: "file", value: .optional(place?.path)),
            JSONMember(key: "line", value: .optional(place?.line)),
            JSONMember(key: "column", value: .optional(place?.column)),
            JSONMember(key: "endColumn", value: .optional(place?.endColumn)),
            JSONMember(key: "severity", value: .string(diagnostic.severity.rawValue)),
            JSONMember(key: "code", value: .string(diagnostic.code.rawValue)),
            JSONMember(key: "message", value: .string(diagnostic.message)),
            JSONMember(key: "hint", value: .optional(diagnostic.hint)),
        ]
        return .object(members + (diagnostic.detail.map(self.members) ?? []))
    }

    private static func members(_ detail: DiagnosticDetail) -> [JSONMember] {
        [
            JSONMember(key: "rules", value: .array(detail.rules.map(JSONValue.string))),
            JSONMember(key: "unlisted", value: .number(Int64(detail.unlisted))),
            JSONMember(key: "markingsDiffer", value: detail.markingsDiffer.map(JSONValue.bool) ?? .null),
            JSONMember(key: "witness", value: .optional(detail.witness?.text)),
            JSONMember(key: "taker", value: .optional(detail.taker)),
        ]
    }
}
