/// A file as lines, each with its line end.
struct EditableLines {
    private var lines: [ArraySlice<UInt8>]
    /// How the file ends its lines, going by the first.
    private let lineEnd: [UInt8]

    init(_ bytes: [UInt8]) {
        lines = []
        let first = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
        lineEnd = first > 0 && bytes[first - 1] == UInt8(ascii: "\r") ? [0x0d, 0x0a] : [0x0a]
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            lines.append(bytes[start..<end])
            start = end
        }
    }

    var bytes: [UInt8] { Array(lines.joined()) }
    var count: Int { lines.count }

    func isComment(_ index: Int) -> Bool {
        lines[index].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
    }

    mutating func remove(_ range: Range<Int>) {
        lines.removeSubrange(range.clamped(to: lines.indices))
    }

    /// The lines of a range, the last one with a line end even where the file has none.
    func terminated(_ range: Range<Int>) -> [ArraySlice<UInt8>] {
        var block = Array(lines[range.clamped(to: lines.indices)])
        if let last = block.last, last.last != UInt8(ascii: "\n") {
            block[block.count - 1] = last + lineEnd
        }
        return block
    }

    /// With the line end of this file.
    private func ended(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.last == 0x0a else { return line }
        let text = line.dropLast()
        return (text.last == 0x0d ? text.dropLast() : text) + lineEnd
    }

    mutating func insert(_ block: [ArraySlice<UInt8>], at index: Int) {
        let place = min(index, lines.count)
        if place > 0, lines[place - 1].last != UInt8(ascii: "\n") { lines[place - 1] += lineEnd }
        lines.insert(contentsOf: block.map(ended), at: place)
    }
}
