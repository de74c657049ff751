import NetlinkModel
import NetworkLab
import QoSCompiler

/// What a policy's links make of packets, by the manual's words and without the compiler: the reference for the wire.
struct LinkOracle {
    let policy: Policy
    /// Entries of VLAN devices that somebody else has set.
    var egressBefore: [String: [UInt32: UInt8]] = [:]
    var ingressBefore: [String: [UInt8: UInt32]] = [:]

    /// The tag identifier of the VLAN device that an interface is; nil for ports.
    static func vid(of interface: String) -> UInt16? {
        interface.split(separator: ".").dropFirst().first.flatMap { UInt16($0) }
    }

    private func forms(on interface: String) -> [LinkForm] {
        policy.links.filter { $0.interface.value.description == interface }.map(\.form)
    }

    private func port(below interface: String) -> String {
        String(interface.split(separator: ".").first ?? "")
    }

    // MARK: Outward

    /// The tags of a packet that has met the rules, with this marking, and with this priority in the end.
    func tags(_ marking: Marking, priority: UInt32, over interface: String) -> [VLANTag] {
        if let vid = Self.vid(of: interface) {
            if forms(on: port(below: interface)).contains(.retag), let pcp = marking.pcp {
                return [VLANTag(vid: vid, pcp: pcp.value)]
            }
            return [VLANTag(vid: vid, pcp: egressMap(of: interface)[priority] ?? 0)]
        }
        guard forms(on: interface).contains(.tagPriority), let pcp = marking.pcp else { return [] }
        return [VLANTag(vid: 0, pcp: pcp.value)]
    }

    /// Interfaces that packets may leave by with a number that stands for their priority.
    func maySeeTokens(_ interface: String) -> Bool {
        let below = forms(on: port(below: interface))
        return below.contains(.retag) || Self.vid(of: interface) == nil && below.contains(.tagPriority)
    }

    func egressMap(of interface: String) -> [UInt32: UInt8] {
        var map = egressBefore[interface] ?? [:]
        for form in forms(on: interface) {
            switch form {
            case .egressMapAuto: map.merge(statedPCPs) { $1 }
            case .egressMap(let entries): for entry in entries { map[entry.priority] = entry.pcp.value }
            default: continue
            }
        }
        return map
    }

    private var statedPCPs: [UInt32: UInt8] {
        let actions = policy.rules.map(\.action) + [policy.defaultAction]
        let markings =
            policy.classes.map(\.marking)
            + actions.compactMap { action in if case .set(let marking) = action { marking } else { nil } }
        var pcps: [UInt32: UInt8] = [:]
        for marking in markings {
            if let pcp = marking.pcp { pcps[marking.statedPriority?.value ?? UInt32(pcp.value)] = pcp.value }
        }
        return pcps
    }

    // MARK: Inward

    /// With which priority a packet that comes to the port with these tags reaches its receiver on this host.
    func received(_ tags: [VLANTag], dscp: UInt8, on port: String) -> UInt32 {
        var priority: UInt32 = 0
        if forms(on: port).contains(.trustDSCP) { priority = UInt32(dscp) }
        if forms(on: port).contains(.trustPCP), let tag = tags.first { priority = UInt32(tag.pcp) }
        guard let tag = tags.first, tag.vid != 0 else { return priority }
        let device = "\(port).\(tag.vid)"
        var map = ingressBefore[device] ?? [:]
        for case .ingressMap(let entries) in forms(on: device) {
            for entry in entries { map[entry.pcp.value] = entry.priority }
        }
        return forms(on: device).contains(.trustDSCP) ? UInt32(dscp) : map[tag.pcp] ?? 0
    }
}
