import Foundation

/// The page of one command, from what the program says about it.
struct CommandPage {
    var program: String
    var command: CommandDescription
    /// The value of `.Dd`.
    var date: String

    private var name: String { "\(program)-\(command.commandName)" }

    var text: String {
        var lines = [
            ".\\\" Made by Tools/ManPages from the program's own description of its arguments.",
            ".Dd \(date)", ".Dt \(name.uppercased()) 8", ".Os Linux",
            ".Sh NAME", ".Nm \(name)", ".Nd \(Self.phrase(command.abstract ?? command.commandName))",
            ".Sh SYNOPSIS", ".Nm \(program) \(command.commandName)",
        ]
        lines += command.documentedArguments.sorted { $0.kind != .positional && $1.kind == .positional }.map(synopsis)
        lines.append(".Sh DESCRIPTION")
        lines += Mdoc.paragraphs(command.abstract ?? "")
        let (discussion, exits) = Self.split(command.discussion ?? "")
        if !discussion.isEmpty { lines += [".Pp"] + Mdoc.paragraphs(discussion) }
        if !command.documentedArguments.isEmpty {
            lines += [".Bl -tag -width Ds"] + command.documentedArguments.flatMap(item) + [".El"]
        }
        lines += exitStatus(exits)
        lines += [".Sh SEE ALSO", ".Xr \(program)-policy 5 ,", ".Xr \(program) 8"]
        return lines.map { $0 + "\n" }.joined()
    }

    /// An abstract as `.Nd` wants it: no capital for its first word, no full stop.
    static func phrase(_ abstract: String) -> String {
        var text = abstract
        while text.hasSuffix(".") { text.removeLast() }
        return Mdoc.line(text.prefix(1).lowercased() + text.dropFirst())
    }

    // MARK: Arguments

    private func synopsis(_ argument: ArgumentDescription) -> String {
        let more = argument.isRepeating ? " ..." : ""
        let words: String
        switch argument.kind {
        case .positional: words = "Ar \(Mdoc.argument(argument.placeholder))\(more)"
        case .flag: words = "Fl \(argument.preferredName?.flag ?? "")"
        case .option:
            words = "Fl \(argument.preferredName?.flag ?? "") Ar \(Mdoc.argument(argument.placeholder))\(more)"
        }
        return argument.isOptional || argument.kind == .flag ? ".Op \(words)" : ".\(words)"
    }

    private func item(_ argument: ArgumentDescription) -> [String] {
        let value = argument.kind == .flag ? "" : "Ar \(Mdoc.argument(argument.placeholder))"
        let flags = (argument.names ?? []).sorted { $0.kind == .short && $1.kind != .short }.map { "Fl \($0.flag)" }
        let head = (flags.isEmpty ? [] : [flags.joined(separator: " , ")]) + (value.isEmpty ? [] : [value])
        var text = [argument.abstract, argument.discussion].compactMap(\.self).joined(separator: "\n\n")
        if let values = argument.allValues, !values.allSatisfy(text.contains) {
            text += " One of: \(values.joined(separator: ", "))."
        }
        if let value = argument.defaultValue, argument.kind != .flag { text += " The default is \(value)." }
        return [".It \(head.joined(separator: " "))"] + Mdoc.paragraphs(text)
    }

    // MARK: Exit status

    /// The discussion, and what stands behind its last "Exit:".
    private static func split(_ discussion: String) -> (text: String, exits: String) {
        guard let mark = discussion.range(of: "Exit:", options: .backwards) else { return (discussion, "") }
        return (
            discussion[..<mark.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines),
            discussion[mark.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }

    /// "0 clean, 1 errors, 2 cannot read." as a list; a code without words has the meaning that it has everywhere.
    private func exitStatus(_ exits: String) -> [String] {
        var text = exits
        if text.hasSuffix(".") { text.removeLast() }
        var items: [(code: String, meaning: String)] = []
        for part in text.components(separatedBy: ", ") {
            if let code = part.first, "0123".contains(code), part.count == 1 || part.dropFirst().first == " " {
                items.append((String(code), String(part.dropFirst(2))))
            } else if !items.isEmpty {
                items[items.count - 1].meaning += ", " + part
            }
        }
        guard !items.isEmpty else {
            return [".Sh EXIT STATUS"] + (exits.isEmpty ? ["See", ".Xr \(program) 8 ."] : Mdoc.paragraphs(exits))
        }
        let usual = [
            "0": "success", "1": "refused", "2": "usage error, or something cannot be read", "3": "not restored",
        ]
        let list = items.flatMap { item in
            let meaning = item.meaning.isEmpty ? usual[item.code] ?? "" : item.meaning
            return [".It \(item.code)"] + Mdoc.paragraphs(meaning.prefix(1).uppercased() + meaning.dropFirst() + ".")
        }
        return [".Sh EXIT STATUS", ".Bl -tag -width Ds"] + list + [".El"]
    }
}
