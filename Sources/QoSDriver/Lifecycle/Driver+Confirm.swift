import NetlinkKit
import NetlinkModel
public import QoSCompiler

extension Driver {
    /// Keeps the policy that waits for it.
    public func confirm() throws(DriverError) -> Int {
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            guard let pending = try pendingPolicy() else {
                throw .refused("no policy waits for confirmation", code: .undefined)
            }
            guard pending.remaining(at: .now()) != nil else {
                _ = try rollBack(pending, as: .unconfirmed)
                throw .refused(
                    "the time for revision \(pending.revision) is over: the policy from before is in force again",
                    code: .undefined)
            }
            do throws(StateError) { try state.remember(nil as PendingPolicy?) } catch { throw .refused("\(error)") }
            _ = note(.confirm, try state.active())
            return pending.revision
        }
    }

    /// What waits for confirmation, and how long it still may, in seconds; 0 when the time is over.
    public func pendingConfirmation() -> (revision: Int, seconds: Double)? {
        guard let pending = try? pendingPolicy() else { return nil }
        return (pending.revision, Double(pending.remaining(at: .now()) ?? 0) / 1e9)
    }

    /// The pending policy if it is the active one; a note of an apply that did not come to an end is none.
    func pendingPolicy() throws(DriverError) -> PendingPolicy? {
        guard let pending = state.pendingPolicy(), let active = try state.active(),
            active.revision == pending.revision
        else { return nil }
        return pending
    }

    /// Before a change: what waits refuses it while there is time, and is taken back when there is none.
    func settlePending() throws(DriverError) {
        guard let pending = try pendingPolicy() else { return }
        if let left = pending.remaining(at: .now()) {
            throw .refused(
                "revision \(pending.revision) waits for confirmation (\(left / 1_000_000_000) s left)",
                hint: "qosctl confirm keeps it, qosctl rollback takes it back", code: .undefined)
        }
        _ = try rollBack(pending, as: .unconfirmed)
    }

    /// Puts back what was active before a pending policy, and proves by reading that it is in force.
    func rollBack(_ pending: PendingPolicy, as action: HistoryEntry.Action) throws(DriverError) -> ApplyResult {
        guard let previous = pending.previous else { return try rollBackToNothing(pending, as: action) }
        let loaded = PolicySource(path: state.mainPath(previous)).load()
        let result = try install(loaded, as: .revision(previous, action), timings: Timings())
        guard let policy = loaded.policy, let plan = try? plan(loaded, policy),
            let live = try kernel.read().state.live, Self.isInStep(live, plan)
        else { throw .notRestored("revision \(previous.revision) was loaded, but the kernel holds something else") }
        try forget(pending)
        return result
    }

    private func rollBackToNothing(
        _ pending: PendingPolicy, as action: HistoryEntry.Action
    ) throws(DriverError) -> ApplyResult {
        let removed = try unload()
        do throws(StateError) { try state.deactivate() } catch { throw .refused("\(error)", code: .file) }
        try forget(pending)
        _ = note(action, nil)
        return ApplyResult(
            changedKernel: removed, wasLoaded: removed, revision: 0, lostEdits: "", warnings: [], timings: Timings(),
            sent: SentToKernel(), findings: [], sources: SourceMap())
    }

    private func forget(_ pending: PendingPolicy) throws(DriverError) {
        do throws(StateError) { try state.remember(nil as PendingPolicy?) } catch { throw .refused("\(error)") }
    }

    // MARK: The guard

    /// Waits until the time of the pending policy is over, and takes it back unless it was confirmed. Returns whether it
    /// had to. For a process of its own, which outlives the one that applied.
    public func guardPending() throws(DriverError) -> Bool {
        guard let waiting = try pendingWhenApplied() else { return false }
        BootTime.sleep(until: waiting.deadline)
        var failure: DriverError?
        for attempt in 0..<Self.guardAttempts {
            if attempt > 0 { BootTime.sleep(until: BootTime.now().nanoseconds + Self.guardPause) }
            do throws(DriverError) {
                return try state.whileLocked { () throws(DriverError) in
                    guard let pending = try pendingPolicy(), pending == waiting else { return false }
                    _ = try rollBack(pending, as: .unconfirmed)
                    return true
                }
            } catch {
                failure = error
            }
        }
        throw failure ?? .unusable("the policy that was not confirmed could not be taken back")
    }

    /// The apply that started us holds the lock; when it ends, it has left something pending or not.
    private func pendingWhenApplied() throws(DriverError) -> PendingPolicy? {
        for _ in 0..<Self.applyAttempts {
            do throws(DriverError) {
                return try state.whileLocked { () throws(DriverError) in try pendingPolicy() }
            } catch {
                BootTime.sleep(until: BootTime.now().nanoseconds + Self.applyPause)
            }
        }
        return try pendingPolicy()
    }

    /// An apply of a million elements takes a minute.
    private static let applyAttempts = 6000
    private static let applyPause: UInt64 = 100_000_000
    private static let guardAttempts = 30
    /// Nanoseconds; another command may hold the lock for so long, or the kernel be short of memory.
    private static let guardPause: UInt64 = 2_000_000_000
}
