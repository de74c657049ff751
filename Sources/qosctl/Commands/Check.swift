import ArgumentParser
import QoSCompiler
import QoSDriver

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parses and validates policies, runs their expect tests, and looks into the order of their rules.",
        discussion: """
            Needs no root and, without --link, no kernel. A rule that never takes a packet is a warning; of rules whose order decides, and of \
            rules that change nothing, there is a note with an example. \
            Exit: 0 clean, 1 errors (or warnings with --strict), 2 cannot read.
            """)

    @Argument(help: "Policy files; - is standard input.", completion: .policyFile)
    var file: [String]

    @Flag(help: "Warnings fail too.")
    var strict = false

    @Flag(help: "List everything that there is to say about the order of the rules.")
    var analysis = false

    @Flag(help: "Propose moves for rules that never take a packet; nothing is changed.")
    var suggest = false

    @Flag(help: "Look at the links that the policy names on this host, too.")
    var link = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard file.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("Standard input can be read once.") }
    }

    func run() throws {
        var results: [CheckResult] = []
        var worst: Int32 = 0
        for path in file {
            let source = try PolicySource.named(path)
            var result = CheckResult(path: path, loaded: source.load(expectations: true))
            if let policy = result.loaded.policy { result.analysis = PolicyAnalysis.run(policy, detail: detail) }
            if link, let policy = result.loaded.policy {
                try result.addFindings(aboutLinksOf: policy, json: output.json)
            }
            if suggest { result.proposal = OrderProposal.find(source.load(), from: source) }
            Findings.printText(result.adding(analysis ? \.everything : \.summary), notes: true)
            worst = max(worst, result.exitCode(isStrict: strict))
            if !output.json { CheckOutput.print(result, isStrict: strict) }
            results.append(result)
        }
        if output.json { CheckOutput.printJSON(results, withAnalysis: analysis, withSuggestions: suggest) }
        throw ExitCode(worst)
    }

    private var detail: PolicyAnalysis.Detail {
        switch (analysis, output.json) {
        case (true, true): .everything
        case (false, false): .summary
        default: .findings
        }
    }
}
