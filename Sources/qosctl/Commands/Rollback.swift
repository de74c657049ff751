import ArgumentParser
import QoSCompiler
import QoSDriver

struct Rollback: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes an earlier revision the active policy again.",
        discussion: """
            Without REV that which was active before this one; a policy that waits for confirmation gives way at once. \
            Exit: 0, 1 no such revision or refused, 2 failed midway and restored, 3 not restored.
            """)

    @Argument(help: ArgumentHelp("A revision, as history lists them.", valueName: "REV"))
    var revision: Int?

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            let result = try state.driver.rollback(to: revision)
            Findings.printText(result.findings, result.sources)
            if result.revision == 0, !output.json {
                Console.print("unloaded: nothing was active before")
            } else {
                ApplyOutput.print(result, json: output.json)
            }
        } catch {
            throw error.report(json: output.json)
        }
    }
}
