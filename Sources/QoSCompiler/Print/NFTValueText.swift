import NetlinkModel

/// Keys of sets and operands of comparisons as nft writes them.
enum NFTValueText {
    static func typeName(_ key: NFTSetKey) -> String {
        switch key {
        case .ipv4Address: "ipv4_addr"
        case .ipv6Address: "ipv6_addr"
        case .internetProtocol: "inet_proto"
        case .internetService: "inet_service"
        case .mark: "mark"
        case .userID: "uid"
        case .groupID: "gid"
        case .interfaceName: "ifname"
        case .dscp: "dscp"
        case .other(let type, let length): "unknown-\(type)-\(length)"
        }
    }

    /// An element of a set; of a map, with its verdict.
    static func element(at index: Int, of set: NFTSet) -> String {
        let key = element(set.elements[index], key: set.key)
        guard let verdicts = set.verdicts, verdicts.indices.contains(index) else { return key }
        return "\(key) : \(NFTRuleText.text(of: verdicts[index]))"
    }

    static func element(_ element: NFTSetElement, key: NFTSetKey) -> String {
        if element.lower == element.upper { return value(element.lower, key: key) }
        // nft writes marks with prefixes too.
        let width: Int? =
            switch key {
            case .ipv4Address, .mark: 32
            case .ipv6Address: 128
            default: nil
            }
        if let width, let length = FieldLowering.prefixLength(element.lower...element.upper, width: width) {
            return "\(value(element.lower, key: key))/\(length)"
        }
        return range(element.lower, element.upper, key: key)
    }

    /// nft takes no DSCP names in ranges.
    static func range(_ lower: UInt128, _ upper: UInt128, key: NFTSetKey) -> String {
        if case .dscp(let length) = key {
            return [lower, upper].map { "0x" + padded($0 >> (length == 1 ? 2 : 6), digits: 2) }.joined(separator: "-")
        }
        return "\(value(lower, key: key))-\(value(upper, key: key))"
    }

    static func list(_ set: NFTSet) -> String {
        "{ " + set.elements.map { element($0, key: set.key) }.joined(separator: ", ") + " }"
    }

    /// One key, from its number.
    static func value(_ number: UInt128, key: NFTSetKey) -> String {
        switch key {
        case .ipv4Address: IPAddress(.ip, number).description
        case .ipv6Address: IPAddress(.ip6, number).description
        case .internetProtocol: proto(number)
        case .internetService, .userID, .groupID: String(number)
        case .mark: "0x" + padded(number, digits: 8)
        case .interfaceName: interfaceName(NumberMatch.bigEndian(number, count: 16))
        case .dscp(let length): dscp(number >> (length == 1 ? 2 : 6))
        case .other: "0x" + String(number, radix: 16)
        }
    }

    /// The names that nft itself prints; other protocols go by number, since nft asks the host for their names.
    private static func proto(_ number: UInt128) -> String {
        switch number {
        case 6: "tcp"
        case 17: "udp"
        case 33: "dccp"
        case 132: "sctp"
        case 136: "udplite"
        case 50: "esp"
        case 51: "ah"
        case 1: "icmp"
        case 58: "ipv6-icmp"
        default: String(number)
        }
    }

    /// The names of nft 1.0.6, which calls LE by its per-hop behaviour; it writes the others in hexadecimal.
    private static func dscp(_ number: UInt128) -> String {
        guard let dscp = DSCP(UInt8(truncatingIfNeeded: number)), let name = dscp.name else {
            return "0x" + padded(number, digits: 2)
        }
        return name == "le" ? "lephb" : name
    }

    /// Bytes of a register, as a number of the key's byte order.
    static func number(_ bytes: [UInt8], key: NFTSetKey, isNetworkOrder: Bool) -> UInt128? {
        guard bytes.count == key.length else { return nil }
        if key.isHostEndian, !isNetworkOrder { return HostOrder.number(bytes).map { UInt128($0) } }
        return bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// Quoted; a name without its zero padding is a prefix, which nft writes with `*`.
    static func interfaceName(_ bytes: [UInt8]) -> String {
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return "\"\(name)\(bytes.contains(0) ? "" : "*")\""
    }

    static func padded(_ number: UInt128, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
