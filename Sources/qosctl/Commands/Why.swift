import ArgumentParser
import QoSCompiler
import QoSDriver

struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells which rule takes a packet, which it passed before and why, and what marks it gets.",
        discussion: """
            PACKET is a list of fields with one value each, as in: proto udp saddr 10.0.0.1 sport 50007 daddr 10.0.0.2 \
            dport 3479. The word fragment makes it a fragment after the first. Exit: 0 a rule takes it, 1 the default, 2.
            """)

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Ask this policy instead of the active one.", valueName: "FILE"),
        completion: .policyFile)
    var file: String?

    @Flag(help: "List all rules that match the packet, in order.")
    var all = false

    @Argument(help: ArgumentHelp("The packet.", valueName: "PACKET"), completion: .packet)
    var packet: [String] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let policy = try policy()
        let packet: Packet
        do throws(PacketError) {
            packet = try PacketParser.parse(self.packet.map { PacketWord($0) })
        } catch {
            throw Findings.failure("\(error)", json: output.json, code: 2, as: .packet)
        }
        let interpreter = Interpreter(policy, resolvingOwners: OwnerLookup.resolver)
        let decision = interpreter.decide(packet)
        let matching = all ? interpreter.matchingRules(for: packet) : nil
        if output.json { printJSON(decision, policy, matching) } else { printText(decision, policy, matching) }
        throw ExitCode(decision.ruleIndex == nil ? 1 : 0)
    }

    private func policy() throws -> Policy {
        if let file {
            let loaded = try PolicySource.named(file).load()
            guard let policy = loaded.policy else {
                Findings.printText(loaded)
                if output.json { Console.print(Findings.json([loaded])) }
                throw ExitCode(2)
            }
            return policy
        }
        do throws(DriverError) {
            return try state.driver.activePolicy()
        } catch {
            throw error.report(json: output.json, refusal: 2)
        }
    }

    private func printJSON(_ decision: Decision, _ policy: Policy, _ matching: [Int]?) {
        let matches = matching.map { rules in
            JSONMember(key: "matches", value: .array(rules.map { .string(policy.rules[$0].name) }))
        }
        let skipped = decision.skipped.map { skipped -> JSONValue in
            .object(["rule": .string(skipped.rule), "field": .string(skipped.field)])
        }
        Console.print(
            .object(
                DecisionOutput.members(decision, policy)
                    + [JSONMember(key: "skipped", value: .array(skipped))] + [matches].compactMap(\.self)))
    }

    /// `matching`: the rules that match, if they are to be listed.
    private func printText(_ decision: Decision, _ policy: Policy, _ matching: [Int]?) {
        DecisionOutput.print(decision, policy)
        if let matching, !matching.isEmpty { print(matching, policy) }
        guard !decision.skipped.isEmpty else { return }
        Console.print("passed before, with the first field that does not hold:")
        var table = Table([.text(""), .flexible("")], indent: "  ")
        for skipped in decision.skipped {
            table.add([skipped.rule, skipped.field], style: skipped.field == "disabled" ? .dim : nil)
        }
        Console.print(table)
    }

    private func print(_ matching: [Int], _ policy: Policy) {
        Console.print("rules that match, in order; the first takes the packet:")
        var table = Table([.number(""), .text(""), .flexible("")], indent: "  ")
        for (place, index) in matching.enumerated() {
            let rule = policy.rules[index]
            table.add(["\(index + 1)", rule.name, rule.action.text], style: place == 0 ? .good : nil)
        }
        Console.print(table)
    }
}
