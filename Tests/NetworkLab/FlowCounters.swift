/// Kernel counters in a netdev table of a namespace: they see every packet, whatever the load. At the policy's place they
/// stand on egress, after the policy and before any queue that may drop.
public final class FlowCounters: Sendable {
    public enum Hook: Sendable, Hashable {
        case egress(String)
        case ingress(String)
    }

    /// One counter: packets count under the first entry that matches.
    public struct Entry: Sendable, Hashable {
        public let name: String
        /// In nft's words, as in an inet table: "udp dport 4000 ip dscp ef".
        public let match: String

        public init(_ name: String, _ match: String) {
            self.name = name
            self.match = match
        }
    }

    private let namespace: NetworkNamespace
    private let table: String

    /// IP packets that no entry matches are counted as "other".
    public init(
        in namespace: NetworkNamespace, at hook: Hook, _ entries: [Entry], table: String = "lab_count"
    ) throws(LabError) {
        self.namespace = namespace
        self.table = table
        let (kind, device) =
            switch hook {
            case .egress(let name): ("egress", name)
            case .ingress(let name): ("ingress", name)
            }
        let all = entries + [Entry("other", "meta protocol { ip, ip6 }")]
        try namespace.nft(
            """
            table netdev \(table) {
            \(all.map { "  counter \($0.name) { }" }.joined(separator: "\n"))
              chain count {
                type filter hook \(kind) device "\(device)" priority 20000; policy accept;
            \(all.map { "    \($0.match) counter name \"\($0.name)\" accept" }.joined(separator: "\n"))
              }
            }
            """)
    }

    /// Packets by name.
    public func read() throws(LabError) -> [String: UInt64] {
        let text = try namespace.command(["nft", "list", "counters", "table", "netdev", table])
        var counts: [String: UInt64] = [:]
        var name: Substring?
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.count >= 2, words[0] == "counter" { name = words[1] }
            if let current = name, words.count >= 2, words[0] == "packets", let count = UInt64(words[1]) {
                counts[String(current)] = count
                name = nil
            }
        }
        return counts
    }

    /// Takes the table away.
    public func delete() throws(LabError) {
        try namespace.command(["nft", "delete", "table", "netdev", table])
    }
}
