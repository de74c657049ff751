import NetworkLab

/// A stranger's chain behind routing that counts packets with private numbers for priorities (0x51……): where they have
/// to be, and where they must not.
struct ForeignChain {
    private let namespace: NetworkNamespace

    init(in namespace: NetworkNamespace, _ oracle: LinkOracle) throws {
        self.namespace = namespace
        let rules = LinkTraffic.interfaces.map {
            "oifname \"\($0)\" meta priority 5100:0-51ff:ffff counter name \(oracle.maySeeTokens($0) ? "due" : "undue")"
        }
        try namespace.nft(
            """
            table inet stranger
            delete table inet stranger
            table inet stranger {
              counter due { }
              counter undue { }
              chain c {
                type filter hook postrouting priority -300; policy accept;
                \(rules.joined(separator: "\n    "))
              }
            }
            """)
    }

    /// Packets so far that had such a number.
    func counts() throws -> (due: Int, undue: Int) { (try count("due"), try count("undue")) }

    private func count(_ name: String) throws -> Int {
        let words = try namespace.command(["nft", "list", "counter", "inet", "stranger", name])
            .split(whereSeparator: \.isWhitespace)
        guard let place = words.firstIndex(of: "packets"), let count = Int(words[place + 1]) else {
            throw LabError.invalid("nft lists a counter as \(words)")
        }
        return count
    }
}
