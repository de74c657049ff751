import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// What a move means: the rules whose packets it takes, or leaves to them.
@Suite struct PassedOverTests {
    private func passedOver(_ text: String, _ rule: String, _ place: RulePlace) throws -> [String] {
        let old = try policy(text)
        let edited = try #require(try PolicyEditTests.move(rule, place, in: text)?[policyPath])
        return PolicyEdit(old, sources: load(text).sources).passedOver(moving: rule, in: try policy(edited))
    }

    private static let text = """
        rule web proto tcp dport 80 set dscp cs1
        rule dns proto udp dport 53 set dscp cs2
        rule same proto tcp dport 80-90 set dscp cs1
        rule off proto tcp set dscp cs3 disabled
        rule ten saddr 10.0.0.0/8 set dscp cs4
        rule all proto tcp set dscp cs5

        """

    @Test(
        "only rules that can take the same packets and mark them otherwise",
        arguments: [
            ("web", RulePlace.last, ["ten", "all"]), ("all", .first, ["web", "same", "ten"]), ("dns", .first, []),
            ("dns", .last, ["ten"]),
            ("ten", .first, ["web", "dns", "same"]), ("same", .first, []), ("off", .first, []),
            ("all", .position(5), ["ten"]),
            ("web", .position(2), []), ("ten", .last, ["all"]),
        ])
    func moves(_ rule: String, _ place: RulePlace, _ expected: [String]) throws {
        #expect(try passedOver(Self.text, rule, place) == expected)
    }

    @Test("a class and an inline marking that do the same are the same")
    func sameMarking() throws {
        let text =
            """
            class c dscp ef pcp 5
            rule a class c
            rule b set dscp 46 pcp 5
            rule d set dscp ef
            rule e set dscp ef priority 5 pcp 5

            """
        #expect(try passedOver(text, "a", .last) == ["d"])
    }

    /// A move that passes nothing over changes no packet's marking.
    @Test func nothingPassedOverIsNothingChanged() throws {
        var silent = 0
        for index in 0..<60 {
            var random = SeededGenerator("nothingPassedOver", index)
            let text = RandomPolicy.text(&random, rules: 3...6, scope: .both)
            let old = try policy(text)
            let rule = random.pick(old.rules.map(\.name))
            guard
                let edited = try PolicyEditTests.move(rule, random.chance(oneIn: 2) ? .first : .last, in: text)?[
                    policyPath]
            else { continue }
            let new = try policy(edited)
            guard PolicyEdit(old, sources: load(text).sources).passedOver(moving: rule, in: new).isEmpty else {
                continue
            }
            silent += 1
            let (before, after) = (
                Interpreter(old, resolvingOwners: RandomPacket.owners),
                Interpreter(new, resolvingOwners: RandomPacket.owners)
            )
            for _ in 0..<100 {
                let packet = RandomPacket.packet(&random, path: random.pick(PacketPath.allCases))
                #expect(
                    before.decide(packet).marking.marksLike(after.decide(packet).marking),
                    "\(rule)\n\(text)\n\(packet)\n\(random)")
            }
        }
        #expect(silent > 3, "the test says nothing")
    }
}
