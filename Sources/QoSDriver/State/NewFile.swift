import CLinux
import Glibc

/// Writes a file for people, whole or not at all.
public enum NewFile {
    /// What stands in the way of a new file.
    public enum Failure: Error, Sendable {
        /// The file exists, and was not to be replaced.
        case exists
        case failed(StateError)
    }

    /// Puts `bytes` at `path`, with mode 0644; directories that are missing are made. With `replacing`, what is there gives
    /// way, through symbolic links; without it, a file that appears at the last moment does not either.
    public static func write(_ bytes: [UInt8], to path: String, replacing: Bool) throws(Failure) {
        var target = path
        if replacing, let resolved = unsafe realpath(path, nil) {
            target = unsafe String(cString: resolved)
            unsafe free(resolved)
        }
        if DurableFile.isDirectory(target) { throw .failed(StateError("replace a directory:", path, code: EISDIR)) }
        if !replacing, exists(target) { throw .exists }
        let slash = target.lastIndex(of: "/")
        let directory = slash.map { String(target[...$0]) } ?? ""
        let temporary = "\(directory).qosctl-\(getpid()).tmp"
        let isPlaced: Bool
        do throws(StateError) {
            try DurableFile.makeDirectory(String(directory.dropLast()), mode: 0o755)
            unsafe unlink(temporary)
            try DurableFile.create(temporary, bytes)
            guard unsafe chmod(temporary, 0o644) == 0 else { throw StateError("set the mode of", temporary) }
            isPlaced = try place(temporary, target, replacing: replacing)
            if isPlaced { try DurableFile.syncDirectory(of: target) }
        } catch {
            unsafe unlink(temporary)
            // Nobody asked for a file of that name.
            throw .failed(error.path == temporary ? StateError(error.operation, path, code: error.code) : error)
        }
        guard isPlaced else {
            unsafe unlink(temporary)
            throw .exists
        }
    }

    /// False when something is in the way.
    private static func place(_ temporary: String, _ target: String, replacing: Bool) throws(StateError) -> Bool {
        if replacing {
            guard unsafe rename(temporary, target) == 0 else { throw StateError("rename", temporary) }
            return true
        }
        if unsafe qosctl_rename_exclusive(temporary, target) == 0 { return true }
        if errno == EEXIST { return false }
        // NFS and some others cannot rename that way.
        guard errno == EINVAL || errno == ENOSYS else { throw StateError("rename", temporary) }
        guard unsafe link(temporary, target) == 0 else {
            if errno == EEXIST { return false }
            throw StateError("create", target)
        }
        unsafe unlink(temporary)
        return true
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }
}
