import ArgumentParser
import QoSDriver

/// Not `Set`, which is a type of Swift's own.
struct SetRule: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Replaces what one rule of the active policy matches and does, and applies.",
        discussion: """
            The rule keeps its name, its place, its comments and its counters, and stays disabled if it was. \
            As in: qosctl set web proto tcp dport { 80 443 } class bulk. Exit: 0, 1 no such rule or refused, 2.
            """)

    @Argument(help: ArgumentHelp("The rule to change.", valueName: "RULE"), completion: .rule)
    var rule: String

    @Argument(help: ArgumentHelp("MATCH… ACTION, as in a rule statement.", valueName: "BODY"), completion: .ruleBody)
    var body: [String]

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        try options.run(.set(rule: rule, body: body.joined(separator: " ")), state: state, output: output)
    }
}
