import ArgumentParser
import QoSCompiler
import QoSDriver

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells whether the kept policy is loaded and the kernel holds what it says.",
        discussion: "Exit: 0 loaded and in step, 1 not loaded or drifted, 2 cannot read.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let status: DriverStatus
        do throws(DriverError) {
            status = try state.driver.status()
        } catch {
            throw error.reportFromReader(json: output.json)
        }
        if output.json { printJSON(status) } else { printText(status) }
        throw ExitCode(status.isInStep ? 0 : 1)
    }

    private func printJSON(_ status: DriverStatus) {
        Console.print(
            .object([
                "schema": .number(1), "loaded": .bool(status.isLoaded), "inStep": .bool(status.isInStep),
                "revision": .optional(status.revision), "policy": .optional(status.policyName),
                "source": .optional(status.source), "edited": .bool(status.isEdited),
                "rules": .number(Int64(status.ruleCount)), "fingerprint": .optional(status.fingerprint),
                "drift": .string(status.drift), "problems": .array(status.problems.map(JSONValue.string)),
            ]))
    }

    private func printText(_ status: DriverStatus) {
        var rows = [["state", status.isInStep ? "loaded, in step" : status.isLoaded ? "loaded, but drifted" : "not loaded"]]
        if let revision = status.revision {
            rows.append(["policy", status.policyName ?? "(no name)"])
            rows.append(["revision", "\(revision)\(status.isEdited ? " (edited since it was applied)" : "")"])
            rows.append(["rules", String(status.ruleCount)])
            rows.append(["source", status.source ?? ""])
        } else {
            rows.append(["policy", "none was ever applied"])
        }
        for problem in status.problems { rows.append(["problem", problem]) }
        Console.print(Columns.text(rows))
        if !status.drift.isEmpty { Console.printBytes(Array(("drift:\n" + status.drift).utf8)) }
    }
}
