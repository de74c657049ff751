import Glibc

/// The one writer of a state directory. The kernel lets go of it when the process ends, however it ends.
struct StateLock: ~Copyable {
    private let descriptor: Int32

    /// Nil when another process holds it.
    static func take(_ path: String) throws(StateError) -> StateLock? {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StateError("open", path) }
        let lock = try lock(descriptor, path)
        lock?.note(getpid())
        return lock
    }

    /// Locks a file that is not ours to write: a namespace.
    static func share(_ path: String) throws(StateError) -> StateLock? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StateError("open", path) }
        return try lock(descriptor, path)
    }

    private static func lock(_ descriptor: Int32, _ path: String) throws(StateError) -> StateLock? {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw StateError("lock", path, code: code)
        }
        return StateLock(descriptor: descriptor)
    }

    /// The process that holds the lock, as it wrote itself; for messages.
    static func holder(_ path: String) -> Int32? {
        guard let bytes = try? StateFile.read(path) else { return nil }
        return Int32(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    private func note(_ process: Int32) {
        let text = Array("\(process)\n".utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Lets go; so does the end of the value's life.
    consuming func release() {}

    deinit {
        // A child that has not come to its exec yet has the descriptor too.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
