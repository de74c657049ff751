/// Ports as other tools write them.
enum ForeignPort {
    /// As `ForeignValue.rewrite`.
    static func rewrite(_ text: String) -> [String]? {
        if let compared = compared(text) { return [compared] }
        let bounds = text.split(separator: ":", omittingEmptySubsequences: false)
        if bounds.count == 2 {
            return ["\(bounds[0].isEmpty ? "0" : bounds[0])-\(bounds[1].isEmpty ? "65535" : bounds[1])"]
        }
        if let dots = text.firstIndex(of: "."), text[dots...].hasPrefix("..") {
            return ["\(text[..<dots])-\(text[dots...].drop { $0 == "." })"]
        }
        if text.hasPrefix("-"), text.dropFirst().allSatisfy(\.isNumber) { return nil }
        if text.hasSuffix("-"), text.count > 1 { return ["\(text)65535"] }
        if text.hasPrefix("0x"), let number = UInt16(text.dropFirst(2), radix: 16) { return [String(number)] }
        let lowered = text.lowercased()
        return lowered == text ? nil : [lowered]
    }

    /// `>1023`, `>=1024`, `<1024`, as pf writes them; here they are ranges.
    private static func compared(_ text: String) -> String? {
        let sign = text.prefix { $0 == "<" || $0 == ">" || $0 == "=" }
        guard let port = UInt16(text.dropFirst(sign.count)) else { return nil }
        switch sign {
        case ">" where port < UInt16.max: return "\(port + 1)-65535"
        case ">=": return "\(port)-65535"
        case "<" where port > 0: return "0-\(port - 1)"
        case "<=": return "0-\(port)"
        case "=", "==": return String(port)
        default: return nil
        }
    }

    /// `80/tcp` and `tcp/80` are two fields.
    static func reason(_ text: String, field: String) -> String? {
        guard let (first, second) = ForeignValue.halves(text.lowercased(), "/") else { return nil }
        for (port, proto) in [(first, second), (second, first)] {
            let ports = rewrite(port) ?? [port]
            if let number = ProtocolNames.number(proto), ProtocolNames.hasPorts(number),
                RuleDraft.canRead(ports, field: .dport)
            {
                return "write proto \(proto) \(field) \(ports.joined(separator: " "))"
            }
        }
        return nil
    }
}
