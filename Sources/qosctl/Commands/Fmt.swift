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

    private enum Outcome: String {
        case same = "formatted"
        case changed
        case wouldChange = "would-change"
        case errors
    }

    func run() throws {
        var worst: Int32 = 0
        var results: [JSONValue] = []
        var diagnostics: [JSONValue] = []
        for path in file {
            let source = try SourceFile.namedOrExit(path, json: output.json)
            let (bytes, found) = PolicyFormatter.format(source)
            let sources = SourceMap(of: source)
            Findings.printText(found, sources)
            diagnostics += found.map { DiagnosticJSON.value($0, in: sources) }
            let outcome = try finish(source, path, bytes)
            let fails = outcome == .errors || (check && outcome == .wouldChange)
            worst = max(worst, fails ? 1 : 0)
            results.append(.object(["file": .string(path), "result": .string(outcome.rawValue)]))
        }
        if output.json {
            Console.print(
                .object(["schema": .number(1), "files": .array(results), "diagnostics": .array(diagnostics)]))
        }
        throw ExitCode(worst)
    }

    private func finish(_ source: SourceFile, _ path: String, _ bytes: [UInt8]?) throws -> Outcome {
        guard let bytes else { return .errors }
        if path == "-", !check, !diff {
            if !output.json { Console.printBytes(bytes) }
            return bytes == source.bytes ? .same : .changed
        }
        guard bytes != source.bytes else { return .same }
        if diff, !output.json {
            Console.print(
                diff: UnifiedDiff.text(lines(source.bytes), lines(bytes), oldName: path, newName: path))
        } else if check, !output.json {
            Console.print(path)
        }
        guard !check, !diff else { return .wouldChange }
        do throws(DriverError) {
            try PolicyFileWriter.rewrite(path, with: bytes)
        } catch {
            throw error.report(json: output.json)
        }
        return .changed
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
