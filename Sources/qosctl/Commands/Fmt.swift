import ArgumentParser
import QoSCompiler
import QoSDriver

struct Fmt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lays out policy files in the canonical form.",
        discussion: """
            Rewrites each named file in place; what it includes is left alone. Only blanks, commas in lists and the columns \
            change. Exit: 0 done (with --check: nothing to do), 1 a file has errors (with --check: or would change), 2.
            """)

    @Argument(help: "Policy files; - formats standard input to standard output.", completion: .policyFile)
    var file: [String]

    @Flag(help: "Change nothing; name the files that would change, and show how with --diff.")
    var check = false

    @Flag(help: "Change nothing; print what would change.")
    var diff = false

    @OptionGroup var output: OutputOptions

    /// What became of one file.
    private struct Outcome {
        enum Kind: String {
            case formatted
            case changed
            case wouldChange = "would-change"
            case errors
            case unreadable
        }

        var kind: Kind
        /// The formatted text of standard input.
        var text: String?
        var diff: String?
    }

    func validate() throws {
        guard file.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("Standard input can be read once.") }
    }

    func run() throws {
        var worst: Int32 = 0
        var results: [JSONValue] = []
        var diagnostics: [JSONValue] = []
        for path in file {
            let (outcome, found) = format(path)
            diagnostics += found
            switch outcome.kind {
            case .unreadable: worst = max(worst, 2)
            case .errors: worst = max(worst, 1)
            case .wouldChange: worst = max(worst, check ? 1 : 0)
            case .formatted, .changed: break
            }
            var members = [
                JSONMember(key: "file", value: .string(path)),
                JSONMember(key: "result", value: .string(outcome.kind.rawValue)),
            ]
            if let text = outcome.text { members.append(JSONMember(key: "text", value: .string(text))) }
            if let diff = outcome.diff { members.append(JSONMember(key: "diff", value: .string(diff))) }
            results.append(.object(members))
        }
        if output.json {
            Console.print(
                .object(["schema": .number(1), "files": .array(results), "diagnostics": .array(diagnostics)]))
        }
        throw ExitCode(worst)
    }

    /// Formats one file; one that cannot be read does not keep the others from it.
    private func format(_ path: String) -> (Outcome, findings: [JSONValue]) {
        let source: SourceFile
        do throws(PolicyFileError) { source = try SourceFile.named(path) } catch {
            Console.error("qosctl: \(error)")
            let finding = DiagnosticJSON.value(Diagnostic(.error, .file, "\(error)", at: nil), in: SourceMap())
            return (Outcome(kind: .unreadable), [finding])
        }
        let (bytes, found) = PolicyFormatter.format(source)
        let sources = SourceMap(of: source)
        Findings.printText(found, sources)
        let findings = found.map { DiagnosticJSON.value($0, in: sources) }
        guard let bytes else { return (Outcome(kind: .errors), findings) }
        do throws(DriverError) {
            return (try finish(source, path, bytes), findings)
        } catch {
            _ = error.report()
            let failure = DiagnosticJSON.value(
                Diagnostic(.error, .file, "\(path) cannot be written", at: nil), in: SourceMap())
            return (Outcome(kind: .unreadable), findings + [failure])
        }
    }

    private func finish(_ source: SourceFile, _ path: String, _ bytes: [UInt8]) throws(DriverError) -> Outcome {
        let isSame = bytes == source.bytes
        if path == "-", !check, !diff {
            guard !output.json else {
                return Outcome(kind: isSame ? .formatted : .changed, text: String(decoding: bytes, as: UTF8.self))
            }
            Console.printBytes(bytes)
            return Outcome(kind: isSame ? .formatted : .changed)
        }
        guard !isSame else { return Outcome(kind: .formatted) }
        if diff {
            let text = UnifiedDiff.text(
                UnifiedDiff.lines(of: source.bytes), UnifiedDiff.lines(of: bytes), oldName: path, newName: path)
            if output.json { return Outcome(kind: .wouldChange, diff: text) }
            Console.print(diff: text)
        } else if check, !output.json {
            Console.print(path)
        }
        guard !check, !diff else { return Outcome(kind: .wouldChange) }
        try PolicyFileWriter.rewrite(path, with: bytes)
        return Outcome(kind: .changed)
    }
}
