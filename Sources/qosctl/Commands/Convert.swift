import ArgumentParser
import QoSCompiler
import QoSDriver

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Converts a policy file between the language and JSON.",
        discussion: """
            Prints the other form. Includes and set files stay references, comments become comment members and back. What \
            cannot be carried over is listed. Exit: 0 everything, 1 partly, 2 cannot read or convert.
            """)

    @Argument(help: "A policy file, .qos or .json; - is standard input.", completion: .policyFile)
    var file: String

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case qos
        case json
    }

    @Option(help: ArgumentHelp("The form to convert to.", valueName: "qos|json"))
    var to: Form

    @OptionGroup var output: OutputOptions

    func run() throws {
        let file = try SourceFile.namedOrExit(self.file, json: output.json)
        let result = PolicyConversion.convert(file, to: to == .qos ? .qos : .json)
        let sources = SourceMap(of: file)
        Findings.printText(result.diagnostics, sources)
        if output.json {
            Console.print(
                .object([
                    "schema": .number(1), "complete": .bool(result.isComplete), "text": .optional(result.text),
                    "diagnostics": .array(result.diagnostics.map { DiagnosticJSON.value($0, in: sources) }),
                ]))
        } else if let text = result.text {
            Console.printBytes(Array(text.utf8))
        }
        throw ExitCode(result.text == nil ? 2 : result.isComplete ? 0 : 1)
    }
}
