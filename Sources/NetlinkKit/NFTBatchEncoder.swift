internal import CMnl
internal import CNftnl
internal import NetlinkModel

/// Encodes commands into netlink batches.
///
/// A message's sequence number is the index of its command plus one, so that an error finds its command without a
/// table; the batch's own begin and end have 0.
struct NFTBatchEncoder {
    private var writer = NetlinkMessageWriter()
    /// Anonymous and new sets are told apart by numbers inside their batch.
    private var lastSetID: UInt32 = 0

    /// NFNL_BATCH_GENID
    private static let generationAttribute: UInt16 = 1

    var bytes: [UInt8] { writer.bytes }
    var byteCount: Int { writer.count }

    /// Throws all commands that must not be sent.
    static func check(_ commands: [NFTCommand]) throws(NFTBatchError) {
        var failures: [NFTBatchError.Failure] = []
        for (index, command) in commands.enumerated() {
            do {
                try command.check()
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
    mutating func appendHeader(of set: NFTSet, table: NFTTableID, index: Int) throws(NFTBatchError) -> UInt32 {
        do {
            return try appendHeader(of: set, table: table, sequence: Self.sequence(ofCommand: index))
        } catch {
            throw NFTBatchError(failures: [Self.failure(error, .addSet(set, table: table), index)])
        }
    }

    /// Appends one message with elements from `next` on, and moves `next` behind them.
    mutating func appendElements(of set: NFTSet, from next: inout Int, table: NFTTableID, id: UInt32, index: Int) {
        set.appendElements(
            from: &next, to: &writer, table: table, id: id, sequence: Self.sequence(ofCommand: index))
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
        let family = command.table.family.rawValue
        let table = command.table.name
        let create = NetlinkFlags.create | NetlinkFlags.exclusive
        switch command {
        case .addTable(let table):
            append(try table.encoded(), .newTable, create, sequence, family)
        case .updateTable(let table):
            append(try table.encoded(), .newTable, 0, sequence, family)
        case .deleteTable(let id):
            append(try id.encoded(), .deleteTable, 0, sequence, family)
        case .addChain(let chain, _):
            append(try chain.encoded(table: table), .newChain, create, sequence, family)
        case .deleteChain(let name, _):
            append(try NFTChain.named(name, table: table), .deleteChain, 0, sequence, family)
        case .flushChain(let name, _):
            append(try NFTRule.reference(chain: name, handle: nil, table: table), .deleteRule, 0, sequence, family)
        case .addSet(let set, let id):
            _ = try appendWhole(set, table: id, sequence: sequence)
        case .deleteSet(let name, _):
            append(try NFTSet.named(name, table: table), .deleteSet, 0, sequence, family)
        case .addCounter(let counter, _):
            append(try counter.encoded(table: table), .newObject, create, sequence, family)
        case .deleteCounter(let name, _):
            append(try NFTCounter.named(name, table: table), .deleteObject, 0, sequence, family)
        case .addRule(let rule, let id):
            let sets = try appendAnonymousSets(of: rule, table: id, sequence: sequence)
            let flags = NetlinkFlags.create | NetlinkFlags.append
            append(try rule.encoded(table: table, sets: sets), .newRule, flags, sequence, family)
        case .replaceRule(let rule, let handle, let id):
            let sets = try appendAnonymousSets(of: rule, table: id, sequence: sequence)
            append(
                try rule.encoded(table: table, sets: sets, replacing: handle), .newRule, NetlinkFlags.replace, sequence,
                family)
        case .deleteRule(let chain, let handle, _):
            append(try NFTRule.reference(chain: chain, handle: handle, table: table), .deleteRule, 0, sequence, family)
        }
    }

    /// `NFT_MSG_NEWSET`. Returns the number that stands for the set in this batch.
    private mutating func appendHeader(
        of set: NFTSet, table: NFTTableID, sequence: UInt32
    ) throws(RefusedValue) -> UInt32 {
        lastSetID &+= 1
        // nft too creates an anonymous set without NLM_F_EXCL; its name is only a pattern.
        let flags = NetlinkFlags.create | (set.isAnonymous ? 0 : NetlinkFlags.exclusive)
        append(try set.encoded(table: table.name, id: lastSetID), .newSet, flags, sequence, table.family.rawValue)
        return lastSetID
    }

    private mutating func appendWhole(
        _ set: NFTSet, table: NFTTableID, sequence: UInt32
    ) throws(RefusedValue) -> UInt32 {
        let id = try appendHeader(of: set, table: table, sequence: sequence)
        var next = set.elements.startIndex
        while next < set.elements.endIndex {
            set.appendElements(from: &next, to: &writer, table: table, id: id, sequence: sequence)
        }
        return id
    }

    /// The sets that a rule's lookups hold go before the rule, and commit with it.
    private mutating func appendAnonymousSets(
        of rule: NFTRule, table: NFTTableID, sequence: UInt32
    ) throws(RefusedValue) -> [UInt32] {
        var ids: [UInt32] = []
        for expression in rule.expressions {
            guard let set = expression.anonymousSet else { continue }
            ids.append(try appendWhole(set, table: table, sequence: sequence))
        }
        return ids
    }

    private mutating func append<Kind: LibNftnlKind>(
        _ object: borrowing LibNftnl<Kind>, _ message: NFTMessage, _ flags: UInt16, _ sequence: UInt32, _ family: UInt8
    ) {
        unsafe writer.appendBuilt(type: message.type, flags: flags, sequence: sequence, family: family) { header in
            unsafe object.build(into: header)
        }
    }

    private static func failure(_ error: RefusedValue, _ command: NFTCommand, _ index: Int) -> NFTBatchError.Failure {
        NFTBatchError.Failure(
            commandIndex: index,
            error: NetlinkError(operation: command.operation, code: error.code, message: error.reason))
    }
}
