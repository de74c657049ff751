import NetlinkModel

/// A packet as the chain sees it: what `why` and `expect` describe, and what the interpreter takes.
public struct Packet: Hashable, Sendable {
    public var path: PacketPath = .output
    public var family: IPFamily = .ip
    /// Upper-layer protocol; nil when the description does not name one.
    public var proto: UInt8?
    public var saddr: IPAddress?
    public var daddr: IPAddress?
    /// Nil for protocols without ports, and for later fragments.
    public var sport: UInt16?
    public var dport: UInt16?
    public var isLaterFragment = false
    public var iif: String?
    public var oif: String?
    /// The owner of the socket; nil without a socket.
    public var user: Owner?
    public var group: Owner?
    public var dscp = DSCP.classSelector(0)
    public var mark: UInt32 = 0

    public init() {}
}

extension Packet {
    /// Reads one field of a packet description.
    ///
    /// Adding a match field: how a packet has it, and how it is written in one, is said in this file.
    mutating func set(_ field: MatchField, to word: String) throws(ValueError) {
        let text = Array(word.utf8)[...]
        switch field {
        case .family: family = try ValueParser.family(text)
        case .proto: proto = try ValueParser.proto(text)
        case .saddr: saddr = try ValueParser.singleAddress(text)
        case .daddr: daddr = try ValueParser.singleAddress(text)
        case .sport: sport = try ValueParser.singlePort(text)
        case .dport: dport = try ValueParser.singlePort(text)
        case .iif: iif = try Self.interface(word)
        case .oif: oif = try Self.interface(word)
        case .user: user = try ValueParser.singleOwner(text, field: field)
        case .group: group = try ValueParser.singleOwner(text, field: field)
        case .dscp: dscp = try ValueParser.dscp(text)
        case .mark: mark = try ValueParser.singleMark(text)
        case .cgroup, .unit, .app:
            throw ValueError(.unsupported, "not supported yet: \(field.rawValue)")
        }
    }

    /// The words that `expect` and `why` read back to this packet, if it is one that they can describe: forwarded only with
    /// an input interface, addresses of its family, ports only where it has them.
    public var words: [String] {
        func owner(_ owner: Owner) -> String {
            switch owner {
            case .id(let id): String(id)
            case .name(let name): name
            }
        }
        let hasAddress = saddr != nil || daddr != nil
        let fields: [(MatchField, String?)] = [
            (.family, hasAddress || family == .ip ? nil : family.rawValue),
            (.proto, proto.map { ProtocolNames.name($0) ?? String($0) }),
            (.saddr, saddr?.description), (.sport, sport.map { String($0) }),
            (.daddr, daddr?.description), (.dport, dport.map { String($0) }),
            (.iif, iif), (.oif, oif), (.user, user.map(owner)), (.group, group.map(owner)),
            (.dscp, dscp.value == 0 ? nil : dscp.description),
            (.mark, mark == 0 ? nil : "0x" + String(mark, radix: 16)),
        ]
        return fields.flatMap { field, value in value.map { [field.rawValue, $0] } ?? [] }
            + (isLaterFragment ? ["fragment"] : [])
    }

    /// `words` with a blank between each two.
    public var text: String { words.joined(separator: " ") }

    private static func interface(_ text: String) throws(ValueError) -> String {
        guard let name = InterfaceName(text) else {
            throw ValueError(.badValue, "'\(text)' is no interface name")
        }
        return name.description
    }

    /// What a kernel rule loads by a key; nil where the packet does not have it.
    func bytes(_ key: NFTMetaKey, _ owners: OwnerNumbers) -> [UInt8]? {
        func padded(_ name: String) -> [UInt8] {
            let bytes = Array(name.utf8.prefix(16))
            return bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
        }
        switch key {
        case .layer3Protocol: return [(family == .ip ? NFTLayer3Protocol.ipv4 : .ipv6).rawValue]
        case .layer4Protocol: return proto.map { [$0] }
        case .inputInterfaceName: return iif.map(padded)
        case .outputInterfaceName: return oif.map(padded)
        case .socketUserID: return path == .output ? owners.user.map(HostOrder.bytes) : nil
        case .socketGroupID: return path == .output ? owners.group.map(HostOrder.bytes) : nil
        case .mark: return HostOrder.bytes(mark)
        case .priority, .inputInterface: return nil
        }
    }
}
