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
        let text: String
        switch format {
        case .nft: text = NFTScript.script(plan)
        case .tc: text = "# no link statements: nothing for tc to do\n"
        case .netlink: text = NFTDebugText.lines(of: plan.contents).joined(separator: "\n") + "\n"
        case .json:
            // JSON as it is, with --json or without.
            Console.print(PlanJSON.value(plan, of: policy))
            return
        }
        guard output.json else {
            Console.printBytes(Array(text.utf8))
            return
        }
        Console.print(
            .object([
                JSONMember(key: "schema", value: .number(1)),
                JSONMember(key: "format", value: .string(format.rawValue)),
                JSONMember(key: "text", value: .string(text)),
                Findings.member(loaded.diagnostics, loaded.sources),
            ]))
    }
}
