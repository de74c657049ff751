import ArgumentParser
import Glibc
import QoSCompiler
import QoSDriver

struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows packets and bytes a second of each rule and class, live.",
        discussion: """
            Keys: q quits, p sorts by packets/s, b by bytes/s, o in policy order, c changes between rules and classes, \
            space refreshes, j and k scroll. Without a terminal, and with --json, it works as with -b: the first \
            output comes after one delay, and has the rates of it. Exit: 0, 2 nothing is active or cannot read.
            """)

    @Flag(name: .shortAndLong, help: "Batch: one output after the other, without control of the terminal.")
    var batch = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("End after so many outputs.", valueName: "N"))
    var iterations: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("Time between two looks, 0.1 to 3600.", valueName: "SECONDS"))
    var delay = 1.0

    @Option(name: .shortAndLong, help: "packets, bytes (both a second) or policy. JSON is always in policy order.")
    var sort: TopView.Order = .policy

    @Flag(name: .shortAndLong, help: "Classes instead of rules.")
    var classes = false

    @Flag(name: .long, help: "Print JSON on standard output, one document a line.")
    var json = false

    @OptionGroup var state: StateOptions

    func validate() throws {
        guard (0.1...3600).contains(delay) else { throw ValidationError("--delay is 0.1 to 3600 seconds.") }
        if let iterations, iterations < 1 { throw ValidationError("--iterations is at least 1.") }
    }

    func run() throws {
        var sampler = TopSampler(state.driver)
        let isActive: Bool
        do throws(DriverError) {
            isActive = try start(&sampler)
        } catch {
            throw error.report(json: json, refusal: 2)
        }
        guard isActive else { throw Findings.failure(state.driver.reasonForNothing, json: json, code: 2) }
    }

    /// False when nothing is active.
    private func start(_ sampler: inout TopSampler) throws(DriverError) -> Bool {
        guard let listing = try sampler.take().listing else { return false }
        var view = TopView(order: sort, showsClasses: classes || listing.counted == .class)
        if batch || json || !TerminalSession.isPossible {
            try printBatches(&sampler, view)
        } else {
            try showScreens(&sampler, &view)
        }
        return true
    }

    private func printBatches(_ sampler: inout TopSampler, _ view: TopView) throws(DriverError) {
        var printed = 0
        var next = ContinuousClock.now
        while printed < iterations ?? Int.max {
            next = max(next + .seconds(delay), .now)
            Self.wait(until: next)
            let sample = try sampler.take()
            let isWritten =
                json
                ? Console.write(TopJSON.value(sample).text + "\n")
                : Console.write((printed > 0 ? "\n" : "") + TopText.batch(sample, view).joined(separator: "\n") + "\n")
            guard isWritten else { return }
            printed += 1
        }
    }

    /// Returns when the user has had enough, and ends the program where a signal says so.
    private func showScreens(_ sampler: inout TopSampler, _ view: inout TopView) throws(DriverError) {
        guard var session = TerminalSession.begin() else {
            throw .unusable("cannot use the terminal: \(unsafe String(cString: strerror(errno)))")
        }
        var sample = sampler.latest
        var shown = 1
        var next = ContinuousClock.now + .seconds(delay)
        while true {
            let size = Console.outputSize ?? (columns: 80, rows: 24)
            let rows = size.rows > 0 ? size.rows : 24
            let lines = TopText.screen(
                sample, &view, columns: size.columns, rows: rows, isColoured: Console.hasColour(STDOUT_FILENO))
            guard session.draw(lines) else { return }
            var step = TopView.Step.draw
            switch session.next(within: Self.milliseconds(until: next)) {
            case .timeout: step = ContinuousClock.now >= next ? .sample : .draw
            case .resized: break
            case .interrupted, .closed: step = .quit
            case .signal(let signal):
                session.end(by: signal)
                step = .quit
            case .keys(let bytes):
                for key in TopView.keys(bytes) where step != .quit {
                    let asked = view.press(key, page: TopText.page(rows: rows))
                    if asked != .draw { step = asked }
                }
            }
            if step == .quit { return }
            guard step == .sample else { continue }
            if let iterations, shown >= iterations { return }
            shown += 1
            next = max(next + .seconds(delay), .now)
            sample = try sampler.take()
        }
    }

    private static func wait(until time: ContinuousClock.Instant) {
        while ContinuousClock.now < time { _ = poll(nil, 0, milliseconds(until: time)) }
    }

    /// Rounded up, so that a wait does not end before its time.
    private static func milliseconds(until time: ContinuousClock.Instant) -> Int32 {
        let left = (time - .now).components
        return Int32(clamping: max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1))
    }
}

extension TopView.Order: ExpressibleByArgument {}

/// Looks at the counters, each time with what has passed since the look before.
struct TopSampler {
    private var reader: CounterReader
    private var time: ContinuousClock.Instant?
    private(set) var latest = TopSample()

    init(_ driver: Driver) {
        reader = CounterReader(driver)
    }

    mutating func take() throws(DriverError) -> TopSample {
        let listing = try reader.read()
        let now = ContinuousClock.now
        let elapsed = time.map { now - $0 }
        var rates: CounterRates?
        if let listing { rates = CounterRates(from: latest.listing, to: listing, elapsed: elapsed ?? .zero) }
        latest = TopSample(listing: listing, rates: rates, elapsed: elapsed)
        time = now
        return latest
    }
}
