import QoSCompiler
import SeededRandom

/// Policies of rules that come in twos: for one family and for the other, for a user and for everybody else. What both do
/// is the same for every value of a field, which is something else than a rule that does not look at the field: some
/// packets do not have it.
public enum TwinPolicy {
    private static let twins = [
        ("family ip", "family ip6"), ("user alice", "user != alice"), ("group staff", "group != staff"),
        ("user 1000", "user != 1000"), ("mark 1/1", "mark 0/1"), ("mark 4", "mark != 4"),
        ("dport 0-79", "dport 80-65535"),
        ("proto udp", "proto != udp"), ("dscp 0-31", "dscp 32-63"), ("oif eth*", "oif != eth*"),
        ("daddr 0.0.0.0/1", "daddr 128.0.0.0/1"), ("daddr ::/1", "daddr != ::/1"), ("sport @big", "sport != @big"),
    ]

    /// `isLarge` for a set that is too large to become part of a map.
    public static func text(_ random: inout SeededGenerator, rules: Int, isLarge: Bool) -> String {
        let big = (0..<(isLarge ? 2100 : 3)).map { "\($0 * 31)" }.joined(separator: " ")
        var text = "set big { \(big) }\ncounters \(random.pick(["rule", "class", "none", "none"]))\n"
        for index in 0..<8 { text += "class c\(index) dscp \(index * 8)\n" }
        let pairs = twins.shuffled(using: &random).prefix(random.int(1...4))
        var lines: [String] = []
        while lines.count < rules {
            let twin = random.pick(Array(pairs))
            let rest = others.filter { !twin.0.hasPrefix($0.field) }.shuffled(using: &random).prefix(random.int(1...2))
            let conditions = rest.map { "\($0.field) \(random.pick($0.values))" }.joined(separator: " ")
            let action = "class c\(random.int(0...7))"
            lines.append("\(twin.0) \(conditions) \(action)")
            lines.append("\(twin.1) \(conditions) \(random.chance(oneIn: 8) ? "keep" : action)")
        }
        if random.chance(oneIn: 2) { lines.shuffle(using: &random) }
        for (index, line) in lines.enumerated() { text += "rule r\(index) \(line)\n" }
        return text + "default \(random.pick(["keep", "class c0"]))\n"
    }

    private static let others: [(field: String, values: [String])] = [
        ("mark", ["1", "3", "5", "7-9", "{ 2 4 }"]), ("dport", ["53", "80", "{ 443 8443 }", "1000-2000"]),
        ("daddr", ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"]), ("dscp", ["0", "ef", "8-16"]),
        ("user", ["1000-1005", "7", "bob"]), ("oif", ["eth0", "wg*"]), ("sport", ["31", "62", "1-100"]),
    ]
}
