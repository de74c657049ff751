import ArgumentParser
import QoSCompiler
import QoSDriver

struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Adds a rule to the active policy, last unless a place is given, and applies.",
        discussion: """
            The statement is one argument or several, as in: qosctl add 'rule web proto tcp dport { 80 443 } class bulk'. \
            Exit: 0, 1 refused, 2.
            """)

    @Argument(
        help: ArgumentHelp("rule NAME MATCH… ACTION [disabled]", valueName: "STATEMENT"), completion: .ruleStatement)
    var statement: [String]

    @OptionGroup var place: PlaceOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        try options.run(
            .add(statement: statement.joined(separator: " "), at: place.place ?? .last), state: state, output: output)
    }
}
