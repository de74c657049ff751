import ArgumentParser
import QoSDriver

struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keeps one rule of the active policy, but marks nothing by it, and applies.",
        discussion: "Exit: 0, 1 no such rule or refused, 2.")

    @Argument(help: ArgumentHelp("The rule to disable.", valueName: "RULE"), completion: .rule)
    var rule: String

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        try options.run(.disable(rule: rule), state: state, output: output)
    }
}
