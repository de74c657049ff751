import ArgumentParser
import QoSCompiler
import QoSDriver

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a policy would change: rules, and generated lines.",
        discussion: "Exit: 0 the same, 1 differs, 2 error.")

    @Argument(help: "The new policy; - is standard input.", completion: .policyFile)
    var file: String

    @Option(
        help: ArgumentHelp(
            "live (what the kernel holds), or a policy file, which needs no root.", valueName: "live|FILE2"),
        completion: .policyFile)
    var against = "live"

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let new = try PolicySource.named(file).load()
        let diff: PolicyDiff
        do throws(DriverError) {
            if let error = new.unreadable { throw .unusable("\(error)") }
            if against == "live" {
                diff = try state.driver.diffAgainstKernel(new)
            } else {
                let old = PolicySource(path: against).load()
                if let error = old.unreadable { throw .unusable("\(error)") }
                diff = try Driver.diff(old, new)
            }
        } catch {
            throw error.report(json: output.json, refusal: 2)
        }
        Findings.printText(new)
        Findings.printText(diff.findings, new.sources)
        DiffOutput.print(diff, of: new, json: output.json)
        throw ExitCode(diff.isEmpty ? 0 : 1)
    }
}
