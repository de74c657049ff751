import NetlinkKit

/// The rule set generation of the calling thread's network namespace: every commit, by anyone, counts it up.
enum NFTGeneration {
    static func current() throws -> UInt32 { try NFTClient().generation() }
}
