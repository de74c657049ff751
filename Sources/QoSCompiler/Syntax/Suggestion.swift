/// "did you mean …": the nearest known word.
public enum Suggestion {
    /// Words of other tools, and what they are called here.
    private static let foreign: [String: String] = [
        "src": "saddr", "dst": "daddr", "source": "saddr", "destination": "daddr", "from": "saddr", "to": "daddr",
        "sip": "saddr", "dip": "daddr", "srcport": "sport", "dstport": "dport", "port": "dport", "protocol": "proto",
        "l4proto": "proto", "iifname": "iif", "oifname": "oif", "in": "iif", "out": "oif", "skuid": "user",
        "skgid": "group", "uid": "user", "gid": "group", "tos": "dscp", "fwmark": "mark", "prio": "priority",
        "cos": "pcp", "accept": "keep", "return": "keep", "pass": "keep", "ipv4": "ip", "ipv6": "ip6", "inet": "ip",
        "inet6": "ip6", "interface": "oif", "application": "app", "service": "unit",
    ]

    /// Nil when nothing known is near.
    public static func text(for word: String, among known: [String]) -> String? {
        nearest(to: word, among: known).map { "did you mean '\($0)'?" }
    }

    static func nearest(to word: String, among known: [String]) -> String? {
        let lowered = word.lowercased()
        if let translated = foreign[lowered], known.contains(translated) { return translated }
        if known.contains(lowered), lowered != word { return lowered }
        guard word.utf8.count <= 64 else { return nil }
        let limit = max(1, word.utf8.count / 3)
        var best: (word: String, distance: Int)?
        for candidate in known where abs(candidate.utf8.count - word.utf8.count) <= limit {
            let distance = distance(Array(lowered.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to another.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var current = [i + 1]
            for j in 0..<b.count {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous.last ?? 0
    }
}
