/// The files that an edit changes: index in the policy's source map, and the new bytes.
public struct EditedFiles: Sendable {
    public var bytes: [Int: [UInt8]]
    /// The rule that came from outside.
    var new: RuleText?

    init(bytes: [Int: [UInt8]], new: RuleText? = nil) {
        self.bytes = bytes
        self.new = new
    }

    /// The findings about the edited policy; those in what came from outside with their place there, since the file that it
    /// was to stand in has no such line.
    public func placing(_ loaded: LoadedPolicy) -> LoadedPolicy {
        guard let new, let source = new.source, let (file, range) = place(of: new, source, in: loaded.sources) else {
            return loaded
        }
        var placed = loaded
        let index = placed.sources.add(source.file)
        placed.diagnostics = loaded.diagnostics.map { diagnostic in
            guard let span = diagnostic.span, Int(span.file) == file, Int(span.start) >= range.lowerBound,
                Int(span.end) <= range.upperBound
            else { return diagnostic }
            var moved = diagnostic
            let shift = Int32(source.bodyStart - range.lowerBound)
            moved.span = SourceSpan(file: index, start: span.start + shift, end: span.end + shift)
            return moved
        }
        return placed
    }

    /// Where a rule's body stands in the edited files as it was typed; names are unique, so once.
    private func place(
        of new: RuleText, _ source: (file: SourceFile, bodyStart: Int), in sources: SourceMap
    ) -> (file: Int, range: Range<Int>)? {
        let body = source.file.bytes[source.bodyStart...]
        // A new rule changes no include, so the files have the same numbers again.
        for index in bytes.keys.sorted() where sources.files.indices.contains(index) {
            let file = sources.files[index]
            guard PolicyFormat(of: file) == .qos else { continue }
            for case .rule(let rule) in Parser.parse(file, index: 0).statements.map(\.kind)
            where rule.name.value == new.rule.name.value {
                var start = Int(rule.name.span.end)
                while start < file.bytes.count, file.bytes[start] == 0x20 || file.bytes[start] == 0x09 { start += 1 }
                guard file.bytes[start...].starts(with: body) else { return nil }
                return (index, start..<(start + body.count))
            }
        }
        return nil
    }
}
