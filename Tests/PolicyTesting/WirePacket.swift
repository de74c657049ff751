import NetworkLab
import QoSCompiler
import QoSDriver

/// A packet as the interpreter sees it, and as it is sent.
package struct WirePacket {
    /// Complete: what the kernel can see of the packet is in it.
    package var seen: QoSCompiler.Packet
    package var sent: NetworkLab.Packet

    /// Completes a description with what every packet on the wire has.
    package init(_ description: QoSCompiler.Packet, ecn: UInt8 = 0, decoyPorts: (UInt16, UInt16) = (40_000, 9)) throws {
        var seen = description
        let isForwarded = seen.path == .forward
        let proto = seen.proto ?? 253
        seen.proto = proto
        let destination = seen.daddr?.description ?? (seen.family == .ip ? "198.51.100.77" : "2001:db8:77::7")
        let source = seen.saddr?.description ?? (seen.family == .ip ? Lab.senderIP : Lab.senderIP6).description
        guard let to = Address(destination), let from = Address(source) else {
            throw LabError.invalid("\(destination) or \(source) is no address")
        }
        var sent = NetworkLab.Packet(proto, from: from, to: to)
        seen.daddr = IPAddress(destination)
        seen.saddr = IPAddress(source)
        sent.sourcePort = seen.sport ?? decoyPorts.0
        sent.destinationPort = seen.dport ?? decoyPorts.1
        if ProtocolNames.hasPorts(proto), !seen.isLaterFragment {
            seen.sport = sent.sourcePort
            seen.dport = sent.destinationPort
        }
        sent.dscp = seen.dscp.value
        sent.ecn = ecn
        if seen.isLaterFragment { sent.fragment = .later(offset: 100, more: false) }
        if isForwarded {
            sent.interface = seen.iif
            seen.oif = seen.oif ?? "eth1"
        } else {
            sent.interface = seen.oif
            seen.oif = seen.oif ?? "eth0"
            sent.mark = seen.mark
            let user = try Self.number(seen.user, field: .user)
            let group = try Self.number(seen.group, field: .group)
            sent.owner = NetworkLab.Owner(uid: user, gid: group)
            seen.user = .id(user)
            seen.group = .id(group)
        }
        self.seen = seen
        self.sent = sent
    }

    private static func number(_ owner: QoSCompiler.Owner?, field: MatchField) throws -> UInt32 {
        switch owner {
        case .id(let id): return id
        case .name(let name):
            guard let number = OwnerLookup.resolver(name, field) else {
                throw LabError.unusable("no \(field.rawValue) \(name)")
            }
            return number
        case nil: return 0
        }
    }
}

/// What the far side saw, against the interpreter.
package enum WireCheck {
    /// Nil when the frame is what the decision says; else what is wrong.
    package static func problem(_ packet: WirePacket, _ decision: Decision, _ frame: Frame) -> String? {
        let dscp = decision.marking.dscp ?? packet.seen.dscp
        var problems: [String] = []
        if frame.dscp != dscp.value { problems.append("DSCP \(frame.dscp), not \(dscp.value)") }
        if frame.ecn != packet.sent.ecn { problems.append("ECN \(frame.ecn), not \(packet.sent.ecn)") }
        if !frame.headerChecksumIsValid { problems.append("the IPv4 header checksum is wrong") }
        if frame.checksumIsValid == false { problems.append("the transport checksum is wrong") }
        // A router derives the priority of IPv4 packets from their TOS; what we leave alone is not ours to check there.
        let priority = decision.marking.priority?.value ?? (packet.seen.path == .output ? packet.sent.priority : nil)
        if let priority, frame.priority != priority {
            problems.append("priority \(frame.priority.map { "\($0)" } ?? "?"), not \(priority)")
        }
        return problems.isEmpty ? nil : problems.joined(separator: "; ")
    }

    /// Sends all packets, and compares each with what the policy says of it. Returns the problems and how often each rule
    /// (nil: the default) should have counted.
    package static func run(
        _ packets: [WirePacket], _ policy: Policy, in lab: Lab
    ) throws -> (problems: [String], counts: [Int?: UInt64]) {
        let interpreter = Interpreter(policy, resolvingOwners: OwnerLookup.resolver)
        var problems: [String] = []
        var counts: [Int?: UInt64] = [:]
        let frames = try lab.exchange(packets.map(\.sent), within: 10)
        for (packet, frame) in zip(packets, frames) {
            let decision = interpreter.decide(packet.seen)
            counts[decision.ruleIndex, default: 0] += 1
            if let problem = problem(packet, decision, frame) {
                let rule = decision.ruleIndex.map { policy.rules[$0].name } ?? "default"
                problems.append("\(rule): \(problem)\n  packet \(packet.seen)\n  sent \(packet.sent)\n  frame \(frame)")
            }
        }
        return (problems, counts)
    }
}
