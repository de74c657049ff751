import NetlinkModel
import QoSCompiler

/// Checks a packet by itself: the policy by its interpreter, the table expression by expression.
struct CandidateChecker {
    let world: PacketWorld
    private let policy: Policy
    private let interpreter: Interpreter
    private let expected: Expected
    private let evaluator: TableEvaluator

    init(_ world: PacketWorld, _ policy: Policy, _ expected: Expected, _ evaluator: TableEvaluator) {
        self.world = world
        self.policy = policy
        interpreter = Interpreter(policy)
        self.expected = expected
        self.evaluator = evaluator
    }

    /// The packet as a counter-example; nil when it gets what it should, or when that cannot be told.
    func check(_ packet: ConcretePacket) -> CounterExample? {
        guard packet.isWritable, let loaded = try? evaluator.run(packet) else { return nil }
        let decision = interpreter.decide(packet.packet)
        let rule = decision.ruleIndex.map { policy.rules[$0].name }
        let wanted = CounterExample.Expected(
            rule: rule, isInScope: decision.isInScope, marking: decision.marking,
            counter: decision.isInScope ? expected.counter(of: decision.ruleIndex) : nil)
        let isRight =
            loaded.dscp == decision.marking.dscp ?? packet.packet.dscp
            && loaded.priority == decision.marking.priority?.value
            && loaded.counters == (wanted.counter.map { [$0] } ?? []) && !loaded.isDropped && loaded.damage == nil
        guard !isRight else { return nil }
        return CounterExample(
            packet: packet.packet, text: packet.text, notes: packet.notes, expected: wanted, loaded: loaded)
    }
}
