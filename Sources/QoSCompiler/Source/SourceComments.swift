/// The comments of a policy's files, which mean nothing to the kernel.
enum SourceComments {
    /// Each comment without its mark and the blanks around, in the order of files and lines.
    static func texts(_ sources: SourceMap) -> [String] {
        sources.files.flatMap { file in
            file.bytes.split(separator: UInt8(ascii: "\n")).compactMap(text)
        }
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
