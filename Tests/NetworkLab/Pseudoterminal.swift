import CNetworkLab
import Glibc

/// A terminal of a size of its own with one program on it: what the program writes, what a user types, and the settings
/// that it leaves behind.
public final class Pseudoterminal {
    /// POSIX_SPAWN_SETSID
    private static let newSession: Int16 = 0x80

    private let master: Descriptor
    /// Kept open, so that the settings outlive the program.
    private let slave: Descriptor
    private var process: pid_t = 0
    private var bytes: [UInt8] = []

    public init(rows: UInt16, columns: UInt16) throws(LabError) {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw LabError.last("openpty") }
        self.master = Descriptor(master)
        self.slave = Descriptor(slave)
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        try resize(rows: rows, columns: columns)
    }

    deinit {
        guard process > 0 else { return }
        Glibc.kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    public func resize(rows: UInt16, columns: UInt16) throws(LabError) {
        guard lab_resize_terminal(master.number, rows, columns) == 0 else { throw LabError.last("TIOCSWINSZ") }
    }

    /// Starts the program in the namespace of the calling thread, with the terminal as its controlling one.
    public func start(_ arguments: [String], environment: [String: String]) throws(LabError) {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var name = [CChar](repeating: 0, count: 128)
        guard ttyname_r(slave.number, &name, name.count) == 0 else { throw LabError.last("ttyname") }
        // The first terminal that the leader of a session opens becomes its own.
        posix_spawnattr_setflags(&attributes, Self.newSession)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        for target: Int32 in 1...2 { posix_spawn_file_actions_adddup2(&actions, 0, target) }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        let error = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard error == 0 else { throw .system(operation: "posix_spawn \(arguments[0])", errno: error) }
    }

    /// Everything that was written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Waits until the program has written this since the last `forget`.
    public func wait(for wanted: String, within seconds: Double = 20) throws(LabError) {
        let deadline = Deadline(in: seconds)
        while !text.contains(wanted) {
            guard master.wait(for: POLLIN, until: deadline) else {
                throw .timeout("\(wanted) on the terminal: \(text)")
            }
            guard drain() else { throw .invalid("the program has ended without \(wanted): \(text)") }
        }
    }

    public func forget() { bytes = [] }

    public func type(_ keys: String) throws(LabError) {
        guard write(master.number, keys, keys.utf8.count) == keys.utf8.count else { throw LabError.last("write") }
    }

    public func kill(_ signal: Int32) {
        Glibc.kill(process, signal)
    }

    /// Waits for the end: the exit status, or 128 + the signal that ended it.
    public func end(within seconds: Double = 20) throws(LabError) -> Int32 {
        let exit = lab_pidfd_open(process)
        guard exit >= 0 else { throw LabError.last("pidfd_open") }
        let descriptor = Descriptor(exit)
        guard descriptor.wait(for: POLLIN, until: Deadline(in: seconds)) else {
            throw .timeout("the end of the program")
        }
        _ = drain()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        process = 0
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Whether the terminal hands over whole lines and shows what is typed, as for a shell.
    public func isOrdinary() throws(LabError) -> Bool {
        var settings = termios()
        guard tcgetattr(slave.number, &settings) == 0 else { throw LabError.last("tcgetattr") }
        return settings.c_lflag & tcflag_t(ICANON | ECHO) == tcflag_t(ICANON | ECHO)
    }

    /// Reads what is there; false at the end.
    private func drain() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(master.number, &buffer, buffer.count)
            if count == 0 { return false }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
