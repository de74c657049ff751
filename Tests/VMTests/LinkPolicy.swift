/// A policy for `LinkLab` that marks all its flows alike, and what then is in their frames.
struct LinkPolicy: Sendable, CustomStringConvertible {
    let name: String
    let dscp: Int
    /// As in a class: `priority 6 pcp 5`.
    let marks: String
    let links: [String]
    /// The PCP of what leaves by eth0.10 and by eth1.20.
    var vlan10 = 0
    var vlan20 = 0
    /// Of what leaves by eth1; nil for no tag.
    var untagged: Int?

    var description: String { name }

    var text: String {
        """
        policy "\(name)"
        class x dscp \(dscp) \(marks)
        \(links.map { "link \($0)\n" }.joined())
        rule x proto udp dport 4000-4099 class x

        """
    }

    static let everyForm = [
        "eth0.10 egress-map auto", "eth0.10 ingress-map { 5:6 3:3 }", "eth1 tag priority", "eth1 retag",
        "eth0 trust pcp",
        "eth0 trust dscp",
    ]

    static let voice = LinkPolicy(
        name: "voice", dscp: 46, marks: "priority 6 pcp 5", links: everyForm, vlan10: 5, vlan20: 5, untagged: 5)
    /// The same priority with another PCP.
    static let video = LinkPolicy(
        name: "video", dscp: 34, marks: "priority 6 pcp 3", links: everyForm, vlan10: 3, vlan20: 3, untagged: 3)
    static let bulk = LinkPolicy(
        name: "bulk", dscp: 8, marks: "priority 2 pcp 1", links: everyForm, vlan10: 1, vlan20: 1, untagged: 1)
    static let unlinked = LinkPolicy(name: "unlinked", dscp: 10, marks: "priority 6 pcp 7", links: [])
    /// What others do with the map, retag does.
    static let retagged = LinkPolicy(
        name: "retagged", dscp: 40, marks: "priority 6 pcp 4", links: ["eth0 retag", "eth1 tag priority"], vlan10: 4,
        untagged: 4)
    static let tagged = LinkPolicy(
        name: "tagged", dscp: 18, marks: "priority 4 pcp 2", links: ["eth0.10 egress-map auto", "eth1 retag"],
        vlan10: 2,
        vlan20: 2)
    /// A map of its own for a class without a PCP.
    static let mapped = LinkPolicy(
        name: "mapped", dscp: 24, marks: "priority 6", links: ["eth0.10 egress-map { 6:6 7:7 }"], vlan10: 6)

    static let all = [voice, video, bulk, unlinked, retagged, tagged, mapped]
}
