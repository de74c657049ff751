import NetworkLab
import QoSCompiler

/// One thing that a program on the host would send, and how the policy sees it.
struct DemoTraffic: Sendable {
    enum Kind: Sendable {
        case datagram(port: UInt16, sourcePort: UInt16)
        case connection(port: UInt16)
        case ping
        case raw(NetworkLab.Packet)
    }

    let what: String
    let kind: Kind
    let destination: Address
    var user: String?
    var mark: UInt32 = 0
    /// The DSCP that the application asks for itself.
    var dscp: UInt8 = 0

    static let all: [DemoTraffic] = [
        DemoTraffic(what: "SIP over UDP", kind: .datagram(port: 5060, sourcePort: 0), destination: "10.1.0.5"),
        DemoTraffic(what: "SIP over UDP", kind: .datagram(port: 5060, sourcePort: 0), destination: "fd00:1::5"),
        DemoTraffic(what: "SIP over TCP", kind: .connection(port: 5061), destination: "10.1.0.5"),
        DemoTraffic(what: "RTP voice", kind: .datagram(port: 31_000, sourcePort: 12_000), destination: "10.1.0.6"),
        DemoTraffic(what: "RTP voice", kind: .datagram(port: 31_000, sourcePort: 12_002), destination: "fd00:1::6"),
        DemoTraffic(
            what: "RTP, marked AF41", kind: .datagram(port: 31_002, sourcePort: 12_004), destination: "10.1.0.6",
            dscp: 34),
        DemoTraffic(
            what: "RTP, marked AF42", kind: .datagram(port: 31_002, sourcePort: 12_006), destination: "fd00:1::6",
            dscp: 36),
        DemoTraffic(what: "Teams audio", kind: .datagram(port: 3479, sourcePort: 50_007), destination: "52.113.9.1"),
        DemoTraffic(what: "Teams audio", kind: .datagram(port: 3479, sourcePort: 50_008), destination: "2603:1063::9"),
        DemoTraffic(what: "Teams video", kind: .datagram(port: 3480, sourcePort: 50_030), destination: "52.113.9.1"),
        DemoTraffic(
            what: "Teams, next port", kind: .datagram(port: 3482, sourcePort: 50_007), destination: "52.113.9.1"),
        DemoTraffic(what: "DNS", kind: .datagram(port: 53, sourcePort: 0), destination: "10.1.0.53"),
        DemoTraffic(what: "NTP", kind: .datagram(port: 123, sourcePort: 0), destination: "10.1.0.53"),
        DemoTraffic(what: "SSH", kind: .connection(port: 22), destination: "10.1.0.7"),
        DemoTraffic(what: "SSH", kind: .connection(port: 22), destination: "fd00:1::7"),
        DemoTraffic(what: "HTTPS, intranet", kind: .connection(port: 443), destination: "10.1.0.8"),
        DemoTraffic(what: "HTTPS, elsewhere", kind: .connection(port: 443), destination: "198.51.100.7"),
        DemoTraffic(what: "HTTPS, elsewhere", kind: .connection(port: 443), destination: "2001:db8:9::7"),
        DemoTraffic(what: "HTTPS by proxy", kind: .connection(port: 443), destination: "198.51.100.7", user: "proxy"),
        DemoTraffic(
            what: "any UDP by nobody", kind: .datagram(port: 9999, sourcePort: 0), destination: "198.51.100.9",
            user: "nobody"),
        DemoTraffic(
            what: "fwmark 0x10", kind: .datagram(port: 9999, sourcePort: 0), destination: "198.51.100.9", mark: 0x10),
        DemoTraffic(what: "ping", kind: .ping, destination: "198.51.100.1"),
        DemoTraffic(what: "ping", kind: .ping, destination: "2001:db8:9::1"),
        DemoTraffic(what: "OSPF hello", kind: .raw(.init(.ospf, to: "198.51.100.3")), destination: "198.51.100.3"),
        DemoTraffic(what: "ESP", kind: .raw(.init(.esp, to: "198.51.100.3")), destination: "198.51.100.3"),
        DemoTraffic(what: "unknown UDP", kind: .datagram(port: 9999, sourcePort: 0), destination: "198.51.100.9"),
    ]

    /// Sends it, and compares what arrives with what the policy says of just that packet.
    func observe(in lab: Lab, under policy: Policy, over interface: String = "eth0") throws -> Observation {
        var options = Lab.SocketOptions()
        options.mark = mark
        if dscp != 0 { options.trafficClass = dscp << 2 }
        if let user { options.owner = Owner(uid: try Self.userID(user, lab)) }
        let frame: Frame
        switch kind {
        case .datagram(let port, let sourcePort):
            frame = try lab.datagram(to: destination, port: port, sourcePort: sourcePort, options: options)
        case .connection(let port):
            // Every packet of the connection is marked; the one with data is shown.
            guard
                let data = try lab.connection(to: destination, port: port, options: options).first(where: {
                    $0.id != nil
                })
            else { throw LabError.invalid("no data segment seen") }
            frame = data
        case .ping: frame = try lab.ping(destination, options: options)
        case .raw(let packet): frame = try lab.exchange(packet)
        }
        var packet = QoSCompiler.Packet()
        packet.family = frame.family == .ip ? .ip : .ip6
        packet.proto = frame.protocolNumber
        packet.saddr = IPAddress(frame.source.description)
        packet.daddr = IPAddress(frame.destination.description)
        packet.sport = frame.sourcePort
        packet.dport = frame.destinationPort
        packet.oif = interface
        packet.mark = mark
        packet.user = .name(user ?? "root")
        packet.group = .name("root")
        packet.dscp = DSCP(dscp) ?? packet.dscp
        let decision = Interpreter(policy).decide(packet)
        return Observation(
            rule: decision.ruleIndex.map { policy.rules[$0].name } ?? "default", what: what,
            packet: Self.describe(frame), expectedDSCP: decision.marking.dscp ?? packet.dscp,
            wireDSCP: DSCP(frame.dscp),
            expectedPriority: decision.marking.priority, wirePriority: frame.priority.map(PacketPriority.init),
            isChecksumValid: frame.headerChecksumIsValid && frame.checksumIsValid != false,
            marking: decision.marking, tags: frame.tags)
    }

    private static func describe(_ frame: Frame) -> String {
        let name = ProtocolNames.name(frame.protocolNumber) ?? String(frame.protocolNumber)
        let port = frame.destinationPort.map { " \(frame.sourcePort ?? 0) -> \($0)" } ?? ""
        return "\(name) \(frame.destination)\(port)"
    }

    private static func userID(_ name: String, _ lab: Lab) throws -> UInt32 {
        let text = try lab.sender.command(["id", "-u", name])
        guard let id = UInt32(text.split(separator: "\n").first ?? "") else {
            throw LabError.invalid("no user \(name)")
        }
        return id
    }
}

/// One packet as expected and as seen.
struct Observation: Sendable {
    var rule: String
    var what: String
    var packet: String
    var expectedDSCP: DSCP
    var wireDSCP: DSCP?
    /// Nil: whatever the application asked for.
    var expectedPriority: PacketPriority?
    var wirePriority: PacketPriority?
    var isChecksumValid: Bool
    /// What the rule gives.
    var marking: Marking
    /// Of the frame.
    var tags: [VLANTag]

    var isRight: Bool {
        expectedDSCP == wireDSCP && isChecksumValid && (expectedPriority == nil || expectedPriority == wirePriority)
    }

    var expected: String { "\(expectedDSCP) \(expectedPriority.map { $0.classID } ?? "")" }
    var wire: String { "\(wireDSCP.map { "\($0)" } ?? "?") \(wirePriority.map { $0.classID } ?? "?")" }
}

/// The table that `make run` prints.
enum DemoTable {
    static func text(_ observations: [Observation]) -> String {
        let header = ["rule", "what", "packet", "DSCP expected", "on the wire", "priority", ""]
        let rows =
            [header]
            + observations.map { seen in
                [
                    seen.rule, seen.what, seen.packet, "\(seen.expectedDSCP)", seen.wireDSCP.map { "\($0)" } ?? "?",
                    seen.wirePriority?.classID ?? "?", seen.isRight ? "ok" : "WRONG",
                ]
            }
        return text(rows)
    }

    /// Rows of cells, the header first.
    static func text(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            "  " + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
