import NetlinkModel
import QoSCompiler

/// What the policy wants of one interface: all its `link` statements together.
struct LinkTarget {
    struct Filter {
        var filter: TCFilter
        /// Which of the policy's `links` it comes from.
        var statement: Int
    }

    let link: Link
    /// Skb priority to PCP.
    var egress: [UInt32: UInt8] = [:]
    /// PCP to skb priority.
    var ingress: [UInt8: UInt32] = [:]
    var filters: [Filter] = []
    /// Of the maps.
    var egressStatement: Int?
    var ingressStatement: Int?

    init(_ link: Link) {
        self.link = link
    }

    /// By interface index.
    static func all(_ planned: [PlannedLink], on host: HostLinks) -> [Int32: LinkTarget] {
        var targets: [Int32: LinkTarget] = [:]
        for wanted in planned {
            guard let link = host.link(named: wanted.interface) else { continue }
            var target = targets[link.index] ?? LinkTarget(link)
            switch wanted.work {
            case .egressMap(let entries):
                for entry in entries { target.egress[entry.priority] = entry.pcp }
                target.egressStatement = wanted.statement
            case .ingressMap(let entries):
                for entry in entries { target.ingress[entry.pcp] = entry.priority }
                target.ingressStatement = wanted.statement
            case .filters(let filters):
                let isTagged = planned.contains { $0.interface == wanted.interface && $0.pushesTags }
                target.filters += filters.filters(
                    on: link.index, tags: host.tags(above: link), besideTags: isTagged
                ).map { Filter(filter: $0, statement: wanted.statement) }
            }
            targets[link.index] = target
        }
        return targets
    }
}
