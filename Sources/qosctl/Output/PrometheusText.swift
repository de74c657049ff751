import NetlinkModel
import QoSCompiler
import QoSDriver

/// Counters in Prometheus' text exposition format, version 0.0.4.
enum PrometheusText {
    static func text(_ listing: PolicyListing) -> String {
        let policy = ("policy", listing.policy.name ?? "")
        var rules = listing.rules.map { listed in
            (
                labels: [policy, ("rule", listed.rule.name), ("class", listed.rule.action.className ?? "")],
                listed.counter
            )
        }
        let fallback = listing.policy.defaultAction.className ?? ""
        rules.append(([policy, ("rule", "default"), ("class", fallback)], listing.defaultCounter))
        let classes = listing.classes.map { (labels: [policy, ("class", $0.policyClass.name)], $0.counter) }
        return family(
            "qosctl_policy_info", "gauge", "The active policy.",
            [
                ([policy, ("revision", String(listing.revision))], 1)
            ])
            + family("qosctl_rule_packets_total", "counter", "Packets that a rule has taken.", values(rules, \.packets))
            + family("qosctl_rule_bytes_total", "counter", "Bytes of those packets.", values(rules, \.bytes))
            + family("qosctl_class_packets_total", "counter", "Packets marked for a class.", values(classes, \.packets))
            + family("qosctl_class_bytes_total", "counter", "Bytes of those packets.", values(classes, \.bytes))
    }

    private typealias Labels = [(String, String)]

    /// What is not counted has no sample.
    private static func values(
        _ counters: [(labels: Labels, counter: NFTCounter?)], _ value: (NFTCounter) -> UInt64
    ) -> [(Labels, UInt64)] {
        counters.compactMap { labels, counter in counter.map { (labels, value($0)) } }
    }

    private static func family(_ name: String, _ type: String, _ help: String, _ samples: [(Labels, UInt64)]) -> String
    {
        guard !samples.isEmpty else { return "" }
        var text = "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for (labels, value) in samples {
            text += name + "{" + labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "} \(value)\n"
        }
        return text
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
