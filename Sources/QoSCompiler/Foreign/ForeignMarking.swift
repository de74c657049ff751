/// Marks as other tools write them: TOS bytes, names in other spellings, numbers in other bases.
enum ForeignMarking {
    /// nft, iptables, pf, Cisco and Windows have these names for code points.
    private static let names: [String: String] = [
        "expedited": "ef", "expedited-forwarding": "ef", "lephb": "le", "lower-effort": "le", "scavenger": "cs1",
        "default": "cs0", "best-effort": "cs0", "besteffort": "cs0", "df": "cs0", "voiceadmit": "va",
        "voice_admit": "va", "critical": "cs5", "internetcontrol": "cs6", "networkcontrol": "cs7",
        "lowdelay": "4", "minimize-delay": "4", "throughput": "2", "maximize-throughput": "2", "reliability": "1",
        "maximize-reliability": "1",
    ]

    /// What a DSCP is here; nil when it is none that others write.
    static func dscp(_ text: String) -> String? {
        let lowered = text.lowercased()
        if let known = names[lowered] { return known }
        if DSCP(name: lowered) != nil { return lowered }
        for prefix in ["dscp_", "dscp-", "iptos_dscp_", "iptos_"] where lowered.hasPrefix(prefix) {
            let rest = String(lowered.dropFirst(prefix.count))
            if DSCP(name: rest) != nil { return rest }
        }
        if let tos = tosByte(lowered), let dscp = DSCP(tos >> 2) { return dscp.description }
        let digits = lowered.hasPrefix("0b") ? lowered.dropFirst(2) : lowered[...]
        if digits.count == 6 || lowered.hasPrefix("0b"), let value = UInt8(digits, radix: 2), let dscp = DSCP(value) {
            return dscp.description
        }
        return nil
    }

    /// For a number that is too large for a code point, and may be a TOS byte or traffic class: 0xb8, 184.
    static func byteHint(_ text: String) -> String? {
        guard let tos = tosByte(text.lowercased()), let dscp = DSCP(tos >> 2) else { return nil }
        return "0-\(DSCP.maximum); the TOS byte \(text) is dscp \(dscp)"
    }

    private static func tosByte(_ text: String) -> UInt8? {
        let value = text.hasPrefix("0x") ? UInt8(text.dropFirst(2), radix: 16) : UInt8(text)
        guard let value, value > DSCP.maximum, value & 3 == 0 else { return nil }
        return value
    }

    /// The code point of any TOS byte: for tools that write nothing else.
    static func dscp(ofTOS text: String) -> String? {
        if let known = names[text.lowercased()] { return known }
        let value = text.lowercased().hasPrefix("0x") ? UInt8(text.dropFirst(2), radix: 16) : UInt8(text)
        return value.flatMap { DSCP($0 >> 2)?.description }
    }

    /// A priority above 15, or in hexadecimal, as the class id that tc writes for it.
    static func priority(_ text: String) -> String? {
        if text.hasSuffix(":"), text.count > 1 { return text + "0" }
        let number = text.lowercased().hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
        guard let number, text.first != "0" || text.lowercased().hasPrefix("0x") else { return nil }
        return PacketPriority(number).description
    }

    /// What cannot be a mark, and why.
    static func reason(_ text: String, part: String) -> String? {
        let lowered = text.lowercased()
        switch part {
        case "dscp":
            if lowered.hasPrefix("cs"), let number = Int(lowered.dropFirst(2)), number > 7 {
                return "class selectors are cs0 to cs7"
            }
            if lowered.hasPrefix("af"), lowered.dropFirst(2).allSatisfy(\.isNumber), DSCP(name: lowered) == nil {
                return "assured forwarding is af11 to af13, af21 to af23, af31 to af33, af41 to af43"
            }
            return nil
        case "priority", "pcp":
            let levels: Set = [
                "highest", "high", "medium", "normal", "low", "lowest", "critical", "realtime", "urgent",
            ]
            guard levels.contains(lowered) else { return nil }
            return part == "pcp"
                ? "a PCP is a number: 0-7, and 1 is the lowest"
                : "a priority is a number: 0-15, or MAJOR:MINOR in hexadecimal; Linux's own for interactive is 6"
        default: return nil
        }
    }
}
