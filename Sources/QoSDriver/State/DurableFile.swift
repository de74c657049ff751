import Glibc

/// Files and directories that are whole after a crash: written under another name, synced, renamed, and the directory
/// synced.
enum DurableFile {
    /// Writes a new file and syncs it. Fails when it exists.
    static func create(_ path: String, _ bytes: [UInt8]) throws(StateError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StateError("create", path) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw StateError("write", path)
            }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw StateError("sync", path) }
    }

    /// Puts a file in the place of another: readers see the old one or the new one, whole.
    /// Returns a warning when only the directory could not be synced: the file is in place, but may not be after a crash.
    static func replace(_ path: String, with bytes: [UInt8]) throws(StateError) -> [String] {
        let temporary = path + ".tmp"
        unsafe unlink(temporary)
        do throws(StateError) {
            try create(temporary, bytes)
            guard unsafe rename(temporary, path) == 0 else { throw StateError("rename", temporary) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        do throws(StateError) { try syncDirectory(of: path) } catch { return ["\(error)"] }
        return []
    }

    /// Puts new contents into somebody's files, each whole: through symbolic links, with owner and mode. All are written
    /// before the first is put in place, so that a full disk or a lack of permission changes none.
    static func rewrite(_ files: [(path: String, bytes: [UInt8])]) throws(StateError) {
        var written: [(temporary: String, target: String)] = []
        do throws(StateError) {
            for (path, bytes) in files {
                let target = try resolve(path)
                let directory = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
                let temporary = "\(directory).qosctl-\(getpid())-\(written.count)"
                written.append((temporary, target))
                try copy(bytes, to: temporary, like: target)
            }
            for (temporary, target) in written {
                guard unsafe rename(temporary, target) == 0 else { throw StateError("rename", temporary) }
            }
        } catch {
            for (temporary, _) in written { unsafe unlink(temporary) }
            throw error
        }
        for (_, target) in written { try syncDirectory(of: target) }
    }

    private static func resolve(_ path: String) throws(StateError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw StateError("resolve", path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func copy(_ bytes: [UInt8], to temporary: String, like target: String) throws(StateError) {
        var status = stat()
        guard unsafe stat(target, &status) == 0 else { throw StateError("read", target) }
        try create(temporary, bytes)
        // The owner first: changing it may clear bits of the mode. Only root can give a file away.
        if status.st_uid != geteuid() || status.st_gid != getegid() {
            guard unsafe chown(temporary, status.st_uid, status.st_gid) == 0 else {
                throw StateError("keep the owner of", target)
            }
        }
        guard unsafe chmod(temporary, status.st_mode & 0o7777) == 0 else {
            throw StateError("keep the mode of", target)
        }
    }

    static func syncDirectory(of path: String) throws(StateError) {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try sync(directory: directory.isEmpty ? "/" : directory)
    }

    static func sync(directory: String) throws(StateError) {
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StateError("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StateError("sync", directory) }
    }

    /// Makes a directory and those above it; fine when it is there.
    static func makeDirectory(_ path: String, mode: mode_t = 0o700) throws(StateError) {
        guard !path.isEmpty, path != "/" else { return }
        if unsafe mkdir(path, mode) == 0 || errno == EEXIST {
            guard isDirectory(path) else { throw StateError("use as a directory:", path, code: ENOTDIR) }
            return
        }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/") else { throw StateError("make the directory", path) }
        try makeDirectory(String(path[..<slash]), mode: mode)
        guard unsafe mkdir(path, mode) == 0 || errno == EEXIST else { throw StateError("make the directory", path) }
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a directory, without `.` and `..`.
    static func names(in directory: String) throws(StateError) -> [String] {
        guard let handle = unsafe opendir(directory) else { throw StateError("read the directory", directory) }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file, or a directory with everything in it. What is not there is fine.
    static func remove(_ path: String) throws(StateError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in try names(in: path) { try remove(path + "/" + name) }
            guard unsafe rmdir(path) == 0 else { throw StateError("remove", path) }
        } else {
            guard unsafe unlink(path) == 0 else { throw StateError("remove", path) }
        }
    }
}
