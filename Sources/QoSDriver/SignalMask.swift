import Glibc

/// Holds signals back that would end the process in the middle of a change; they arrive when it is done.
enum SignalMask {
    private static let held = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE]

    static func whileBlocked<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        var signals = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&signals)
        for signal in held { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try work()
    }
}
