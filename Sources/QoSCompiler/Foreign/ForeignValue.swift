import NetlinkModel

/// Values as other tools write them.
enum ForeignValue {
    /// What the value is here: none when the field is left out for it, several when they stand in a list. Nil when it
    /// is no known way of writing something else. The result can be read, or is nil.
    static func rewrite(_ text: String, field: MatchField?) -> [String]? {
        guard text.utf8.count <= 100 else { return nil }
        let text = plainDashes(trimmed(text))
        if field != nil, field != .iif, field != .oif, ForeignWords.anything.contains(text.lowercased()) { return [] }
        let values: [String]? =
            switch field {
            case .saddr, .daddr: ForeignAddress.rewrite(text)
            case .sport, .dport: ForeignPort.rewrite(text)
            case .proto: protocols(text)
            case .family:
                [
                    "ipv4": ["ip"], "inet": ["ip"], "ipv6": ["ip6"], "inet6": ["ip6"], "4": ["ip"],
                    "6": ["ip6"],
                ][text.lowercased()]
            case .iif, .oif: text.hasSuffix("+") ? [text.dropLast() + "*"] : nil
            case .dscp: ForeignMarking.dscp(text).map { [$0] }
            case .user, .group: owner(text)
            case nil: ForeignAddress.rewrite(text) ?? ForeignPort.rewrite(text)
            default: nil
            }
        if let values { return canRead(values, field: field) ? values : nil }
        return canRead([text], field: field) ? [text] : nil
    }

    static func rewrite(_ text: String, marking part: String) -> String? {
        guard text.utf8.count <= 100 else { return nil }
        let text = trimmed(text)
        let value: String? =
            switch part {
            case "dscp": ForeignMarking.dscp(text)
            case "priority": ForeignMarking.priority(text)
            default: nil
            }
        let result = value ?? text
        return RuleDraft.canRead(result, marking: part) ? result : nil
    }

    /// How a hint ends for what has a statement's end behind it.
    static let withoutSemicolon = ", without ';'"

    private static func canRead(_ values: [String], field: MatchField?) -> Bool {
        guard let field else {
            return RuleDraft.canRead(values, field: .daddr) || RuleDraft.canRead(values, field: .dport)
        }
        return values.isEmpty || RuleDraft.canRead(values, field: field)
    }

    // MARK: Errors

    /// The error with a hint that holds the user's own value, where it is written as elsewhere.
    static func explained(_ error: ValueError, _ text: String, field: MatchField?, isNegated: Bool = false)
        -> ValueError
    {
        let name = field?.rawValue
        if let blank = ForeignCharacters.hint(text) { return ValueError(error.code, error.message, hint: blank) }
        if let reason = reason(text, field: field) {
            return ValueError(error.code, error.message, hint: reason)
        }
        if text.hasPrefix("!"), !isNegated, let name, let values = rewrite(String(text.dropFirst()), field: field),
            !values.isEmpty
        {
            return ValueError(error.code, error.message, hint: "write \(name) != \(list(values))")
        }
        // A name that only differs in case is found by the nearest-name suggestions too.
        guard let values = rewrite(text, field: field), values != [text.lowercased()], values != [text] else {
            return error
        }
        guard !values.isEmpty else {
            let holds = "a rule without it holds for all of them"
            return isNegated
                ? error
                : ValueError(
                    error.code, error.message, hint: "leave \(name ?? "it") out: \(holds)")
        }
        if field == .dscp, let hint = ForeignMarking.byteHint(text) {
            return ValueError(error.code, error.message, hint: hint)
        }
        let why = text.hasSuffix(";") || text.hasSuffix(",") ? ", without '\(text.suffix(1))'" : ""
        return ValueError(error.code, error.message, hint: "write \(list(values))\(why)")
    }

    static func explained(_ error: ValueError, _ text: String, marking part: String) -> ValueError {
        if let reason = ForeignMarking.reason(text, part: part) {
            return ValueError(error.code, error.message, hint: reason)
        }
        guard let value = rewrite(text, marking: part), value != text.lowercased() else { return error }
        if part == "dscp", let hint = ForeignMarking.byteHint(text) {
            return ValueError(error.code, error.message, hint: hint)
        }
        if part == "priority", value.contains(":"), !text.contains(":") {
            return ValueError(error.code, error.message, hint: "0-15; above, as tc writes class ids: \(value)")
        }
        let why = text.hasSuffix(";") || text.hasSuffix(",") ? ", without '\(text.suffix(1))'" : ""
        return ValueError(error.code, error.message, hint: "write \(value)\(why)")
    }

    /// `$phones`, where a set could stand.
    static func setHint(_ value: ValueSyntax, field: MatchField) -> String? {
        let name = String(value.string.dropFirst())
        guard [.saddr, .daddr, .sport, .dport].contains(field), PolicyName.problem(name) == nil else { return nil }
        return "a named list is a set: set \(name) { … }, and here @\(name)"
    }

    /// What a word in place of a name of an interface, user or group means elsewhere. In quotes it is a name.
    static func refusal(_ value: ValueSyntax, field: MatchField) -> ValueError? {
        guard !value.isString, value.text.count > 1 else { return nil }
        if value.text.first == UInt8(ascii: "!") {
            let name = ValueParser.string(value.text.dropFirst())
            return ValueError(
                .badValue, "'\(value.string)' is no \(named(by: field)) name",
                hint: "write \(field.rawValue) != \(name), or \"\(value.string)\" for that very name")
        }
        if value.text.last == UInt8(ascii: "+"), field == .iif || field == .oif {
            let prefix = ValueParser.string(value.text.dropLast())
            return ValueError(
                .badValue, "'\(value.string)' is no \(named(by: field)) name",
                hint: "write \(prefix)*, or \"\(value.string)\" for that very name")
        }
        return nil
    }

    private static func named(by field: MatchField) -> String {
        field == .user || field == .group ? field.rawValue : "interface"
    }

    private static func list(_ values: [String]) -> String {
        values.count == 1 ? values[0] : "{ " + values.joined(separator: " ") + " }"
    }

    // MARK: Kinds of values

    private static func reason(_ text: String, field: MatchField?) -> String? {
        switch field {
        case .saddr, .daddr: return ForeignAddress.reason(text, field: field?.rawValue ?? "")
        case nil: return ForeignAddress.reason(text, field: "")
        case .sport, .dport: return ForeignPort.reason(text, field: field?.rawValue ?? "")
        case .dscp: return ForeignMarking.reason(text, part: "dscp")
        case .proto:
            let lowered = text.lowercased()
            if let family = ["ipv4": "ip", "ip4": "ip", "inet": "ip", "inet6": "ip6", "ip6": "ip6"][lowered] {
                return "write family \(family)"
            }
            if ProtocolNames.number(lowered) == nil, ServiceNames.port(lowered) != nil {
                return "\(lowered) is a service: write dport \(lowered)"
            }
            return nil
        case .iif, .oif:
            if let colon = text.firstIndex(of: ":"), InterfaceName(String(text[..<colon])) != nil {
                return "labels of addresses are no interfaces: write \(text[..<colon]), and the address with saddr"
            }
            return nil
        case .user, .group:
            guard let (user, group) = halves(text, ":"), !group.allSatisfy(\.isNumber) else { return nil }
            return RuleDraft.canRead([user], field: .user) && RuleDraft.canRead([group], field: .group)
                ? "write user \(user) group \(group)" : nil
        default: return nil
        }
    }

    private static func protocols(_ text: String) -> [String]? {
        let lowered = text.lowercased()
        if lowered == "ip" { return [] }
        if ["tcpudp", "both", "tcp-udp", "udp-tcp"].contains(lowered) { return ["tcp", "udp"] }
        if let known = ["icmp6": "icmpv6", "icmp-v6": "icmpv6", "udp-lite": "udplite", "ospfv3": "ospf"][lowered] {
            return [known]
        }
        for separator in ["/", "|", "+", "&"] {
            let parts = lowered.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            if parts.count > 1 { return parts }
        }
        return [lowered]
    }

    /// `CORP/bob`, and iptables' ranges with a colon.
    private static func owner(_ text: String) -> [String]? {
        if let (domain, name) = halves(text, "/") { return ["\(domain)\\\(name)"] }
        guard let (low, high) = halves(text, ":"), low.allSatisfy(\.isNumber), high.allSatisfy(\.isNumber) else {
            return nil
        }
        return ["\(low)-\(high)"]
    }

    // MARK: Text

    /// Without what ends statements and items elsewhere.
    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last == ";" || last == "," { text = text.dropLast() }
        return String(text)
    }

    /// Dashes that word processors make of `-`.
    static func plainDashes(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return String(text.map { "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}".contains($0) ? "-" : $0 })
    }

    /// Both sides of the first separator, when both are there.
    static func halves(_ text: String, _ separator: Character) -> (String, String)? {
        guard let place = text.firstIndex(of: separator) else { return nil }
        let (left, right) = (String(text[..<place]), String(text[text.index(after: place)...]))
        return left.isEmpty || right.isEmpty ? nil : (left, right)
    }
}
