import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// Every shipped policy on the wire: each of its `expect` packets is sent, and has to carry the marks of its rule.
@Suite(.serialized)
struct ShippedPolicyKernelTests {
    @Test func thereAreSome() {
        #expect(Files.shipped.count >= 11)
    }

    @Test(arguments: Files.shipped)
    func wireAgreesWithWhy(_ name: String) throws {
        let path = Files.policy(name)
        let loaded = PolicyLoader.load(path, expectations: true)
        let policy = try #require(loaded.policy, "\(loaded.diagnostics)")
        // What is of the link only is not routed, nor has a raw socket here an address for it; `why` covers those few.
        let packets = policy.expectations.map(\.packet).filter { !Self.isLinkScoped($0) }
        #expect(policy.expectations.count - packets.count < 20)
        #expect(packets.count >= 45)
        let own = packets.filter { $0.path == .output }
        let forwarded = packets.filter { $0.path == .forward }
        if !own.isEmpty {
            let interfaces = Self.names(["eth0"] + own.compactMap(\.oif))
            try check(own, policy, path, in: try PolicyLab.pair(interfaces: interfaces))
        }
        if !forwarded.isEmpty {
            let interfaces = Self.names(["eth0"] + forwarded.compactMap(\.iif))
            try check(forwarded, policy, path, in: try PolicyLab.routed(inside: interfaces))
        }
    }

    private func check(
        _ packets: [QoSCompiler.Packet], _ policy: Policy, _ path: String, in laboratory: PolicyLab
    ) throws {
        try laboratory.apply(file: path)
        let sent = try packets.map { try WirePacket($0, ecn: UInt8.random(in: 0...3)) }
        let (problems, _) = try WireCheck.run(sent, policy, in: laboratory.lab)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
        #expect(try laboratory.inPlace { try $0.status().isInStep })
    }

    /// Each once, the first one first: it has the default route.
    private static func names(_ names: [String]) -> [String] {
        names.reduce(into: []) { all, name in if !all.contains(name) { all.append(name) } }
    }

    private static func isLinkScoped(_ packet: QoSCompiler.Packet) -> Bool {
        let multicast = packet.path == .forward ? ["ff", "224."] : ["ff"]
        guard let destination = packet.daddr?.description else { return false }
        let source = packet.saddr?.description ?? ""
        return (multicast + ["fe80:"]).contains { destination.hasPrefix($0) }
            || packet.path == .forward && source.hasPrefix("fe80:")
    }

    @Test(arguments: Files.shipped)
    func nftReadsBackTheSame(_ name: String) throws {
        let path = Files.policy(name)
        let laboratory = try PolicyLab.pair(interfaces: ["eth0", "wg0"])
        try laboratory.apply(file: path)
        let ours = try laboratory.nft("list", "table", "inet", "qosctl")
        // What nft prints of our table loads again to the same.
        try laboratory.lab.policyPlace.nft("delete table inet qosctl\n" + ours)
        #expect(try laboratory.nft("list", "table", "inet", "qosctl") == ours)
        // What compile prints loads to the same rules, but for the generation in names.
        let compiled = try laboratory.qosctl("compile", path, "--format", "nft")
        #expect(compiled.status == 0)
        let policy = try #require(PolicyLoader.load(path, expectations: false).policy)
        #expect(compiled.stdout == NFTScript.script(Compiler.compile(policy)))
        // But compile does not know which links are there: here none, so that nothing goes to them.
        #expect(!policy.links.contains { !$0.isOptional })
        var options = Compiler.Options()
        options.tokenInterfaces = []
        try laboratory.lab.policyPlace.nft(NFTScript.script(Compiler.compile(policy, options)))
        let theirs = try laboratory.nft("list", "table", "inet", "qosctl")
        #expect(Listing.plain(theirs) == Listing.plain(ours))
    }
}

/// `nft list` without what changes from one apply to the next.
enum Listing {
    /// The blocks of a listing in a stable order, without generations and the policy's fingerprint.
    static func plain(_ listing: String) -> [String] {
        var blocks: [String] = []
        var current: [String] = []
        for line in listing.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = String(line).replacing(/\bg[0-9]+_/, with: "").replacing(
                /\ comment "policy [0-9a-f]+( g[0-9]+)?"/, with: "")
            if line.hasPrefix("\tcounter ") || line.hasPrefix("\tset ") || line.hasPrefix("\tchain ") {
                blocks.append(current.joined(separator: "\n"))
                current = []
            }
            if !text.allSatisfy(\.isWhitespace), text != "}" { current.append(text) }
        }
        blocks.append(current.joined(separator: "\n"))
        return blocks.sorted()
    }
}
