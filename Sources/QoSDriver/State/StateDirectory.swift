import CLinux
import Glibc
import QoSCompiler

/// What qosctl keeps on disk.
///
/// ```
/// active          the record of the active policy (KeptPolicy)
/// seen            what the kernel's table was last known to hold (SeenTable)
/// digests         of that, part by part (SeenDigests)
/// history         the last changes of the active policy (History)
/// pending         a policy in force that waits to be confirmed (PendingPolicy)
/// links           what links were like before we changed them (LinkRecord)
/// policies/N/…    its files, byte for byte, by revision
/// lock            held by the one process that writes
/// ```
struct StateDirectory: Sendable {
    static let defaultPath = "/var/lib/qosctl"

    let path: String

    private var activePath: String { path + "/active" }
    private var seenPath: String { path + "/seen" }
    private var digestsPath: String { path + "/digests" }
    private var historyPath: String { path + "/history" }
    private var pendingPath: String { path + "/pending" }
    private var linksPath: String { path + "/links" }
    private var policiesPath: String { path + "/policies" }
    private var lockPath: String { path + "/lock" }

    /// Runs `work` as the one writer of the directory, which is made where needed.
    ///
    /// What must work also where nothing can be written says `isOptional`: without the directory, or where that is
    /// read-only, only the namespace is locked then, and nothing is made.
    func whileLocked<Result>(
        isOptional: Bool = false, _ work: () throws(DriverError) -> Result
    ) throws(DriverError) -> Result {
        let isUsable = unsafe access(path, W_OK | X_OK) == 0
        let lock: StateLock? = isOptional && !isUsable ? nil : try lock()
        let namespace = try namespaceLock()
        do throws(DriverError) {
            let result = try work()
            namespace?.release()
            lock?.release()
            return result
        } catch {
            namespace?.release()
            lock?.release()
            throw error
        }
    }

    /// Whether `whileLocked` would work, without making or locking anything for longer than the question.
    func requireWritable() throws(DriverError) {
        var existing = path
        while unsafe access(existing, F_OK) != 0, errno == ENOENT, let slash = existing.lastIndex(of: "/") {
            existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
        }
        if unsafe access(existing, F_OK) != 0, errno == ENOENT { existing = "." }
        guard DurableFile.isDirectory(existing) else {
            throw .refused(
                "\(StateError("use as a directory:", existing, code: ENOTDIR))", hint: Self.otherPlace, code: .file)
        }
        guard unsafe access(existing, W_OK | X_OK) == 0 else {
            throw .refused("\(StateError("write to", existing))", hint: Self.otherPlace, code: .file)
        }
        guard unsafe access(lockPath, F_OK) == 0 else { return }
        try lock().release()
    }

    private static let otherPlace = "choose another place with --state-dir"

    /// Two state directories must not change one namespace at the same time. Without /proc there is no such lock.
    private func namespaceLock() throws(DriverError) -> StateLock? {
        do throws(StateError) {
            if let lock = try StateLock.share("/proc/thread-self/ns/net") { return lock }
        } catch {
            return nil
        }
        throw .refused(
            "another qosctl is changing this network namespace right now", hint: "try again when it is done",
            code: .file)
    }

    private func lock() throws(DriverError) -> StateLock {
        do throws(StateError) {
            try DurableFile.makeDirectory(path)
            try DurableFile.makeDirectory(policiesPath)
            if let lock = try StateLock.take(lockPath) { return lock }
        } catch {
            throw .refused("\(error)", hint: Self.otherPlace, code: .file)
        }
        let holder = StateLock.holder(lockPath).map { " (process \($0))" } ?? ""
        throw .refused(
            "another qosctl\(holder) is changing this policy right now", hint: "try again when it is done", code: .file)
    }

    /// The active policy's record; nil when there never was one.
    func active() throws(DriverError) -> KeptPolicy? {
        let bytes: [UInt8]
        do throws(StateError) {
            bytes = try StateFile.read(activePath)
        } catch {
            if error.code == ENOENT { return nil }
            let hint = error.code == EACCES ? " (the state directory is its owner's: run it as root)" : ""
            throw .unusable("\(error)\(hint)")
        }
        guard let kept = KeptPolicy(bytes) else {
            throw .refused(
                "\(activePath) is not a state file of this version (\(KeptPolicy.schema))",
                hint: "move it away; the policies lie in \(policiesPath)", code: .file)
        }
        return kept
    }

    /// The path of a kept policy's top file.
    func mainPath(_ kept: KeptPolicy) -> String {
        directory(of: kept.revision) + "/" + kept.mainFile
    }

    func directory(of revision: Int) -> String {
        policiesPath + "/" + String(revision)
    }

    /// Writes the files of a new revision, whole or not at all. They are kept from now on, but not yet active.
    func write(_ tree: PolicyTree, revision: Int) throws(StateError) {
        for file in tree.files where file.path.utf8.contains(where: { $0 < 0x20 }) {
            throw StateError("keep a file with such a name:", file.path, code: EINVAL)
        }
        let final = directory(of: revision)
        let temporary = final + ".tmp"
        try DurableFile.remove(temporary)
        try DurableFile.remove(final)
        do throws(StateError) {
            for file in tree.files {
                let target = temporary + "/" + file.path
                let parent = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? temporary
                try DurableFile.makeDirectory(parent)
                try DurableFile.create(target, file.bytes)
                try DurableFile.sync(directory: parent)
            }
            guard unsafe qosctl_rename_exclusive(temporary, final) == 0 else { throw StateError("rename", temporary) }
            try DurableFile.sync(directory: policiesPath)
        } catch {
            try? DurableFile.remove(temporary)
            throw error
        }
    }

    /// The kept files of a revision, the top file first; nil when they are not there.
    func tree(revision: Int, mainFile: String) -> PolicyTree? {
        let root = directory(of: revision)
        var files: [PolicyTree.File] = []
        var pending = [""]
        while let relative = pending.popLast() {
            guard let names = try? DurableFile.names(in: root + relative) else { return nil }
            for name in names {
                let path = relative + "/" + name
                if DurableFile.isDirectory(root + path) {
                    pending.append(path)
                } else {
                    guard let bytes = try? LocalPolicyFiles().read(root + path) else { return nil }
                    files.append(PolicyTree.File(path: String(path.dropFirst()), bytes: bytes))
                }
            }
        }
        guard let main = files.firstIndex(where: { $0.path == mainFile }) else { return nil }
        files.swapAt(0, main)
        return PolicyTree(files: files)
    }

    func activate(_ kept: KeptPolicy) throws(StateError) -> [String] {
        try DurableFile.replace(activePath, with: kept.bytes)
    }

    /// What the table was last known to hold; nil when nothing is known, or of another namespace or boot.
    func seenTable() -> SeenTable? {
        guard let bytes = try? StateFile.read(seenPath), let seen = SeenTable(bytes),
            seen.identity == NamespaceIdentity.current()
        else { return nil }
        return seen
    }

    /// Saves the next command from reading the table. Where it cannot be kept, the table is read.
    func remember(_ seen: SeenTable) {
        _ = try? DurableFile.replace(seenPath, with: seen.bytes)
    }

    func history() throws(StateError) -> History {
        do throws(StateError) {
            return History(try StateFile.read(historyPath, limit: 1 << 20))
        } catch {
            if error.code == ENOENT { return History() }
            throw error
        }
    }

    /// Returns warnings.
    func remember(_ history: History) throws(StateError) -> [String] {
        try DurableFile.replace(historyPath, with: history.bytes)
    }

    func pendingPolicy() -> PendingPolicy? {
        (try? StateFile.read(pendingPath)).flatMap(PendingPolicy.init)
    }

    /// On disk when it returns; nil takes the file away.
    func remember(_ pending: PendingPolicy?) throws(StateError) {
        if let pending {
            _ = try DurableFile.replace(pendingPath, with: pending.bytes)
        } else {
            try DurableFile.remove(pendingPath)
            try DurableFile.sync(directory: path)
        }
    }

    /// From now on no policy is active.
    func deactivate() throws(StateError) {
        try DurableFile.remove(activePath)
        try DurableFile.sync(directory: path)
    }

    /// What links were like before we changed them, in this namespace of this boot; empty where nothing was noted.
    func linkRecord() -> LinkRecord {
        let now = NamespaceIdentity.current()
        guard let bytes = try? StateFile.read(linksPath, limit: Self.largestLinks), let record = LinkRecord(bytes),
            record.identity == now
        else { return LinkRecord(identity: now) }
        return record
    }

    /// On disk when it returns; the file goes when there is nothing to note.
    func remember(_ record: LinkRecord) throws(StateError) {
        if record.interfaces.isEmpty {
            try DurableFile.remove(linksPath)
        } else {
            _ = try DurableFile.replace(linksPath, with: record.bytes)
        }
    }

    /// Some 20 bytes for each of 16 entries on 4,096 VLAN devices, and much room.
    private static let largestLinks = 16 << 20

    /// The parts of the plan that has this fingerprint; nil where they are not known.
    func digests(of fingerprint: String) -> PlanDigest? {
        guard let bytes = try? StateFile.read(digestsPath, limit: Self.largestDigests),
            let digest = SeenDigests.parse(bytes), digest.fingerprint == fingerprint
        else { return nil }
        return digest
    }

    func hasDigests(of fingerprint: String) -> Bool {
        guard let bytes = try? StateFile.read(digestsPath, limit: 200) else { return false }
        return SeenDigests.fingerprint(bytes) == fingerprint
    }

    /// Saves the next apply from loading everything. Where it cannot be kept, the table is read.
    func remember(_ digest: PlanDigest) {
        _ = try? DurableFile.replace(digestsPath, with: SeenDigests.bytes(digest))
    }

    /// Some 100 bytes for each of a million chains and sets.
    private static let largestDigests = 100 << 20

    func discard(revision: Int) {
        try? DurableFile.remove(directory(of: revision))
    }

    /// The highest revision whose files are there, active or not.
    func lastRevision() -> Int {
        ((try? DurableFile.names(in: policiesPath)) ?? []).compactMap(KeptPolicy.revision).max() ?? 0
    }

    /// Removes the files of all revisions but the newest few and the named ones, and what a crash has left.
    func prune(keeping count: Int, and kept: Set<Int>) {
        let names = (try? DurableFile.names(in: policiesPath)) ?? []
        let revisions = names.compactMap(KeptPolicy.revision).sorted()
        for old in revisions.dropLast(count) where !kept.contains(old) { discard(revision: old) }
        for name in names where name.hasSuffix(".tmp") { try? DurableFile.remove(policiesPath + "/" + name) }
    }
}
