import Glibc
import QoSDriver

/// The user's text editor on a temporary copy.
struct Editor {
    /// What went wrong, for people.
    struct Failure: Error {
        var message: String
    }

    /// A directory of our own, so that the file can have the policy's name and nobody else can change it.
    let directory: String
    let path: String

    init(_ bytes: [UInt8], name: String) throws(Failure) {
        let base = Self.variable("TMPDIR") ?? "/tmp"
        var template = Array((base + "/qosctl-edit.XXXXXX").utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let start = buffer.baseAddress else { return false }
            return unsafe mkdtemp(start) != nil
        }
        guard made else { throw Failure(message: "cannot make a directory in \(base): \(Self.errorText)") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = directory + "/" + (name.split(separator: "/").last.map(String.init) ?? "policy.qos")
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(message: "cannot write \(path): \(Self.errorText)") }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(message: "cannot write \(path): \(Self.errorText)") }
            offset += count
        }
    }

    /// Runs $SUDO_EDITOR, $VISUAL or $EDITOR, else editor or vi, and waits for it. A terminal's Ctrl-C is the editor's
    /// meanwhile.
    func run() throws(Failure) {
        let command = Self.chosen ?? Self.usualEditor
        let before = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
        defer {
            _ = signal(SIGINT, before.0)
            _ = signal(SIGQUIT, before.1)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        for signal in [SIGINT, SIGQUIT] { unsafe sigaddset(&defaults, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // The variable may hold arguments, so a shell reads it, as git does.
        let arguments = ["sh", "-c", command + " \"$@\"", command, path]
        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var child = pid_t()
        let status = unsafe posix_spawn(&child, "/bin/sh", nil, &attributes, &pointers, environ)
        guard status == 0 else {
            throw Failure(message: "cannot run /bin/sh: \(unsafe String(cString: strerror(status)))")
        }
        var result: Int32 = 0
        while unsafe waitpid(child, &result, 0) < 0 {
            guard errno == EINTR else { throw Failure(message: "cannot wait for the editor: \(Self.errorText)") }
        }
        guard result == 0 else { throw Failure(message: "the editor '\(command)' has failed") }
    }

    /// Leaves nothing behind.
    func remove() {
        unsafe unlink(path)
        unsafe rmdir(directory)
    }

    /// Whether the user has named one.
    static var isChosen: Bool { chosen != nil }

    private static var chosen: String? { ["SUDO_EDITOR", "VISUAL", "EDITOR"].lazy.compactMap(variable).first }

    private static var usualEditor: String {
        unsafe access("/usr/bin/editor", X_OK) == 0 ? "/usr/bin/editor" : "vi"
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static var errorText: String { unsafe String(cString: strerror(errno)) }
}
