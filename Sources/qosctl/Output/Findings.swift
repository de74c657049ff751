import ArgumentParser
import QoSCompiler
import QoSDriver

/// Diagnostics on their way out: text to standard error, JSON to standard output where asked for.
enum Findings {
    /// Notes are for whoever checks a policy, not for each command that uses it: neither as text nor in JSON.
    static func printText(_ diagnostics: [Diagnostic], _ sources: SourceMap, notes: Bool = false) {
        let printer = DiagnosticText(
            sources: sources, showsSource: Console.isErrorTerminal, isColoured: Console.hasColour(2))
        for diagnostic in diagnostics where notes || diagnostic.severity != .note {
            Console.error(printer.text(diagnostic))
        }
    }

    static func printText(_ loaded: LoadedPolicy, notes: Bool = false) {
        if let error = loaded.unreadable { Console.error("qosctl: \(error)") }
        printText(loaded.diagnostics, loaded.sources, notes: notes)
    }

    /// Says what stands in the way, as text and where asked for as JSON. Gives the exit code.
    static func failure(_ text: String, json: Bool, code: Int32, as kind: DiagnosticCode = .file) -> ExitCode {
        Console.error("qosctl: \(text)")
        if json { Console.print(Self.json([], extra: [Diagnostic(.error, kind, text, at: nil)])) }
        return ExitCode(code)
    }

    /// `"diagnostics"` of a command that went well: its warnings; `warnings` have no place in a file.
    static func member(_ diagnostics: [Diagnostic], _ sources: SourceMap, warnings: [String] = []) -> JSONMember {
        let placed = diagnostics.filter { $0.severity != .note }.map { DiagnosticJSON.value($0, in: sources) }
        let others = warnings.map { DiagnosticJSON.value(Diagnostic(.warning, .kernel, $0, at: nil), in: SourceMap()) }
        return JSONMember(key: "diagnostics", value: .array(placed + others))
    }

    static func json(_ loaded: [LoadedPolicy], extra: [Diagnostic] = [], notes: Bool = false) -> JSONValue {
        let all = loaded.flatMap { policy in
            policy.diagnostics.filter { notes || $0.severity != .note }.map {
                DiagnosticJSON.value($0, in: policy.sources)
            }
        }
        let unreadable = loaded.compactMap(\.unreadable).map { error in
            DiagnosticJSON.value(Diagnostic(.error, .file, "\(error)", at: nil), in: SourceMap())
        }
        let others = extra.map { DiagnosticJSON.value($0, in: loaded.first?.sources ?? SourceMap()) }
        return .object(["schema": .number(1), "diagnostics": .array(unreadable + all + others)])
    }
}

extension Driver {
    /// Why there is nothing to show, and what to do about it.
    var reasonForNothing: String {
        let isKept = ((try? keptFiles()) ?? []).isEmpty == false
        return isKept
            ? "nothing is active: the kept policy is not loaded (qosctl start loads it)"
            : "nothing is active: no policy was ever applied (qosctl init writes one to start from)"
    }
}

/// How a failure of the driver ends the program.
extension DriverError {
    /// Prints what went wrong, and gives the exit code. `refusal` is the code where nothing has changed.
    func report(json: Bool = false, refusal: Int32 = 1) -> ExitCode {
        switch self {
        case .policy(let loaded):
            Findings.printText(loaded)
            if json { Console.print(Findings.json([loaded])) }
            return ExitCode(refusal)
        case .refused(let loaded, let diagnostics):
            Findings.printText(diagnostics, loaded?.sources ?? SourceMap())
            if json { Console.print(Findings.json(loaded.map { [$0] } ?? [], extra: diagnostics)) }
            return ExitCode(refusal)
        case .restored(let text): return Findings.failure("failed midway: \(text)", json: json, code: 2)
        case .notRestored(let text): return Findings.failure("failed, and not restored: \(text)", json: json, code: 3)
        case .unusable(let text): return Findings.failure(text, json: json, code: 2)
        }
    }

    /// For commands that only look: what cannot be read is 2, and 1 is told about a namespace or policy.
    func reportFromReader(json: Bool) -> ExitCode {
        if case .refused(_, let diagnostics) = self, diagnostics.contains(where: { $0.code == .kernel }) {
            return report(json: json, refusal: 2)
        }
        return report(json: json)
    }
}
