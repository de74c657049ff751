/// One file as it was read.
public struct SourceFile: Sendable {
    /// As diagnostics print it.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// A run of bytes in one file of a `SourceMap`.
public struct SourceSpan: Hashable, Sendable {
    /// Index in the map.
    public var file: Int32
    /// Byte offset of the first byte.
    public var start: Int32
    /// Byte offset after the last byte.
    public var end: Int32

    public init(file: Int32, start: Int32, end: Int32) {
        self.file = file
        self.start = start
        self.end = end
    }

    /// From the start of this span to the end of another in the same file.
    public func through(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(file: file, start: min(start, other.start), end: max(end, other.end))
    }
}

/// A place for people: lines and columns count from 1, columns in bytes.
public struct SourcePosition: Hashable, Sendable {
    public var path: String
    public var line: Int
    public var column: Int
    /// The column after the last byte, on the same line.
    public var endColumn: Int
}

/// All files of one policy: the top file first, then includes and set files in the order in which they were read.
public struct SourceMap: Sendable {
    public private(set) var files: [SourceFile] = []
    private var lineStarts: [[Int32]] = []
    private var includes: [SourceSpan?] = []

    public init() {}

    /// Adds a file and gives its index. `include` is the statement that names it.
    public mutating func add(_ file: SourceFile, include: SourceSpan? = nil) -> Int32 {
        files.append(file)
        includes.append(include)
        var starts: [Int32] = [0]
        for (offset, byte) in file.bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(Int32(offset + 1))
        }
        lineStarts.append(starts)
        return Int32(files.count - 1)
    }

    /// Gives a file another name for people.
    public mutating func rename(_ file: Int, to path: String) {
        guard files.indices.contains(file) else { return }
        files[file] = SourceFile(path: path, bytes: files[file].bytes)
    }

    /// The place in a file before that names this one; nil for the top file.
    public func include(of file: Int) -> SourceSpan? {
        includes.indices.contains(file) ? includes[file] : nil
    }

    /// Line and columns of a span. A span over several lines ends at the end of its first.
    public func position(of span: SourceSpan) -> SourcePosition {
        let index = Int(span.file)
        guard files.indices.contains(index) else { return SourcePosition(path: "", line: 1, column: 1, endColumn: 1) }
        let line = lineIndex(span)
        let start = Int(lineStarts[index][line])
        let lineEnd = start + lineBytes(file: index, line: line).count
        let end = min(Int(span.end), lineEnd)
        let column = Int(span.start) - start + 1
        return SourcePosition(
            path: files[index].path, line: line + 1, column: column, endColumn: max(end - start + 1, column))
    }

    /// The line that a span starts on, as text without its line end.
    public func lineText(of span: SourceSpan) -> String {
        guard files.indices.contains(Int(span.file)) else { return "" }
        return String(decoding: lineBytes(file: Int(span.file), line: lineIndex(span)), as: UTF8.self)
    }

    /// The range of lines (from 0) that a span touches.
    public func lines(of span: SourceSpan) -> ClosedRange<Int> {
        let first = lineIndex(span)
        let last = lineIndex(SourceSpan(file: span.file, start: max(span.start, span.end - 1), end: span.end))
        return first...max(first, last)
    }

    private func lineIndex(_ span: SourceSpan) -> Int {
        let starts = lineStarts[Int(span.file)]
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= span.start { low = middle } else { high = middle }
        }
        return low
    }

    private func lineBytes(file: Int, line: Int) -> ArraySlice<UInt8> {
        let bytes = files[file].bytes
        let starts = lineStarts[file]
        var end = line + 1 < starts.count ? Int(starts[line + 1]) - 1 : bytes.count
        let start = Int(starts[line])
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<max(start, end)]
    }
}
