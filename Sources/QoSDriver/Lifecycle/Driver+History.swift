import Glibc
public import QoSCompiler

extension Driver {
    /// The last twenty changes of the active policy, oldest first.
    public func history() throws(DriverError) -> [HistoryEntry] {
        do throws(StateError) { return try state.history().entries } catch { throw .unusable("\(error)") }
    }

    /// Makes an earlier revision the active policy again: that one, or the one that was active before this. A policy that
    /// waits for confirmation gives way at once.
    public func rollback(to revision: Int? = nil) throws(DriverError) -> ApplyResult {
        try requirePrivilege()
        return try state.whileLocked { () throws(DriverError) in
            if revision == nil, let pending = try pendingPolicy() {
                return try rollBack(pending, as: .rollback)
            }
            guard let active = try state.active() else {
                throw .refused("no policy was ever applied, so there is none to go back to", code: .file)
            }
            try requireThisNamespace(active)
            let history = (try? state.history()) ?? History()
            guard let wanted = revision ?? history.revision(before: active.revision) else {
                throw .refused("there is no earlier revision", hint: "qosctl history lists them", code: .undefined)
            }
            guard wanted != active.revision else {
                throw .refused("revision \(wanted) is the active one", code: .undefined)
            }
            guard let entry = history.entries.last(where: { $0.revision == wanted }),
                state.tree(revision: wanted, mainFile: entry.mainFile) != nil
            else {
                throw .refused(
                    "revision \(wanted) is not kept", hint: "qosctl history lists those that are", code: .undefined)
            }
            try settlePending()
            let record = KeptPolicy(
                revision: wanted, mainFile: entry.mainFile, fingerprint: entry.fingerprint, source: entry.source,
                identity: NamespaceIdentity.current(), baseRevision: wanted)
            let loaded = PolicySource(path: state.mainPath(record)).load()
            return try install(loaded, as: .revision(record, .rollback), timings: Timings())
        }
    }

    /// Notes a change; what cannot be written is a warning.
    func note(
        _ action: HistoryEntry.Action, _ record: KeptPolicy?, comment: String = ""
    ) -> [String] {
        do throws(StateError) {
            var history = (try? state.history()) ?? History()
            history.add(
                HistoryEntry(
                    action: action, revision: record?.revision, time: Int64(time(nil)), user: Self.caller(),
                    source: record?.source ?? "", mainFile: record?.mainFile ?? "",
                    fingerprint: record?.fingerprint ?? "", comment: comment))
            return try state.remember(history)
        } catch {
            return ["\(error)"]
        }
    }

    /// Who runs this: behind sudo the one before it.
    private static func caller() -> String {
        if let name = unsafe getenv("SUDO_USER").flatMap({ unsafe String(validatingCString: $0) }), !name.isEmpty {
            return name
        }
        return OwnerLookup.userName(getuid()) ?? String(getuid())
    }
}
