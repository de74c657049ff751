import ArgumentParser
import QoSDriver

struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Loads the kept policy, as at boot.", discussion: "Exit: 0 loaded or already so, 1 refused, 2.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            let result = try state.driver.start()
            Findings.printText(result.findings, result.sources)
            ApplyOutput.print(result, json: output.json)
        } catch {
            throw error.report(json: output.json)
        }
    }
}
