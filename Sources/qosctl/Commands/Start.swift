import ArgumentParser
import QoSCompiler
import QoSDriver

struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Loads the kept policy, as at boot.", discussion: "Exit: 0 loaded or already so, 1 refused, 2.")

    @Flag(help: "Only finish links of the loaded policy that were missing before: for udev and networkd hooks.")
    var links = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            guard let result = links ? try state.driver.startLinks() : try state.driver.start() else {
                if output.json {
                    Console.print(.object(["schema": .number(1), "changed": .bool(false)]))
                } else {
                    Console.print("nothing is loaded, so no link was changed")
                }
                return
            }
            Findings.printText(result.findings, result.sources)
            ApplyOutput.print(result, json: output.json)
        } catch {
            throw error.report(json: output.json)
        }
    }
}
