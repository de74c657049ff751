import NetlinkKit
import NetlinkModel
import QoSCompiler

extension Driver {
    /// Loads the kept policy, as after a boot. Links that cannot be installed yet wait, and are warnings.
    public func start() throws(DriverError) -> ApplyResult {
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            // What nobody confirmed is never loaded.
            if let pending = try pendingPolicy() { return try rollBack(pending, as: .unconfirmed) }
            return try install(try requireKeptPolicy().loaded, as: .boot, timings: Timings())
        }
    }

    /// Finishes links that were missing when the policy was loaded; nil where no policy is loaded, which stays so.
    public func startLinks() throws(DriverError) -> ApplyResult? {
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            guard let kept = try keptPolicy(), try kernel.readFrame().state.live?.isLinked == true else { return nil }
            return try install(kept.loaded, as: .boot, timings: Timings())
        }
    }

    /// Removes everything of ours from the kernel. Keeps the kept policy. False when there was nothing.
    public func stop() throws(DriverError) -> Bool {
        try requirePrivilege()
        return try state.whileLocked(isOptional: true) { () throws(DriverError) in
            // A record that cannot be read says nothing against it.
            try requireThisNamespace(try? state.active())
            let pending = try? pendingPolicy()
            let hadSomething = try unload()
            // What nobody confirmed is not what the next start loads.
            if let pending {
                do throws(StateError) {
                    if let previous = pending.previous {
                        _ = try state.activate(previous)
                    } else {
                        try state.deactivate()
                    }
                    try state.remember(nil as PendingPolicy?)
                } catch {
                    throw .unusable("the policy is unloaded, but \(error)")
                }
            }
            return hadSomething
        }
    }

    /// Takes everything of ours out of the kernel; false when there was nothing.
    func unload() throws(DriverError) -> Bool {
        let hadTable = try deleteTable()
        return try putLinksBack(afterTable: hadTable) || hadTable
    }

    /// Takes our filters away and puts maps back to what they were; false when there was nothing.
    private func putLinksBack(afterTable hadTable: Bool) throws(DriverError) -> Bool {
        do throws(DriverError) {
            let kept = (try? keptPolicy())?.loaded.policy
            let names = Set((kept?.links ?? []).map(\.interface.value))
            guard !names.isEmpty || !state.linkRecord().interfaces.isEmpty else { return false }
            let host = try HostLinks.read()
            var work = try LinkWork([], host, state, also: Set(names.compactMap { host.link(named: $0)?.index }))
            guard work.isNeeded else { return false }
            // No packet with a token comes any more then.
            if hadTable { Replacement.waitForPackets() }
            do throws(LinkFailure) {
                try work.prepare()
                try work.finish()
            } catch {
                throw .unusable("\(error.error)")
            }
            _ = work.keep()
            return work.hasChanged
        } catch {
            throw .unusable(
                (hadTable ? "the table is gone, but the links are not as they were before: " : "") + error.summary)
        }
    }

    private func deleteTable() throws(DriverError) -> Bool {
        for _ in 0..<5 {
            let now = try kernel.readFrame()
            guard case .ours(let live) = now.state else { return false }
            do throws(NFTBatchError) {
                try kernel.client.commit(
                    try NFTBatch([.deleteTable(live.raw.table.id)]).sealed(generation: now.generation))
                return true
            } catch {
                guard error.isStaleGeneration else { throw .refused("\(error)") }
            }
        }
        throw .refused("the rule set changes faster than it can be read", hint: "try again")
    }
}
