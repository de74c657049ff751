internal import Glibc
public import NetlinkModel

/// nf_tables in the network namespace of the calling thread.
///
/// Holds nothing: each call opens a fresh netlink socket. Reading and writing both need CAP_NET_ADMIN in the user
/// namespace that owns the network namespace. Calls block; the longest are commits of large batches.
public struct NFTClient: Sendable {
    public init() {}

    /// The rule set generation (`NFT_MSG_GETGEN`): the kernel counts it up at every commit, by anyone, in this
    /// network namespace. Never 0.
    public func generation() throws(NetlinkError) -> UInt32 {
        var query = try NFTQuery(operation: "read the rule set generation")
        return try query.generation()
    }

    /// All tables of all families, in the order in which the kernel lists them.
    public func tables() throws(NetlinkError) -> [NFTTable] {
        try NFTQuery.consistent("list the tables") { (query) throws(NFTQuery.Failure) in
            var tables: [NFTTable] = []
            try query.dump(.getTable) { (message) throws(MalformedMessage) in
                if let table = try NFTTable(message) { tables.append(table) }
            }
            return tables
        }
    }

    /// A table with everything in it, all of one generation; nil when there is no such table.
    ///
    /// Elements are sorted, interval ends folded into closed intervals, anonymous sets stand in the lookups that
    /// hold them. Chains, sets, counters and rules keep the kernel's order, which is the order of their creation.
    /// Throws `EAGAIN` when the rule set changes faster than it can be read.
    public func contents(of id: NFTTableID) throws(NetlinkError) -> NFTTableContents? {
        try NFTQuery.consistent("read table \(id.family.keyword) \(id.name)") { (query) throws(NFTQuery.Failure) in
            try NFTTableReader.read(id, .everything, &query)
        }
    }

    /// As `contents`, without what may be millions: named sets stand there without their elements, anonymous ones not
    /// at all, and of the rules only those of base chains. Fast for any size of table.
    public func frame(of id: NFTTableID) throws(NetlinkError) -> NFTTableContents? {
        try NFTQuery.consistent("read table \(id.family.keyword) \(id.name)") { (query) throws(NFTQuery.Failure) in
            try NFTTableReader.read(id, .frame, &query)
        }
    }

    /// Some of a table, all of one generation: the rules of some chains and some named sets with their elements, with the
    /// kernel's names and handles. What is not there is left out; an anonymous set makes its lookup an unknown
    /// expression. Nil when there is no such table.
    public func parts(
        of id: NFTTableID, chains: [String], sets: Set<String>
    ) throws(NetlinkError) -> (rules: [NFTRule], sets: [NFTSet])? {
        let operation = "read parts of table \(id.family.keyword) \(id.name)"
        let contents = try NFTQuery.consistent(operation) { (query) throws(NFTQuery.Failure) in
            try NFTTableReader.read(id, .parts(chains: chains, sets: sets), &query)
        }
        return contents.map { ($0.rules, $0.sets) }
    }

    /// The named counters of a table and their values, in one request; empty when there is no such table.
    /// Each counter is read as a pair; different counters are read microseconds apart.
    public func counters(of id: NFTTableID) throws(NetlinkError) -> [NFTCounter] {
        let operation = "read the counters of table \(id.family.keyword) \(id.name)"
        return try NFTQuery.consistent(operation) { (query) throws(NFTQuery.Failure) in
            var counters: [NFTCounter] = []
            try query.dump(
                .getObject, family: id.family,
                arguments: {
                    $0.put(NFTObjectAttribute.table, string: id.name)
                    $0.put(NFTObjectAttribute.type, uint32: counterObjectType)
                },
                each: { (message) throws(MalformedMessage) in
                    let listing = try NFTObjectListing(message)
                    if listing.table == id.name, let counter = listing.counter { counters.append(counter) }
                })
            return counters
        }
    }

    /// Reads named counters and takes what was read off them, each in one step of the kernel (`NFT_MSG_GETOBJ_RESET`):
    /// a packet that is counted meanwhile is in the value returned or in the counter, never lost.
    ///
    /// The answer has a counter's value for each name, in order; nil where the table has no such counter, or is not
    /// there. Counters beside these are not touched. Two resets of one counter at the same time can take the same
    /// packets off twice before Linux 6.12, so a caller keeps others of its kind out. On a throw, some may have been
    /// reset.
    public func resetCounters(_ names: [String], of id: NFTTableID) throws(NetlinkError) -> [NFTCounter?] {
        let operation = "reset the counters of table \(id.family.keyword) \(id.name)"
        var query = try NFTQuery(operation: operation)
        var counters: [NFTCounter?] = []
        for name in names {
            var counter: NFTCounter?
            do {
                // Replacing the object would lose what came in between, and the kernel takes no update of a counter.
                _ = try query.get(
                    .getObjectReset, family: id.family,
                    arguments: {
                        $0.put(NFTObjectAttribute.table, string: id.name)
                        $0.put(NFTObjectAttribute.name, string: name)
                        $0.put(NFTObjectAttribute.type, uint32: counterObjectType)
                    },
                    each: { (message) throws(MalformedMessage) in counter = try NFTObjectListing(message).counter })
            } catch {
                guard case .error(let error) = error else { throw NetlinkError(operation: operation, code: EAGAIN) }
                throw error
            }
            counters.append(counter)
        }
        return counters
    }

    /// Commits a batch: one netlink message, one transaction of the kernel.
    ///
    /// Throws everything that the kernel said; then nothing took effect, unless `isOutcomeUnknown`.
    public func commit(_ batch: consuming SealedNFTBatch) throws(NFTBatchError) {
        try NFTTransaction.run(unsafe batch.bytes.span.bytes, commands: batch.commands)
    }

    /// Bytes of a page of `commitInPages`, unless told otherwise.
    public static let pageSize = 4 << 20

    /// Commits commands in several batches ("pages") of at most `limit` bytes, one after the other.
    ///
    /// For preparing what nothing refers to yet: a large batch holds the kernel's commit lock for long. A command
    /// is never cut, except that the elements of a named set may go in several pages; a single command beyond the limit
    /// makes a page of its own. Where the socket's buffer is smaller than `limit` (an unprivileged user namespace), so
    /// are the pages. All commands are checked before the first page. When a page fails, the pages before
    /// it stay in effect, and the error's `commandIndex` counts through all commands.
    ///
    /// `prefix` goes before the names of chains and named sets on their way to the kernel, wherever they stand, except
    /// those of base chains in `.addChain`; so that a million rules need not be copied to give them other names.
    /// `except`: what has other prefixes, base chains in other commands among them.
    @discardableResult
    public func commitInPages(
        _ commands: [NFTCommand], prefix: String = "", except exceptions: NFTPrefixExceptions = NFTPrefixExceptions(),
        limit: Int = NFTClient.pageSize
    ) throws(NFTBatchError) -> NFTPageReport {
        try NFTBatchEncoder.check(commands, prefix: prefix, except: exceptions)
        var pages = NFTPageWriter(
            commands, prefix: prefix, except: exceptions, limit: try NFTTransaction.largestBatch(upTo: limit)
        ) { (page) throws(NFTBatchError) in try NFTTransaction.run(page, commands: commands) }
        try pages.commitAll()
        return pages.report
    }

    /// What `commitInPages` would send: encodes and counts, and needs neither a kernel nor a privilege.
    public static func measureInPages(
        _ commands: [NFTCommand], prefix: String = "", limit: Int = NFTClient.pageSize
    ) throws(NFTBatchError) -> NFTPageReport {
        try NFTBatchEncoder.check(commands, prefix: prefix)
        var pages = NFTPageWriter(commands, prefix: prefix, limit: limit) { _ in }
        try pages.commitAll()
        return pages.report
    }
}
