import ArgumentParser
import QoSCompiler
import QoSDriver

struct Reorder: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Moves one rule of the active policy, with its comments, and applies.",
        discussion: "Exit: 0, 1 no such rule or refused, 2.")

    @Argument(help: ArgumentHelp("The rule to move.", valueName: "RULE"))
    var rule: String

    @Option(help: ArgumentHelp("Put it before this rule.", valueName: "RULE"))
    var before: String?

    @Option(help: ArgumentHelp("Put it after this rule.", valueName: "RULE"))
    var after: String?

    @Option(help: ArgumentHelp("Put it at this position, from 1.", valueName: "N"))
    var to: Int?

    @Flag(help: "Put it before all others.")
    var first = false

    @Flag(help: "Put it after all others.")
    var last = false

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    private var places: [RulePlace] {
        [
            before.map(RulePlace.before), after.map(RulePlace.after), to.map(RulePlace.position), first ? .first : nil,
            last ? .last : nil,
        ].compactMap(\.self)
    }

    func validate() throws {
        guard places.count == 1 else {
            throw ValidationError("Give one of --before, --after, --to, --first and --last.")
        }
    }

    func run() throws {
        guard let place = places.first else { throw ExitCode(2) }
        try options.run(.move(rule: rule, to: place), state: state, output: output)
    }
}
