import Glibc
import Synchronization

/// A throw-away network namespace with a name of its own below /run/netns. It is deleted by `delete()` or with the last
/// reference; what a killed process left behind goes away when the next one creates its first.
public final class NetworkNamespace: Sendable {
    /// "qosctl-<purpose>-<pid>-<n>"
    public let name: String
    private let deleted = Mutex(false)

    public var path: String { "/run/netns/\(name)" }

    public init(purpose: String) throws(LabError) {
        guard purpose.utf8.count <= 64, purpose.utf8.allSatisfy({ Self.isNameByte($0) }) else {
            throw .invalid("a namespace's purpose is made of letters, digits and '_': \(purpose)")
        }
        Leftovers.removeOnce()
        name = Leftovers.prefix + "\(purpose)-\(getpid())-\(Self.next())"
        try Self.command(["ip", "netns", "add", name])
        do throws(LabError) {
            try self.command(["ip", "link", "set", "lo", "up"])
        } catch {
            delete()
            throw error
        }
    }

    deinit { delete() }

    /// Gives the name back. Interfaces go when the last socket in the namespace is closed. Never fails.
    public func delete() {
        let first = deleted.withLock { deleted in
            defer { deleted = true }
            return !deleted
        }
        if first { _ = try? Self.command(["ip", "netns", "del", name]) }
    }

    // MARK: commands

    /// Runs a command in the namespace; /sys is the host's, so cgroups are visible (unlike under `ip netns exec`).
    /// - environment: added to PATH, LC_ALL=C, HOME=/root.
    /// - asUser, asGroup: numbers; supplementary groups are dropped. A user alone gets the group of the same number.
    /// - inCgroup: a cgroup v2 directory that the command moves to first.
    /// - timeout: the whole process group is killed after that many seconds.
    public func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = "", asUser: UInt32? = nil,
        asGroup: UInt32? = nil, inCgroup cgroup: String? = nil, timeout: Double = 30
    ) throws(LabError) -> CommandResult {
        guard !arguments.isEmpty else { throw .invalid("no command") }
        var command = ["nsenter", "--net=\(path)"]
        if let cgroup {
            command = ["sh", "-c", #"echo $$ > "$0/cgroup.procs" && exec "$@""#, cgroup] + command
        }
        if let group = asGroup ?? asUser { command += ["--setgid", "\(group)"] }
        if let user = asUser { command += ["--setuid", "\(user)"] }
        return try Subprocess.run(
            command + ["--"] + arguments, environment: Self.environment(with: environment), input: Array(input.utf8),
            timeout: timeout)
    }

    /// `run` for commands that have to succeed: returns what they print, throws when the status is not 0.
    @discardableResult
    public func command(_ arguments: [String], input: String = "") throws(LabError) -> String {
        try Self.output(of: arguments, try run(arguments, input: input))
    }

    /// `nft -f -` with this script.
    public func nft(_ script: String) throws(LabError) {
        try command(["nft", "-f", "-"], input: script)
    }

    // MARK: code

    /// Runs a closure on a thread of its own in the namespace and hands its value or error back. Sockets that it opens
    /// stay in the namespace. The calling thread waits and stays where it is.
    public func perform<Value>(_ body: () throws -> Value) throws -> Value {
        try NamespaceThread.runAny(in: path) { Result { try body() } }.get()
    }

    func enter<Value>(_ body: () throws(LabError) -> Value) throws(LabError) -> Value {
        try NamespaceThread.run(in: path, body)
    }

    /// Writes settings below /proc/sys/net of the namespace: ["ipv4/ip_forward": "1"].
    public func setSysctls(_ settings: KeyValuePairs<String, String>) throws(LabError) {
        try enter { () throws(LabError) in
            for (name, value) in settings {
                let path = "/proc/sys/net/\(name)"
                let descriptor = open(path, O_WRONLY | O_CLOEXEC)
                guard descriptor >= 0 else { throw LabError.last("open \(path)") }
                let file = Descriptor(descriptor)
                guard write(file.number, value, value.utf8.count) == value.utf8.count else {
                    throw LabError.last("write \(value) to \(path)")
                }
            }
        }
    }

    // MARK: the host's side

    private static let counter = Atomic(0)

    private static func next() -> Int { counter.add(1, ordering: .relaxed).newValue }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }

    private static func environment(with more: [String: String]) -> [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "HOME": "/root",
        ].merging(more) { $1 }
    }

    /// A command outside any namespace of ours.
    @discardableResult
    static func command(_ arguments: [String], input: String = "") throws(LabError) -> String {
        try output(
            of: arguments,
            try Subprocess.run(arguments, environment: environment(with: [:]), input: Array(input.utf8), timeout: 30))
    }

    private static func output(of arguments: [String], _ result: CommandResult) throws(LabError) -> String {
        guard result.succeeded else {
            throw .command(arguments: arguments, status: result.status, output: result.stderr + result.stdout)
        }
        return result.stdout
    }
}

/// Namespaces of processes that are no more.
enum Leftovers {
    static let prefix = "qosctl-"
    private static let once: Void = remove()

    static func removeOnce() { once }

    private static func remove() {
        guard let directory = opendir("/run/netns") else { return }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        for name in names where name.hasPrefix(prefix) {
            let parts = name.split(separator: "-")
            guard parts.count == 4, Int(parts[3]) != nil, let process = pid_t(parts[2]), process > 0 else { continue }
            if kill(process, 0) < 0 && errno == ESRCH {
                _ = try? NetworkNamespace.command(["ip", "netns", "del", name])
            }
        }
    }
}
