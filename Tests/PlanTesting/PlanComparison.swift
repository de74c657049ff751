import NetlinkModel
import QoSCompiler
import SeededRandom

/// A policy, and a plan of it that is run beside the interpreter: every packet has to get the same from both.
public struct PlanComparison {
    /// A packet that got two different things, and what they were.
    public struct Mismatch: Sendable, CustomStringConvertible {
        public var packet: Packet
        var rule: String
        var expected: PlanSimulator.Outcome
        var simulated: PlanSimulator.Outcome

        public var description: String { "\(packet)\ntaken by \(rule)\nexpected  \(expected)\nsimulated \(simulated)" }
    }

    /// What packets met.
    public struct Tally: Sendable {
        public var pairs = 0
        /// Those that a rule took.
        public var taken = 0
        /// Nil when all went well.
        public var mismatch: Mismatch?

        public init() {}
    }

    public let policy: Policy
    public let plan: Plan
    private let simulator: PlanSimulator
    private let interpreter: Interpreter
    private let aim: PacketAim
    private let expectations: PolicyOutcomes
    private let wire = WirePacket()

    public init(
        _ policy: Policy, _ form: Compiler.Options.Form,
        resolvingOwners owners: @escaping Interpreter.OwnerResolver = RandomPacket.owners
    ) throws {
        self.policy = policy
        var options = Compiler.Options()
        options.form = form
        plan = Self.resolved(Compiler.compile(policy, options), owners)
        simulator = try PlanSimulator(plan)
        interpreter = Interpreter(policy, resolvingOwners: owners)
        aim = PacketAim(policy, resolvingOwners: owners)
        expectations = PolicyOutcomes(policy, counters: simulator.counters)
    }

    /// Names that nobody has stay names.
    public static func resolved(
        _ plan: Plan, _ owners: Interpreter.OwnerResolver = RandomPacket.owners
    ) -> Plan {
        var ids: [NFTOperand: UInt32] = [:]
        for owner in plan.unresolvedOwners {
            switch owner {
            case .user(let name): ids[owner] = owners(name, .user)
            case .group(let name): ids[owner] = owners(name, .group)
            case .bytes: continue
            }
        }
        return plan.resolvingOwners(ids)
    }

    /// Sends so many packets through both. Stops at the first that they do not agree about.
    public func run(packets count: Int, _ random: inout SeededGenerator) throws -> Tally {
        var tally = Tally()
        var packets: [Packet] = []
        while tally.pairs < count, tally.mismatch == nil {
            packets.removeAll(keepingCapacity: true)
            for _ in 0..<min(256, count - tally.pairs) { packets.append(aim.packet(&random)) }
            let takers = interpreter.ruleIndices(for: packets)
            for (packet, taker) in zip(packets, takers) {
                tally.pairs += 1
                if taker != nil { tally.taken += 1 }
                tally.mismatch = try compare(packet, taker, &random)
                if tally.mismatch != nil { break }
            }
        }
        return tally
    }

    /// What goes wrong with a packet; nil when nothing does. What the policy says nothing about is tried in several ways.
    public func mismatch(of packet: Packet, _ random: inout SeededGenerator) throws -> Mismatch? {
        let taker = interpreter.ruleIndex(for: packet)
        for _ in 0..<16 {
            if let mismatch = try compare(packet, taker, &random) { return mismatch }
        }
        return nil
    }

    private func compare(_ packet: Packet, _ taker: Int?, _ random: inout SeededGenerator) throws -> Mismatch? {
        try wire.set(packet, &random)
        let simulated = try simulator.run(wire)
        let expected = expectations.outcome(taker, packet)
        guard simulated != expected else { return nil }
        let rule = taker.map { policy.rules[$0].name } ?? "default"
        return Mismatch(packet: packet, rule: rule, expected: expected, simulated: simulated)
    }
}
