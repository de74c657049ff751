import NetlinkModel
import PlanTesting
import SeededRandom
import Testing

@testable import QoSCompiler

/// The way that `compile --explain PACKET` shows is the way to what the interpreter says.
@Suite struct PacketWayTests {
    private static let batches = 10
    private static let policiesPerBatch = 8
    private static let packetsPerPolicy = 80

    @Test("random policies as graphs and as lists: rule, action, and what each step says", arguments: 0..<batches)
    func endsAtTheRule(_ batch: Int) throws {
        var taken = 0
        for index in 0..<Self.policiesPerBatch {
            var random = SeededGenerator("endsAtTheRule", batch * Self.policiesPerBatch + index)
            let text = RandomPolicy.text(&random, rules: 1...14, scope: Scope.allCases[index % 3])
            let policy = try policy(text)
            var options = Compiler.Options()
            options.form = index % 4 == 0 ? .list : .graph
            let plan = Compiler.compile(policy, options)
            let worst = PlanStatistics(plan, of: policy).paths
            // Names that nobody resolves are equal to themselves.
            let resolver = index % 2 == 0 ? RandomPacket.owners : nil
            var words = Words(setsOf: text, resolver)
            let interpreter = Interpreter(policy, resolvingOwners: resolver)
            for _ in 0..<Self.packetsPerPolicy {
                let packet = Self.described(
                    RandomPacket.packet(&random, path: random.pick(PacketPath.allCases)), &random)
                // Where rules name every number, names that nobody resolves cannot have one each.
                let numbers = OwnerNumbers(packet, policy, resolver)
                guard (packet.user == nil) == (numbers.user == nil), (packet.group == nil) == (numbers.group == nil)
                else {
                    continue
                }
                let decision = interpreter.decide(packet)
                let way = PacketWay.follow(packet, through: plan, of: policy, resolvingOwners: resolver)
                let problem = try Self.problem(way, decision, packet, policy, worst, &words)
                if decision.ruleIndex != nil { taken += 1 }
                guard let problem else { continue }
                Issue.record("\(problem)\n\(random)\n\(text)\n\(packet)\n\(String(describing: way))")
                return
            }
        }
        #expect(taken > Self.policiesPerBatch)
    }

    /// Packets as people describe them: some without a protocol, and with owners by name.
    private static func described(_ packet: Packet, _ random: inout SeededGenerator) -> Packet {
        var packet = packet
        if random.chance(oneIn: 8) { packet.proto = nil }
        if packet.user != nil, random.chance(oneIn: 4) { packet.user = .name(random.pick(["alice", "bob", "nobody"])) }
        if packet.group != nil, random.chance(oneIn: 4) { packet.group = .name(random.pick(["staff", "wheel"])) }
        return packet
    }

    private static func problem(
        _ way: PacketWay?, _ decision: Decision, _ packet: Packet, _ policy: Policy, _ paths: [PlanStatistics.Path],
        _ words: inout Words
    ) throws -> String? {
        guard let way else { return decision.isInScope ? "no way" : nil }
        guard decision.isInScope else { return "a way for a packet out of scope" }
        let rule = decision.ruleIndex.map { policy.rules[$0] }
        // Markings that differ in what the kernel does not know share a chain.
        let isKnown = policy.countersInForce == .rule || way.rule != nil
        if isKnown, way.rule != rule?.name {
            return "rule \(way.rule ?? "default") instead of \(rule?.name ?? "default")"
        }
        if isKnown, way.action != (rule?.action ?? policy.defaultAction).text { return "action \(way.action)" }
        let action = rule?.action ?? policy.defaultAction
        if !isKnown, action.className != nil || action == .keep, way.action != action.text {
            return "action \(way.action)"
        }
        if let path = paths.first(where: { $0.path == packet.path }), !packet.isLaterFragment {
            if way.lookups > path.lookups.worst { return "\(way.lookups) lookups, at most \(path.lookups.worst)" }
        }
        for step in way.steps {
            for condition in Self.conditions(step.holds ?? "") where try !words.holds(condition, packet) {
                return "'\(condition)' does not hold"
            }
        }
        return nil
    }

    /// `proto udp dport 80` as two conditions.
    private static func conditions(_ text: String) -> [String] {
        var conditions: [String] = []
        for word in text.split(separator: " ") {
            if MatchField(rawValue: String(word)) != nil || word == "fragment" || conditions.isEmpty {
                conditions.append(String(word))
            } else {
                conditions[conditions.count - 1] += " " + word
            }
        }
        return conditions
    }

    /// The words are those of the language: as a condition of a rule they mean what the chain asked.
    private struct Words {
        private let sets: String
        private let resolver: Interpreter.OwnerResolver?
        private var rules: [String: Interpreter] = [:]

        init(setsOf text: String, _ resolver: Interpreter.OwnerResolver?) {
            sets = text.split(separator: "\n").filter { $0.hasPrefix("set ") }.joined(separator: "\n")
            self.resolver = resolver
        }

        mutating func holds(_ condition: String, _ packet: Packet) throws -> Bool {
            if condition == "fragment" { return packet.isLaterFragment }
            if let inside = Self.isMasked(condition, packet.mark) { return inside }
            // A name that nobody resolves stands for some number.
            if case .name = packet.user, condition.hasPrefix("user ") { return true }
            if case .name = packet.group, condition.hasPrefix("group ") { return true }
            if rules[condition] == nil {
                let policy = try policy("scope both\n\(sets)\nrule r \(condition) keep\n")
                rules[condition] = Interpreter(policy, resolvingOwners: resolver)
            }
            return rules[condition]?.ruleIndex(for: packet) == 0
        }

        /// The language has no ranges under a mask: `mark 0x0-0x6/0x7`.
        private static func isMasked(_ condition: String, _ mark: UInt32) -> Bool? {
            let values = condition.split(separator: " ").dropFirst()
            guard condition.hasPrefix("mark "), values.contains(where: { $0.contains("-") && $0.contains("/") }) else {
                return nil
            }
            return values.contains { value in
                let numbers = value.split { "-/".contains($0) }.compactMap { UInt32($0.dropFirst(2), radix: 16) }
                guard let first = numbers.first, let mask = numbers.last else { return false }
                return numbers.count > 1 && (first...numbers[numbers.count - 2]).contains(mark & mask)
            }
        }
    }

    @Test("a packet of a path that the scope does not look at has no way")
    func outOfScope() throws {
        let policy = try policy("rule a keep\n")
        let plan = Compiler.compile(policy)
        #expect(PacketWay.follow(try packet("iif eth0"), through: plan, of: policy) == nil)
    }

    @Test("the steps of one packet")
    func steps() throws {
        let policy = try policy(
            """
            class c dscp ef
            rule a proto udp dport 5000-5009 class c
            rule b proto tcp dport { 80 443 } keep
            """)
        var options = Compiler.Options()
        options.form = .list
        let plan = Compiler.compile(policy, options)
        let way = try #require(PacketWay.follow(try packet("proto tcp dport 443"), through: plan, of: policy))
        #expect(
            way.steps == [
                PacketWay.Step(
                    chain: "rules_output", rules: 4, lookups: 1, holds: "proto tcp dport { 80 443 }",
                    target: "rule b: keep")
            ])
        #expect(way.rule == "b" && way.action == "keep" && way.lookups == 1 && way.rules == 4)
        let missed = try #require(PacketWay.follow(try packet("proto icmp"), through: plan, of: policy))
        #expect(missed.steps.map(\.target) == ["default: keep"] && missed.rule == nil && missed.action == "keep")
    }
}
