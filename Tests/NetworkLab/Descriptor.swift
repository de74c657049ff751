import CNetworkLab
import Glibc

/// Owns a file descriptor and closes it.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }
    deinit { close(number) }

    /// A socket in the namespace of the calling thread.
    static func socket(
        _ domain: Int32, _ type: Int32, _ protocolNumber: Int32, owner: Owner = .caller, cgroup: String? = nil
    ) throws(LabError) -> Descriptor {
        let number = lab_socket(
            domain, type, protocolNumber, owner.uid ?? UInt32.max, owner.gid ?? UInt32.max, cgroup)
        guard number >= 0 else { throw LabError.last("socket") }
        return Descriptor(number)
    }

    func set(_ level: Int32, _ option: Int32, _ value: some BitwiseCopyable, _ name: String) throws(LabError) {
        let result = withUnsafeBytes(of: value) {
            setsockopt(number, level, option, $0.baseAddress, socklen_t($0.count))
        }
        guard result == 0 else { throw LabError.last("setsockopt \(name)") }
    }

    func set(_ level: Int32, _ option: Int32, text: String, _ name: String) throws(LabError) {
        guard setsockopt(number, level, option, text, socklen_t(text.utf8.count)) == 0 else {
            throw LabError.last("setsockopt \(name) \(text)")
        }
    }

    /// Waits until one of the events is there; false when the deadline passes first.
    func wait(for events: Int32, until deadline: Deadline) -> Bool {
        var entry = pollfd(fd: number, events: Int16(events), revents: 0)
        while true {
            let ready = poll(&entry, 1, deadline.milliseconds)
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }
}

/// A point in monotonic time that bounds a wait.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(in seconds: Double) { end = .now + .seconds(seconds) }

    var hasPassed: Bool { ContinuousClock.now >= end }

    /// What is left, for poll(2); rounded up, never negative.
    var milliseconds: Int32 {
        let left = end - .now
        guard left > .zero else { return 0 }
        return Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
    }
}
