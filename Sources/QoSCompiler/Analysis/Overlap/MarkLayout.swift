/// How the 32 bits of the fwmark are cut, so that every mask of a policy is whole pieces: `N/MASK` is a value on some of
/// them, and no list of four billion numbers.
struct MarkLayout: Sendable {
    /// More pieces than this are too many to be worth it.
    private static let limit = 8

    /// From the highest bits to the lowest.
    let pieces: [Range<Int>]

    /// Nil when the masks of a policy cut the mark into too many pieces.
    init?(masks: some Sequence<UInt32>) {
        var isCut = [Bool](repeating: false, count: 33)
        (isCut[0], isCut[32]) = (true, true)
        for mask in masks {
            let edges = mask ^ (mask << 1)
            for bit in 1..<32 where edges & (1 << UInt32(bit)) != 0 { isCut[bit] = true }
        }
        let cuts = (0...32).filter { isCut[$0] }
        guard cuts.count - 1 <= Self.limit else { return nil }
        pieces = zip(cuts, cuts.dropFirst()).map { $0..<$1 }.reversed()
    }

    /// Values of all pieces, highest first.
    typealias Block = [ClosedRange<UInt32>]

    private var everything: Block { pieces.map { 0...Self.maximum($0) } }

    private static func maximum(_ piece: Range<Int>) -> UInt32 { .max >> UInt32(32 - piece.count) }

    private static func digit(_ mark: UInt32, _ piece: Range<Int>) -> UInt32 {
        (mark >> UInt32(piece.lowerBound)) & maximum(piece)
    }

    /// The marks of a condition; nil when that takes more than `limit` blocks.
    func blocks(_ marks: MarkSet, isNegated: Bool, limit: Int) -> [Block]? {
        var blocks: [Block] = []
        for interval in marks.exact.intervals {
            blocks += self.blocks(interval.lowerBound, interval.upperBound, from: 0)
            guard blocks.count <= limit else { return nil }
        }
        blocks += marks.masked.map(block)
        guard blocks.count <= limit else { return nil }
        guard isNegated else { return blocks }
        var rest = [everything]
        for block in blocks {
            rest = rest.flatMap { Self.subtract(block, from: $0) }
            guard rest.count <= limit else { return nil }
        }
        return rest
    }

    private func block(_ marked: MaskedMark) -> Block {
        pieces.map { piece in
            guard Self.digit(marked.mask, piece) != 0 else { return 0...Self.maximum(piece) }
            let digit = Self.digit(marked.value, piece)
            return digit...digit
        }
    }

    /// An interval as blocks: as one counts with digits, from piece `index` on.
    private func blocks(_ lower: UInt32, _ upper: UInt32, from index: Int) -> [Block] {
        let piece = pieces[index]
        let (low, high) = (Self.digit(lower, piece), Self.digit(upper, piece))
        guard index + 1 < pieces.count else { return [[low...high]] }
        let rest = pieces[(index + 1)...].map { 0...Self.maximum($0) }
        let restMaximum = UInt32.max >> UInt32(32 - piece.lowerBound)
        func block(_ digits: ClosedRange<UInt32>, _ blocks: [Block]) -> [Block] { blocks.map { [digits] + $0 } }
        let (lowRest, highRest) = (lower & restMaximum, upper & restMaximum)
        guard low < high else { return block(low...low, blocks(lowRest, highRest, from: index + 1)) }
        var result: [Block] = []
        var middle = (low, high)
        if lowRest != 0 {
            result += block(low...low, blocks(lowRest, restMaximum, from: index + 1))
            middle.0 += 1
        }
        if highRest != restMaximum {
            result += block(high...high, blocks(0, highRest, from: index + 1))
            middle.1 -= 1
        }
        if middle.0 <= middle.1 { result.append([middle.0...middle.1] + rest) }
        return result
    }

    private static func subtract(_ block: Block, from whole: Block) -> [Block] {
        guard zip(whole, block).allSatisfy({ $0.overlaps($1) }) else { return [whole] }
        var rest: [Block] = []
        var whole = whole
        for index in whole.indices {
            let common = whole[index].clamped(to: block[index])
            for outside in IntervalSet([whole[index]]).subtracting(IntervalSet([common])).intervals {
                var part = whole
                part[index] = outside
                rest.append(part)
            }
            whole[index] = common
        }
        return rest
    }
}
