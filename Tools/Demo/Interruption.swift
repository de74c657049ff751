import Foundation
import Synchronization

/// Cleans up once, at the end or when the user presses Ctrl-C.
enum Interruption {
    private static let work = Mutex<(@Sendable () -> Void)?>(nil)
    /// Kept alive; written once, by the main thread, before any signal can be handled.
    private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []

    static func cleanUp(_ action: @escaping @Sendable () -> Void) {
        work.withLock { $0 = action }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                finish()
                exit(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }

    static func finish() {
        let action = work.withLock { work in
            defer { work = nil }
            return work
        }
        action?()
    }
}
