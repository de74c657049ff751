import NetlinkKit
import NetlinkModel
public import QoSCompiler

/// What an apply did.
public struct ApplyResult: Sendable {
    /// Whether the kernel was changed; false when it held the same already.
    public var changedKernel: Bool
    /// Whether a policy was in force before.
    public var wasLoaded: Bool
    public var revision: Int
    /// Edits of the active policy (`reorder` …) that the new source does not have, as a diff; empty without any.
    public var lostEdits: String
    /// What did not work out but does no harm.
    public var warnings: [String]
    public var timings: Timings
    /// Warnings and notes about the policy, and the sources that they point into.
    public var findings: [Diagnostic]
    public var sources: SourceMap
}

extension Driver {
    /// Installs a policy and keeps it as the active one. Both or neither: a failure leaves what was before.
    ///
    /// An identical policy leaves the kernel and its counters untouched.
    public func apply(_ source: PolicySource) throws(DriverError) -> ApplyResult {
        var timings = Timings()
        let loaded = timings.measure("parse") { source.load(expectations: true) }
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard loaded.policy != nil else { throw .policy(loaded) }
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            try install(loaded, as: .newSource(path: source.path), timings: timings)
        }
    }

    /// Where the text to install comes from.
    enum Origin {
        case newSource(path: String)
        /// Edited text of the active policy.
        case edit
        /// The active policy itself.
        case kept
    }

    /// With the state directory locked, and the privilege checked.
    func install(_ loaded: LoadedPolicy, as origin: Origin, timings: Timings) throws(DriverError) -> ApplyResult {
        var timings = timings
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard let policy = loaded.policy else { throw .policy(loaded) }
        let plan = try timings.measure("compile") { () throws(DriverError) in try self.plan(loaded, policy) }
        let fingerprint = timings.measure("compile") { plan.fingerprint }
        return try install(plan, fingerprint, of: policy, loaded, as: origin, &timings)
    }

    /// With the state directory locked.
    func install(
        _ plan: Plan, _ fingerprint: String, of policy: Policy, _ loaded: LoadedPolicy, as origin: Origin,
        _ timings: inout Timings
    ) throws(DriverError) -> ApplyResult {
        let record = try state.active()
        try requireThisNamespace(record)
        let tree = PolicyTree(loaded)
        let live = try timings.measure("kernel") { () throws(DriverError) in try self.look(for: plan, fingerprint) }
        let lostEdits = lostEdits(record, tree, origin)
        // What we have no word for cannot be deleted either; it marks nothing of ours.
        var warnings = (live.frame?.raw.unknownObjects ?? []).map {
            "our table holds something that is not ours: \($0)"
        }
        let next = nextRecord(record, tree, fingerprint, origin)
        let isNewText = next.revision != record?.revision
        if isNewText {
            try write(tree, next, like: fingerprint)
        }
        do throws(DriverError) {
            if live.isOther {
                let replacement = Replacement(plan, fingerprint, over: live.frame, kernel: kernel)
                var generation: UInt32?
                // From the first page to the kept record, a signal would leave the two apart.
                try SignalMask.whileBlocked { () throws(DriverError) in
                    let done = try replace(replacement, loaded, policy, from: live.generation, &timings) {
                        () throws(StateError) in try state.activate(next)
                    }
                    warnings += done.warnings
                    generation = done.generation
                }
                timings.measure("wait") { replacement.wait() }
                let retired = timings.measure("kernel") { replacement.retire() }
                warnings += retired.warnings
                // Where nobody has committed in between, what is there is what was made.
                if let generation = generation.map({ $0 &+ (retired.hasCommitted ? 1 : 0) }), retired.warnings.isEmpty,
                    (try? kernel.client.generation()) == generation
                {
                    remember(fingerprint, at: generation)
                }
            } else {
                if next != record {
                    do throws(StateError) { warnings += try state.activate(next) } catch {
                        throw .refused("\(error)", code: .file)
                    }
                }
                remember(fingerprint, at: live.generation)
            }
        } catch {
            // What may be live keeps its files.
            if isNewText, !error.mayBeLive { state.discard(revision: next.revision) }
            throw error
        }
        state.prune(keeping: 20, and: [next.revision, next.baseRevision])
        return ApplyResult(
            changedKernel: live.isOther, wasLoaded: live.frame?.isLinked ?? false, revision: next.revision,
            lostEdits: lostEdits, warnings: warnings, timings: timings,
            findings: loaded.diagnostics + PlanFindings.run(plan, of: policy), sources: loaded.sources)
    }

    /// Keeps the files of a new revision. A copy that does not say the same as its source is refused here, before it is
    /// live and cannot be loaded at the next boot.
    private func write(_ tree: PolicyTree, _ next: KeptPolicy, like fingerprint: String) throws(DriverError) {
        do throws(StateError) { try state.write(tree, revision: next.revision) } catch {
            throw .refused("\(error)", code: .file)
        }
        guard tree.files.count > 1 else { return }
        let copy = PolicySource(path: state.mainPath(next)).load()
        let isSame = copy.policy.map { resolvedPlan($0).plan.fingerprint == fingerprint }
        guard isSame == true else {
            state.discard(revision: next.revision)
            throw .refused(
                "a copy of the policy's files does not say the same as they do",
                hint: "name each file plainly, without ..",
                code: .file)
        }
    }

    /// What is live before an apply.
    private struct Look {
        /// Nil without a table.
        var frame: TableFrame?
        /// That this is of.
        var generation: UInt32
        /// Whether the table holds something else than the plan.
        var isOther: Bool
    }

    /// Reads the kernel, as little of it as tells whether it holds the plan.
    private func look(for plan: Plan, _ fingerprint: String) throws(DriverError) -> Look {
        let (frame, generation) = try collectLeftovers()
        // The jump names the policy that it leads to.
        guard let frame, frame.active != nil, frame.fingerprint ?? fingerprint == fingerprint else {
            return Look(frame: frame, generation: generation, isOther: true)
        }
        if isUntouched(frame, at: generation) { return Look(frame: frame, generation: generation, isOther: false) }
        let now = try kernel.read()
        try requireOurs(now.state)
        let isOther = now.state.live.map { $0.frame.active == nil || !Self.isInStep($0, plan) } ?? true
        return Look(frame: now.state.live?.frame, generation: now.generation, isOther: isOther)
    }

    private func remember(_ fingerprint: String, at generation: UInt32) {
        let seen = SeenTable(generation: generation, fingerprint: fingerprint, identity: NamespaceIdentity.current())
        if state.seenTable() != seen { state.remember(seen) }
    }

    /// Reads the kernel, and deletes generations that an interrupted command has left.
    private func collectLeftovers() throws(DriverError) -> (frame: TableFrame?, generation: UInt32) {
        var now = try kernel.readFrame()
        try requireOurs(now.state)
        if let frame = now.state.live, !frame.leftovers.isEmpty, frame.active != nil {
            Replacement.collectLeftovers(of: frame, kernel: kernel, generation: now.generation)
            now = try kernel.readFrame()
        }
        return (now.state.live, now.generation)
    }

    /// The new record: a new revision where the text is new.
    private func nextRecord(_ record: KeptPolicy?, _ tree: PolicyTree, _ fingerprint: String, _ origin: Origin)
        -> KeptPolicy
    {
        let fresh = max(record?.revision ?? 0, state.lastRevision()) + 1
        var next = KeptPolicy(
            revision: fresh, mainFile: tree.mainPath, fingerprint: fingerprint, source: record?.source ?? "",
            identity: NamespaceIdentity.current(), baseRevision: fresh)
        switch origin {
        case .kept:
            next.revision = record?.revision ?? fresh
            next.baseRevision = record?.baseRevision ?? fresh
        case .edit:
            next.baseRevision = record?.baseRevision ?? fresh
        case .newSource(let path):
            next.source = path
            if let record, let kept = state.tree(revision: record.revision, mainFile: record.mainFile),
                kept.hasSameText(as: tree), record.mainFile == tree.mainPath
            {
                next.revision = record.revision
                next.baseRevision = record.revision
            }
        }
        return next
    }

    func lostEdits(_ record: KeptPolicy?, _ tree: PolicyTree, _ origin: Origin) -> String {
        guard case .newSource = origin, let record, record.isEdited,
            let edited = state.tree(revision: record.revision, mainFile: record.mainFile),
            let base = state.tree(revision: record.baseRevision, mainFile: record.mainFile),
            !edited.hasSameText(as: tree)
        else { return "" }
        return base.diff(to: edited, oldName: "applied", newName: "edited")
    }

    // MARK: Replacing

    /// Prepare, flip and keep. On return all three are done; on a throw none is in force. Returns warnings, and the
    /// generation of the rule set that the last commit made; nil where that is not sure.
    private func replace(
        _ replacement: Replacement, _ loaded: LoadedPolicy, _ policy: Policy, from generation: UInt32,
        _ timings: inout Timings, keep: () throws(StateError) -> [String]
    ) throws(DriverError) -> (warnings: [String], generation: UInt32?) {
        let (commands, origins) = timings.measure("encode") { replacement.preparation() }
        var report = NFTPageReport()
        do throws(NFTBatchError) {
            try timings.measure("kernel") { () throws(NFTBatchError) in try replacement.makeTable() }
        } catch {
            throw Self.refusal(loaded, policy, error, [])
        }
        let start = ContinuousClock.now
        do throws(NFTBatchError) {
            report = try kernel.client.commitInPages(commands, prefix: replacement.generation.prefix)
        } catch {
            // Whatever came of it, nothing refers to it.
            replacement.discard()
            throw Self.refusal(loaded, policy, error, origins)
        }
        timings.add("encode", ContinuousClock.now - start - report.kernelTime)
        timings.add("kernel", report.kernelTime)
        let flipStart = ContinuousClock.now
        var made: UInt32?
        do throws(ReplacementFailure) {
            // Every page counted the generation up once, the table too, and nothing else should have.
            let pages = report.pages + (replacement.live == nil ? 1 : 0)
            made = try replacement.flip(expecting: generation &+ UInt32(truncatingIfNeeded: pages))
        } catch {
            guard error.error.isOutcomeUnknown else {
                replacement.discard()
                throw Self.refusal(loaded, policy, error.error, [])
            }
            guard let now = try? kernel.readFrame().state else {
                throw .notRestored("\(error.error); whether the new policy is live cannot be read: see qosctl status")
            }
            if now.live?.active != replacement.generation {
                replacement.discard()
                throw Self.refusal(loaded, policy, error.error, [])
            }
        }
        timings.add("kernel", ContinuousClock.now - flipStart)
        do throws(ReplacementFailure) {
            if try replacement.wake() { made = made.map { $0 &+ 1 } }
        } catch let wakeError {
            throw undo(replacement, "our table is dormant and cannot be woken: \(wakeError.error)")
        }
        do throws(StateError) {
            return (try keep(), made)
        } catch let keepError {
            throw undo(replacement, "\(keepError)")
        }
    }

    /// Puts back what was before the flip; the error to throw.
    private func undo(_ replacement: Replacement, _ reason: String) -> DriverError {
        do throws(ReplacementFailure) {
            try replacement.flipBack()
        } catch {
            return .notRestored(
                "\(reason); the new policy is live in the kernel but not kept, because the old one could not be put back: "
                    + "\(error.error)")
        }
        replacement.wait()
        replacement.discard()
        return .restored("\(reason); the policy from before is in force again")
    }

    /// Every command that the kernel refused, at the rule that it comes from.
    private static func refusal(
        _ loaded: LoadedPolicy, _ policy: Policy, _ error: NFTBatchError, _ origins: [Int?]
    ) -> DriverError {
        var diagnostics: [Diagnostic] = []
        for failure in error.failures {
            let index = failure.commandIndex.flatMap { origins.indices.contains($0) ? origins[$0] : nil }
            let rule = index.flatMap { policy.rules.indices.contains($0) ? policy.rules[$0] : nil }
            let text = rule.map { "the kernel refuses rule '\($0.name)': \(failure.error)" } ?? "\(failure.error)"
            let diagnostic = Diagnostic(.error, .kernel, text, at: rule?.nameSpan)
            if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
        }
        return .refused(loaded, diagnostics)
    }
}
