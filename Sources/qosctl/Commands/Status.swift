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
                "rules": .number(Int64(status.ruleCount)), "counted": .optional(status.counted?.rawValue),
                "fingerprint": .optional(status.fingerprint),
                "drift": .string(status.drift), "problems": .array(status.problems.map(JSONValue.string)),
                "unconfirmedSeconds": .optional(status.unconfirmedSeconds),
                "links": .array(status.links.map(LinkOutput.value)),
            ]))
    }

    private func printText(_ status: DriverStatus) {
        var table = Table([.text(""), .text("")])
        if status.isInStep {
            table.add(["state", "loaded, in step"], style: .good)
        } else {
            table.add(
                ["state", status.isLoaded ? "loaded, but drifted" : "not loaded"],
                style: status.isLoaded ? .warning : .bad)
        }
        if let revision = status.revision {
            table.add(["policy", status.policyName ?? "(no name)"])
            table.add(["revision", "\(revision)\(status.isEdited ? " (edited since it was applied)" : "")"])
            table.add([
                "rules", String(status.ruleCount) + (status.counted.map { ", counted by \($0.rawValue)" } ?? ""),
            ])
            table.add(["source", status.source ?? ""])
        } else {
            table.add(["policy", "none was ever applied"])
        }
        if let seconds = status.unconfirmedSeconds {
            table.add(["unconfirmed", "taken back in \(seconds) s: qosctl confirm keeps it"], style: .warning)
        }
        for link in status.links {
            table.add(["link", LinkOutput.text(link)], style: link.isGood ? nil : .warning)
        }
        for problem in status.problems { table.add(["problem", problem], style: .warning) }
        Console.print(table)
        guard !status.drift.isEmpty else { return }
        Console.print("drift:")
        Console.print(diff: status.drift)
    }
}
