import QoSCompiler
import SeededRandom

/// Random policies whose conditions tell few packets apart, and one packet of each kind: so few that all of them can be
/// asked for.
struct TinyDomain {
    let text: String
    /// Of each kind that the policy can tell from others, at least one.
    let packets: [Packet]
    let fields: [MatchField]

    init(_ random: inout SeededGenerator, rules: ClosedRange<Int>, names: Bool = false) {
        let scope = random.pick(Scope.allCases)
        let pool = Self.values.keys.filter { names || ![.user, .group].contains($0) || !random.chance(oneIn: 2) }
        let sorted = pool.sorted { $0.rawValue < $1.rawValue }
        fields = Array(sorted.shuffled(using: &random).prefix(random.int(1...4))) + (names ? [.user] : [])
        var lines = ["scope \(scope.rawValue)", "class a dscp 10", "class b dscp 20", "class c dscp 30"]
        if random.chance(oneIn: 2) { lines.append("default \(random.pick(["class a", "class b", "keep"]))") }
        for index in 0..<random.int(rules) {
            let used = Set(fields.shuffled(using: &random).prefix(random.int(0...min(3, fields.count)))).sorted {
                $0.rawValue < $1.rawValue
            }
            let hasPorts = used.contains(.sport) || used.contains(.dport)
            let conditions = used.map { Self.condition($0, hasPorts, names, &random) }.joined(separator: " ")
            let action = random.pick(["class a", "class b", "class c", "keep"])
            lines.append("rule r\(index) \(conditions) \(action)\(random.chance(oneIn: 12) ? " disabled" : "")")
        }
        text = lines.joined(separator: "\n") + "\n"
        packets = Self.packets(fields, scope)
    }

    // MARK: Conditions

    /// Few values, with ranges that meet, overlap and contain each other.
    private static let values: [MatchField: [String]] = [
        .family: ["ip", "ip6"],
        .proto: ["tcp", "udp", "icmp"],
        .saddr: ["10.0.0.0/31", "10.0.0.1", "10.0.0.2-10.0.0.3", "2001:db8::/127", "2001:db8::1", "0.0.0.0/0", "::/0"],
        .daddr: ["10.0.0.0/30", "10.0.0.1-10.0.0.2", "10.0.0.3", "0.0.0.0/1", "128.0.0.0/1", "2001:db8::2"],
        .sport: ["1", "2", "1-2", "2-3", "0-2", "3-65535"],
        .dport: ["1", "2-3", "1-3", "0-1", "2-65535", "0-65535"],
        .iif: ["eth0", "\"eth*\"", "wg0", "\"*\""],
        .oif: ["eth0", "eth1", "\"eth*\"", "wg0"],
        .user: ["1", "2", "1-2", "0-4294967294", "2-4294967294"],
        .group: ["1", "1-2", "0-4294967294"],
        .dscp: ["0", "1", "0-1", "2-63"],
        .mark: ["0/1", "1/1", "2/3", "3", "1-2", "0-4294967295", "4-4294967295", "0x80000000/0x80000003"],
    ]

    private static func condition(
        _ field: MatchField, _ hasPorts: Bool, _ names: Bool, _ random: inout SeededGenerator
    ) -> String {
        var pool = values[field] ?? []
        var isNegated = random.chance(oneIn: 4)
        if field == .proto, hasPorts {
            pool = ["tcp", "udp"]
            isNegated = false
        }
        if names, [.user, .group].contains(field) { pool += ["alice", "alice", "bob"] }
        let count = random.pick([1, 1, 1, 2, 3])
        let list = (0..<count).map { _ in random.pick(pool) }.joined(separator: " ")
        return "\(field.rawValue) \(isNegated ? "!= " : "")\(count == 1 ? list : "{ \(list) }")"
    }

    // MARK: Packets

    private static func packets(_ fields: [MatchField], _ scope: Scope) -> [Packet] {
        var all: [Packet] = []
        for path in scope.paths {
            for family in IPFamily.allCases {
                var base = Packet()
                base.path = path
                base.family = family
                all.append(base)
            }
        }
        func vary<T>(_ field: MatchField, _ values: (Packet) -> [T], _ set: (inout Packet, T) -> Void) {
            guard fields.contains(field) else { return }
            all = all.flatMap { packet in
                values(packet).map { value in
                    var packet = packet
                    set(&packet, value)
                    return packet
                }
            }
        }
        let hasPorts = fields.contains(.sport) || fields.contains(.dport)
        let hasProto = hasPorts || fields.contains(.proto)
        if hasProto {
            all = all.flatMap { packet -> [Packet] in
                // Of an IPv6 packet the kernel may not find the protocol.
                let protocols: [UInt8?] = [6, 17, 1, 132, 47] + (packet.family == .ip6 ? [nil] : [])
                return protocols.flatMap { proto -> [Packet] in
                    var packet = packet
                    packet.proto = proto
                    guard hasPorts, let proto, ProtocolNames.hasPorts(proto) else { return [packet] }
                    var fragment = packet
                    fragment.isLaterFragment = true
                    let ports: [UInt16] = [0, 1, 2, 3, 9]
                    return [fragment]
                        + (fields.contains(.sport) ? ports : [7]).flatMap { sport in
                            (fields.contains(.dport) ? ports : [7]).map { dport in
                                var packet = packet
                                packet.sport = sport
                                packet.dport = dport
                                return packet
                            }
                        }
                }
            }
        }
        func addresses(_ packet: Packet) -> [IPAddress] {
            packet.family == .ip
                ? [0x0a00_0000, 0x0a00_0001, 0x0a00_0002, 0x0a00_0003, 0x0a00_0009, 0xc000_0201].map(
                    IPAddress.init(ipv4:))
                : ["2001:db8::", "2001:db8::1", "2001:db8::2", "2001:db8::9"].compactMap { IPAddress($0) }
        }
        vary(.saddr, addresses) { $0.saddr = $1 }
        vary(.daddr, addresses) { $0.daddr = $1 }
        let names = ["eth0", "eth1", "eth7", "wg0", "lo"]
        vary(.iif, { $0.path == .forward ? names.map(Optional.some) : [nil] }) { $0.iif = $1 }
        vary(.oif, { _ in names }) { $0.oif = $1 }
        if fields.contains(.user) || fields.contains(.group) {
            all = all.flatMap { packet -> [Packet] in
                guard packet.path == .output else { return [packet] }
                let ids: [UInt32] = [0, 1, 2, 3]
                return [packet]
                    + (fields.contains(.user) ? ids : [7]).flatMap { user in
                        (fields.contains(.group) ? ids : [7]).map { group in
                            var packet = packet
                            packet.user = .id(user)
                            packet.group = .id(group)
                            return packet
                        }
                    }
            }
        }
        vary(.dscp, { _ in [0, 1, 2, 63] }) { $0.dscp = DSCP($1) ?? $0.dscp }
        vary(.mark, { _ in [0, 1, 2, 3, 4, 5, 6, 7, 0x8000_0000, 0x8000_0001, 0x8000_0002] }) { $0.mark = $1 }
        return all
    }
}
