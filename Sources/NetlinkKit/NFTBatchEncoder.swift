internal import CMnl
internal import NetlinkModel

/// Encodes commands into netlink batches.
///
/// A message's sequence number is the index of its command plus one, so that an error finds its command without a
/// table; the batch's own begin and end have 0.
struct NFTBatchEncoder: ~Copyable {
    private var writer: NetlinkMessageWriter
    /// Goes before the names of chains (but not of base chains that are added) and sets.
    private let prefix: NFTNamePrefix
    /// Anonymous and new sets are told apart by numbers inside their batch.
    private var lastSetID: UInt32 = 0

    /// NFNL_BATCH_GENID
    private static let generationAttribute: UInt16 = 1

    /// `capacity`: about how many bytes there will be.
    init(
        prefix: String = "", except exceptions: NFTPrefixExceptions = NFTPrefixExceptions(), capacity: Int = 1 << 10
    ) {
        self.prefix = NFTNamePrefix(prefix, except: exceptions)
        writer = NetlinkMessageWriter(capacity: capacity)
    }

    var bytes: [UInt8] { writer.bytes }
    var byteCount: Int { writer.count }

    func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try writer.withBytes(body)
    }

    /// Throws all commands that must not be sent.
    static func check(
        _ commands: [NFTCommand], prefix: String = "", except exceptions: NFTPrefixExceptions = NFTPrefixExceptions()
    ) throws(NFTBatchError) {
        let prefixLength = max(prefix.utf8.count, exceptions.longest)
        var failures: [NFTBatchError.Failure] = []
        for (index, command) in commands.enumerated() {
            do {
                try command.check(prefixLength: prefixLength)
            } catch {
                failures.append(Self.failure(error, command, index))
            }
        }
        if !failures.isEmpty { throw NFTBatchError(failures: failures) }
    }

    mutating func begin(generation: UInt32?) {
        let message = writer.beginMessage(
            type: NetlinkMessageType.batchBegin, flags: 0, sequence: 0, family: 0, resource: nftSubsystem)
        // libnftnl 1.2.4 has no argument for it.
        if let generation, generation != 0 { writer.put(Self.generationAttribute, uint32: generation) }
        writer.endMessage(message)
    }

    mutating func end() {
        let message = writer.beginMessage(
            type: NetlinkMessageType.batchEnd, flags: 0, sequence: 0, family: 0, resource: nftSubsystem)
        writer.endMessage(message)
    }

    /// Forgets what was encoded; set numbers go on.
    mutating func removeAll() {
        writer.removeAll()
    }

    /// Appends the messages of a checked command.
    mutating func append(_ command: NFTCommand, index: Int) throws(NFTBatchError) {
        do {
            try encode(command, sequence: Self.sequence(ofCommand: index))
        } catch {
            throw NFTBatchError(failures: [Self.failure(error, command, index)])
        }
    }

    /// Appends a set without its elements. Returns the number that stands for the set in this batch.
    mutating func appendHeader(of set: NFTSet, table: NFTTableID, index: Int) -> UInt32 {
        appendHeader(of: set, table: table, sequence: Self.sequence(ofCommand: index))
    }

    /// Appends one message with elements from `next` on, and moves `next` behind them.
    mutating func appendElements(of set: NFTSet, from next: inout Int, table: NFTTableID, id: UInt32, index: Int) {
        set.appendElements(
            from: &next, to: &writer, table: table, prefix: prefix, id: id, sequence: Self.sequence(ofCommand: index))
    }

    /// Takes off everything from `offset` on, and returns it.
    mutating func removeTail(from offset: Int) -> [UInt8] {
        writer.removeTail(from: offset)
    }

    mutating func append(_ messages: [UInt8]) {
        writer.append(messages)
    }

    static func sequence(ofCommand index: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: index + 1)
    }

    /// nil for the batch's own begin and end.
    static func command(ofSequence sequence: UInt32) -> Int? {
        sequence == 0 ? nil : Int(sequence) - 1
    }

    private mutating func encode(_ command: NFTCommand, sequence: UInt32) throws(RefusedValue) {
        let id = command.table
        let table = id.name
        let create = NetlinkFlags.create | NetlinkFlags.exclusive
        switch command {
        case .addTable(let table):
            append(try table.encoded(), .newTable, create, sequence, id)
        case .updateTable(let table):
            append(try table.encoded(), .newTable, 0, sequence, id)
        case .deleteTable(let id):
            append(try id.encoded(), .deleteTable, 0, sequence, id)
        case .addChain(let chain, _):
            let message = begin(.newChain, create, sequence, id)
            chain.put(to: &writer, table: table, prefix: prefix)
            writer.endMessage(message)
        case .deleteChain(let name, _):
            let message = begin(.deleteChain, 0, sequence, id)
            NFTChain.putName(name, to: &writer, table: table, prefix: prefix)
            writer.endMessage(message)
        case .flushChain(let name, _):
            let message = begin(.deleteRule, 0, sequence, id)
            NFTRule.putReference(chain: name, handle: nil, to: &writer, table: table, prefix: prefix)
            writer.endMessage(message)
        case .addSet(let set, _):
            _ = appendWhole(set, table: id, sequence: sequence)
        case .deleteSet(let name, _):
            let message = begin(.deleteSet, 0, sequence, id)
            NFTSet.putName(name, to: &writer, table: table, prefix: prefix)
            writer.endMessage(message)
        case .addCounter(let counter, _):
            let message = begin(.newObject, create, sequence, id)
            counter.put(to: &writer, table: table)
            writer.endMessage(message)
        case .deleteCounter(let name, _):
            let message = begin(.deleteObject, 0, sequence, id)
            NFTCounter.putName(name, to: &writer, table: table)
            writer.endMessage(message)
        case .addRule(let rule, _):
            try append(rule, NetlinkFlags.create | NetlinkFlags.append, sequence, id)
        case .replaceRule(let rule, let handle, _):
            try append(rule, NetlinkFlags.replace, sequence, id, replacing: handle)
        case .deleteRule(let chain, let handle, _):
            let message = begin(.deleteRule, 0, sequence, id)
            NFTRule.putReference(chain: chain, handle: handle, to: &writer, table: table, prefix: prefix)
            writer.endMessage(message)
        }
    }

    private mutating func append(
        _ rule: NFTRule, _ flags: UInt16, _ sequence: UInt32, _ table: NFTTableID, replacing handle: UInt64? = nil
    ) throws(RefusedValue) {
        // The sets that a rule's lookups hold go before the rule, and commit with it.
        var sets: [UInt32] = []
        for expression in rule.expressions where expression.holdsAnonymousSet {
            if let set = expression.anonymousSet { sets.append(appendWhole(set, table: table, sequence: sequence)) }
        }
        let message = begin(.newRule, flags, sequence, table)
        try rule.put(to: &writer, table: table.name, prefix: prefix, sets: sets, replacing: handle)
        writer.endMessage(message)
    }

    private mutating func appendWhole(_ set: NFTSet, table: NFTTableID, sequence: UInt32) -> UInt32 {
        let id = appendHeader(of: set, table: table, sequence: sequence)
        var next = set.elements.startIndex
        while next < set.elements.endIndex {
            set.appendElements(from: &next, to: &writer, table: table, prefix: prefix, id: id, sequence: sequence)
        }
        return id
    }

    /// `NFT_MSG_NEWSET`. Returns the number that stands for the set in this batch.
    private mutating func appendHeader(of set: NFTSet, table: NFTTableID, sequence: UInt32) -> UInt32 {
        lastSetID &+= 1
        // nft too creates an anonymous set without NLM_F_EXCL; its name is only a pattern.
        let flags = NetlinkFlags.create | (set.isAnonymous ? 0 : NetlinkFlags.exclusive)
        let message = begin(.newSet, flags, sequence, table)
        set.put(to: &writer, table: table.name, prefix: prefix, id: lastSetID)
        writer.endMessage(message)
        return lastSetID
    }

    private mutating func begin(
        _ message: NFTMessage, _ flags: UInt16, _ sequence: UInt32, _ table: NFTTableID
    ) -> NetlinkMessageWriter.Mark {
        writer.beginMessage(type: message.type, flags: flags, sequence: sequence, family: table.family.rawValue)
    }

    private mutating func append(
        _ object: borrowing LibNftnlTable, _ message: NFTMessage, _ flags: UInt16, _ sequence: UInt32,
        _ table: NFTTableID
    ) {
        unsafe writer.appendBuilt(
            type: message.type, flags: flags, sequence: sequence, family: table.family.rawValue,
            limit: LibNftnlTable.longestMessage
        ) { header in unsafe object.build(into: header) }
    }

    private static func failure(_ error: RefusedValue, _ command: NFTCommand, _ index: Int) -> NFTBatchError.Failure {
        NFTBatchError.Failure(
            commandIndex: index,
            error: NetlinkError(operation: command.operation, code: error.code, message: error.reason))
    }
}
