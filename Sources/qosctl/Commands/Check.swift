import ArgumentParser
import QoSCompiler
import QoSDriver

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parses and validates policies and runs their expect tests.",
        discussion: "Needs no root and no kernel. Exit: 0 clean, 1 errors (or warnings with --strict), 2 cannot read.")

    @Argument(help: "Policy files; - is standard input.", completion: .policyFile)
    var file: [String]

    @Flag(help: "Warnings fail too.")
    var strict = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard file.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("Standard input can be read once.") }
    }

    func run() throws {
        var policies: [LoadedPolicy] = []
        var worst: Int32 = 0
        for path in file {
            let loaded = try PolicySource.named(path).load(expectations: true)
            policies.append(loaded)
            Findings.printText(loaded, notes: true)
            if loaded.unreadable != nil {
                worst = max(worst, 2)
            } else if loaded.diagnostics.hasErrors || (strict && loaded.diagnostics.hasWarnings) {
                worst = max(worst, 1)
            } else if let policy = loaded.policy, !output.json {
                let expectations = policy.expectations.isEmpty ? "" : ", \(policy.expectations.count) expectations hold"
                Console.print(
                    "\(path): \(policy.rules.count) \(policy.rules.count == 1 ? "rule" : "rules")\(expectations)")
            }
        }
        if output.json { Console.print(Findings.json(policies, notes: true)) }
        throw ExitCode(worst)
    }
}
