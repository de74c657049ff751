import NetlinkModel

/// Values that kernel rules and maps hold, in words of the policy language.
enum ValueWords {
    static func element(_ element: NFTSetElement, key: NFTSetKey) -> String {
        if element.lower == element.upper { return value(element.lower, key: key) }
        let width: Int? =
            switch key {
            case .ipv4Address: 32
            case .ipv6Address: 128
            default: nil
            }
        if let width, let length = FieldLowering.prefixLength(element.lower...element.upper, width: width) {
            return "\(value(element.lower, key: key))/\(length)"
        }
        return "\(value(element.lower, key: key))-\(value(min(element.upper, last(key)), key: key))"
    }

    /// The greatest value that the language has: user -1 is nobody.
    private static func last(_ key: NFTSetKey) -> UInt128 {
        switch key {
        case .userID, .groupID: UInt128(UInt32.max) - 1
        default: .max
        }
    }

    static func value(_ number: UInt128, key: NFTSetKey) -> String {
        switch key {
        case .ipv4Address: return IPAddress(.ip, number).description
        case .ipv6Address: return IPAddress(.ip6, number).description
        case .internetProtocol: return ProtocolNames.name(UInt8(truncatingIfNeeded: number)) ?? String(number)
        case .internetService, .userID, .groupID: return String(number)
        case .mark: return "0x" + String(number, radix: 16)
        case .interfaceName: return interface(NumberMatch.bigEndian(number, count: 16))
        case .dscp(let length):
            let plain = UInt8(truncatingIfNeeded: number >> (length == 1 ? 2 : 6))
            return DSCP(plain)?.description ?? String(plain)
        case .other: return "0x" + String(number, radix: 16)
        }
    }

    /// A name; without its zero padding it is the beginning of one.
    static func interface(_ bytes: [UInt8]) -> String {
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return bytes.contains(0) ? name : name + "*"
    }

    /// One value as it is, several in braces. What is over the limit is counted.
    static func list(_ values: some Collection<String>, more: Int = 0) -> String {
        let shown = values.joined(separator: " ")
        if more > 0 { return "{ \(shown) … \(more) more }" }
        return values.count == 1 ? shown : "{ \(shown) }"
    }
}
