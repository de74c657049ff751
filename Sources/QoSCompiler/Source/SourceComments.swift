/// The comments of a policy's files, which mean nothing to the kernel.
enum SourceComments {
    /// Each comment without its mark and the blanks around, in the order of files and lines.
    static func texts(_ sources: SourceMap) -> [String] {
        sources.files.flatMap { file in
            if PolicyFormat(of: file) == .json { return inJSON(file) }
            return file.bytes.split(separator: UInt8(ascii: "\n")).compactMap(text)
        }
    }

    /// The lines of `comment` members, wherever they stand.
    private static func inJSON(_ file: SourceFile) -> [String] {
        guard let root = try? JSONParser.parse(file, index: 0) else { return [] }
        var texts: [String] = []
        func collect(_ node: JSONNode) {
            for element in node.elements ?? [] { collect(element) }
            for member in node.members ?? [] {
                if ["comment", "line-comment"].contains(member.key.value), let text = member.value.string {
                    texts += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                } else {
                    collect(member.value)
                }
            }
        }
        collect(root)
        return texts
    }

    /// What stands after the first `#` that is not in a string.
    private static func text(_ line: ArraySlice<UInt8>) -> String? {
        var isInString = false
        for (index, byte) in zip(line.indices, line) {
            if byte == UInt8(ascii: "\"") { isInString.toggle() }
            guard byte == UInt8(ascii: "#"), !isInString else { continue }
            let words = line[(index + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == 0x0d }
            return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
        return nil
    }
}
