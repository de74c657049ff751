import NetlinkKit
import NetlinkModel
import QoSCompiler

/// What the kernel holds on one interface: its VLAN maps, our filters, and as much of others' as has to be known.
struct LiveLink {
    let link: Link
    /// `clsact`, or `ingress`, which has room for filters on receive only; nil for neither.
    var qdisc: String?
    var ours: [TCFilter] = []
    /// Filters at our preferences without our cookie.
    var strangers: [TCFilter] = []
    /// How many filters there are beside these.
    var others = 0

    var egress: [UInt32: UInt8] { Self.map(link.vlan?.egressMap ?? [], key: \.priority, value: \.pcp) }
    var ingress: [UInt8: UInt32] { Self.map(link.vlan?.ingressMap ?? [], key: \.pcp, value: \.priority) }

    private static func map<Key: Hashable, Value>(
        _ entries: [VLANMapping], key: KeyPath<VLANMapping, Key>, value: KeyPath<VLANMapping, Value>
    ) -> [Key: Value] {
        Dictionary(entries.map { ($0[keyPath: key], $0[keyPath: value]) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads some interfaces.
    static func read(_ indexes: Set<Int32>, on host: HostLinks) throws(NetlinkError) -> [Int32: LiveLink] {
        guard !indexes.isEmpty else { return [:] }
        let client = RTNLClient()
        var live: [Int32: LiveLink] = [:]
        for index in indexes {
            if let link = host.link(index) { live[index] = LiveLink(link: link) }
        }
        for qdisc in try client.qdiscs() where qdisc.parent == .clsact {
            live[qdisc.interfaceIndex]?.qdisc = qdisc.kind
        }
        for index in live.keys where live[index]?.qdisc != nil {
            for hook in TCHook.allCases where hook == .ingress || live[index]?.qdisc == "clsact" {
                for filter in try client.filters(on: index, hook: hook) { live[index]?.add(filter) }
            }
        }
        return live
    }

    private mutating func add(_ filter: TCFilter) {
        if LinkFilters.isOurs(filter) {
            ours.append(filter)
        } else if LinkFilters.preferences.contains(filter.identity.preference), filter.identity.chain == 0 {
            strangers.append(filter)
        } else {
            others += 1
        }
    }
}
