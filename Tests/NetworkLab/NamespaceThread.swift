import CLinux
import Glibc

/// Runs closures on a thread of their own that has entered a network namespace. setns(2) changes the thread for good, so
/// the thread ends with the closure; it must never be one of Swift concurrency's.
enum NamespaceThread {
    private final class Job {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    /// The caller waits, so `body` may use what the caller owns.
    static func run<Value>(in path: String, _ body: () throws(LabError) -> Value) throws(LabError) -> Value {
        try runAny(in: path) { () -> Result<Value, LabError> in
            do throws(LabError) { return .success(try body()) } catch { return .failure(error) }
        }.get()
    }

    static func runAny<Value>(in path: String, _ body: () -> Value) throws(LabError) -> Value {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LabError.last("open \(path)") }
        let namespace = Descriptor(descriptor)
        var outcome: Result<Value, LabError> = .failure(.invalid("the thread did not run"))
        let started = withoutActuallyEscaping(body) { body in
            start {
                outcome =
                    qosctl_enter_network_namespace(namespace.number) == 0
                    ? .success(body()) : .failure(LabError.last("setns \(path)"))
            }
        }
        guard started == 0 else { throw .system(operation: "pthread_create", errno: started) }
        return try outcome.get()
    }

    private static func start(_ body: () -> Void) -> Int32 {
        withoutActuallyEscaping(body) { body in
            var thread = pthread_t()
            let job = Unmanaged.passRetained(Job(body))
            let error = pthread_create(
                &thread, nil,
                { raw in
                    guard let raw else { return nil }
                    Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body()
                    return nil
                }, job.toOpaque())
            if error != 0 {
                job.release()
            } else {
                pthread_join(thread, nil)
            }
            return error
        }
    }
}
