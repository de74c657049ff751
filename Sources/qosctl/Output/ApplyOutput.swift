import QoSCompiler
import QoSDriver

/// What `apply`, `start` and the edits say when they are done.
enum ApplyOutput {
    static func print(_ result: ApplyResult, json: Bool) {
        for warning in result.warnings { Console.error("warning: \(warning)") }
        if json {
            Console.print(
                .object([
                    JSONMember(key: "schema", value: .number(1)),
                    JSONMember(key: "changed", value: .bool(result.changedKernel)),
                    JSONMember(key: "revision", value: .number(Int64(result.revision))),
                    Findings.member(result.findings, result.sources, warnings: result.warnings),
                ]))
        } else {
            Console.print(
                result.changedKernel
                    ? "applied, revision \(result.revision)" : "already so, revision \(result.revision)")
        }
    }

    static func printTimings(_ timings: Timings) {
        var rows: [[String]] = []
        for part in timings.parts { rows.append([part.name, milliseconds(part.duration)]) }
        Console.error(Columns.text(rows))
    }

    /// "12.345 ms"
    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction + " ms"
    }
}
