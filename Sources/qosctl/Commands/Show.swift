import ArgumentParser
import QoSDriver

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the kept active policy, byte for byte.", discussion: "Exit: 0, 1 there is none, 2 cannot read.")

    @Argument(help: "One of the files that the policy names, instead of the top file.")
    var file: String?

    @Flag(help: "Print the names of the kept files, the top file first.")
    var files = false

    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            if files {
                for name in try state.driver.keptFiles() { Console.print(name) }
                return
            }
            if let text = try state.driver.keptText(file: file) {
                Console.printBytes(text)
                return
            }
        } catch {
            throw error.report()
        }
        Console.error(file.map { "qosctl: the active policy has no file '\($0)'" } ?? "qosctl: no policy is active")
        throw ExitCode(1)
    }
}
