import ArgumentParser
import QoSCompiler
import QoSDriver

struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Removes everything of ours from the kernel; keeps the kept policy.",
        discussion: "Exit: 0 (also when nothing was loaded), 1 refused, 2.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let hadTable: Bool
        do throws(DriverError) {
            hadTable = try state.driver.stop()
        } catch {
            throw error.report(json: output.json)
        }
        if output.json {
            Console.print(.object(["schema": .number(1), "changed": .bool(hadTable)]))
        } else {
            Console.print(hadTable ? "stopped" : "nothing was loaded")
        }
    }
}
