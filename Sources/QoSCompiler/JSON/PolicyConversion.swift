/// Converts one policy file between its two forms. What it includes, and set files, stay references.
public struct PolicyConversion: Sendable {
    /// Nil when the file has errors, which stand in the diagnostics.
    public var text: String?
    public var diagnostics: [Diagnostic]
    /// Whether everything is in the text; what is not stands in the diagnostics.
    public var isComplete: Bool

    public static func convert(_ file: SourceFile, to format: PolicyFormat) -> PolicyConversion {
        let (read, diagnostics) = PolicyDocument.read(file)
        guard var document = read else { return PolicyConversion(text: nil, diagnostics: diagnostics, isComplete: false) }
        let lost = document.takeUnsupported()
        let text =
            switch format {
            case .qos: PolicyText.file(document)
            case .json: PolicyJSONWriter.file(document)
            }
        let warnings = lost.map { feature in
            Diagnostic(.warning, .unsupported, "not carried over: \(feature.value) is not supported yet", at: feature.span)
        }
        let result = SourceFile(path: "converted.\(format.rawValue)", bytes: Array(text.utf8))
        // Words that are statements but no policy, such as a field that stands twice, have no twin.
        guard PolicyDocument.read(result).document != nil else {
            let error = Diagnostic(
                .error, .syntax, "this policy has errors and cannot be converted", at: SourceSpan(file: 0, start: 0, end: 0),
                hint: "qosctl check \(file.path)")
            return PolicyConversion(text: nil, diagnostics: diagnostics + [error], isComplete: false)
        }
        guard format == .qos, let laidOut = PolicyFormatter.format(result).bytes else {
            return PolicyConversion(text: text, diagnostics: diagnostics + warnings, isComplete: lost.isEmpty)
        }
        return PolicyConversion(
            text: String(decoding: laidOut, as: UTF8.self), diagnostics: diagnostics + warnings, isComplete: lost.isEmpty)
    }
}
