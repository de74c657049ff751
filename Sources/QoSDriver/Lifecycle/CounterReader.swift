import NetlinkKit
import NetlinkModel
import QoSCompiler

/// Reads the active policy's counters again and again: one request to the kernel each time. The kept policy is read
/// once, and again when another one has taken its place.
public struct CounterReader: Sendable {
    private let driver: Driver
    private var record: KeptPolicy?
    private var policy: Policy?
    /// Whether the table was seen to be ours since the last time that it had no counters.
    private var isOurs = false

    public init(_ driver: Driver) {
        self.driver = driver
    }

    /// Nil while nothing is active in the kernel.
    public mutating func read() throws(DriverError) -> PolicyListing? {
        // An apply in between would pair one policy's names with the other's counters.
        for _ in 0..<3 {
            guard let now = try driver.state.active() else { return nil }
            if now != record || policy == nil { try load(now) }
            guard let policy else { return nil }
            let counters = try driver.readCounters()
            if counters.isEmpty { isOurs = false }
            if !isOurs {
                isOurs = try driver.hasOurTable()
                guard isOurs else { return nil }
            }
            guard try driver.state.active() == now else { continue }
            return PolicyListing(policy, revision: now.revision, counters: counters)
        }
        throw .unusable("the active policy changes faster than it can be read")
    }

    private mutating func load(_ now: KeptPolicy) throws(DriverError) {
        try driver.requireThisNamespace(now)
        guard let kept = try driver.keptPolicy() else { return }
        guard let loaded = kept.loaded.policy else { throw .policy(kept.loaded) }
        policy = loaded
        // Not `now`: what was read here may be newer already.
        record = kept.record
    }
}

extension Driver {
    /// Whether the kernel has our table, and not a stranger's.
    func hasOurTable() throws(DriverError) -> Bool {
        do throws(NetlinkError) {
            return try kernel.client.tables().contains { $0.id == Plan.tableID && $0.comment == Plan.tableTag }
        } catch {
            throw .kernelUnreadable(error)
        }
    }
}
