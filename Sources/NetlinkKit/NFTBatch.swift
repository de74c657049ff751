public import NetlinkModel

/// Commands that the kernel will take as a whole or not at all.
///
/// A batch is filled, then sealed, then committed once:
/// ```swift
/// var batch = NFTBatch()
/// batch.append(.addTable(table))
/// try client.commit(try batch.sealed(generation: seen))
/// ```
public struct NFTBatch: Hashable, Sendable {
    /// In the order in which the kernel will take them. Errors name a command by its index here.
    public private(set) var commands: [NFTCommand] = []

    public init() {}

    public init(_ commands: [NFTCommand]) {
        self.commands = commands
    }

    /// How many commands there are.
    public var count: Int { commands.count }

    public mutating func append(_ command: NFTCommand) {
        commands.append(command)
    }

    /// Checks and encodes the commands.
    ///
    /// `generation` is the rule set generation (`NFTClient.generation`) that the commands were made for: the kernel
    /// refuses the batch when anyone has changed the rule set since (`NFTBatchError.isStaleGeneration`). nil or 0:
    /// whatever it is now.
    ///
    /// Throws every command that cannot be sent: an unresolved user or group, an expression kept from a read-back,
    /// a name, value or comment of an impossible length, a set out of order. Nothing is sent here.
    /// `prefix` and `except`: as in `NFTClient.commitInPages`.
    public consuming func sealed(
        generation: UInt32? = nil, prefix: String = "", except exceptions: NFTPrefixExceptions = NFTPrefixExceptions()
    ) throws(NFTBatchError) -> SealedNFTBatch {
        try SealedNFTBatch(commands, generation: generation, prefix: prefix, except: exceptions)
    }
}

/// A checked and encoded batch: the only thing that can be committed, and once only.
public struct SealedNFTBatch: ~Copyable, Sendable {
    let commands: [NFTCommand]
    let bytes: [UInt8]

    /// Length of the one message that carries the batch, in bytes.
    public var byteCount: Int { bytes.count }

    init(
        _ commands: [NFTCommand], generation: UInt32?, prefix: String, except exceptions: NFTPrefixExceptions
    ) throws(NFTBatchError) {
        try NFTBatchEncoder.check(commands, prefix: prefix, except: exceptions)
        var encoder = NFTBatchEncoder(prefix: prefix, except: exceptions)
        encoder.begin(generation: generation)
        for (index, command) in commands.enumerated() { try encoder.append(command, index: index) }
        encoder.end()
        self.commands = commands
        bytes = encoder.bytes
    }
}
