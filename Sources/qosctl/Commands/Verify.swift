import ArgumentParser
import QoSCompiler
import QoSDriver
import QoSVerifier

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Proves that what is loaded treats every packet as the policy says, or shows one that it does not.",
        discussion: """
            Reads our table back from the kernel and follows all packets through it at once, apart from the compiler that \
            made it: each has to get the marking, and count on the counter, that the first rule says which matches it. \
            Exit: 0 proved, 1 a packet or a place differs, 2 cannot read or tell.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Verify what this policy compiles to instead; needs no root and no kernel.", valueName: "FILE"),
        completion: .policyFile)
    var file: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var state: StateOptions

    func run() throws {
        let verification = try verification()
        if output.json {
            Console.print(VerificationJSON.value(verification))
        } else {
            VerificationText.print(verification)
        }
        if case .undecided(let reason) = verification.result {
            Console.error("qosctl: this can neither be proved nor refuted: \(reason)")
        }
        throw ExitCode(VerificationText.exitCode(verification.result))
    }

    private func loaded(_ file: String) throws -> LoadedPolicy {
        let loaded = try PolicySource.named(file).load()
        guard loaded.policy == nil else { return loaded }
        Findings.printText(loaded)
        if output.json { Console.print(Findings.json([loaded])) }
        throw ExitCode(2)
    }

    private func verification() throws -> PolicyVerification {
        let compiled = try file.map(loaded)
        do throws(DriverError) {
            guard let compiled else { return try state.driver.verify() }
            return try Driver.verify(compiled: compiled)
        } catch {
            // 1 is for packets that differ.
            throw error.report(json: output.json, refusal: 2)
        }
    }
}
