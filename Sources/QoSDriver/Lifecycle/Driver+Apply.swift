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
    /// What went to the kernel.
    public var sent: SentToKernel
    /// Warnings and notes about the policy, and the sources that they point into.
    public var findings: [Diagnostic]
    public var sources: SourceMap
    /// Seconds within which the policy has to be confirmed; nil where it has not.
    public var confirmWithin: Int?
}

/// What an apply is asked for beside the policy.
public struct ApplyOptions: Sendable {
    /// Refuses a change of VLAN maps that packets can notice, instead of warning.
    public var isStrict = false
    /// Seconds after which the policy before is put back, unless `confirm` comes first; nil keeps the new one. Who waits for
    /// that is this process's own program, started with `guard --state-dir DIR`: only qosctl can ask for it.
    public var confirmWithin: Int?
    /// For the history.
    public var comment = ""

    public init() {}
}

extension Driver {
    /// Installs a policy and keeps it as the active one. Both or neither: a failure leaves what was before.
    ///
    /// An identical policy leaves the kernel and its counters untouched.
    public func apply(
        _ source: PolicySource, _ options: ApplyOptions = ApplyOptions()
    ) throws(DriverError) -> ApplyResult {
        var timings = Timings()
        let loaded = timings.measure("parse") { source.load(expectations: true) }
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard loaded.policy != nil else { throw .policy(loaded) }
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            try settlePending()
            return try install(loaded, as: .newSource(path: source.path), options, timings: timings)
        }
    }

    /// Where the text to install comes from.
    enum Origin {
        case newSource(path: String)
        /// Edited text of the active policy.
        case edit
        /// The active policy itself.
        case kept
        /// The same at boot, when links may still be missing.
        case boot
        /// An earlier one, again.
        case revision(KeptPolicy, HistoryEntry.Action)

        /// How the history names it; nil for what is not a change of the policy.
        var action: HistoryEntry.Action? {
            switch self {
            case .newSource: .apply
            case .edit: .edit
            case .revision(_, let action): action
            case .kept, .boot: nil
            }
        }

        /// Whether links that are not there may wait.
        var letsLinksWait: Bool {
            switch self {
            case .boot, .revision: true
            case .newSource, .edit, .kept: false
            }
        }
    }

    /// With the state directory locked, and the privilege checked.
    func install(
        _ loaded: LoadedPolicy, as origin: Origin, _ wishes: ApplyOptions = ApplyOptions(), timings: Timings
    ) throws(DriverError) -> ApplyResult {
        var timings = timings
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard let policy = loaded.policy else { throw .policy(loaded) }
        let context = try LinkContext(policy)
        guard origin.letsLinksWait || context.errors.isEmpty else { throw .refused(loaded, context.errors) }
        let options = options(context)
        let plan = try timings.measure("compile") { () throws(DriverError) in try self.plan(loaded, policy, options) }
        let digest = timings.measure("compile") { plan.digest }
        return try install(plan, digest, of: policy, loaded, context, as: origin, wishes, &timings)
    }

    /// With the state directory locked.
    func install(
        _ plan: Plan, _ digest: PlanDigest, of policy: Policy, _ loaded: LoadedPolicy, _ context: LinkContext,
        as origin: Origin, _ wishes: ApplyOptions, _ timings: inout Timings
    ) throws(DriverError) -> ApplyResult {
        let record = try state.active()
        try requireThisNamespace(record)
        let tree = PolicyTree(loaded)
        var live = try timings.measure("kernel") { () throws(DriverError) in try self.look(for: plan, digest) }
        let lostEdits = lostEdits(record, tree, origin)
        // What we have no word for cannot be deleted either; it marks nothing of ours.
        var warnings = (live.frame?.raw.unknownObjects ?? []).map {
            "our table holds something that is not ours: \($0)"
        }
        warnings += context.waiting.filter { !$0.link.isOptional }.map {
            "link \($0.link.interface) \($0.link.keyword) waits: \($0.reason)"
        }
        var links = try timings.measure("links") { () throws(DriverError) in
            try linkWork(loaded, policy, context, over: live, record)
        }
        var transition: MapTransition?
        if let conflicts = links?.steps.conflicts, !conflicts.isEmpty {
            let wanted = MapTransition(changes: conflicts, host: context.host)
            let obstacles = try crossingWarnings(loaded, policy, wanted, isStrict: wishes.isStrict)
            warnings += obstacles
            if obstacles.isEmpty { transition = wanted }
        }
        let next = nextRecord(record, tree, digest.fingerprint, origin)
        let isNewText = next.revision != record?.revision && next.revision >= (record?.revision ?? 0)
        if isNewText {
            try write(tree, next, like: digest.fingerprint)
        }
        var sent = SentToKernel()
        let waitsForConfirmation = wishes.confirmWithin != nil && next.revision != record?.revision
        do throws(DriverError) {
            // Before anything changes: it waits for the lock, and should this process die now, there is somebody.
            if waitsForConfirmation { try ConfirmationGuard.start(stateDirectory: state.path) }
            if live.isOther {
                var generation: UInt32?
                // From the first page to the kept record, a signal would leave the two apart.
                var replacement = try SignalMask.whileBlocked { () throws(DriverError) in
                    var crossing: MapCrossing?
                    if let transition, let work = links {
                        let first = try cross(transition, loaded, policy, context, over: live, work, &timings)
                        (crossing, live, links) = (first.crossing, first.look, first.work)
                    }
                    let update = timings.measure("compare") { self.update(to: plan, digest, over: live) }
                    live.known = nil
                    var replacement = Replacement(plan, digest.fingerprint, over: live.frame, update, kernel: kernel)
                    do throws(DriverError) {
                        let done = try replace(&replacement, &links, loaded, policy, from: live.generation, &timings) {
                            () throws(StateError) in try activate(next, over: record, wishes)
                        }
                        warnings += done.warnings
                        generation = done.generation
                    } catch {
                        throw crossing?.undo(after: error) ?? error
                    }
                    return replacement
                }
                warnings += links?.keep() ?? []
                if replacement.live != nil { timings.measure("wait") { replacement.wait() } }
                let retired = timings.measure("kernel") { replacement.retire() }
                warnings += retired.warnings
                // Where nobody has committed in between, what is there is what was made.
                if let generation = generation.map({ $0 &+ (retired.hasCommitted ? 1 : 0) }), retired.warnings.isEmpty,
                    (try? kernel.client.generation()) == generation
                {
                    remember(digest, at: generation)
                }
                sent = replacement.sent
            } else {
                try SignalMask.whileBlocked { () throws(DriverError) in
                    try change(&links, loaded, policy)
                    if next != record {
                        do throws(StateError) { warnings += try activate(next, over: record, wishes) } catch {
                            throw Self.undo(&links, after: .refused("\(error)", code: .file))
                        }
                    }
                }
                warnings += links?.keep() ?? []
                remember(digest, at: live.generation)
            }
        } catch {
            // What may be live keeps its files.
            if isNewText, !error.mayBeLive { state.discard(revision: next.revision) }
            throw error
        }
        if next != record, let action = origin.action { warnings += note(action, next, comment: wishes.comment) }
        state.prune(keeping: 20, and: [next.revision, next.baseRevision])
        return ApplyResult(
            changedKernel: live.isOther || links?.hasChanged ?? false, wasLoaded: live.frame?.isLinked ?? false,
            revision: next.revision,
            lostEdits: lostEdits, warnings: warnings, timings: timings, sent: sent,
            findings: loaded.diagnostics + PlanFindings.run(plan, of: policy)
                + context.findings.filter { $0.severity == .warning }, sources: loaded.sources,
            confirmWithin: waitsForConfirmation ? wishes.confirmWithin : nil)
    }

    /// Makes a record the active one, and says first that it waits for confirmation, if it does.
    private func activate(
        _ next: KeptPolicy, over record: KeptPolicy?, _ wishes: ApplyOptions
    ) throws(StateError) -> [String] {
        guard let seconds = wishes.confirmWithin, next.revision != record?.revision else {
            return try state.activate(next)
        }
        let now = BootTime.now()
        try state.remember(
            PendingPolicy(
                revision: next.revision, previous: record, deadline: now.nanoseconds + UInt64(seconds) * 1_000_000_000,
                boot: now.boot))
        do throws(StateError) {
            return try state.activate(next)
        } catch {
            try? state.remember(nil as PendingPolicy?)
            throw error
        }
    }

    /// Changes links alone, where the table stays as it is.
    private func change(
        _ links: inout LinkWork?, _ loaded: LoadedPolicy, _ policy: Policy
    ) throws(DriverError) {
        do throws(LinkFailure) {
            try links?.prepare()
            try links?.finish()
        } catch {
            throw Self.undo(&links, after: Self.refusal(loaded, policy, error))
        }
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

    /// The new record: a new revision where the text is new.
    private func nextRecord(_ record: KeptPolicy?, _ tree: PolicyTree, _ fingerprint: String, _ origin: Origin)
        -> KeptPolicy
    {
        let fresh = max(record?.revision ?? 0, state.lastRevision()) + 1
        var next = KeptPolicy(
            revision: fresh, mainFile: tree.mainPath, fingerprint: fingerprint, source: record?.source ?? "",
            identity: NamespaceIdentity.current(), baseRevision: fresh)
        switch origin {
        case .kept, .boot:
            next.revision = record?.revision ?? fresh
            next.baseRevision = record?.baseRevision ?? fresh
        case .revision(let earlier, _):
            next.revision = earlier.revision
            next.baseRevision = earlier.baseRevision
            next.source = earlier.source
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
}
