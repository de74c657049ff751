import ArgumentParser
import QoSCompiler
import QoSDriver

struct Compile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what a policy compiles to.",
        discussion: """
            Needs no root. The nft format loads with nft -f, dot is for Graphviz. PACKET is written as for why. \
            Exit: 0, 1 policy error, 2 cannot read.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case nft
        case tc
        case netlink
        case json
        case dot
    }

    @Argument(help: "A policy file; - is standard input.", completion: .policyFile)
    var file: String

    @Argument(
        help: ArgumentHelp("With --explain: the way of this packet.", valueName: "PACKET"), completion: .packet)
    var packet: [String] = []

    @Option(help: "nft (the default), tc, netlink, json or dot.")
    var format: Format?

    @Flag(help: "Print sizes, segments, and what packets are predicted to cost.")
    var stats = false

    @Flag(help: "Print the chains as indented text, in words of the policy.")
    var explain = false

    @Flag(help: "Explain or draw all of a large graph.")
    var full = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if stats, explain || format != nil {
            throw ValidationError("--stats, --explain and --format are three things to print.")
        }
        if explain, let format, format != .dot {
            throw ValidationError("--explain prints text; of the formats, dot shows the same.")
        }
        if !packet.isEmpty, !explain || format != nil {
            throw ValidationError("A packet goes with --explain: '\(packet[0])' is more than one FILE.")
        }
        if full, !packet.isEmpty || !(explain || format == .dot) {
            throw ValidationError("--full goes with --explain and --format dot.")
        }
    }

    func run() throws {
        let packet = try parsedPacket()
        let (loaded, policy) = try PolicySource.named(file).loadOrExit(json: output.json)
        var options = Compiler.Options()
        // What a packet gets is told without what carries it to a link.
        if stats || explain || format == .dot { options.tokenInterfaces = [] }
        let plan = Compiler.compile(policy, options)
        let findings = PlanFindings.run(plan, of: policy)
        Findings.printText(findings, loaded.sources)
        let diagnostics = Findings.member(loaded.diagnostics + findings, loaded.sources)
        if stats {
            printStatistics(plan, policy, diagnostics)
        } else if let packet {
            printWay(of: packet, plan, policy, diagnostics)
        } else {
            print(plan, policy, diagnostics)
        }
    }

    private func print(_ plan: Plan, _ policy: Policy, _ diagnostics: JSONMember) {
        if explain, format == nil {
            print("explain", diagnostics) { PlanExplanation.write(plan, of: policy, full: full, to: $0) }
            return
        }
        let format = format ?? .nft
        switch format {
        case .nft: print(format.rawValue, diagnostics) { NFTScript.writeScript(plan, to: $0) }
        case .tc: print(format.rawValue, diagnostics) { TCScript.write(plan, to: $0) }
        case .netlink: print(format.rawValue, diagnostics) { NFTDebugText.write(plan.contents, to: $0) }
        case .dot: print(format.rawValue, diagnostics) { PlanDot.write(plan, of: policy, full: full, to: $0) }
        case .json:
            // JSON as it is, with --json or without.
            Console.printPieces(terminator: "") { piece in
                PlanJSON.write(plan, of: policy, to: piece)
                piece("\n")
            }
        }
    }

    /// Line by line; as one text in JSON.
    private func print(_ format: String, _ diagnostics: JSONMember, _ produce: ((String) -> Void) -> Void) {
        guard output.json else {
            Console.printPieces(terminator: "\n", produce)
            return
        }
        var text = ""
        produce { text += $0 + "\n" }
        Console.print(
            .object([
                JSONMember(key: "schema", value: .number(1)),
                JSONMember(key: "format", value: .string(format)),
                JSONMember(key: "text", value: .string(text)),
                diagnostics,
            ]))
    }

    private func printStatistics(_ plan: Plan, _ policy: Policy, _ diagnostics: JSONMember) {
        let statistics = PlanStatistics(plan, of: policy)
        guard output.json else {
            StatisticsOutput.print(statistics, bytes: plan.loadSize)
            return
        }
        Console.print(
            .object([
                JSONMember(key: "schema", value: .number(1)),
                JSONMember(key: "stats", value: StatisticsJSON.value(statistics, bytes: plan.loadSize)),
                diagnostics,
            ]))
    }

    // MARK: A packet

    private func parsedPacket() throws -> Packet? {
        guard !packet.isEmpty else { return nil }
        do throws(PacketError) {
            return try PacketParser.parse(packet.map { PacketWord($0) })
        } catch {
            throw Findings.failure("\(error)", json: output.json, code: 2, as: .packet)
        }
    }

    private func printWay(of packet: Packet, _ plan: Plan, _ policy: Policy, _ diagnostics: JSONMember) {
        let decision = Interpreter(policy, resolvingOwners: OwnerLookup.resolver).decide(packet)
        let way = PacketWay.follow(packet, through: plan, of: policy, resolvingOwners: OwnerLookup.resolver)
        if let way, !way.agrees(with: decision, of: policy) {
            Console.error(
                "note: the kernel's packets have addresses and an interface that they leave on; "
                    + "with saddr, daddr and oif this is the way of such a packet")
        }
        guard output.json else {
            DecisionOutput.print(decision, policy)
            if let way { PacketWayOutput.print(way) }
            return
        }
        Console.print(
            .object(DecisionOutput.members(decision, policy) + PacketWayOutput.members(way) + [diagnostics]))
    }
}
