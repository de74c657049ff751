import NetlinkModel
public import QoSCompiler

/// What a policy would change.
public struct PolicyDiff: Sendable {
    /// Rule by rule; nil when the kernel holds something that no kept policy explains.
    public var rules: RuleDiff?
    /// The generated lines as a unified diff; empty when they are equal.
    public var lines: String
    /// What the reader has to know about the comparison.
    public var notes: [String]
    /// About what the new policy compiles to.
    public var findings: [Diagnostic] = []
    /// What `apply` would refuse about links.
    public var linkErrors: [Diagnostic] = []
    /// PCPs that would change while packets of both policies are under way.
    var transition: MapTransition?

    public var isEmpty: Bool { lines.isEmpty && (rules?.isEmpty ?? true) }
}

/// What an `apply` would do.
public struct DryRun: Sendable {
    public var diff: PolicyDiff
    /// The new policy with its warnings and notes.
    public var loaded: LoadedPolicy
    /// Edits of the active policy that the new source does not have, as a diff.
    public var lostEdits: String
}

extension Driver {
    /// A policy against what the kernel holds.
    public func diffAgainstKernel(_ loaded: LoadedPolicy) throws(DriverError) -> PolicyDiff {
        guard let policy = loaded.policy else { throw .policy(loaded) }
        let (live, old) = try liveAndKept()
        let plan = try plan(loaded, policy)
        let context = try LinkContext(policy)
        var work = try linkState(context)
        let newName = loaded.sources.files.first?.path ?? "new"
        let linkLines = work.map { Self.difference($0, oldName: "live links", newName: newName, reversed: false) } ?? ""
        var diff = difference(live, old, plan, policy, newName: newName, areLinksInStep: linkLines.isEmpty)
        diff.linkErrors = context.errors + (work?.obstacles(in: policy) ?? [])
        if live != nil, !diff.lines.isEmpty {
            work?.plan {
                $0.oldPriorities = old?.prioritiesGiven
                $0.newPriorities = policy.prioritiesGiven
            }
            diff.transition = MapTransition(changes: work?.steps.conflicts ?? [], host: context.host)
        }
        diff.lines += linkLines
        diff.findings = PlanFindings.run(plan, of: policy)
        return diff
    }

    private func difference(
        _ live: LiveTable?, _ old: Policy?, _ plan: Plan, _ policy: Policy, newName: String, areLinksInStep: Bool
    ) -> PolicyDiff {
        let lines = Self.difference(live, plan, oldName: "live", newName: newName)
        guard live != nil else {
            return PolicyDiff(rules: RuleDiff.between(Policy(), policy, includesText: false), lines: lines, notes: [])
        }
        guard live?.frame.raw.table.isDormant != true else {
            let change = RuleDiff.Change.setting(name: "table", old: "dormant, marks nothing", new: "active")
            return PolicyDiff(
                rules: RuleDiff(changes: [change]), lines: lines,
                notes: ["our table is dormant: it marks nothing until apply"])
        }
        guard let old else {
            return PolicyDiff(
                rules: nil, lines: lines,
                notes: ["the kernel holds something else than the kept policy: only generated lines can be compared"])
        }
        // A change of rules that generates the same lines is none against the kernel.
        let isSame = lines.isEmpty && areLinksInStep
        let rules = isSame ? RuleDiff(changes: []) : RuleDiff.between(old, policy, includesText: false)
        return PolicyDiff(rules: rules, lines: lines, notes: [])
    }

    /// What is live, and the kept policy where the kernel holds just that. The kept plan lives no longer than it is
    /// needed: it is as large as the others.
    private func liveAndKept() throws(DriverError) -> (live: LiveTable?, kept: Policy?) {
        let kept = try keptPolicy()
        let plan = kept.flatMap { kept in kept.loaded.policy.flatMap { try? self.plan(kept.loaded, $0) } }
        let now = try liveTable(plan)
        try requireOurs(now)
        guard let live = now.live, let plan, Self.isInStep(live, plan) else { return (now.live, nil) }
        return (live, kept?.loaded.policy)
    }

    /// What `apply` would do: refuses what it would refuse, changes nothing.
    public func dryRun(_ source: PolicySource, isStrict: Bool = false) throws(DriverError) -> DryRun {
        let loaded = source.load(expectations: true)
        if let error = loaded.unreadable { throw .unusable("\(error)") }
        guard loaded.policy != nil else { throw .policy(loaded) }
        try requirePrivilege()
        try state.requireWritable()
        let record = try state.active()
        try requireThisNamespace(record)
        var diff = try diffAgainstKernel(loaded)
        guard diff.linkErrors.isEmpty else { throw .refused(loaded, diff.linkErrors) }
        if let policy = loaded.policy, let transition = diff.transition {
            diff.notes += try crossingWarnings(loaded, policy, transition, isStrict: isStrict)
        }
        return DryRun(
            diff: diff, loaded: loaded,
            lostEdits: lostEdits(record, PolicyTree(loaded), .newSource(path: source.path)))
    }

    /// Two policies; needs neither kernel nor privilege.
    public static func diff(_ old: LoadedPolicy, _ new: LoadedPolicy) throws(DriverError) -> PolicyDiff {
        guard let oldPolicy = old.policy else { throw .policy(old) }
        guard let newPolicy = new.policy else { throw .policy(new) }
        let (oldLines, _) = generated(oldPolicy)
        let (newLines, findings) = generated(newPolicy)
        let lines = UnifiedDiff.text(
            oldLines, newLines, oldName: old.sources.files.first?.path ?? "old",
            newName: new.sources.files.first?.path ?? "new")
        var rules = RuleDiff.between(oldPolicy, newPolicy, includesText: true)
        rules.compareComments(old.sources, new.sources)
        return PolicyDiff(rules: rules, lines: lines, notes: [], findings: findings)
    }

    /// The lines of a policy, without its plan: both plans beside all lines would be a lot of memory.
    private static func generated(_ policy: Policy) -> (lines: [String], findings: [Diagnostic]) {
        let plan = Compiler.compile(policy)
        var lines = NFTScript.lines(of: plan.contents)
        if !plan.links.isEmpty { TCScript.write(plan) { lines.append($0) } }
        return (lines, PlanFindings.run(plan, of: policy))
    }
}
