import CLinux
import Glibc
import QoSCompiler

/// Starts the process that takes an unconfirmed policy back: `qosctl guard`, which outlives us and our terminal.
enum ConfirmationGuard {
    private static let program = "/proc/self/exe"
    private static let systemd = "/usr/bin/systemd-run"

    /// A service of systemd's where it runs and is in our network namespace, since it ends what a session started with the
    /// session; else a process in a session of its own.
    static func start(stateDirectory: String) throws(DriverError) {
        let path = absolute(stateDirectory)
        if isSystemdHere, let program = ownPath(),
            run(
                systemd,
                [
                    "--quiet", "--collect", "--description=takes an unconfirmed qosctl policy back",
                    "--property=Type=exec", program, "guard", "--state-dir", path,
                ], waits: true)
        {
            return
        }
        guard run(program, ["guard", "--state-dir", path], waits: false) else {
            throw .refused("the process that would take the policy back cannot be started", code: .file)
        }
    }

    private static var isSystemdHere: Bool {
        var ours = stat()
        var its = stat()
        guard unsafe access("/run/systemd/system", F_OK) == 0, unsafe access(systemd, X_OK) == 0,
            unsafe stat("/proc/1/ns/net", &its) == 0, unsafe stat("/proc/self/ns/net", &ours) == 0
        else { return false }
        return ours.st_dev == its.st_dev && ours.st_ino == its.st_ino
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = buffer.count
        let isKnown = unsafe buffer.withUnsafeMutableBufferPointer { unsafe getcwd($0.baseAddress, length) != nil }
        let directory = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return isKnown ? String(decoding: directory, as: UTF8.self) + "/" + path : path
    }

    private static func ownPath() -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(program, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it could be started; or, where one waits for its end, went well.
    private static func run(_ path: String, _ arguments: [String], waits: Bool) -> Bool {
        var words = unsafe (["qosctl"] + arguments).map { unsafe strdup($0) }
        defer { for place in unsafe words.indices { unsafe free(words[place]) } }
        unsafe words.append(nil)
        let process = unsafe qosctl_spawn(path, &words)
        guard process > 0 else { return false }
        guard waits else { return true }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0 { if errno != EINTR { return false } }
        return status == 0
    }
}
