import Glibc

/// Policies from the file system.
public struct LocalPolicyFiles: PolicyFiles {
    public init() {}

    /// Opens without blocking, so that a FIFO is an error and not a wait; checks kind and size on the open descriptor.
    public func read(_ path: String) throws(PolicyFileError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw PolicyFileError(path: path, reason: "is a directory, not a policy file")
        case S_IFIFO: throw PolicyFileError(path: path, reason: "is a FIFO, not a regular file")
        default: throw PolicyFileError(path: path, reason: "is not a regular file")
        }
        guard status.st_size <= PolicyFileLimit.fileSize else {
            throw PolicyFileError(
                path: path,
                reason: "has \(status.st_size) bytes; at most \(PolicyFileLimit.fileSize) are read")
        }
        return try Self.readAll(descriptor, path: path, expecting: Int(status.st_size))
    }

    /// Reads a descriptor to its end, up to the size limit. Also for standard input.
    public static func readAll(
        _ descriptor: Int32, path: String, expecting: Int = 0
    ) throws(PolicyFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expecting)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            bytes += chunk[..<count]
            if bytes.count > PolicyFileLimit.fileSize {
                throw PolicyFileError(
                    path: path, reason: "has more than the \(PolicyFileLimit.fileSize) bytes that are read")
            }
        }
    }

    public func glob(_ pattern: String) throws(PolicyFileError) -> [String] {
        var result = unsafe glob_t()
        defer { unsafe globfree(&result) }
        let status = unsafe Glibc.glob(
            pattern, GLOB_NOSORT, { _, code in code == ENOENT || code == ENOTDIR ? 0 : 1 }, &result)
        if status == GLOB_NOMATCH { return [] }
        guard status == 0 else { throw PolicyFileError(path: pattern, reason: "cannot read the directory") }
        var paths: [String] = []
        for index in 0..<(unsafe Int(result.gl_pathc)) {
            guard let path = unsafe result.gl_pathv?[index] else { continue }
            paths.append(unsafe String(cString: path))
        }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    public func canonical(_ path: String) throws(PolicyFileError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw Self.failure(path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    private static func failure(_ path: String) -> PolicyFileError {
        PolicyFileError(path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
