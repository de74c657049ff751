import NetlinkKit
import NetlinkModel
import QoSCompiler

extension Driver {
    /// Loads the kept policy, as after a boot.
    public func start() throws(DriverError) -> ApplyResult {
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            try install(try requireKeptPolicy().loaded, as: .kept, timings: Timings())
        }
    }

    /// Removes everything of ours from the kernel. Keeps the kept policy. False when there was nothing.
    public func stop() throws(DriverError) -> Bool {
        try requirePrivilege()
        return try state.whileLocked(isOptional: true) { () throws(DriverError) in
            // A record that cannot be read says nothing against it.
            try requireThisNamespace(try? state.active())
            return try deleteTable()
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
