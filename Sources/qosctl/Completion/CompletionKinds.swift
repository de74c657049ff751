import ArgumentParser
import NetlinkModel
import QoSCompiler
import QoSDriver

/// What arguments complete to. A command says `completion: .rule`, and no more.
///
/// Names come from the policy that the command line is about: the FILE of `-f`, else the active one. Where there is none,
/// or it cannot be read, nothing is offered, and nothing is said.
extension CompletionKind {
    /// Policy files.
    static var policyFile: CompletionKind { .file(extensions: ["qos", "json"]) }

    /// Names of rules that are counted, and the default.
    static var countedRule: CompletionKind {
        .custom { words, index, _ in
            CommandWords(words, index).policy.map { $0.rules.filter(\.isEnabled).map(\.name) + ["default"] } ?? []
        }
    }

    /// Names of rules.
    static var rule: CompletionKind {
        .custom { words, index, _ in CommandWords(words, index).policy?.rules.map(\.name) ?? [] }
    }

    /// Names of classes.
    static var className: CompletionKind {
        .custom { words, index, _ in CommandWords(words, index).policy?.classes.map(\.name) ?? [] }
    }

    /// The words of a packet, one field and one value after the other.
    static var packet: CompletionKind { .custom { words, index, _ in RuleWords(CommandWords(words, index)).packet } }

    /// The words of a rule: fields with their values, then the action.
    static var ruleBody: CompletionKind { .custom { words, index, _ in RuleWords(CommandWords(words, index)).rule } }

    /// The words of a `rule` statement.
    static var ruleStatement: CompletionKind {
        .custom { words, index, _ in RuleWords(CommandWords(words, index)).statement }
    }

    /// Interfaces of this network namespace.
    static var interface: CompletionKind { .custom { _, _, _ in InterfaceWords.names } }

    /// The files of the active policy.
    static var keptFile: CompletionKind {
        .custom { words, index, _ in (try? CommandWords(words, index).driver.keptFiles()) ?? [] }
    }
}

/// The interfaces of this network namespace.
enum InterfaceWords {
    /// Those that a command line can name.
    static var names: [String] {
        let names = (try? HostInspection.interfaceNames()) ?? []
        return names.filter { InterfacePattern($0) != nil && !$0.hasSuffix("*") }
    }
}
