import Foundation

/// Makes manual pages: one for each command from `qosctl --experimental-dump-help` on standard input, and those that are
/// written by hand. Usage: qosctl-man PAGES OUTPUT
///
/// PAGES holds what is written by hand. In it, the line `.\" @COMMANDS@` stands for the list of commands.
@main
struct ManPages {
    private static let listMark = ".\\\" @COMMANDS@\n"

    static func main() throws {
        guard CommandLine.arguments.count == 3 else { throw Failure("usage: qosctl-man PAGES OUTPUT") }
        let pages = URL(fileURLWithPath: CommandLine.arguments[1])
        let output = URL(fileURLWithPath: CommandLine.arguments[2])
        let tool = try JSONDecoder().decode(ToolDescription.self, from: FileHandle.standardInput.readDataToEndOfFile())
        let program = tool.command.commandName
        let frame = try String(contentsOf: pages.appendingPathComponent("\(program).8"), encoding: .utf8)
        guard let date = frame.split(separator: "\n").first(where: { $0.hasPrefix(".Dd ") })?.dropFirst(4) else {
            throw Failure("\(program).8 has no .Dd")
        }
        guard frame.contains(listMark) else { throw Failure("\(program).8 has no place for the list of commands") }

        // Pages of commands that are no more go away.
        if FileManager.default.fileExists(atPath: output.path) { try FileManager.default.removeItem(at: output) }
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws {
            try text.write(to: output.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        for command in tool.command.documentedCommands {
            let page = CommandPage(program: program, command: command, date: String(date))
            try write(page.text, "\(program)-\(command.commandName).8")
        }
        try write(frame.replacingOccurrences(of: listMark, with: list(tool.command)), "\(program).8")
        for name in try FileManager.default.contentsOfDirectory(atPath: pages.path) where name != "\(program).8" {
            try write(try String(contentsOf: pages.appendingPathComponent(name), encoding: .utf8), name)
        }
    }

    private static func list(_ program: CommandDescription) -> String {
        let items = program.documentedCommands.flatMap { command in
            [".It Xr \(program.commandName)-\(command.commandName) 8"] + Mdoc.paragraphs(command.abstract ?? "")
        }
        return ([".Bl -tag -width Ds"] + items + [".El"]).map { $0 + "\n" }.joined()
    }
}

struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
