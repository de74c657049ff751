import Foundation
import NetworkLab
import QoSCompiler

/// `make run-vm`: applies a policy whose links write PCPs, sends real packets over a VLAN device and over an untagged port,
/// and shows the frames.
struct LinkDemo {
    let qosctl: String
    let policy: String
    let state: String
    let lab: Lab

    /// False when a frame is not as the policy says.
    static func run(qosctl: String, policy: String) throws -> Bool {
        var isRight = true
        for (port, vlans) in [("eth0", [UInt16(10)]), ("eth1", [])] {
            var trunk = Lab.Trunk(vlans: vlans)
            trunk.port = port
            trunk.receiverHasVLANs = true
            let lab = try Lab.trunk(trunk, purpose: "demo")
            let state = NSTemporaryDirectory() + "qosctl-demo-\(getpid())-\(port)"
            defer {
                lab.delete()
                try? FileManager.default.removeItem(atPath: state)
            }
            let interface = vlans.first.map { "\(port).\($0)" } ?? port
            if !vlans.isEmpty {
                for half in ["0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"] { try lab.route(half, over: interface) }
            }
            let demo = LinkDemo(qosctl: qosctl, policy: policy, state: state, lab: lab)
            isRight = try demo.show(over: interface) && isRight
        }
        return isRight
    }

    private func show(over interface: String) throws -> Bool {
        print("\n# \(interface), a \(interface.contains(".") ? "VLAN device" : "port without VLANs")")
        try command(["apply", policy])
        try command(["status"])
        guard let active = PolicyLoader.load(policy, from: LocalPolicyFiles()).policy else {
            throw LabError.invalid("\(policy) does not load")
        }
        let seen = try DemoTraffic.all.map { try $0.observe(in: lab, under: active, over: interface) }
        let expected = seen.map { Self.tag(of: $0, under: active, over: interface) }
        let rows = zip(seen, expected).map { observation, tag -> [String] in
            let found = observation.tags.map { "vid \($0.vid) pcp \($0.pcp)" }.joined(separator: ", ")
            let isRight = observation.isRight && observation.tags.map(\.control) == (tag.map { [$0.control] } ?? [])
            return [
                observation.rule, observation.what, observation.packet, observation.wireDSCP.map { "\($0)" } ?? "?",
                observation.wirePriority?.classID ?? "?", found.isEmpty ? "no tag" : found, isRight ? "ok" : "WRONG",
            ]
        }
        print("\nThe frames on the far side:\n")
        print(DemoTable.text([["rule", "what", "packet", "DSCP", "priority", "802.1Q", ""]] + rows))
        let wrong = rows.filter { $0.last != "ok" }.count
        let tagged = seen.filter { !$0.tags.isEmpty }.count
        print("\n\(wrong == 0 ? "ok" : "WRONG: \(wrong)"): \(rows.count) packets, \(tagged) of them in tagged frames")
        try command(["stop"])
        return wrong == 0 && tagged > 0
    }

    /// The tag that a frame should have: of the VLAN device, with the PCP that its map has for the packet's final priority; or
    /// a priority tag where the marking has a pcp.
    private static func tag(of seen: Observation, under policy: Policy, over interface: String) -> VLANTag? {
        guard let vid = interface.split(separator: ".").dropFirst().first.flatMap({ UInt16($0) }) else {
            return seen.marking.pcp.map { VLANTag(vid: 0, pcp: $0.value) }
        }
        let map = Dictionary(uniqueKeysWithValues: policy.statedPCPs.map { ($0.priority, $0.pcp) })
        return VLANTag(vid: vid, pcp: seen.wirePriority.flatMap { map[$0]?.value } ?? 0)
    }

    private func command(_ arguments: [String]) throws {
        print("\n$ qosctl \(arguments.joined(separator: " "))")
        let result = try lab.sender.run([qosctl] + arguments, environment: ["QOSCTL_STATE_DIR": state])
        print(result.stderr + result.stdout, terminator: "")
        guard result.succeeded else {
            throw LabError.invalid("qosctl \(arguments.joined(separator: " ")): exit \(result.status)")
        }
    }
}
