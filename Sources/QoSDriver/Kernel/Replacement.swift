import CLinux
import Glibc
import NetlinkKit
import NetlinkModel
import QoSCompiler

/// Why a replacement did not happen. `commands` and the failures' indices tell which commands the kernel refused.
struct ReplacementFailure: Error {
    var commands: [NFTCommand]
    var error: NFTBatchError
}

/// Puts a plan in the place of what the kernel holds, so that each packet sees the one or the other, whole.
///
/// Prepare: what is new is built beside the old; nothing refers to it. Flip: one small batch points the base chains'
/// jumps to it and rewrites chains that change in place, guarded by the rule set generation. Wait: until no packet is in
/// the old rules any more. Retire: what was replaced is deleted.
struct Replacement {
    private static let retries = 5

    let kernel: KernelTable
    let plan: Plan
    let fingerprint: String
    /// What was there when we looked; nil for no table.
    let live: TableFrame?
    /// What of that stays.
    let update: TableUpdate
    let generation: Generation
    /// What went to the kernel so far.
    private(set) var sent = SentToKernel()

    var table: NFTTableID { Plan.tableID }
    /// Names of the plan's base chains.
    private let bases: Set<String>
    /// The plan's names become the kernel's while they are encoded; copied, it would be the plan again in memory.
    private let prefixes: NFTPrefixExceptions

    init(
        _ plan: Plan, _ fingerprint: String, over live: TableFrame?, _ update: TableUpdate = .whole,
        kernel: KernelTable
    ) {
        self.plan = plan
        self.fingerprint = fingerprint
        self.live = live
        self.update = update
        self.kernel = kernel
        generation = live?.next ?? Generation(number: 1)
        bases = Self.baseNames(plan.contents)
        prefixes = NFTPrefixExceptions(
            chains: update.chains.mapValues(\.prefix).merging(bases.union(live?.bases ?? []).map { ($0, "") }) { $1 },
            sets: update.sets.mapValues(\.prefix))
        sent.isUpdate = update.isUpdate
    }

    // MARK: Prepare

    /// The commands that build what is new, under plain names. And for each the policy rule behind it.
    func preparation() -> (commands: [NFTCommand], origins: [Int?]) {
        let contents = plan.contents
        var commands: [NFTCommand] = []
        let counters = Set(live?.raw.counters.map(\.name) ?? [])
        for counter in contents.counters where !counters.contains(counter.name) {
            commands.append(.addCounter(counter, table: table))
        }
        // Chains before the maps that lead to them.
        for chain in contents.chains where chain.kind == .regular || baseChain(named: chain.name) == nil {
            if update.chains[chain.name] == nil { commands.append(.addChain(chain, table: table)) }
        }
        for set in contents.sets where update.sets[set.name] == nil { commands.append(.addSet(set, table: table)) }
        var origins = [Int?](repeating: nil, count: commands.count)
        for (rule, origin) in zip(contents.rules, plan.origins)
        where !bases.contains(rule.chain) && update.chains[rule.chain] == nil {
            commands.append(.addRule(rule, table: table))
            origins.append(origin)
        }
        return (commands, origins)
    }

    /// Makes the table where there was none: on its own, so that from here on it is known to be of our making.
    mutating func makeTable() throws(NFTBatchError) {
        if live == nil { try commit([.addTable(plan.contents.table)]) }
    }

    /// Sends what `preparation` gave.
    mutating func prepare(_ commands: [NFTCommand]) throws(NFTBatchError) -> NFTPageReport {
        let report = try kernel.client.commitInPages(commands, prefix: generation.prefix, except: prefixes)
        sent.bytes += report.bytes
        for command in commands {
            switch command {
            case .addChain, .addSet, .addCounter: sent.objects += 1
            default: break
            }
        }
        return report
    }

    /// Deletes what the preparation has made, after it failed or is not wanted any more.
    func discard() {
        if live == nil {
            _ = try? kernel.client.commit(try NFTBatch([.deleteTable(table)]).sealed())
            return
        }
        guard case .ours(let now)? = try? kernel.readFrame().state else { return }
        func isOurs(_ name: String) -> Bool { Generation.split(name)?.generation == generation }
        var commands = Self.deletion(
            chains: now.raw.chains.filter { $0.kind == .regular }.map(\.name).filter(isOurs),
            sets: now.raw.sets.map(\.name).filter(isOurs))
        let wanted = Set(live?.raw.counters.map(\.name) ?? [])
        for counter in now.raw.counters where !wanted.contains(counter.name) {
            commands.append(.deleteCounter(counter.name, table: table))
        }
        let bases = Set(live?.raw.chains.map(\.name) ?? [])
        for chain in now.raw.chains where chain.kind != .regular && !bases.contains(chain.name) {
            commands += [.flushChain(chain.name, table: table), .deleteChain(chain.name, table: table)]
        }
        guard !commands.isEmpty else { return }
        _ = try? kernel.client.commit(try NFTBatch(commands).sealed())
    }

    // MARK: Flip

    /// Points every base chain to the new policy, and changes the chains that stay, in one batch. Returns the generation
    /// of the rule set after it; nil where somebody else has committed since we looked.
    mutating func flip(expecting expected: UInt32) throws(ReplacementFailure) -> UInt32? {
        var expected = expected
        var attempt = 0
        while true {
            do throws(NFTBatchError) {
                try commit(try flipBatch(expecting: expected))
                sent.objects += update.rewritten.count
                return attempt == 0 ? expected &+ 1 : nil
            } catch {
                guard error.isStaleGeneration, attempt < Self.retries, let now = try? kernel.contents(),
                    isIntact(now.contents)
                else {
                    throw ReplacementFailure(commands: flipCommands(), error: error)
                }
                // Where others commit faster than a table is read and compared, the number is taken once more: what is
                // named in the batch has to be there for it to commit, and what was compared was right just now.
                attempt += 1
                expected = attempt == 1 ? now.generation : (try? kernel.client.generation()) ?? now.generation
            }
        }
    }

    func flipBatch(expecting expected: UInt32) throws(NFTBatchError) -> SealedNFTBatch {
        try sealed(flipCommands(), expecting: expected)
    }

    /// Gives commands under plain names the kernel's.
    func sealed(_ commands: [NFTCommand], expecting expected: UInt32?) throws(NFTBatchError) -> SealedNFTBatch {
        try NFTBatch(commands).sealed(generation: expected, prefix: generation.prefix, except: prefixes)
    }

    /// Under plain names.
    func flipCommands() -> [NFTCommand] {
        var commands: [NFTCommand] = []
        let contents = plan.contents
        for chain in contents.chains where chain.kind != .regular {
            if let existing = baseChain(named: chain.name) {
                commands.append(.flushChain(chain.name, table: table))
                // Somebody has changed what cannot be changed in place.
                if existing.kind != chain.kind {
                    commands += [.deleteChain(chain.name, table: table), .addChain(chain, table: table)]
                }
            }
            for var rule in contents.rules(in: chain.name) {
                rule.comment = TableFrame.jumpComment(fingerprint, generation)
                commands.append(.addRule(rule, table: table))
            }
        }
        let rewritten = Set(update.rewritten)
        commands += update.rewritten.map { .flushChain($0, table: table) }
        for rule in contents.rules where rewritten.contains(rule.chain) {
            commands.append(.addRule(rule, table: table))
        }
        for chain in live?.raw.chains ?? [] where chain.kind != .regular && !bases.contains(chain.name) {
            commands.append(.flushChain(chain.name, table: table))
        }
        return commands
    }

    /// Wakes a table that somebody put to sleep. On its own: the kernel takes no changes of base chains beside it.
    /// False when it was awake.
    mutating func wake() throws(ReplacementFailure) -> Bool {
        guard let live, live.raw.table.isDormant else { return false }
        var awake = live.raw.table
        awake.isDormant = false
        do throws(NFTBatchError) {
            try commit([.updateTable(awake)])
            return true
        } catch {
            throw ReplacementFailure(commands: [.updateTable(awake)], error: error)
        }
    }

    /// Points the base chains back to what they pointed to before, and gives chains their rules from before; for a failure
    /// after the flip.
    mutating func flipBack() throws(ReplacementFailure) {
        var commands: [NFTCommand] = []
        if let live {
            let old = Self.baseNames(live.raw)
            for name in bases.union(old).sorted() { commands.append(.flushChain(name, table: table)) }
            for rule in live.raw.rules where old.contains(rule.chain) { commands.append(.addRule(rule, table: table)) }
            commands += update.rewritten.compactMap { name in
                update.chains[name].map { .flushChain($0.stamp(name), table: table) }
            }
            commands += update.oldRules.map { .addRule($0, table: table) }
        } else {
            commands.append(.deleteTable(table))
        }
        do throws(NFTBatchError) {
            try commit(commands)
        } catch {
            throw ReplacementFailure(commands: commands, error: error)
        }
    }

    // MARK: Wait and retire

    /// Until every packet that was in our chains has left them.
    func wait() { Self.waitForPackets() }

    static func waitForPackets() {
        if qosctl_membarrier_global() != 0 {
            // Refused, for example with nohz_full: no packet stays in a hook for that long.
            usleep(100_000)
        }
    }

    /// Deletes everything that was there before and that the new policy does not use. What fails is a warning: the next
    /// command tries again. Tells also whether anything was committed.
    mutating func retire() -> (warnings: [String], hasCommitted: Bool) {
        guard let live else { return ([], false) }
        let (keptChains, keptSets) = (update.keptChains, update.keptSets)
        var commands = Self.deletion(
            chains: live.raw.chains.map(\.name).filter { !bases.contains($0) && !keptChains.contains($0) },
            sets: live.raw.sets.map(\.name).filter { !keptSets.contains($0) })
        let counters = Set(plan.contents.counters.map(\.name))
        for counter in live.raw.counters where !counters.contains(counter.name) {
            commands.append(.deleteCounter(counter.name, table: table))
        }
        var warnings: [String] = []
        while !commands.isEmpty {
            do throws(NFTBatchError) {
                try commit(commands)
                return (warnings, true)
            } catch {
                warnings += Self.warnings(error)
                // What somebody else's object leads to stays, and the rest goes.
                let refused = Set(error.failures.compactMap(\.commandIndex))
                guard !refused.isEmpty, !error.isOutcomeUnknown else { break }
                commands = commands.indices.filter { !refused.contains($0) }.map { commands[$0] }
            }
        }
        return (warnings, false)
    }

    /// Deletes chains and sets that an interrupted command has left, by the kernel's names, if the rule set is still of that
    /// generation; false where it could not.
    static func delete(
        chains: some Sequence<String>, sets: some Sequence<String>, kernel: KernelTable, generation: UInt32
    ) -> Bool {
        let commands = deletion(chains: chains.sorted(), sets: sets.sorted())
        return (try? kernel.client.commit(try NFTBatch(commands).sealed(generation: generation))) != nil
    }

    private static func warnings(_ error: NFTBatchError) -> [String] {
        error.failures.map { "left over, the next command tries again: \($0)" }
    }

    /// Rules go first, since they refer to sets and chains.
    private static func deletion(chains: [String], sets: [String]) -> [NFTCommand] {
        chains.map { .flushChain($0, table: Plan.tableID) } + sets.map { .deleteSet($0, table: Plan.tableID) }
            + chains.map { .deleteChain($0, table: Plan.tableID) }
    }

    // MARK: Helpers

    /// Under the kernel's names.
    private mutating func commit(_ commands: [NFTCommand]) throws(NFTBatchError) {
        try commit(try NFTBatch(commands).sealed())
    }

    private mutating func commit(_ batch: consuming SealedNFTBatch) throws(NFTBatchError) {
        let bytes = batch.byteCount
        try kernel.client.commit(batch)
        sent.bytes += bytes
    }

    private func baseChain(named name: String) -> NFTChain? {
        live?.raw.chains.first { $0.name == name && $0.kind != .regular }
    }

    static func baseNames(_ contents: NFTTableContents) -> Set<String> {
        Set(contents.chains.filter { $0.kind != .regular }.map(\.name))
    }
}
