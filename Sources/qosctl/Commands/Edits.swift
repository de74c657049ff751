import ArgumentParser
import QoSCompiler
import QoSDriver

/// What all edits share: where, and how they report.
struct EditOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Edit this file in place, and touch no kernel.", valueName: "FILE"),
        completion: .policyFile)
    var file: String?

    @Flag(help: "Print what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Edit although an expect test fails afterwards.")
    var noExpect = false

    /// What an edit would do.
    func preview(_ edit: RuleEdit, driver: Driver) throws(DriverError) -> EditResult {
        try self.edit(edit, driver: driver, dryRun: true)
    }

    private func edit(_ edit: RuleEdit, driver: Driver, dryRun: Bool) throws(DriverError) -> EditResult {
        if let file { return try driver.edit(edit, file: file, dryRun: dryRun, expectations: !noExpect) }
        return try driver.edit(edit, dryRun: dryRun, expectations: !noExpect)
    }

    func run(_ edit: RuleEdit, state: StateOptions, output: OutputOptions) throws {
        let result: EditResult
        do throws(DriverError) {
            result = try self.edit(edit, driver: state.driver, dryRun: dryRun)
        } catch {
            throw error.report(json: output.json)
        }
        if let edited = result.edited { Findings.printText(edited) }
        for name in result.passedOver {
            Console.error("note: '\(name)' can take the same packets and marks them otherwise; the order of the two has changed")
        }
        if output.json {
            Console.print(
                .object([
                    "schema": .number(1), "changed": .bool(result.changesText && !dryRun),
                    "revision": .optional(result.apply?.revision), "changes": RuleDiffText.json(result.ruleDiff),
                    "passedOver": .array(result.passedOver.map(JSONValue.string)),
                ]))
            return
        }
        guard result.changesText else {
            if let apply = result.apply { ApplyOutput.print(apply, json: false) } else { Console.print("already so") }
            return
        }
        for line in RuleDiffText.lines(result.ruleDiff) { Console.print(line) }
        if dryRun { Console.printBytes(Array(result.textDiff.utf8)) }
        if let apply = result.apply { ApplyOutput.print(apply, json: false) }
    }
}
