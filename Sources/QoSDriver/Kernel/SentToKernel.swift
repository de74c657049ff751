/// What an apply sent to the kernel, apart from what it asked.
public struct SentToKernel: Hashable, Sendable {
    /// Of all batches with their frames.
    public var bytes = 0
    /// Chains, sets, maps and counters that were made, and chains whose rules were changed in place.
    public var objects = 0
    /// Whether it was an update: some of what was there stayed.
    public var isUpdate = false

    public init() {}
}
