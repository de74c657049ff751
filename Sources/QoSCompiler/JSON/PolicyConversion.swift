/// Converts one policy file between its two forms. What it includes, and set files, stay references.
public struct PolicyConversion: Sendable {
    /// Nil when the file has errors, which stand in the diagnostics.
    public var text: String?
    public var diagnostics: [Diagnostic]
    /// Whether everything is in the text; what is not stands in the diagnostics.
    public var isComplete: Bool

    public static func convert(_ file: SourceFile, to format: PolicyFormat) -> PolicyConversion {
        let (read, diagnostics) = PolicyDocument.read(file)
        guard var document = read else {
            return PolicyConversion(text: nil, diagnostics: diagnostics, isComplete: false)
        }
        let lost = document.takeUnsupported()
        let text =
            switch format {
            case .qos: PolicyText.file(document)
            case .json: PolicyJSONWriter.file(document)
            }
        let warnings = lost.map { feature in
            Diagnostic(
                .warning, .unsupported, "not carried over: \(feature.value) is not supported yet", at: feature.span)
        }
        let result = SourceFile(path: "converted.\(format.rawValue)", bytes: Array(text.utf8))
        // Words that are statements but no policy, such as a field that stands twice or a port with a blank in it, have no
        // twin that says the same.
        if let place = difference(document, PolicyDocument.read(result).document) {
            let error = Diagnostic(
                .error, .syntax, "this has no form in \(format.rawValue) that says the same", at: place,
                hint: "qosctl check \(file.path)")
            return PolicyConversion(text: nil, diagnostics: diagnostics + [error], isComplete: false)
        }
        guard format == .qos, let laidOut = PolicyFormatter.format(result).bytes else {
            return PolicyConversion(text: text, diagnostics: diagnostics + warnings, isComplete: lost.isEmpty)
        }
        return PolicyConversion(
            text: String(decoding: laidOut, as: UTF8.self), diagnostics: diagnostics + warnings,
            isComplete: lost.isEmpty)
    }

    /// The first statement that two documents do not share, comments aside.
    private static func difference(_ document: PolicyDocument, _ other: PolicyDocument?) -> SourceSpan? {
        func statements(_ document: PolicyDocument?) -> [(text: String, span: SourceSpan)] {
            (document?.items ?? []).compactMap { item in
                guard case .statement(let commented) = item else { return nil }
                let bare = CommentedStatement(statement: commented.statement)
                return (PolicyJSONWriter.statement(bare), commented.statement.span)
            }
        }
        let (mine, theirs) = (statements(document), statements(other))
        let same = zip(mine, theirs).prefix { $0.text == $1.text }.count
        guard same < max(mine.count, theirs.count) else { return nil }
        return same < mine.count ? mine[same].span : mine.last?.span ?? SourceSpan(file: 0, start: 0, end: 0)
    }
}
