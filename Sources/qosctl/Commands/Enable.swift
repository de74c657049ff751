import ArgumentParser
import QoSDriver

struct Enable: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a disabled rule of the active policy count again, and applies.",
        discussion: "Exit: 0, 1 no such rule or refused, 2.")

    @Argument(help: ArgumentHelp("The rule to enable.", valueName: "RULE"), completion: .rule)
    var rule: String

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        try options.run(.enable(rule: rule), state: state, output: output)
    }
}
