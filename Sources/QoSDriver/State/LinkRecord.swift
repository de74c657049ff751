import NetlinkModel

/// What links were like before we changed them, so that `stop` can put it back. Written before every change.
struct LinkRecord: Hashable, Sendable {
    struct Interface: Hashable, Sendable {
        var name: InterfaceName
        /// The clsact qdisc is our making.
        var madeClsact = false
        /// The PCP that a priority had, 0 for none; of each entry that we set.
        var egressBefore: [UInt32: UInt8] = [:]
        /// The priority that a PCP gave.
        var ingressBefore: [UInt8: UInt32] = [:]
    }

    /// By interface index: a link that is made anew has another one.
    var interfaces: [Int32: Interface] = [:]
    /// Links do not outlive a boot or their namespace.
    var identity: NamespaceIdentity

    static let schema = "qosctl-links 1"

    init(identity: NamespaceIdentity) {
        self.identity = identity
    }

    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map({ $0 == Self.schema }) == true else { return nil }
        let head = StateFile.parse(bytes, schema: Self.schema) ?? [:]
        self.init(identity: NamespaceIdentity(boot: head["boot"] ?? "", namespace: head["namespace"] ?? ""))
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            guard let keyword = words.first, ["link", "clsact", "egress", "ingress"].contains(keyword) else { continue }
            guard read(keyword, words.dropFirst().map(String.init)) else { return nil }
        }
    }

    private mutating func read(_ keyword: Substring, _ words: [String]) -> Bool {
        guard let first = words.first, let index = Int32(first) else { return false }
        switch keyword {
        case "link":
            guard words.count == 2, let name = InterfaceName(words[1]) else { return false }
            interfaces[index] = Interface(name: name)
        case "clsact":
            interfaces[index]?.madeClsact = true
        case "egress":
            guard words.count == 3, let priority = UInt32(words[1]), let pcp = UInt8(words[2]) else { return false }
            interfaces[index]?.egressBefore[priority] = pcp
        default:
            guard words.count == 3, let pcp = UInt8(words[1]), let priority = UInt32(words[2]) else { return false }
            interfaces[index]?.ingressBefore[pcp] = priority
        }
        return true
    }

    /// Whether another record tells nothing that this one does not.
    func covers(_ other: LinkRecord) -> Bool {
        other.interfaces.allSatisfy { index, theirs in
            guard let ours = interfaces[index], ours.name == theirs.name, ours.madeClsact || !theirs.madeClsact else {
                return false
            }
            return theirs.egressBefore.allSatisfy { ours.egressBefore[$0.key] == $0.value }
                && theirs.ingressBefore.allSatisfy { ours.ingressBefore[$0.key] == $0.value }
        }
    }

    var bytes: [UInt8] {
        var lines = [Self.schema, "boot \(identity.boot)", "namespace \(identity.namespace)"]
        for (index, interface) in interfaces.sorted(by: { $0.key < $1.key }) {
            lines.append("link \(index) \(interface.name)")
            if interface.madeClsact { lines.append("clsact \(index)") }
            lines += interface.egressBefore.sorted { $0.key < $1.key }.map { "egress \(index) \($0.key) \($0.value)" }
            lines += interface.ingressBefore.sorted { $0.key < $1.key }.map { "ingress \(index) \($0.key) \($0.value)" }
        }
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }
}
