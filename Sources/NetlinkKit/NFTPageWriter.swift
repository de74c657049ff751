internal import NetlinkModel

/// Encodes commands page by page and commits each page when the next message would not fit any more.
struct NFTPageWriter: ~Copyable {
    private let commands: [NFTCommand]
    private let limit: Int
    private var encoder: NFTBatchEncoder
    /// Bytes of the open page up to which it may be committed.
    private var complete = 0
    /// Bytes of a page without commands; the end message takes as much again.
    private let frame: Int
    /// What has been committed so far.
    private(set) var report = NFTPageReport()

    private let send: (RawSpan) throws(NFTBatchError) -> Void

    /// `send` gets each page with its frame.
    init(
        _ commands: [NFTCommand], prefix: String, except exceptions: NFTPrefixExceptions = NFTPrefixExceptions(),
        limit: Int, send: @escaping (RawSpan) throws(NFTBatchError) -> Void
    ) {
        self.send = send
        self.commands = commands
        self.limit = limit
        encoder = NFTBatchEncoder(
            prefix: prefix, except: exceptions, capacity: limit + NetlinkSize.attributeMaximum)
        encoder.begin(generation: nil)
        frame = encoder.byteCount
        complete = frame
    }

    mutating func commitAll() throws(NFTBatchError) {
        for (index, command) in commands.enumerated() {
            if case .addSet(let set, let table) = command {
                let id = encoder.appendHeader(of: set, table: table, index: index)
                try pieceEnded()
                var next = set.elements.startIndex
                while next < set.elements.endIndex {
                    encoder.appendElements(of: set, from: &next, table: table, id: id, index: index)
                    try pieceEnded()
                }
            } else {
                try encoder.append(command, index: index)
                try pieceEnded()
            }
        }
        if complete > frame { try commitPage() }
    }

    /// What was appended since the last call stays in the page, or is carried over to the next one.
    private mutating func pieceEnded() throws(NFTBatchError) {
        if encoder.byteCount + frame > limit, complete > frame {
            let carried = encoder.removeTail(from: complete)
            try commitPage()
            encoder.append(carried)
        }
        complete = encoder.byteCount
    }

    private mutating func commitPage() throws(NFTBatchError) {
        encoder.end()
        let sent = ContinuousClock.now
        try encoder.withBytes { (bytes) throws(NFTBatchError) in try send(bytes) }
        report.kernelTime += ContinuousClock.now - sent
        report.pages += 1
        report.bytes += encoder.byteCount
        encoder.removeAll()
        encoder.begin(generation: nil)
        complete = encoder.byteCount
    }
}
