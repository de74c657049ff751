import CNetworkLab
import Glibc

/// What a command did.
public struct CommandResult: Sendable, Equatable {
    /// The exit status, or 128 + the signal that ended it.
    public let status: Int32
    public let stdout: String
    public let stderr: String
    public var succeeded: Bool { status == 0 }
}

/// Starts a process and gathers what it prints. Pipes are drained while it runs, so output of any size is fine; when the
/// time is up its whole process group is killed. A descendant that keeps the pipes open does not hold us up.
enum Subprocess {
    static func run(
        _ arguments: [String], environment: [String: String], input: [UInt8], timeout: Double
    ) throws(LabError) -> CommandResult {
        // A file in memory and no pipe: a command that does not read it blocks nobody.
        let source = lab_memory_file(input, input.count)
        guard source >= 0 else { throw LabError.last("memfd_create") }
        let standardInput = Descriptor(source)
        let (outRead, outWrite) = try pipe()
        let (errRead, errWrite) = try pipe()
        for descriptor in [outRead, errRead] { _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK) }
        let process = try spawn(
            arguments, environment: environment, standard: [standardInput.number, outWrite.number, errWrite.number])
        return try withExtendedLifetime((standardInput, outWrite, errWrite)) { () throws(LabError) in
            try listen(
                to: process, from: [outRead, errRead], deadline: Deadline(in: timeout),
                name: arguments.joined(separator: " "))
        }
    }

    private static func pipe() throws(LabError) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [0, 0]
        guard lab_pipe(&ends) == 0 else { throw LabError.last("pipe2") }
        return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], standard: [Int32]
    ) throws(LabError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (target, source) in standard.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
        }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawnattr_setpgroup(&attributes, 0)
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var process = pid_t()
        let error = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard error == 0 else { throw .system(operation: "posix_spawn \(arguments[0])", errno: error) }
        return process
    }

    private static func listen(
        to process: pid_t, from outputs: [Descriptor], deadline: Deadline, name: String
    ) throws(LabError) -> CommandResult {
        var texts: [[UInt8]] = [[], []]
        var open = [true, true]
        var ended = false
        let exit = lab_pidfd_open(process)
        defer {
            if exit >= 0 { close(exit) }
        }
        guard exit >= 0 else {
            _ = stop(process)
            throw LabError.last("pidfd_open")
        }
        while !ended {
            var entries = [
                pollfd(fd: exit, events: Int16(POLLIN), revents: 0),
                pollfd(fd: open[0] ? outputs[0].number : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: open[1] ? outputs[1].number : -1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&entries, nfds_t(entries.count), deadline.milliseconds)
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else {
                _ = stop(process)
                throw .timeout(name)
            }
            // The end first: what was printed before it is then read below.
            ended = entries[0].revents != 0
            for index in 0..<2 where open[index] && (ended || entries[index + 1].revents != 0) {
                open[index] = drain(outputs[index], into: &texts[index])
            }
        }
        return CommandResult(
            status: reap(process), stdout: String(decoding: texts[0], as: UTF8.self),
            stderr: String(decoding: texts[1], as: UTF8.self))
    }

    /// Reads what is there; false at the end of the stream.
    private static func drain(_ source: Descriptor, into bytes: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source.number, &buffer, buffer.count)
            if count == 0 { return false }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    private static func stop(_ process: pid_t) -> Int32 {
        kill(-process, SIGKILL)
        return reap(process)
    }

    private static func reap(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
