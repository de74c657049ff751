import ArgumentParser
import QoSCompiler
import QoSDriver

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a commented policy to start from, made for this host.",
        discussion: """
            It names this host's interfaces and users in comments, and its rules are good on every host. It loads \
            nothing. Exit: 0 written, 1 FILE exists already, 2 cannot read the host or write FILE.
            """)

    @Argument(
        help: ArgumentHelp("Where to write it; - is standard output.", valueName: "FILE"), completion: .policyFile)
    var file = "/etc/qosctl/policy.qos"

    @Flag(help: "Replace FILE if it exists.")
    var force = false

    @Flag(help: "Print it, and write no file.")
    var stdout = false

    @OptionGroup var output: OutputOptions

    private var prints: Bool { stdout || file == "-" }

    func validate() throws {
        if file.isEmpty { throw ValidationError("FILE needs a name.") }
        if prints && output.json { throw ValidationError("--json tells what was written: it needs a FILE.") }
    }

    func run() throws {
        let facts: HostFacts
        do throws(DriverError) {
            facts = try HostInspection.facts()
        } catch {
            throw error.report(json: output.json, refusal: 2)
        }
        let bytes = Array(StarterPolicy.text(for: facts).utf8)
        if prints { return Console.printBytes(bytes) }
        do throws(NewFile.Failure) {
            try NewFile.write(bytes, to: file, replacing: force)
        } catch .exists {
            throw fail("\(file) exists already; it was left as it is (--force replaces it)", 1)
        } catch .failed(let error) {
            throw fail("\(error)", 2)
        }
        if output.json {
            Console.print(.object(["schema": .number(1), "changed": .bool(true), "file": .string(file)]))
        } else {
            Console.print("wrote \(file)")
        }
    }

    private func fail(_ text: String, _ code: Int32) -> ExitCode {
        Console.error("qosctl: \(text)")
        if output.json { Console.print(Findings.json([], extra: [Diagnostic(.error, .file, text, at: nil)])) }
        return ExitCode(code)
    }
}
