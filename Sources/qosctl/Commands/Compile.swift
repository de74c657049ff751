import ArgumentParser
import QoSCompiler
import QoSDriver

struct Compile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what a policy compiles to.",
        discussion: "Needs no root. The nft format loads with nft -f. Exit: 0, 1 policy error, 2 cannot read.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case nft
        case tc
        case netlink
        case json
    }

    @Argument(help: "A policy file; - is standard input.", completion: .policyFile)
    var file: String

    @Option(help: "nft, tc, netlink or json.")
    var format: Format = .nft

    @OptionGroup var output: OutputOptions

    func run() throws {
        let (loaded, policy) = try PolicySource.named(file).loadOrExit(json: output.json)
        let plan = Compiler.compile(policy)
        switch format {
        case .nft: print(loaded) { NFTScript.writeScript(plan, to: $0) }
        case .tc: print(loaded) { $0("# no link statements: nothing for tc to do") }
        case .netlink: print(loaded) { NFTDebugText.write(plan.contents, to: $0) }
        case .json:
            // JSON as it is, with --json or without.
            Console.printPieces(terminator: "") { piece in
                PlanJSON.write(plan, of: policy, to: piece)
                piece("\n")
            }
        }
    }

    /// Line by line; as one text in JSON.
    private func print(_ loaded: LoadedPolicy, _ produce: ((String) -> Void) -> Void) {
        guard output.json else {
            Console.printPieces(terminator: "\n", produce)
            return
        }
        var text = ""
        produce { text += $0 + "\n" }
        Console.print(
            .object([
                JSONMember(key: "schema", value: .number(1)),
                JSONMember(key: "format", value: .string(format.rawValue)),
                JSONMember(key: "text", value: .string(text)),
                Findings.member(loaded.diagnostics, loaded.sources),
            ]))
    }
}
