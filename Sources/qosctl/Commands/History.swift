import ArgumentParser
import Glibc
import QoSCompiler
import QoSDriver

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the last twenty changes of the active policy.",
        discussion: "Times are UTC. Exit: 0, 1 there was none, 2.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let entries: [HistoryEntry]
        do throws(DriverError) {
            entries = try state.driver.history()
        } catch {
            throw error.reportFromReader(json: output.json)
        }
        if output.json {
            Console.print(.object(["schema": .number(1), "history": .array(entries.map(Self.value))]))
        } else if !entries.isEmpty {
            var table = Table([
                .number("REV"), .text("WHEN"), .text("WHO"), .text("WHAT"), .text("SOURCE"), .flexible("COMMENT"),
            ])
            for entry in entries {
                table.add([
                    entry.revision.map(String.init) ?? "-", Self.date(entry.time), entry.user, entry.action.rawValue,
                    entry.source, entry.comment,
                ])
            }
            Console.print(table)
        }
        guard !entries.isEmpty else {
            if !output.json { Console.error("qosctl: no policy was ever applied") }
            throw ExitCode(1)
        }
    }

    private static func value(_ entry: HistoryEntry) -> JSONValue {
        .object([
            "revision": .optional(entry.revision), "time": .string(date(entry.time)), "user": .string(entry.user),
            "action": .string(entry.action.rawValue), "source": .string(entry.source),
            "fingerprint": .string(entry.fingerprint), "comment": .string(entry.comment),
        ])
    }

    /// `2026-11-21T22:10:00Z`
    private static func date(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        unsafe gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
