/// Reads a set file: one address, prefix, range or port a line; blank lines and comments allowed.
enum SetFileReader {
    static func read(
        _ file: SourceFile, index: Int32, at span: SourceSpan
    ) -> (contents: PolicySet.Contents?, diagnostics: [Diagnostic]) {
        var elements = SetElements()
        var diagnostics: [Diagnostic] = []
        let bytes = file.bytes
        var start = 0
        func report(_ range: Range<Int>, _ error: ValueError) {
            let place = SourceSpan(file: index, start: Int32(range.lowerBound), end: Int32(range.upperBound))
            diagnostics.append(Diagnostic(.error, error.code, error.message, at: place, hint: error.hint))
        }
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            report(0..<3, ValueError(.badByte, "a byte order mark is not allowed; save the file as plain UTF-8"))
            start = 3
        }
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = start..<end
            start = end + 1
            if let null = bytes[line].firstIndex(of: 0) {
                report(null..<(null + 1), ValueError(.badByte, "a NUL byte: this is no text file"))
                continue
            }
            let range = content(bytes, line)
            guard !range.isEmpty else { continue }
            let text = bytes[range]
            do throws(ValueError) {
                if let bad = text.first(where: { $0 < 0x20 && $0 != UInt8(ascii: "\t") }) {
                    throw ValueError(.badByte, "a control character (0x\(String(bad, radix: 16)))")
                }
                if text.contains(where: {
                    $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",")
                }) {
                    throw ValueError(.syntax, "one address, prefix, range or port a line")
                }
                try elements.insert(text)
            } catch {
                report(range, ForeignValue.explained(error, ValueParser.string(text), field: nil))
            }
        }
        if diagnostics.isEmpty, elements.contents == nil {
            diagnostics.append(Diagnostic(.error, .emptyList, "the set file '\(file.path)' is empty", at: span))
        }
        return (diagnostics.isEmpty ? elements.contents : nil, diagnostics)
    }

    /// The line without its comment and the blanks around.
    private static func content(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
        var end = bytes[line].firstIndex(of: UInt8(ascii: "#")) ?? line.upperBound
        var start = line.lowerBound
        func isBlank(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
        }
        while start < end, isBlank(bytes[start]) { start += 1 }
        while end > start, isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }
}
