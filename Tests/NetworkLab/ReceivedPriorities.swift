/// Counts in the kernel with which priorities packets to UDP ports come in: what ingress maps and `trust` have made of them.
public final class ReceivedPriorities: Sendable {
    /// Before routing, so also for packets that will be forwarded, or at local delivery.
    public enum Hook: String, Sendable, Hashable { case prerouting, input }

    private let namespace: NetworkNamespace
    private let table = "lab_received"

    public init(in namespace: NetworkNamespace, at hook: Hook = .input) throws(LabError) {
        self.namespace = namespace
        try namespace.nft(
            """
            table inet \(table) {
              set seen {
                typeof udp dport . meta priority
                size 65535
                flags dynamic
                counter
              }
              chain count {
                type filter hook \(hook.rawValue) priority 10000; policy accept;
                meta l4proto udp update @seen { udp dport . meta priority counter }
              }
            }
            """)
    }

    /// Packets so far, by destination port and then by priority.
    public func counts() throws(LabError) -> [UInt16: [UInt32: UInt64]] {
        let text = try namespace.command(["nft", "-n", "list", "set", "inet", table, "seen"])
        var counts: [UInt16: [UInt32: UInt64]] = [:]
        for element in text.split(whereSeparator: { ",{}".contains($0) }) {
            // 1000 . 0:6 counter packets 1 bytes 29
            let words = element.split(whereSeparator: \.isWhitespace)
            guard words.count == 8, words[3] == "counter" else { continue }
            guard let port = UInt16(words[0]), let priority = Self.priority(words[2]), let packets = UInt64(words[5])
            else { throw .invalid("nft lists a packet as \(element)") }
            counts[port, default: [:]][priority] = packets
        }
        return counts
    }

    /// nft writes priorities as tc writes class ids.
    private static func priority(_ text: Substring) -> UInt32? {
        if text == "none" { return 0 }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = parts[0].isEmpty ? 0 : UInt32(parts[0], radix: 16),
            let minor = UInt32(parts[1], radix: 16)
        else { return nil }
        return major << 16 | minor
    }
}
