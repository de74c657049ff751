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

    func run() throws {
        let (_, policy) = try PolicySource.named(file).loadOrExit()
        let plan = Compiler.compile(policy)
        switch format {
        case .nft: Console.printBytes(Array(NFTScript.script(plan).utf8))
        case .tc: Console.print("# no link statements: nothing for tc to do")
        case .netlink: Console.print(NFTDebugText.lines(of: plan.contents).joined(separator: "\n"))
        case .json: Console.print(PlanJSON.value(plan, of: policy))
        }
    }
}
