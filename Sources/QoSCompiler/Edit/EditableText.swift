/// A policy file in pieces that can be moved: lines, or the statements of its JSON form.
struct EditableText {
    let format: PolicyFormat
    private var lines: EditableLines
    private var statements: EditableStatements

    /// Nil for JSON that is none, which no loaded policy has.
    init?(_ file: SourceFile) {
        format = PolicyFormat(of: file)
        switch format {
        case .qos:
            lines = EditableLines(file.bytes)
            statements = .empty
        case .json:
            guard let read = EditableStatements(file) else { return nil }
            lines = EditableLines([])
            statements = read
        }
    }

    var bytes: [UInt8] {
        switch format {
        case .qos: lines.bytes
        case .json: statements.bytes
        }
    }

    /// Where nothing stands behind.
    var end: Int {
        switch format {
        case .qos: lines.count
        case .json: statements.count
        }
    }

    /// The pieces of the statement at a span of the unedited file; in lines, with the comment lines directly above.
    func block(at span: SourceSpan, in sources: SourceMap) -> Range<Int> {
        switch format {
        case .qos:
            let own = sources.lines(of: span)
            var first = own.lowerBound
            while first > 0, lines.isComment(first - 1) { first -= 1 }
            return first..<(own.upperBound + 1)
        case .json:
            return statements.range(at: span)
        }
    }

    /// Pieces of a block, fit to stand anywhere in such a file.
    func text(of block: Range<Int>) -> [ArraySlice<UInt8>] {
        switch format {
        case .qos: lines.terminated(block)
        case .json: statements.texts(block)
        }
    }

    mutating func remove(_ block: Range<Int>) {
        switch format {
        case .qos: lines.remove(block)
        case .json: statements.remove(block)
        }
    }

    mutating func insert(_ text: [ArraySlice<UInt8>], at index: Int) {
        switch format {
        case .qos: lines.insert(text, at: index)
        case .json: statements.insert(text, at: index)
        }
    }
}
