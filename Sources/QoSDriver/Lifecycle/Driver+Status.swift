import NetlinkModel
public import QoSCompiler

/// What is loaded, and whether it is what should be.
public struct DriverStatus: Sendable {
    public var isLoaded: Bool
    /// The kept policy's revision; nil without one.
    public var revision: Int?
    public var policyName: String?
    /// The path that the kept policy was applied from.
    public var source: String?
    public var isEdited: Bool
    public var ruleCount: Int
    /// What the kept policy counts by: `rule`, `class` or `none`; nil without one.
    public var counted: CountersMode?
    public var fingerprint: String?
    /// Differences between the kept policy and the kernel, as a unified diff of generated lines; empty when in step.
    public var drift: String
    /// What else is wrong, in words.
    public var problems: [String]
    /// How long the policy still waits for confirmation, in whole seconds; nil where it does not.
    public var unconfirmedSeconds: Int?
    /// The kept policy's links, in its order.
    public var links: [LinkStatus] = []

    public var isInStep: Bool { isLoaded && drift.isEmpty && problems.isEmpty && links.allSatisfy(\.isGood) }
}

extension Driver {
    public func status() throws(DriverError) -> DriverStatus {
        let kept = try keptPolicy()
        var status = DriverStatus(
            isLoaded: false, revision: kept?.record.revision, policyName: kept?.loaded.policy?.name,
            source: kept?.record.source, isEdited: kept?.record.isEdited ?? false,
            ruleCount: kept?.loaded.policy?.rules.count ?? 0, counted: kept?.loaded.policy?.countersInForce,
            fingerprint: kept?.record.fingerprint, drift: "",
            problems: [])
        status.unconfirmedSeconds = pendingConfirmation().map { Int($0.seconds.rounded(.up)) }
        if let kept {
            do throws(DriverError) {
                try requireThisNamespace(kept.record)
            } catch {
                status.problems.append("the state directory \(state.path) serves another network namespace")
                return status
            }
        }
        let plan = kept.flatMap { kept in kept.loaded.policy.flatMap { try? self.plan(kept.loaded, $0) } }
        switch try liveTable(plan) {
        case .absent:
            break
        case .foreign:
            status.problems.append("the table '\(Plan.tableID.family.keyword) \(Plan.tableID.name)' is not ours")
        case .ours(let live):
            let frame = live.frame
            status.isLoaded = frame.isLinked
            if !frame.isLinked { status.problems.append("our table is there, but no base chain leads to a policy") }
            let leftovers = live.leftovers(beside: plan?.contents)
            if !leftovers.isEmpty {
                let names = leftovers.map { "g\($0.number)" }.joined(separator: " ")
                status.problems.append("an interrupted command has left \(names); the next apply removes it")
            }
            if frame.raw.table.isDormant { status.problems.append("our table is dormant: it marks nothing") }
            compare(live, kept?.loaded, plan, &status)
        }
        if status.isLoaded, let policy = kept?.loaded.policy { try compareLinks(policy, &status) }
        return status
    }

    private func compareLinks(_ policy: Policy, _ status: inout DriverStatus) throws(DriverError) {
        let context = try LinkContext(policy)
        guard let work = try linkState(context) else { return }
        status.links = LinkStatus.all(policy, context, work)
        status.problems += work.obstacles(in: policy).map(\.message)
        if work.steps.prepare.contains(where: { $0.statement == nil })
            || work.steps.finish.contains(where: { $0.statement == nil })
        {
            status.problems.append(
                "links hold filters or map entries of ours that the policy does not want; the next apply takes them away"
            )
        }
        status.drift += Self.difference(work, oldName: "kept links", newName: "kernel", reversed: true)
    }

    private func compare(_ live: LiveTable, _ loaded: LoadedPolicy?, _ plan: Plan?, _ status: inout DriverStatus) {
        guard let loaded else {
            status.problems.append("a policy is loaded, but none is kept in \(state.path)")
            return
        }
        guard loaded.policy != nil else {
            status.problems.append("the kept policy has errors")
            return
        }
        guard let plan else {
            status.problems.append("the kept policy names users or groups that this host does not have")
            return
        }
        status.drift = Self.difference(live, plan, oldName: "kept", newName: "kernel", reversed: true)
        if !status.drift.isEmpty, let loaded = live.frame.fingerprint, loaded != status.fingerprint {
            status.problems.append("the kernel was given another policy than the kept one (\(loaded))")
        }
    }

    /// What differs, from the plan to the kernel when reversed.
    private static func difference(
        _ live: LiveTable, _ plan: Plan, oldName: String, newName: String, reversed: Bool
    ) -> String {
        var kernel = live.contents(inOrderOf: plan.contents)
        // Told as a problem of its own.
        kernel.table.isDormant = false
        guard kernel != plan.contents else { return "" }
        let text = UnifiedDiff.text(
            NFTScript.lines(of: plan.contents), NFTScript.lines(of: kernel), oldName: oldName, newName: newName)
        return text.isEmpty ? "--- \(oldName)\n+++ \(newName)\n(expressions differ that print alike)\n" : text
    }

    /// The active rules in order; nil when nothing is active in the kernel.
    public func list() throws(DriverError) -> PolicyListing? {
        guard let kept = try keptPolicy() else { return nil }
        try requireThisNamespace(kept.record)
        guard let policy = kept.loaded.policy else { throw .policy(kept.loaded) }
        guard case .ours(let frame) = try kernel.readFrame().state, frame.isLinked else { return nil }
        var listing = PolicyListing(policy, revision: kept.record.revision, counters: frame.raw.counters)
        if let loaded = frame.fingerprint, loaded != kept.record.fingerprint {
            listing.problems.append("the kernel was given another policy than this one (\(loaded))")
        }
        if frame.raw.table.isDormant { listing.problems.append("our table is dormant: it marks nothing") }
        let context = try LinkContext(policy)
        if let work = try linkState(context) { listing.links = LinkStatus.all(policy, context, work) }
        return listing
    }

    /// The active policy without the kernel: for `why`.
    public func activePolicy() throws(DriverError) -> Policy {
        try requireKeptPolicy().policy
    }

    /// The kept text: the top file's, or that of a file it names, by its path relative to the top file.
    public func keptText(file: String? = nil) throws(DriverError) -> [UInt8]? {
        guard let kept = try keptPolicy() else { return nil }
        let tree = PolicyTree(kept.loaded)
        return tree.files.first { file == nil || $0.path == file }?.bytes
    }

    /// All kept files with their bytes, the top file first; none when no policy is kept.
    public func keptTexts() throws(DriverError) -> [(path: String, bytes: [UInt8])] {
        guard let kept = try keptPolicy() else { return [] }
        return PolicyTree(kept.loaded).files.map { ($0.path, $0.bytes) }
    }

    /// The kept files, the top file first.
    public func keptFiles() throws(DriverError) -> [String] {
        guard let kept = try keptPolicy() else { return [] }
        return PolicyTree(kept.loaded).files.map(\.path)
    }
}
