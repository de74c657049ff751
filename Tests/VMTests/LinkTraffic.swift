import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import RandomPolicies
import SeededRandom

/// Sends packets through a trunk with a policy in force, and compares frames with what interpreter and links say.
struct LinkTraffic {
    static let interfaces = ["eth0", "eth0.10", "eth0.20", "side0"]

    let lab: Lab
    let oracle: LinkOracle
    let interpreter: Interpreter

    init(_ lab: Lab, _ oracle: LinkOracle) {
        self.lab = lab
        self.oracle = oracle
        interpreter = Interpreter(oracle.policy, resolvingOwners: OwnerLookup.resolver)
    }

    // MARK: Crafted packets

    /// Random packets of all kinds: fragments, extension headers, some as large as the MTU allows.
    func packets(_ count: Int, using random: inout SeededGenerator) throws -> [WirePacket] {
        var generator = PacketGenerator(random, for: oracle.policy, path: .output)
        generator.interfaces = Self.interfaces
        _ = random.next()
        return try (0..<count).map { _ in
            var packet = try WirePacket(
                generator.packet(), ecn: UInt8.random(in: 0...3, using: &random), decoyPorts: generator.decoyPorts())
            ExtensionHeaders.add(to: &packet, using: &random)
            packet.sent.priority =
                random.chance(oneIn: 3) ? random.pick(LinkChoice.priorities) : UInt32(random.int(0...7))
            // As an AH header the filler would be long.
            if packet.sent.protocolNumber != .ah, random.chance(oneIn: 10) {
                packet.sent.payloadLength = 0
                packet.sent.payloadLength = 1500 - (try packet.sent.bytes(id: 1).count)
                // SCTP pads to a multiple of four bytes.
                if packet.sent.protocolNumber == .sctp { packet.sent.payloadLength -= 4 }
            }
            return packet
        }
    }

    /// Sends them and says what is wrong with the frames. `markings` counts the packets that a marking with a PCP has
    /// met, by interface.
    func crafted(_ packets: [WirePacket], _ marked: inout [String: Int]) throws -> [String] {
        let frames = try lab.exchange(packets.map(\.sent), within: 10)
        var problems: [String] = []
        for (packet, frame) in zip(packets, frames) {
            let decision = interpreter.decide(packet.seen)
            if decision.marking.pcp != nil { marked[packet.seen.oif ?? "", default: 0] += 1 }
            var found = [WireCheck.problem(packet, decision, frame)].compactMap(\.self)
            // Whole, but for what a marking changes.
            var whole = packet.sent
            whole.dscp = decision.marking.dscp?.value ?? whole.dscp
            if try whole.bytes(id: frame.id ?? 0) != frame.bytes { found.append("other bytes than sent") }
            found += problem(with: frame.tags, decision.marking, packet.sent.priority, packet.seen.oif)
            guard !found.isEmpty else { continue }
            problems.append(
                "\(words(decision)): \(found.joined(separator: "; "))\n  packet \(packet.seen)\n  sent \(packet.sent)\n"
                    + "  frame \(frame)")
        }
        return problems
    }

    private func words(_ decision: Decision) -> String {
        "\(decision.ruleIndex.map { oracle.policy.rules[$0].name } ?? "default") (\(decision.marking))"
    }

    private func problem(
        with tags: [VLANTag], _ marking: Marking, _ asked: UInt32, _ interface: String?
    ) -> [String] {
        let expected = oracle.tags(marking, priority: marking.priority?.value ?? asked, over: interface ?? "eth0")
        return tags == expected ? [] : ["tags \(tags), not \(expected), over \(interface ?? "?")"]
    }

    // MARK: Programs' sockets

    /// Sockets as programs open them, with a type of service that gives IPv4 packets a priority: a datagram and an echo
    /// request for each interface and family, and a connection over the port.
    func ordinary(using random: inout SeededGenerator) throws -> [String] {
        var problems: [String] = []
        for interface in Self.interfaces {
            for network in ["198.51.100.", "2001:db8:1::"] {
                guard let destination = Address("\(network)\(random.int(1...40))") else { continue }
                var options = Lab.SocketOptions()
                options.interface = interface
                options.trafficClass = UInt8(random.int(0...63)) << 2
                if random.chance(oneIn: 2) { options.priority = UInt32(random.int(1...7)) }
                let port = random.pick([53, 80, 1000, 5060])
                var frames = [
                    try lab.datagram(
                        to: destination, port: UInt16(port), options: options),
                    try lab.ping(destination, options: options),
                ]
                if interface == "eth0", random.chance(oneIn: 4) {
                    frames += try lab.connection(to: destination, port: UInt16(port), options: options)
                }
                for frame in frames { problems += problem(frame, options) }
            }
        }
        return problems
    }

    func problem(_ frame: Frame, _ options: Lab.SocketOptions) -> [String] {
        var seen = QoSCompiler.Packet()
        seen.family = frame.family == .ip ? .ip : .ip6
        seen.proto = frame.protocolNumber
        seen.saddr = IPAddress("\(frame.source)")
        seen.daddr = IPAddress("\(frame.destination)")
        seen.sport = frame.sourcePort
        seen.dport = frame.destinationPort
        seen.oif = options.interface
        seen.user = .id(0)
        seen.group = .id(0)
        let service = options.trafficClass ?? 0
        seen.dscp = DSCP(service >> 2) ?? seen.dscp
        let decision = interpreter.decide(seen)
        // SO_PRIORITY counts where both are set.
        let asked =
            options.priority != 0 || frame.family == .ip6 ? options.priority : Self.priority(ofService: service)
        var found = problem(with: frame.tags, decision.marking, asked, options.interface)
        let priority = decision.marking.priority?.value ?? asked
        if frame.priority != priority { found.append("priority \(frame.priority ?? 0), not \(priority)") }
        let dscp = decision.marking.dscp ?? seen.dscp
        if frame.dscp != dscp.value { found.append("DSCP \(frame.dscp), not \(dscp.value)") }
        return found.isEmpty ? [] : ["\(words(decision)): \(found.joined(separator: "; "))\n  \(options)\n  \(frame)"]
    }

    /// `ip_tos2prio`, net/ipv4/route.c: best effort, bulk, interactive, interactive bulk, four values each.
    private static func priority(ofService service: UInt8) -> UInt32 { [0, 2, 6, 4][Int(service & 0x1e) >> 3] }

    // MARK: Frames that no rule looks at

    /// An address request, and a frame of a packet socket: the PCP of priority 0 on VLAN devices, no tag elsewhere.
    func others(over interface: String) throws -> [String] {
        var frames = [try lab.addressRequest(over: interface)]
        if interface != "side0" {
            let payload = (0..<64).map { UInt8($0) }
            try lab.emit(payload, etherType: 0x88b5, over: interface)
            let frame = try lab.capture.next(within: 5) { $0.etherType == 0x88b5 && $0.payload == payload ? $0 : nil }
            guard let frame else { return ["a frame over \(interface) is lost"] }
            frames.append(frame)
        }
        let expected = oracle.tags(.none, priority: 0, over: interface)
        return frames.filter { $0.tags != expected || $0.priority != 0 }.map {
            "tags \($0.tags), not \(expected), over \(interface): \($0)"
        }
    }

    // MARK: What comes in

    /// Packets of every PCP, with VID 0, 10, 20 and without a tag, and of any DSCP; to ports from this one on that have
    /// had none yet.
    func incoming(
        _ count: Int, from firstPort: Int, _ received: ReceivedPriorities, using random: inout SeededGenerator
    ) throws -> [String] {
        var packets: [(packet: NetworkLab.Packet, tags: [VLANTag])] = []
        var expected: [UInt16: (priority: UInt32, words: String)] = [:]
        for index in 0..<count {
            let isIP = random.chance(oneIn: 2)
            var packet = NetworkLab.Packet(
                .udp, from: isIP ? Lab.receiverIP : Lab.receiverIP6, to: isIP ? Lab.senderIP : Lab.senderIP6)
            packet.destinationPort = UInt16(firstPort + index)
            packet.dscp = UInt8(random.int(0...63))
            packet.ecn = UInt8(random.int(0...3))
            let pcp = UInt8(index % 8)
            let vids: [UInt16?] = [nil, 0, 10, 20]
            let tags = vids[index / 8 % 4].map { [VLANTag(vid: $0, pcp: pcp)] } ?? []
            packets.append((packet, tags))
            expected[packet.destinationPort] = (
                oracle.received(tags, dscp: packet.dscp, on: "eth0"), "\(tags) dscp \(packet.dscp) \(packet.family)"
            )
        }
        try lab.inject(packets)
        var counts: [UInt16: [UInt32: UInt64]] = [:]
        // They are received by another thread of the kernel where it is busy.
        for _ in 0..<50 {
            counts = try received.counts()
            if expected.keys.allSatisfy({ counts[$0] != nil }) { break }
        }
        return expected.sorted { $0.key < $1.key }.compactMap { port, expected in
            counts[port] == [expected.priority: 1]
                ? nil : "received with \(counts[port] ?? [:]), not \(expected.priority): \(expected.words)"
        }
    }
}
