/// What `--experimental-dump-help` of swift-argument-parser prints, as far as manual pages need it (ToolInfoV0).
struct ToolDescription: Decodable {
    var command: CommandDescription
}

struct CommandDescription: Decodable {
    var commandName: String
    var shouldDisplay: Bool?
    var abstract: String?
    var discussion: String?
    var subcommands: [CommandDescription]?
    var arguments: [ArgumentDescription]?

    /// In the order of the program; without `help`, which is in every page as `--help`.
    var documentedCommands: [CommandDescription] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    /// Without `--help` and `--version`, which qosctl(8) describes.
    var documentedArguments: [ArgumentDescription] {
        (arguments ?? []).filter { argument in
            argument.shouldDisplay && !(argument.names ?? []).contains { $0.name == "help" || $0.name == "version" }
        }
    }
}

struct ArgumentDescription: Decodable {
    enum Kind: String, Decodable {
        case positional
        case option
        case flag
    }

    struct Name: Decodable {
        enum Kind: String, Decodable {
            case long
            case short
            case longWithSingleDash
        }

        var kind: Kind
        var name: String

        /// As mdoc writes it behind `Fl`, which makes the first hyphen.
        var flag: String { (kind == .long ? "-" : "") + name }
    }

    var kind: Kind
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
    var discussion: String?

    /// What stands for the value; the library writes property names in lower case.
    var placeholder: String { (valueName ?? "value").uppercased() }
}
