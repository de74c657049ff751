import NetlinkModel
import QoSCompiler

/// Links as lines, to be compared: what a policy wants of them, and what the kernel holds in those places.
enum LinkLines {
    static func wanted(_ targets: [Int32: LinkTarget]) -> [String] {
        sorted(targets.values) { $0.link }.flatMap { target in
            lines(target.link, target.egress, target.ingress, target.filters.map(\.filter))
        }
    }

    /// The entries that a policy wants or that we have changed, and all our filters.
    static func live(_ work: LinkWork) -> [String] {
        sorted(work.live.values) { $0.link }.flatMap { live -> [String] in
            let target = work.targets[live.link.index]
            let before = work.record.interfaces[live.link.index]
            let egress = live.egress.filter { entry in
                target?.egress[entry.key] != nil || before?.egressBefore[entry.key].map { $0 != entry.value } ?? false
            }
            let ingress = live.ingress.filter { entry in
                target?.ingress[entry.key] != nil || before?.ingressBefore[entry.key].map { $0 != entry.value } ?? false
            }
            return lines(live.link, egress, ingress, live.ours)
        }
    }

    private static func sorted<Value>(_ values: some Sequence<Value>, by link: (Value) -> Link) -> [Value] {
        values.sorted { (link($0).name?.description ?? "") < (link($1).name?.description ?? "") }
    }

    /// In an order that does not depend on the kernel's.
    private static func lines(
        _ link: Link, _ egress: [UInt32: UInt8], _ ingress: [UInt8: UInt32], _ filters: [TCFilter]
    ) -> [String] {
        let name = link.name?.description ?? "interface \(link.index)"
        // An entry of 0 is none.
        let out = egress.filter { $0.value != 0 }.sorted { $0.key < $1.key }.compactMap { priority, pcp in
            TCText.map([VLANMapping(priority: priority, pcp: pcp)], isEgress: true, of: name)
        }
        let into = ingress.filter { $0.value != 0 }.sorted { $0.key < $1.key }.compactMap { pcp, priority in
            TCText.map([VLANMapping(priority: priority, pcp: pcp)], isEgress: false, of: name)
        }
        return out + into + filters.map { TCText.add($0, to: name, handle: false) }.sorted()
    }
}
