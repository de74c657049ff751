/// Addresses as other tools write them.
enum ForeignAddress {
    /// As `ForeignValue.rewrite`.
    static func rewrite(_ text: String) -> [String]? {
        let lowered = text.lowercased()
        if lowered == "localhost" { return ["127.0.0.0/8", "::1"] }
        if text.hasPrefix("<"), text.hasSuffix(">") { return ["@" + text.dropFirst().dropLast()] }
        if text.hasPrefix("["), text.hasSuffix("]") { return [String(text.dropFirst().dropLast())] }
        if text.contains("*") { return wildcard(text) }
        if let (base, mask) = ForeignValue.halves(text, "/"), !text.contains(":") {
            if mask.contains(".") { return prefix(base, mask: mask).map { [$0] } }
            return padded(base).map { ["\($0)/\(mask)"] }
        }
        if let (low, high) = ForeignValue.halves(text, "-"), let start = IPAddress(low), start.family == .ip {
            return tail(low, high)
        }
        guard let length = knownLength(text), let base = padded(text) else { return nil }
        return ["\(base)/\(length)"]
    }

    /// What to write where that needs another field, or cannot be said.
    static func reason(_ text: String, field: String) -> String? {
        let (address, zone) = ForeignValue.halves(text, "%") ?? ("", "")
        if !field.isEmpty, IPAddress(address) != nil, !zone.isEmpty {
            return "no zone: write \(field) \(address), and the interface with oif \(zone)"
        }
        if field.isEmpty { return nil }
        let side = field == "saddr" ? "sport" : "dport"
        if text.hasPrefix("["), let (inside, port) = split(text, at: "]:"),
            IPAddress(String(inside.dropFirst())) != nil, RuleDraft.canRead([port], field: .dport)
        {
            return "write \(field) \(inside.dropFirst()) \(side) \(port)"
        }
        if let (host, port) = ForeignValue.halves(text, ":"), IPAddress(host)?.family == .ip,
            RuleDraft.canRead([port], field: .dport)
        {
            return "write \(field) \(host) \(side) \(port)"
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 6, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(Number.isHexadecimalDigit) }) {
            return "Ethernet addresses cannot be matched; write an IPv4 or IPv6 address"
        }
        return nil
    }

    /// `BASE/LENGTH` of a netmask (255.255.0.0) or of the inverted one that Cisco writes (0.0.255.255).
    static func prefix(_ base: String, mask: String) -> String? {
        guard let address = IPAddress(base), let mask = IPAddress(mask), address.family == .ip, mask.family == .ip
        else {
            return nil
        }
        var bits = UInt32(truncatingIfNeeded: mask.number)
        if bits >> 31 == 0, bits != 0 { bits = ~bits }
        let length = (~bits).leadingZeroBitCount
        guard length == 32 || bits == ~(UInt32.max >> UInt32(length)) else { return nil }
        let network = UInt32(truncatingIfNeeded: address.number) & bits
        return "\(IPAddress(ipv4: network))/\(length)"
    }

    /// `10.0.0.*`
    private static func wildcard(_ text: String) -> [String]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let known = parts.prefix { $0 != "*" }
        guard parts.count <= 4, !known.isEmpty, parts.dropFirst(known.count).allSatisfy({ $0 == "*" }),
            let base = padded(known.joined(separator: "."))
        else { return nil }
        return ["\(base)/\(known.count * 8)"]
    }

    /// `10.0.0.1-5`
    private static func tail(_ low: String, _ high: String) -> [String]? {
        guard let last = low.lastIndex(of: "."), !high.contains(".") else { return nil }
        return ["\(low)-\(low[...last])\(high)"]
    }

    /// Four parts, the missing ones as 0: `10.0.0` is the 10.0.0.0 of people who leave out the rest.
    private static func padded(_ text: String) -> String? {
        var parts = text.split(separator: ".").map(String.init)
        guard (1...4).contains(parts.count), parts.allSatisfy({ UInt8($0) != nil }) else { return nil }
        while parts.count < 4 { parts.append("0") }
        return parts.joined(separator: ".")
    }

    private static func knownLength(_ text: String) -> Int? {
        let parts = text.split(separator: ".").count
        return text.contains(".") && (1...3).contains(parts) ? parts * 8 : nil
    }

    private static func split(_ text: String, at separator: String) -> (Substring, String)? {
        guard let place = text.lastIndex(of: "]"), text[place...].hasPrefix(separator) else { return nil }
        return (text[..<place], String(text[place...].dropFirst(separator.count)))
    }
}
