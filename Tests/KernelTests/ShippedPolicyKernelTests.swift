import NetworkLab
import QoSCompiler
import QoSDriver
import Testing

/// Every shipped policy on the wire: each of its `expect` packets is sent, and has to carry the marks of its rule.
@Suite(.serialized)
struct ShippedPolicyKernelTests {
    @Test(arguments: Files.shipped)
    func wireAgreesWithWhy(_ name: String) throws {
        let path = Files.policy(name)
        let loaded = PolicyLoader.load(path, expectations: true)
        let policy = try #require(loaded.policy, "\(loaded.diagnostics)")
        let laboratory = try PolicyLab.pair(interfaces: ["eth0", "wg0"])
        try laboratory.apply(file: path)
        // A raw socket here has no link-local address to send IPv6 multicast from; `why` covers those few.
        let own = policy.expectations.filter { $0.packet.path == .output && !Self.isLinkScoped($0.packet.daddr) }
        #expect(policy.expectations.count - own.count < 40)
        let packets = try own.map { expectation in
            var packet = expectation.packet
            packet.oif = packet.oif.map { $0.hasPrefix("wg") ? "wg0" : "eth0" } ?? "eth0"
            return try WirePacket(packet, ecn: UInt8.random(in: 0...3))
        }
        let (problems, _) = try WireCheck.run(packets, policy, in: laboratory.lab)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
        #expect(packets.count > 50)
        #expect(try laboratory.inPlace { try $0.status().isInStep })
    }

    private static func isLinkScoped(_ address: IPAddress?) -> Bool {
        guard let text = address?.description else { return false }
        return text.hasPrefix("ff") || text.hasPrefix("fe80:")
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
        try laboratory.lab.policyPlace.nft(compiled.stdout)
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
            let text = String(line).replacing(/\bg[0-9]+_/, with: "").replacing(/\ comment "policy [0-9a-f]+"/, with: "")
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
