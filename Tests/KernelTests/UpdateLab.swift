import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import Testing

@testable import QoSDriver

extension PolicyLab {
    /// A driver of the same state that makes graphs, and an update wherever one is possible, however little it saves.
    func updatingDriver() -> Driver {
        var driver = driver(.graph)
        driver.limits.share = 10_000
        return driver
    }

    /// As `apply`, with a driver of the test's own.
    @discardableResult
    func apply(_ text: String, with driver: Driver) throws -> ApplyResult {
        try lab.policyPlace.perform { try driver.apply(PolicySource(standardInput: Array(text.utf8))) }
    }

    /// The kernel holds what the policy compiles to, as if it had been loaded whole, and nothing is left of other applies.
    /// Everything is read; what the driver remembers is not believed.
    func expectJust(_ text: String, with driver: Driver, _ comment: String = "") throws {
        let (plan, live) = try lab.policyPlace.perform { () -> (Plan, LiveTable?) in
            (driver.resolvedPlan(try policy(text)).plan, try driver.kernel.read().state.live)
        }
        let table = try #require(live, "\(comment)")
        #expect(
            Driver.isInStep(table, plan),
            "\(comment)\n\(Driver.difference(table, plan, oldName: "kernel", newName: "plan"))")
        #expect(table.leftovers(beside: plan.contents).isEmpty, "\(comment)")
        // By number, each thing is there once.
        let frame = table.frame
        #expect(frame.raw.sets.count == plan.contents.sets.count, "\(comment)")
        #expect(frame.raw.chains.count == plan.contents.chains.count, "\(comment)")
        #expect(frame.raw.counters.count == plan.contents.counters.count, "\(comment)")
        #expect(frame.fingerprint == plan.fingerprint, "\(comment)")
    }

    /// The work of an apply up to its flip, to go on with or not, as a command does that is killed.
    func replacement(to text: String, with driver: Driver) throws -> (replacement: Replacement, generation: UInt32) {
        try lab.policyPlace.perform {
            let plan = driver.resolvedPlan(try policy(text)).plan
            let digest = plan.digest
            let look = try driver.look(for: plan, digest)
            let update = driver.update(to: plan, digest, over: look)
            let replacement = Replacement(plan, digest.fingerprint, over: look.frame, update, kernel: driver.kernel)
            return (replacement, look.generation)
        }
    }
}

/// Policies of many rules for tests of updates.
enum ManyRules {
    /// A rule for each of so many networks, so that the graph is one large map of intervals for each family.
    static func networks(_ count: Int, changed: [Int: String] = [:]) -> String {
        lines(count, changed) { index in
            index % 4 == 3
                ? "daddr 2001:db8:\(String(index, radix: 16))::/48" : "daddr 10.\(index >> 8).\(index & 255).16/28"
        }
    }

    /// Services of so many hosts: a map of addresses, and behind each a few ports.
    static func services(_ count: Int, changed: [Int: String] = [:]) -> String {
        lines(count, changed) { index in
            let host = index / 3
            return
                "daddr 10.\(host >> 8).\(host & 255).7 proto udp dport \(5000 + index % 3 * 10)-\(5004 + index % 3 * 10)"
        }
    }

    /// Ranges of ports of one protocol or the other.
    static func ports(_ count: Int, changed: [Int: String] = [:]) -> String {
        lines(count, changed) { index in
            "proto \(index % 2 == 0 ? "udp" : "tcp") dport \(1000 + index / 2 * 6)-\(1002 + index / 2 * 6)"
        }
    }

    static let shapes: [@Sendable (Int, [Int: String]) -> String] = [networks, services, ports]

    private static func lines(_ count: Int, _ changed: [Int: String], _ match: (Int) -> String) -> String {
        var text = "counters class\nclass c0 dscp cs1\nclass c1 dscp af21\nclass c2 dscp ef priority 6\n"
        for index in 0..<count {
            text += "rule r\(index) \(match(index)) \(changed[index] ?? "class c\(index % 2)")\n"
        }
        return text + "default set dscp cs4\n"
    }
}
