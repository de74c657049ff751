import ArgumentParser
import Glibc
import QoSCompiler
import QoSDriver

struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opens the active policy in an editor, checks it, shows what changes, and applies.",
        discussion: """
            Like visudo: a text with errors is never applied. The editor is $SUDO_EDITOR, $VISUAL, $EDITOR, or editor. \
            Without a terminal it asks nothing: a good text is applied, any other refused. \
            Exit: 0 applied or unchanged, 1 refused or given up, 2.
            """)

    @Argument(
        help: ArgumentHelp("A file that the policy includes, instead of the top file.", valueName: "INCLUDED"),
        completion: .keptFile)
    var included: String?

    @Flag(name: .shortAndLong, help: "Do not ask before applying.")
    var yes = false

    @OptionGroup var options: EditOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    private enum Answer: String {
        case yes = "y"
        case edit = "e"
        case quit = "q"
    }

    func run() throws {
        let (name, original) = try original()
        guard Editor.isChosen || isatty(STDIN_FILENO) == 1 else {
            throw Findings.failure(
                "no terminal, and no editor in $SUDO_EDITOR, $VISUAL or $EDITOR", json: output.json, code: 1)
        }
        let editor: Editor
        do throws(Editor.Failure) {
            editor = try Editor(original, name: name)
        } catch {
            throw DriverError.unusable(error.message).report(json: output.json)
        }
        while true {
            do throws(Editor.Failure) {
                try editor.run()
            } catch {
                throw giveUp(error.message, editor, original)
            }
            let bytes: [UInt8]
            do throws(PolicyFileError) { bytes = try LocalPolicyFiles().read(editor.path) } catch {
                throw giveUp("\(error)", editor, original)
            }
            let change = RuleEdit.replace(file: included, from: original, to: bytes)
            switch try answer(to: change, isChanged: bytes != original) {
            case .edit: continue
            case .quit: throw giveUp("nothing is changed", editor, original)
            case .yes:
                do {
                    try options.run(change, state: state, output: output)
                } catch {
                    Console.error("qosctl: your text is in \(editor.path)")
                    throw error
                }
                // A dry run has applied nothing: the text may be wanted yet.
                if options.dryRun, bytes != original {
                    Console.error("qosctl: nothing is changed; your text is in \(editor.path)")
                } else {
                    editor.remove()
                }
                return
            }
        }
    }

    private func original() throws -> (name: String, bytes: [UInt8]) {
        do throws(DriverError) {
            if let file = options.file { return try Driver.textToEdit(of: file, file: included) }
            // Nobody should write a text that cannot be applied.
            if !options.dryRun { try state.driver.requireEditable() }
            return try state.driver.textToEdit(file: included)
        } catch {
            throw error.report(json: output.json)
        }
    }

    /// What to do with a text. Shows on a terminal what it would change, and asks.
    private func answer(to change: RuleEdit, isChanged: Bool) throws -> Answer {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, isChanged else { return .yes }
        do throws(DriverError) {
            let result = try options.preview(change, driver: state.driver)
            if let edited = result.edited { Findings.printText(edited) }
            for line in RuleDiffText.lines(result.ruleDiff) { Console.error(line) }
            Console.error(
                DiffStyle.text(result.textDiff, isColoured: Console.hasColour(STDERR_FILENO)), terminator: "")
        } catch {
            _ = error.report()
            return ask("(e)dit again or (q)uit without a change?", [.edit, .quit])
        }
        guard !yes, !options.dryRun else { return .yes }
        return ask("apply? (y)es, (e)dit again, (q)uit without a change", [.yes, .edit, .quit])
    }

    private func ask(_ question: String, _ answers: [Answer]) -> Answer {
        while true {
            Console.error(question + " ", terminator: "")
            guard let line = readLine() else { return .quit }
            if let answer = answers.first(where: { $0.rawValue == line.lowercased().first.map(String.init) }) {
                return answer
            }
        }
    }

    /// The text may be an hour's work: it stays, if it is one.
    private func giveUp(_ message: String, _ editor: Editor, _ original: [UInt8]) -> ExitCode {
        let text = try? LocalPolicyFiles().read(editor.path)
        if text == nil || text == original {
            editor.remove()
            Console.error("qosctl: \(message)")
        } else {
            Console.error("qosctl: \(message); your text is in \(editor.path)")
        }
        if output.json { Console.print(Findings.json([], extra: [Diagnostic(.error, .file, message, at: nil)])) }
        return ExitCode(1)
    }
}
