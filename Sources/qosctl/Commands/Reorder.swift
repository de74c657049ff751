import ArgumentParser
import QoSCompiler
import QoSDriver

struct Reorder: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Moves one rule of the active policy, with its comments, and applies.",
        discussion: "Exit: 0, 1 no such rule or refused, 2.")

    @Argument(help: ArgumentHelp("The rule to move.", valueName: "RULE"), completion: .rule)
    var rule: String

    @OptionGroup var place: PlaceOptions
    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func validate() throws {
        guard place.place != nil else {
            throw ValidationError("Give one of --before, --after, --to, --first and --last.")
        }
    }

    func run() throws {
        guard let place = place.place else { throw ExitCode(2) }
        try options.run(.move(rule: rule, to: place), state: state, output: output)
    }
}
