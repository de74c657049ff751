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
                    JSONMember(key: "sent", value: value(of: result.sent)),
                    Findings.member(result.findings, result.sources, warnings: result.warnings),
                ]))
        } else {
            Console.print(
                result.changedKernel
                    ? "applied, revision \(result.revision)" : "already so, revision \(result.revision)")
            if let seconds = result.confirmWithin {
                Console.print("waits for confirmation: qosctl confirm within \(seconds) s, or it is taken back")
            }
        }
    }

    static func printTimings(_ timings: Timings, _ sent: SentToKernel) {
        var rows: [[String]] = []
        for part in timings.parts { rows.append([part.name, milliseconds(part.duration)]) }
        rows.append([
            "sent", sent.bytes == 0 ? "nothing" : "\(word(sent)), \(sent.objects) objects, \(sent.bytes) bytes",
        ])
        Console.error(Columns.text(rows))
    }

    /// What went to the kernel; null when it was left as it was.
    static func value(of sent: SentToKernel?) -> JSONValue {
        guard let sent, sent.bytes > 0 else { return .null }
        return .object([
            "load": .string(word(sent)), "objects": .number(Int64(sent.objects)), "bytes": .number(Int64(sent.bytes)),
        ])
    }

    private static func word(_ sent: SentToKernel) -> String { sent.isUpdate ? "update" : "full" }

    /// "12.345 ms"
    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction + " ms"
    }
}
