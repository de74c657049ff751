import ArgumentParser
import Glibc
import QoSCompiler

/// The program: an ordered list of commands, each in a file of its own.
@main
struct Qosctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "qosctl",
        abstract: "Marks this host's traffic (DSCP, priority, 802.1p) by an ordered policy; the kernel does the work.",
        version: "0.1.0",
        subcommands: [
            Check.self, Compile.self, Diff.self, Apply.self, List.self, Why.self, Status.self, Show.self, Start.self,
            Stop.self,
            Confirm.self, Rollback.self, History.self,
            Add.self, SetRule.self, Reorder.self, Remove.self, Enable.self, Disable.self, Edit.self,
            Fmt.self, Convert.self,
            Init.self,
            Capabilities.self,
            Completion.self,
            Counters.self,
            Top.self,
            Values.self,
            Verify.self,
            Guard.self,
        ])

    /// Maps every way to end to the exit codes of the manual: usage errors are 2 everywhere.
    static func main() {
        refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
        var command: any ParsableCommand = Qosctl()
        do {
            command = try parseAsRoot()
            try command.run()
            end(command, 0)
        } catch let code as ExitCode {
            end(command, code.rawValue)
        } catch {
            let isRequest = exitCode(for: error).isSuccess
            let text = fullMessage(for: error)
            if isRequest { Console.print(text) } else { Console.error(text) }
            Glibc.exit(isRequest ? 0 : 2)
        }
    }

    /// Lost results are a failure where they are all that the command is for.
    private static func end(_ command: any ParsableCommand, _ code: Int32) {
        let isLost = Console.reportLostOutput()
        let changesKernel: [any ParsableCommand.Type] = [
            Apply.self, Start.self, Stop.self, Add.self, SetRule.self, Reorder.self, Remove.self, Enable.self,
            Disable.self,
            Edit.self, Confirm.self, Rollback.self,
        ]
        let isChange = changesKernel.contains { $0 == type(of: command) }
        Glibc.exit(isLost && !isChange ? max(code, 2) : code)
    }

    /// What the parser would call an unexpected argument.
    private static func refuseUnknownCommand(_ word: String?) {
        guard let word else {
            Console.error(helpMessage())
            Glibc.exit(2)
        }
        let known = configuration.subcommands.map { $0._commandName }
        guard !word.hasPrefix("-"), !known.contains(word), word != "help" else { return }
        let hint = Suggestion.text(for: word, among: known) ?? "qosctl --help lists all"
        Console.error("qosctl: there is no command '\(word)'; \(hint)")
        Glibc.exit(2)
    }
}
