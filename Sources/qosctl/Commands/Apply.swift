import ArgumentParser
import QoSCompiler
import QoSDriver

struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Installs a policy atomically and keeps it as the active one.",
        discussion: """
            A second identical apply changes nothing and keeps the counters. Exit: 0 applied or already so, 1 refused \
            (nothing changed), 2 failed midway and restored, 3 failed and not restored.
            """)

    @Argument(help: "A policy file; - is standard input.", completion: .policyFile)
    var file = "/etc/qosctl/policy.qos"

    @Flag(help: "Print what would change, as diff does, and change nothing.")
    var dryRun = false

    @Flag(help: "Refuse a change of VLAN maps that packets can notice, instead of warning.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "Put the policy from before back unless qosctl confirm comes within this time: N, Ns, Nm or Nh.",
            valueName: "DURATION"))
    var confirm: ConfirmTime?

    @Option(help: ArgumentHelp("What history shows beside this change.", valueName: "TEXT"))
    var comment = ""

    @Flag(help: "Print how long each part took, on standard error.")
    var timings = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let source = try PolicySource.named(file)
        do throws(DriverError) {
            if dryRun {
                let dryRun = try state.driver.dryRun(source, isStrict: strict)
                Findings.printText(dryRun.loaded)
                Findings.printText(dryRun.diff.findings, dryRun.loaded.sources)
                printLostEdits(dryRun.lostEdits)
                DiffOutput.print(dryRun.diff, of: dryRun.loaded, json: output.json)
                return
            }
            let result = try state.driver.apply(source, options)
            report(result)
        } catch {
            throw error.report(json: output.json)
        }
    }

    private var options: ApplyOptions {
        var options = ApplyOptions()
        options.isStrict = strict
        options.confirmWithin = confirm?.seconds
        options.comment = comment
        return options
    }

    private func printLostEdits(_ edits: String) {
        guard !edits.isEmpty else { return }
        Console.error(
            "note: these edits of the active policy are not in \(file), and \(dryRun ? "would be" : "are") gone:")
        Console.error(edits, terminator: "")
    }

    private func report(_ result: ApplyResult) {
        Findings.printText(result.findings, result.sources)
        printLostEdits(result.lostEdits)
        ApplyOutput.print(result, json: output.json)
        if timings { ApplyOutput.printTimings(result.timings, result.sent) }
    }
}
