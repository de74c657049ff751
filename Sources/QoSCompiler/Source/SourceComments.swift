/// The comments of a policy's files, which mean nothing to the kernel.
enum SourceComments {
    /// Each comment of two policies without its mark and the blanks around, in the order of files and lines.
    static func texts(_ first: SourceMap, _ second: SourceMap) -> ([String], [String]) {
        // Comments inside lists have another place in JSON, and the same in documents of both forms.
        let asDocuments = (first.files + second.files).contains { PolicyFormat(of: $0) == .json }
        return (texts(first, asDocuments: asDocuments), texts(second, asDocuments: asDocuments))
    }

    private static func texts(_ sources: SourceMap, asDocuments: Bool) -> [String] {
        sources.files.flatMap { file -> [String] in
            if asDocuments, let document = PolicyDocument.read(file).document { return document.items.flatMap(texts) }
            return file.bytes.split(separator: UInt8(ascii: "\n")).compactMap(text)
        }
    }

    private static func texts(_ item: PolicyDocument.Item) -> [String] {
        let comments =
            switch item {
            case .comment(let lines): lines
            case .statement(let statement):
                statement.above + statement.onElements.sorted { $0.key < $1.key }.flatMap(\.value) + statement.trailing
            }
        return comments.map { words(Array($0.utf8)[...]) }
    }

    private static func words(_ text: ArraySlice<UInt8>) -> String {
        let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == 0x0d }
        return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    /// What stands after the first `#` that is not in a string.
    private static func text(_ line: ArraySlice<UInt8>) -> String? {
        var isInString = false
        for (index, byte) in zip(line.indices, line) {
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            guard byte == UInt8(ascii: "#"), !isInString else { continue }
            return words(line[(index + 1)...])
        }
        return nil
    }
}
