import Glibc

/// Keeps two edits of files in one folder apart. The kernel lets go of it when the process ends.
enum FolderLock {
    /// Waits for other edits of files beside this one. A folder that cannot be opened or locked is edited without.
    static func whileLocked<Result>(
        around path: String, _ work: () throws(DriverError) -> Result
    ) throws(DriverError) -> Result {
        let descriptor = open(around: path)
        defer { if descriptor >= 0 { close(descriptor) } }
        while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        return try work()
    }

    private static func open(around path: String) -> Int32 {
        guard let resolved = unsafe realpath(path, nil) else { return -1 }
        let file = unsafe String(cString: resolved)
        unsafe free(resolved)
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        return unsafe Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
}
