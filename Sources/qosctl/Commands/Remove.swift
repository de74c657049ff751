import ArgumentParser
import QoSDriver

struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes one rule out of the active policy, and applies.",
        discussion: "Exit: 0, 1 no such rule or refused, 2.")

    @Argument(help: ArgumentHelp("The rule to remove.", valueName: "RULE"), completion: .rule)
    var rule: String

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        try options.run(.remove(rule: rule), state: state, output: output)
    }
}
