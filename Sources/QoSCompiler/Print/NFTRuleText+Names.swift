import NetlinkModel

/// What nft calls the fields that a rule loads, and how it writes their values.
extension NFTRuleText {
    /// The single protocol that the condition right before the current load has set.
    func impliedProtocol() -> UInt8? {
        protocolBefore(index, key: .layer4Protocol)
    }

    /// The value of the last `meta KEY == value` before an expression.
    func protocolBefore(_ end: Int, key: NFTMetaKey) -> UInt8? {
        var found: UInt8?
        for position in expressions.indices.prefix(end) where position > 0 {
            if case .compare(.equal, _, .bytes(let bytes)) = expressions[position],
                case .meta(key, _) = expressions[position - 1], bytes.count == 1
            {
                found = bytes.first
            }
        }
        return found
    }

    func layer3() -> NFTLayer3Protocol? {
        protocolBefore(index, key: .layer3Protocol).flatMap(NFTLayer3Protocol.init(rawValue:))
    }

    /// What nft calls what is loaded.
    func fieldName() -> String? {
        switch loaded {
        case .meta(let key):
            if let mask, key == .mark, let bits = HostOrder.number(mask) {
                return "meta mark & 0x\(NFTValueText.padded(UInt128(bits), digits: 8))"
            }
            if let mask, key == .priority, let bits = HostOrder.number(mask) {
                return "meta priority & \(PacketPriority(bits).classID)"
            }
            return key.ruleKeyword
        case .payload(let payload):
            switch payload.base {
            case .network: return HeaderNames.network(payload, layer3: layer3())
            case .transport:
                guard let port = HeaderNames.port(payload) else { return nil }
                let header = impliedProtocol().flatMap(HeaderNames.transportProtocol) ?? "th"
                return "\(header) \(port)"
            case .link: return nil
            }
        case .extensionHeader, .constant, nil:
            return nil
        }
    }

    /// What nft calls what is looked up in a set: of an address, the bits that count as well.
    func lookupName() -> String? {
        guard let name = fieldName(), let mask, let key, key == .ipv4Address || key == .ipv6Address else {
            return fieldName()
        }
        guard let number = NFTValueText.number(mask, key: key, isNetworkOrder: true) else { return nil }
        return "\(name) & \(NFTValueText.value(number, key: key))"
    }

    var key: NFTSetKey? {
        switch loaded {
        case .meta(let key): key.valueKey
        case .payload(let payload):
            switch payload.base {
            case .transport: .internetService
            case .network: HeaderNames.key(payload, layer3: layer3())
            case .link: nil
            }
        case .extensionHeader, .constant, nil: nil
        }
    }

    func number(_ bytes: [UInt8]) -> UInt128? {
        key.flatMap { NFTValueText.number(bytes, key: $0, isNetworkOrder: isNetworkOrder) }
    }

    func value(_ bytes: [UInt8]) -> String? {
        guard let key, let number = number(bytes) else { return nil }
        return NFTValueText.value(number, key: key)
    }

    func rangeText(_ from: [UInt8], _ to: [UInt8]) -> String? {
        guard let key, let lower = number(from), let upper = number(to) else { return nil }
        return NFTValueText.range(lower, upper, key: key)
    }

    /// One value; or a prefix, which nft compares in part (by length, or by mask).
    func singleValue(_ bytes: [UInt8]) -> String? {
        switch loaded {
        case .meta(.layer3Protocol):
            return bytes == [NFTLayer3Protocol.ipv4.rawValue]
                ? "ipv4" : bytes == [NFTLayer3Protocol.ipv6.rawValue] ? "ipv6" : nil
        case .meta(.inputInterfaceName), .meta(.outputInterfaceName):
            return NFTValueText.interfaceName(bytes)
        case .meta(.priority):
            return HostOrder.number(bytes).map { PacketPriority($0).classID }
        case .payload(let payload) where payload.base == .network:
            guard let key else { return nil }
            switch key {
            case .ipv4Address, .ipv6Address:
                var whole = bytes
                let length: Int
                if let mask {
                    guard let bits = HeaderNames.prefixLength(mask) else { return nil }
                    length = bits
                } else {
                    length = bytes.count * 8
                }
                whole += [UInt8](repeating: 0, count: key.length - min(bytes.count, key.length))
                guard let number = NFTValueText.number(whole, key: key, isNetworkOrder: true) else { return nil }
                let address = NFTValueText.value(number, key: key)
                return length == key.length * 8 ? address : "\(address)/\(length)"
            default:
                return value(bytes)
            }
        default:
            return value(bytes)
        }
    }
}
