/// How long the parts of a command took, in the order in which they ran.
public struct Timings: Sendable {
    public private(set) var parts: [(name: String, duration: Duration)] = []

    public init() {}

    /// Runs and times one part.
    public mutating func measure<Result, Failure: Error>(
        _ name: String, _ work: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        let result = try work()
        add(name, ContinuousClock.now - start)
        return result
    }

    public mutating func add(_ name: String, _ duration: Duration) {
        if let index = parts.firstIndex(where: { $0.name == name }) {
            parts[index].duration += duration
        } else {
            parts.append((name, duration))
        }
    }
}
