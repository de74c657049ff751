/// What a commit in pages took.
public struct NFTPageReport: Hashable, Sendable {
    /// Batches committed: by so much the rule set generation went up, if nobody else changed the rule set.
    public var pages = 0
    /// Bytes sent.
    public var bytes = 0
    /// Time spent in sending and in reading the kernel's answers; the rest of a commit is encoding.
    public var kernelTime = Duration.zero

    public init() {}
}
