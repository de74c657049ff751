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
/// Prepare: the new generation is built beside the old one; nothing refers to it. Flip: one small batch points the base
/// chains' jumps to it, guarded by the rule set generation. Wait: until no packet is in the old generation any more.
/// Retire: the old generation is deleted.
struct Replacement {
    private static let retries = 5

    let kernel: KernelTable
    let plan: Plan
    let fingerprint: String
    /// What was there when we looked; nil for no table.
    let live: TableFrame?
    let generation: Generation

    private var table: NFTTableID { Plan.tableID }
    /// The plan's base chains and their rules, under the new generation's names: what a flip takes. The rest gets these
    /// names while it is encoded; copied, it would be the plan again in memory.
    let bases: NFTTableContents

    init(_ plan: Plan, _ fingerprint: String, over live: TableFrame?, kernel: KernelTable) {
        self.plan = plan
        self.fingerprint = fingerprint
        self.live = live
        self.kernel = kernel
        generation = Generation.next(after: live?.generations ?? [])
        let names = Self.baseNames(plan.contents)
        bases = generation.stamped(
            NFTTableContents(
                table: plan.contents.table, chains: plan.contents.chains.filter { names.contains($0.name) },
                rules: plan.contents.rules.filter { names.contains($0.chain) }))
    }

    // MARK: Prepare

    /// The commands that build the new generation, under plain names: they go to the kernel with the generation's prefix.
    /// And for each the policy rule behind it.
    func preparation() -> (commands: [NFTCommand], origins: [Int?]) {
        let contents = plan.contents
        var commands: [NFTCommand] = []
        commands.reserveCapacity(
            contents.counters.count + contents.chains.count + contents.sets.count + contents.rules.count)
        let counters = Set(live?.raw.counters.map(\.name) ?? [])
        for counter in contents.counters where !counters.contains(counter.name) {
            commands.append(.addCounter(counter, table: table))
        }
        // Chains before the maps that lead to them.
        for chain in contents.chains where chain.kind == .regular || baseChain(named: chain.name) == nil {
            commands.append(.addChain(chain, table: table))
        }
        for set in contents.sets { commands.append(.addSet(set, table: table)) }
        var origins = [Int?](repeating: nil, count: commands.count)
        let bases = Self.baseNames(contents)
        origins.reserveCapacity(commands.count + contents.rules.count)
        for (rule, origin) in zip(contents.rules, plan.origins) where !bases.contains(rule.chain) {
            commands.append(.addRule(rule, table: table))
            origins.append(origin)
        }
        return (commands, origins)
    }

    /// Makes the table where there was none: on its own, so that from here on it is known to be of our making.
    func makeTable() throws(NFTBatchError) {
        if live == nil { try commit([.addTable(bases.table)], generation: nil) }
    }

    /// Deletes what the preparation has made, after it failed or is not wanted any more.
    func discard() {
        if live == nil {
            _ = try? commit([.deleteTable(table)], generation: nil)
            return
        }
        guard case .ours(let now)? = try? kernel.readFrame().state else { return }
        var commands = Self.deletion(of: [generation], in: now.raw)
        let wanted = Set(live?.raw.counters.map(\.name) ?? [])
        for counter in now.raw.counters where !wanted.contains(counter.name) {
            commands.append(.deleteCounter(counter.name, table: table))
        }
        let bases = Set(live?.raw.chains.map(\.name) ?? [])
        for chain in now.raw.chains where chain.kind != .regular && !bases.contains(chain.name) {
            commands += [.flushChain(chain.name, table: table), .deleteChain(chain.name, table: table)]
        }
        _ = try? commit(commands, generation: nil)
    }

    // MARK: Flip

    /// Points every base chain to the new generation, in one batch. Returns the generation of the rule set after it;
    /// nil where somebody else has committed since we looked.
    func flip(expecting expected: UInt32) throws(ReplacementFailure) -> UInt32? {
        let commands = flipCommands()
        var expected = expected
        var attempt = 0
        while true {
            do throws(NFTBatchError) {
                try commit(commands, generation: expected)
                return attempt == 0 ? expected &+ 1 : nil
            } catch {
                guard error.isStaleGeneration, attempt < Self.retries, let now = try? kernel.contents(),
                    isIntact(now.contents)
                else {
                    throw ReplacementFailure(commands: commands, error: error)
                }
                // Where others commit faster than a table is read and compared, the number is taken once more: what is
                // named in the batch has to be there for it to commit, and what was compared was right just now.
                attempt += 1
                expected = attempt == 1 ? now.generation : (try? kernel.client.generation()) ?? now.generation
            }
        }
    }

    /// Wakes a table that somebody put to sleep. On its own: the kernel takes no changes of base chains beside it.
    /// False when it was awake.
    func wake() throws(ReplacementFailure) -> Bool {
        guard let live, live.raw.table.isDormant else { return false }
        var awake = live.raw.table
        awake.isDormant = false
        do throws(NFTBatchError) {
            try commit([.updateTable(awake)], generation: nil)
            return true
        } catch {
            throw ReplacementFailure(commands: [.updateTable(awake)], error: error)
        }
    }

    /// Points the base chains back to what they pointed to before; for a failure after the flip.
    func flipBack() throws(ReplacementFailure) {
        var commands: [NFTCommand] = []
        if let live {
            let mine = Self.baseNames(bases)
            let old = Self.baseNames(live.raw)
            for name in mine.union(old).sorted() { commands.append(.flushChain(name, table: table)) }
            for rule in live.raw.rules where old.contains(rule.chain) { commands.append(.addRule(rule, table: table)) }
        } else {
            commands.append(.deleteTable(table))
        }
        do throws(NFTBatchError) {
            try commit(commands, generation: nil)
        } catch {
            throw ReplacementFailure(commands: commands, error: error)
        }
    }

    func flipCommands() -> [NFTCommand] {
        let wanted = Self.baseNames(bases)
        var commands: [NFTCommand] = []
        for chain in bases.chains {
            if let existing = baseChain(named: chain.name) {
                commands.append(.flushChain(chain.name, table: table))
                // Somebody has changed what cannot be changed in place.
                if existing.kind != chain.kind {
                    commands += [.deleteChain(chain.name, table: table), .addChain(chain, table: table)]
                }
            }
            for var rule in bases.rules(in: chain.name) {
                rule.comment = TableFrame.jumpComment(fingerprint)
                commands.append(.addRule(rule, table: table))
            }
        }
        for chain in live?.raw.chains ?? [] where chain.kind != .regular && !wanted.contains(chain.name) {
            commands.append(.flushChain(chain.name, table: table))
        }
        return commands
    }

    /// Whether what we prepared and what we mean to replace are still as we left them.
    private func isIntact(_ contents: NFTTableContents?) -> Bool {
        guard let theirs = contents, theirs.table.comment == Plan.tableTag,
            TableFrame(theirs).active == live?.active
        else { return false }
        let mine = generation.stamped(plan.contents)
        let regular = Set(mine.chains.filter { $0.kind == .regular }.map(\.name))
        func rules(_ contents: NFTTableContents) -> [String: [[NFTExpression]]] {
            Dictionary(grouping: contents.rules.filter { regular.contains($0.chain) }, by: \.chain)
                .mapValues { $0.map(\.expressions) }
        }
        return rules(mine) == rules(theirs) && Set(mine.sets).isSubset(of: theirs.sets)
    }

    // MARK: Wait and retire

    /// Until every packet that was in our chains has left them.
    func wait() {
        if qosctl_membarrier_global() != 0 {
            // Refused, for example with nohz_full: no packet stays in a hook for that long.
            usleep(100_000)
        }
    }

    /// Deletes everything that was there before and that the new policy does not use. What fails is a warning: the next
    /// command tries again. Tells also whether anything was committed.
    func retire() -> (warnings: [String], hasCommitted: Bool) {
        guard let live else { return ([], false) }
        var commands = Self.deletion(of: live.generations, in: live.raw)
        commands += Self.deletion(ofStraysIn: live, keeping: Self.baseNames(bases))
        let counters = Set(plan.contents.counters.map(\.name))
        for counter in live.raw.counters where !counters.contains(counter.name) {
            commands.append(.deleteCounter(counter.name, table: table))
        }
        let warnings = Self.retire(commands, kernel: kernel, expecting: nil)
        return (warnings, !commands.isEmpty && warnings.isEmpty)
    }

    /// Deletes the generations that an interrupted command has left beside the active one.
    static func collectLeftovers(of live: TableFrame, kernel: KernelTable, generation: UInt32) {
        _ = retire(deletion(of: live.leftovers, in: live.raw), kernel: kernel, expecting: generation)
    }

    private static func retire(_ commands: [NFTCommand], kernel: KernelTable, expecting generation: UInt32?) -> [String]
    {
        guard !commands.isEmpty else { return [] }
        do throws(NFTBatchError) {
            try kernel.client.commit(try NFTBatch(commands).sealed(generation: generation))
            return []
        } catch {
            return error.failures.map { "left over, the next command tries again: \($0)" }
        }
    }

    /// Rules go first, since they refer to sets and chains.
    private static func deletion(of generations: Set<Generation>, in contents: NFTTableContents) -> [NFTCommand] {
        func isDoomed(_ name: String) -> Bool {
            Generation.split(name).map { generations.contains($0.generation) } ?? false
        }
        let chains = contents.chains.filter { $0.kind == .regular && isDoomed($0.name) }.map(\.name)
        let sets = contents.sets.filter { isDoomed($0.name) }.map(\.name)
        return chains.map { .flushChain($0, table: Plan.tableID) } + sets.map { .deleteSet($0, table: Plan.tableID) }
            + chains.map { .deleteChain($0, table: Plan.tableID) }
    }

    /// Chains and sets in our table that belong to no generation, except the base chains of the plan.
    private static func deletion(ofStraysIn live: TableFrame, keeping bases: Set<String>) -> [NFTCommand] {
        let chains = live.raw.chains.map(\.name).filter { Generation.split($0) == nil && !bases.contains($0) }
        let sets = live.raw.sets.map(\.name).filter { Generation.split($0) == nil }
        return chains.map { .flushChain($0, table: Plan.tableID) } + sets.map { .deleteSet($0, table: Plan.tableID) }
            + chains.map { .deleteChain($0, table: Plan.tableID) }
    }

    // MARK: Helpers

    private func commit(_ commands: [NFTCommand], generation: UInt32?) throws(NFTBatchError) {
        guard !commands.isEmpty else { return }
        try kernel.client.commit(try NFTBatch(commands).sealed(generation: generation))
    }

    private func baseChain(named name: String) -> NFTChain? {
        live?.raw.chains.first { $0.name == name && $0.kind != .regular }
    }

    private static func baseNames(_ contents: NFTTableContents) -> Set<String> {
        Set(contents.chains.filter { $0.kind != .regular }.map(\.name))
    }
}
