import Foundation
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import RandomPolicies
import SeededRandom
import Testing

/// Random policies and packets: what the interpreter says is what the far side of a veth sees. Half of the policies are
/// graphs, the others what the compiler finds best.
@Suite(.serialized)
struct RandomPolicyKernelTests {
    @Test func outputAgreesWithTheInterpreter() throws {
        try run(.output, share: 3, of: 4)
    }

    @Test func forwardAgreesWithTheInterpreter() throws {
        try run(.forward, share: 1, of: 4)
    }

    private func run(_ path: PacketPath, share: Int, of whole: Int) throws {
        var seed = SeededGenerator("random policies \(path)")
        let policies = max(1, Settings.policies * share / whole)
        print("\(path): \(policies) policies, \(Settings.packets) packets each, \(seed)")
        let laboratory = path == .output ? try PolicyLab.pair(interfaces: ["eth0", "wg0"]) : try PolicyLab.routed()
        var taken = 0
        for round in 0..<policies {
            var generator = PolicyGenerator(seed)
            let text = generator.policy(
                rules: Int.random(in: 1...30, using: &seed),
                scope: round % 5 == 4 ? .both : path == .output ? .output : .forward)
            let policy = try policy(text)
            try laboratory.inPlace { _ = try $0.stop() }
            try laboratory.apply(text, as: round % 2 == 0 ? .graph : .fastest)
            var packets = PacketGenerator(seed, for: policy, path: path)
            var wire: [WirePacket] = []
            for _ in 0..<Settings.packets {
                var packet = try WirePacket(
                    packets.packet(), ecn: UInt8.random(in: 0...3, using: &seed), decoyPorts: packets.decoyPorts())
                ExtensionHeaders.add(to: &packet, using: &seed)
                if path == .output { packet.sent.priority = UInt32.random(in: 0...6, using: &seed) }
                wire.append(packet)
            }
            let (problems, counts) = try WireCheck.run(wire, policy, in: laboratory.lab)
            try #require(
                problems.isEmpty, "\(seed), round \(round):\n\(problems.prefix(3).joined(separator: "\n"))\n\(text)")
            taken += counts.filter { $0.key != nil }.values.reduce(0) { $0 + Int($1) }
            try checkCounters(laboratory, policy, counts, text)
            _ = seed.next()
        }
        // Packets are made to meet rules: if hardly any did, the test would show nothing.
        #expect(taken * 4 > policies * Settings.packets)
    }

    /// The kernel has counted each rule as often as the interpreter says.
    private func checkCounters(_ laboratory: PolicyLab, _ policy: Policy, _ counts: [Int?: UInt64], _ text: String)
        throws
    {
        let listing = try #require(try laboratory.inPlace { try $0.list() })
        guard listing.counted == .rule else { return }
        for (index, listed) in listing.rules.enumerated() where listed.rule.isEnabled {
            // Neighbour discovery and the like count as well, under whichever rule takes them.
            #expect(listed.counter?.packets ?? 0 >= counts[index] ?? 0, "rule \(listed.rule.name) of\n\(text)")
        }
        #expect(listing.defaultCounter?.packets ?? 0 >= counts[nil] ?? 0)
    }
}

/// How much the kernel tests do; more by `make test-kernel-long`.
enum Settings {
    static let policies = number("QOSCTL_KERNEL_POLICIES", 40)
    static let packets = number("QOSCTL_KERNEL_PACKETS", 500)
    static let swaps = number("QOSCTL_KERNEL_SWAPS", 50)
    /// Of one rule under traffic.
    static let edits = number("QOSCTL_KERNEL_EDITS", 8)

    private static func number(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }
}
