import NetlinkModel
import QoSCompiler
import SeededRandom
import Testing

/// Interpreter = simulated plan, for random policies and packets: what is compiled does what the policy says.
@Suite struct PlanPropertyTests {
    private static let batches = 20
    private static let policiesPerBatch = 15
    private static let packetsPerPolicy = 200

    /// 300 policies with 200 packets each.
    @Test(arguments: 0..<batches)
    func interpreterEqualsPlan(_ batch: Int) throws {
        var matched = 0
        for index in 0..<Self.policiesPerBatch {
            var random = SeededGenerator("interpreterEqualsPlan", batch * Self.policiesPerBatch + index)
            let scope = Scope.allCases[index % 3]
            let text = RandomPolicy.text(&random, rules: 1...14, scope: scope)
            let policy = try policy(text)
            var options = Compiler.Options()
            // Small policies stay lists unless told otherwise.
            options.form = index % 2 == 0 ? .graph : .list
            let plan = Self.resolved(Compiler.compile(policy, options))
            let simulator = try PlanSimulator(plan)
            let interpreter = Interpreter(policy, resolvingOwners: RandomPacket.owners)
            for _ in 0..<Self.packetsPerPolicy {
                let packet = RandomPacket.packet(&random, path: random.pick(PacketPath.allCases))
                let decision = interpreter.decide(packet)
                if decision.ruleIndex != nil { matched += 1 }
                let outcome = try simulator.run(WirePacket(packet, &random))
                let expected = Self.expected(decision, packet, policy)
                guard outcome != expected else { continue }
                Issue.record("\(random)\n\(text)\n\(packet)\nexpected \(expected)\nsimulated \(outcome)")
                return
            }
        }
        // The packets meet the rules, or this test says nothing.
        #expect(matched > Self.policiesPerBatch * Self.packetsPerPolicy / 10)
    }

    static func resolved(_ plan: Plan) -> Plan {
        var ids: [NFTOperand: UInt32] = [:]
        for owner in plan.unresolvedOwners {
            switch owner {
            case .user(let name): ids[owner] = RandomPacket.owners(name, .user)
            case .group(let name): ids[owner] = RandomPacket.owners(name, .group)
            case .bytes: continue
            }
        }
        return plan.resolvingOwners(ids)
    }

    static func expected(_ decision: Decision, _ packet: Packet, _ policy: Policy) -> PlanSimulator.Outcome {
        let rule = decision.ruleIndex.map { policy.rules[$0] }
        let action = rule?.action ?? policy.defaultAction
        let counters: [String] =
            switch policy.countersInForce {
            case .auto, .rule: [rule.map { "rule_" + $0.name } ?? "default"]
            case .class: action.className.map { ["class_" + $0] } ?? []
            case .none: []
            }
        return PlanSimulator.Outcome(
            dscp: (decision.marking.dscp ?? packet.dscp).value, priority: decision.marking.priority?.value,
            counters: decision.isInScope ? counters : [], damage: nil)
    }
}
