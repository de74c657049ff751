import Glibc
import Synchronization

/// What is said on the way, and whether all went well. Runs go on in several threads.
final class Report: Sendable {
    private let failureCount = Mutex(0)

    var failures: Int { failureCount.withLock { $0 } }

    func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        failureCount.withLock { _ in _ = write(STDOUT_FILENO, bytes, bytes.count) }
    }

    func fail(_ line: String) {
        say("FAILED: \(line)")
        failureCount.withLock { $0 += 1 }
    }
}
