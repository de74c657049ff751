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
            Console.error(
                "note: '\(name)' can take the same packets and marks them otherwise; the order of the two has changed")
        }
        if let apply = result.apply, !apply.wasLoaded { Console.error("note: the policy was not loaded; it is now") }
        if output.json {
            Console.print(
                .object([
                    JSONMember(key: "schema", value: .number(1)),
                    JSONMember(key: "changed", value: .bool(result.changesText && !dryRun)),
                    JSONMember(key: "revision", value: .optional(result.apply?.revision)),
                    JSONMember(key: "sent", value: ApplyOutput.value(of: result.apply?.sent)),
                    JSONMember(key: "changes", value: RuleDiffText.json(result.ruleDiff)),
                    JSONMember(key: "passedOver", value: .array(result.passedOver.map(JSONValue.string))),
                    Findings.member(
                        result.edited?.diagnostics ?? [], result.edited?.sources ?? SourceMap(),
                        warnings: result.apply?.warnings ?? []),
                ]))
            return
        }
        guard result.changesText else {
            if let apply = result.apply { ApplyOutput.print(apply, json: false) } else { Console.print("already so") }
            return
        }
        RuleDiffText.print(result.ruleDiff)
        if result.ruleDiff.isEmpty { Console.print("changed  the text only") }
        if dryRun { Console.print(diff: result.textDiff) }
        if let apply = result.apply { ApplyOutput.print(apply, json: false) }
    }
}
