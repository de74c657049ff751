extension UnifiedDiff {
    /// A file's lines as `text` takes them: by bytes, since to Swift "\r\n" is one character, which is no "\n"; and with
    /// patch(1)'s word for a last line that does not end.
    public static func lines(of bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let last = lines.popLast(), !last.isEmpty else { return lines }
        return lines + [last + "\n\\ No newline at end of file"]
    }
}
