package import NetlinkModel

// For measurements in this package: the bytes that a commit in pages sends, apart from sending them.

/// Batches as `commitInPages` sends them, each with its frame.
package struct NFTEncodedPages: Sendable {
    package private(set) var pages: [[UInt8]] = []

    package var byteCount: Int { pages.reduce(0) { $0 + $1.count } }

    /// Encodes and sends nothing. Sets and lookups refer to each other by name or inside a page, so that the pages can be
    /// sent again and again, each time to a table without what they make.
    package init(_ commands: [NFTCommand], prefix: String, limit: Int) throws(NFTBatchError) {
        try NFTBatchEncoder.check(commands, prefix: prefix)
        var pages: [[UInt8]] = []
        var writer = NFTPageWriter(commands, prefix: prefix, limit: limit) { page in
            pages.append(unsafe page.withUnsafeBytes { unsafe Array($0) })
        }
        try writer.commitAll()
        self.pages = pages
    }

    /// Commits every page.
    package func commit() throws(NFTBatchError) {
        for page in pages { try NFTTransaction.run(unsafe page.span.bytes, commands: []) }
    }
}
