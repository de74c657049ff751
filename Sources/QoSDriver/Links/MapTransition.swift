import NetlinkModel
import QoSCompiler

/// How the PCP of a priority changes on a VLAN device without a frame that has the one policy's DSCP and the other's PCP.
///
/// In between, packets that would meet a changing entry carry tokens to the device, which has entries for those: first the
/// rules change to tokens, then the entries change, then the rules to the new priorities.
struct MapTransition {
    let changes: [MapChange]
    let host: HostLinks

    /// The VLAN devices.
    var interfaces: [InterfaceName] {
        Set(changes.map(\.interface)).sorted { $0.description < $1.description }
    }

    var priorities: Set<UInt32> { Set(changes.map(\.priority)) }

    /// Why it cannot be done unnoticed: for each change that something stands against, in words.
    var obstacles: [String] {
        changes.compactMap { change in
            guard let link = host.link(named: change.interface), let obstacle = obstacle(on: link) else { return nil }
            let priority = PacketPriority(change.priority)
            return
                "priority \(priority) changes its PCP from \(change.old) to \(change.new) on \(change.interface), and "
                + "\(obstacle): for a moment frames may have the one policy's DSCP and the other's PCP"
        }
    }

    private func obstacle(on device: Link) -> String? {
        if let qdisc = device.qdisc, qdisc != "noqueue" {
            return "frames wait in its queue (\(qdisc))"
        }
        for link in host.path(of: device).dropFirst() {
            guard let qdisc = link.qdisc, Self.mindsTokens(qdisc) else { continue }
            return "the queue of \(link.name?.description ?? "interface \(link.index)") (\(qdisc)) looks at priorities"
        }
        return nil
    }

    /// Whether a qdisc treats a token otherwise than the priority that it stands for. A token ends in the same four bits,
    /// and names no class.
    private static func mindsTokens(_ qdisc: String) -> Bool {
        // Their bands are for priorities without a major number.
        if qdisc == "prio" || qdisc == "ets" { return true }
        return switch QueuePriority(qdisc: qdisc) {
        case .classes, .unknown: true
        case .bands, .ownClasses, .children, .none: false
        }
    }

    /// The entries for tokens: what each device will give the priorities that they stand for. With what the apply does before
    /// the flip anyway.
    func steps(_ tokens: [PriorityToken], _ work: LinkWork) -> LinkSteps {
        var steps = work.steps
        steps.finish = []
        steps.conflicts = []
        for name in interfaces {
            guard let link = host.link(named: name), let live = work.live[link.index] else { continue }
            let target = work.targets[link.index]
            let before = work.record.interfaces[link.index]?.egressBefore ?? [:]
            var pcps: [UInt32: UInt8] = [:]
            for token in tokens {
                let priority = token.priority.value
                pcps[token.value] = target?.egress[priority] ?? before[priority] ?? live.egress[priority]
            }
            let entries = pcps.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map {
                VLANMapping(priority: $0.key, pcp: $0.value)
            }
            for entry in entries {
                steps.recordMeanwhile.interfaces[link.index, default: LinkRecord.Interface(name: name)]
                    .egressBefore[entry.priority] = 0
            }
            guard !entries.isEmpty else { continue }
            steps.prepare.append(
                LinkStep(
                    command: .setVLANMaps(interfaceIndex: link.index, egress: entries, ingress: []),
                    undo: .setVLANMaps(
                        interfaceIndex: link.index, egress: entries.map { VLANMapping(priority: $0.priority, pcp: 0) },
                        ingress: []), statement: target?.egressStatement))
        }
        steps.recordAfter = steps.recordMeanwhile
        return steps
    }
}
