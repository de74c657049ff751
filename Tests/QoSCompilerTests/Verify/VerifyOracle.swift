import NetlinkModel
import PlanTesting
import QoSCompiler
import SeededRandom

/// What packets show about a table: the interpreter against the simulated plan.
struct VerifyOracle {
    enum Answer {
        case same
        case different
        /// The simulator refuses the table.
        case unknown
    }

    private let policy: Policy
    private let interpreter: Interpreter
    private let simulator: PlanSimulator?
    private let expectations: PolicyOutcomes

    init(_ policy: Policy, _ plan: Plan) {
        self.policy = policy
        interpreter = Interpreter(policy)
        simulator = try? PlanSimulator(plan, isLenient: true)
        expectations = PolicyOutcomes(policy, counters: plan.contents.counters.map(\.name))
    }

    /// As bytes vary in a packet that its description does not name, several are tried.
    func answer(_ packet: Packet, _ random: inout SeededGenerator, tries: Int) -> Answer {
        guard let simulator else { return .unknown }
        let expected = expectations.outcome(interpreter.ruleIndex(for: packet), packet)
        var isKnown = false
        for _ in 0..<tries {
            guard let outcome = try? simulator.run(WirePacket(packet, &random)) else { continue }
            isKnown = true
            if outcome != expected { return .different }
        }
        return isKnown ? .same : .unknown
    }
}
