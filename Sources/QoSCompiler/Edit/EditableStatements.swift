/// The JSON form of a policy file as the texts of its statements, and what stands before, between and behind them.
struct EditableStatements {
    private var head: ArraySlice<UInt8>
    private var texts: [ArraySlice<UInt8>]
    /// Between each two texts; one fewer.
    private var separators: [ArraySlice<UInt8>]
    private var tail: ArraySlice<UInt8>
    /// How the file separates two statements, going by the first.
    private let separator: ArraySlice<UInt8>
    /// Where each statement stood when the file was read.
    private let spans: [SourceSpan]

    static let empty = EditableStatements(head: [], texts: [], separators: [], tail: [], spans: [])

    private init(
        head: ArraySlice<UInt8>, texts: [ArraySlice<UInt8>], separators: [ArraySlice<UInt8>], tail: ArraySlice<UInt8>,
        spans: [SourceSpan]
    ) {
        self.head = head
        self.texts = texts
        self.separators = separators
        self.tail = tail
        self.spans = spans
        separator = []
    }

    init?(_ file: SourceFile) {
        guard let root = try? JSONParser.parse(file, index: 0),
            let list = root.members?.first(where: { $0.key.value == "statements" })?.value, let nodes = list.elements
        else { return nil }
        let bytes = file.bytes
        spans = nodes.map(\.span)
        texts = nodes.map { bytes[Int($0.span.start)..<Int($0.span.end)] }
        separators = zip(nodes, nodes.dropFirst()).map { bytes[Int($0.span.end)..<Int($1.span.start)] }
        separator = separators.first ?? Array(",\n    ".utf8)[...]
        head = bytes[..<Int(spans.first?.start ?? list.span.start + 1)]
        tail = bytes[Int(spans.last?.end ?? list.span.end - 1)...]
    }

    var bytes: [UInt8] {
        var bytes = Array(head)
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes += separators[index - 1] }
            bytes += text
        }
        return bytes + tail
    }

    var count: Int { texts.count }

    func range(at span: SourceSpan) -> Range<Int> {
        let index = spans.firstIndex { $0.start <= span.start && span.end <= $0.end } ?? texts.count
        return index..<min(index + 1, texts.count)
    }

    func texts(_ range: Range<Int>) -> [ArraySlice<UInt8>] { Array(texts[range.clamped(to: texts.indices)]) }

    mutating func remove(_ range: Range<Int>) {
        for _ in range.clamped(to: texts.indices) {
            texts.remove(at: range.lowerBound)
            guard !separators.isEmpty else { continue }
            separators.remove(at: min(range.lowerBound, separators.count - 1))
        }
    }

    mutating func insert(_ new: [ArraySlice<UInt8>], at index: Int) {
        for (offset, text) in new.enumerated() {
            if texts.isEmpty {
                let closing = tail.firstIndex(of: UInt8(ascii: "]")) ?? tail.startIndex
                head += Array("\n    ".utf8)
                tail = Array("\n  ".utf8) + tail[closing...]
            } else {
                separators.insert(separator, at: min(index + offset, separators.count))
            }
            texts.insert(text, at: min(index + offset, texts.count))
        }
    }
}
