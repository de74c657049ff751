import CLinux
import Glibc

/// The terminal in the hands of a full-screen program: alternate screen, no cursor, keys as they are pressed. Signals
/// that would end or stop the program are held back and told, so that the terminal is given back first.
struct TerminalSession: ~Copyable {
    enum Event {
        case keys([UInt8])
        /// The size has changed.
        case resized
        /// The terminal is gone.
        case closed
        /// Ctrl-C.
        case interrupted
        case signal(Int32)
        case timeout
    }

    /// What would end us without notice.
    private static let ending: [Int32] = [SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU]
    private static let all = ending + [SIGINT, SIGWINCH, SIGTSTP, SIGCONT]

    private let signals: Int32
    private let before: termios
    private var isEntered = false

    /// Whether standard input and output are a terminal that knows escape sequences.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !Console.isDumb }

    private init(signals: Int32, before: termios) {
        self.signals = signals
        self.before = before
        enter()
    }

    /// Takes the terminal; nil with errno when it cannot be had.
    static func begin() -> TerminalSession? {
        var settings = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        let descriptor = unsafe all.withUnsafeBufferPointer { list in
            unsafe qosctl_signal_descriptor(list.baseAddress, Int32(list.count))
        }
        return descriptor < 0 ? nil : TerminalSession(signals: descriptor, before: settings)
    }

    deinit {
        if isEntered { Self.giveBack(before) }
        close(signals)
    }

    private mutating func enter() {
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        // Alternate screen, cursor off.
        Console.write("\u{1b}[?1049h\u{1b}[?25l\u{1b}[H\u{1b}[2J")
        isEntered = true
    }

    private static func giveBack(_ settings: termios) {
        var settings = settings
        Console.write("\u{1b}[0m\u{1b}[?25h\u{1b}[?1049l")
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Gives the terminal back as it was.
    mutating func leave() {
        guard isEntered else { return }
        isEntered = false
        Self.giveBack(before)
    }

    /// Replaces what is on the screen. False when the terminal is gone.
    func draw(_ lines: [String]) -> Bool {
        let text = lines.map { $0 + "\u{1b}[K" }.joined(separator: "\r\n")
        return Console.write("\u{1b}[H" + text + "\u{1b}[J")
    }

    /// Waits for what comes first, at most so many milliseconds.
    mutating func next(within milliseconds: Int32) -> Event {
        var entries = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        ]
        let ready = unsafe poll(&entries, nfds_t(entries.count), milliseconds)
        guard ready > 0 else { return .timeout }
        if entries[0].revents != 0 {
            let signal = qosctl_next_signal(signals)
            switch signal {
            case 0: return .timeout
            case SIGINT: return .interrupted
            case SIGWINCH, SIGCONT: return .resized
            case SIGTSTP:
                stop()
                return .resized
            default: return .signal(signal)
            }
        }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
        if count < 0 { return errno == EINTR || errno == EAGAIN ? .timeout : .closed }
        return count == 0 ? .closed : .keys(Array(bytes.prefix(count)))
    }

    /// Ctrl-Z: stops as any program does, and takes the terminal again afterwards.
    private mutating func stop() {
        leave()
        Self.deliver(SIGTSTP)
        enter()
    }

    /// Ends the program by a signal, as its sender expects, after the terminal was given back.
    mutating func end(by signal: Int32) {
        leave()
        Self.deliver(signal)
    }

    /// Lets a signal through that is held back.
    private static func deliver(_ signal: Int32) {
        var set = sigset_t()
        var previous = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, signal)
        raise(signal)
        unsafe pthread_sigmask(SIG_UNBLOCK, &set, &previous)
        unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
    }
}
