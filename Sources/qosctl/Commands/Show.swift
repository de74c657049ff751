import ArgumentParser
import QoSCompiler
import QoSDriver

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the kept active policy, byte for byte.",
        discussion: "With --json, all its files. Exit: 0, 1 there is none, 2 cannot read.")

    @Argument(help: "One of the files that the policy names, instead of the top file.", completion: .keptFile)
    var file: String?

    @Flag(help: "Print the names of the kept files, the top file first.")
    var files = false

    func validate() throws {
        guard !files || file == nil else { throw ValidationError("Give a file's name or --files.") }
    }

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        do throws(DriverError) {
            if output.json {
                let kept = try state.driver.keptTexts().filter { file == nil || $0.path == file }
                if files || !kept.isEmpty {
                    printJSON(kept)
                    return
                }
            } else if files {
                for name in try state.driver.keptFiles() { Console.print(name) }
                return
            } else if let text = try state.driver.keptText(file: file) {
                Console.printBytes(text)
                return
            }
        } catch {
            throw error.report(json: output.json)
        }
        throw Findings.failure(
            file.map { "the active policy has no file '\($0)'" } ?? state.driver.reasonForNothing, json: output.json,
            code: 1)
    }

    /// With `--files` without the texts.
    private func printJSON(_ kept: [(path: String, bytes: [UInt8])]) {
        let list = kept.map { path, bytes -> JSONValue in
            let name = JSONMember(key: "path", value: .string(path))
            return .object(
                files
                    ? [name] : [name, JSONMember(key: "text", value: .string(String(decoding: bytes, as: UTF8.self)))])
        }
        Console.print(.object(["schema": .number(1), "files": .array(list)]))
    }
}
