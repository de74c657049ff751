internal import NetlinkModel

/// Collects the elements of one set from the messages of a dump.
struct NFTSetElementDecoder {
    /// An element as the kernel holds it: in an interval set, where an interval starts or the first key after it.
    private struct Mark {
        var key: UInt128
        var isEnd: Bool
        /// Of a map: where its verdict stands. In 32 bits it takes no memory beside the key.
        var verdict: Int32 = 0
    }

    let set: NFTSet
    private var marks: [Mark] = []
    private var verdicts: [NFTVerdict] = []
    /// False once an element carries something that the model has no value for (a timeout, a catch-all, data that are no
    /// verdict), or lacks its verdict.
    private(set) var isModelled = true

    init(_ set: NFTSet) {
        self.set = set
    }

    /// Takes one `NFT_MSG_NEWSETELEM` message.
    mutating func append(_ message: NetlinkMessage) throws(MalformedMessage) {
        var reader = message.attributes
        while let attribute = try reader.next() {
            guard attribute.type == NFTSetElementList.elements else { continue }
            var elements = attribute.attributes
            while let element = try elements.next() { try append(element) }
        }
    }

    private mutating func append(_ element: NetlinkAttribute) throws(MalformedMessage) {
        var key: UInt128?
        var verdict: NFTVerdict?
        var flags: UInt32 = 0
        var reader = element.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTSetElementAttribute.key:
                let value = try attribute.only(NFTSetElementAttribute.value)
                key = try set.key.number(from: value, inInterval: set.isInterval)
            case NFTSetElementAttribute.data:
                verdict = (try? attribute.only(NFTSetElementAttribute.verdict)).flatMap { try? NFTVerdict($0) }
                if verdict == nil { isModelled = false }
            case NFTSetElementAttribute.flags:
                flags = try attribute.uint32()
            // A comment, or nft's note that an interval is open: neither changes what matches.
            case NFTSetElementAttribute.userData:
                break
            default:
                isModelled = false
            }
        }
        guard let key, flags & ~NFTSetElementAttribute.intervalEnd == 0, set.isInterval || flags == 0 else {
            isModelled = false
            return
        }
        let isEnd = flags != 0
        // In a map each key has a verdict, and only keys have.
        guard (verdict != nil) == (set.isMap && !isEnd), let index = Int32(exactly: verdicts.count) else {
            isModelled = false
            return
        }
        if let verdict { verdicts.append(verdict) }
        marks.append(Mark(key: key, isEnd: isEnd, verdict: index))
    }

    /// The set with its elements, sorted; nil when the model cannot hold them.
    consuming func finished() -> NFTSet? {
        guard isModelled else { return nil }
        var set = set
        // Where one interval ends and the next starts, the end comes first.
        marks.sort { ($0.key, $0.isEnd ? 0 : 1) < ($1.key, $1.isEnd ? 0 : 1) }
        var order: [Int32] = []
        if set.isInterval {
            var start: Mark?
            for mark in marks {
                // An interval without an end of its own ends where the next starts. `start` is below `mark.key`, except
                // when an element comes twice.
                if let open = start, open.key < mark.key {
                    set.elements.append(NFTSetElement(open.key, mark.key - 1))
                    if set.isMap { order.append(open.verdict) }
                }
                start = mark.isEnd ? nil : mark
            }
            if let start {
                set.elements.append(NFTSetElement(start.key, set.key.maximum))
                if set.isMap { order.append(start.verdict) }
            }
        } else {
            set.elements = marks.map { NFTSetElement($0.key) }
            if set.isMap { order = marks.map(\.verdict) }
        }
        if set.isMap { set.verdicts = order.map { verdicts[Int($0)] } }
        return set
    }
}
