extension Parameter {
    private static let ownership =
        "user and group are those that the socket's owner ran with (fsuid, fsgid), not membership: a user's other groups do "
        + "not count"

    /// The match fields: all of them in a list, and each by its name.
    static let matchParameters: [Parameter] = [
        Parameter(
            "match", "the fields that a rule can look at; all of a rule's fields have to hold",
            form: "FIELD VALUE, FIELD { VALUE ... }, FIELD != VALUE",
            columns: ["field", "values"],
            rows: MatchField.allCases.map {
                [.text($0.rawValue), .text($0.summary + ($0.isSupported ? "" : " (not supported yet)"))]
            },
            notes: ["a field holds only if the packet has it, negated or not", ownership])
        // dscp stands with the markings: its values are the same.
    ] + MatchField.allCases.filter { $0 != .dscp }.map(field)

    private static func field(_ field: MatchField) -> Parameter {
        var parameter = Parameter(field.rawValue, field.summary, default: "any", form: form(field))
        switch field {
        case .family:
            parameter.columns = ["family", "meaning"]
            parameter.rows = rows(["ip": "IPv4", "ip6": "IPv6"])
        case .proto:
            parameter.columns = ["name", "number", "ports"]
            parameter.rows = ProtocolNames.names.map { name, number in
                [.text(name), .number(Int(number)), .text(ProtocolNames.hasPorts(number) ? "yes" : "no")]
            }
            parameter.notes = [
                "the upper-layer protocol, behind IPv6 extension headers; their own numbers are an error: "
                    + ProtocolNames.extensionHeaders.sorted().map(String.init).joined(separator: ", "),
                "it never implies a family",
            ]
        case .sport, .dport:
            parameter.notes = [
                "names are those of 'qosctl values service'",
                "without proto: "
                    + ProtocolNames.withPorts.compactMap(ProtocolNames.name).joined(separator: ", "),
                "fragments after the first have no ports",
            ]
        case .saddr, .daddr:
            parameter.notes = ["a prefix has no host bits", "a negated list keeps the family of its addresses"]
        case .iif, .oif:
            parameter.notes = ["names are compared for each packet, so interfaces may come later"]
        case .user, .group:
            parameter.notes = [ownership, "forwarded packets and packets after close() have no owner"]
        case .mark:
            parameter.notes = ["N/MASK is (mark & MASK) == N; N outside MASK is an error"]
        case .cgroup, .unit, .app, .dscp:
            break
        }
        if !field.isSupported { parameter.notes.append("not supported yet: every command refuses it") }
        return parameter
    }

    private static func form(_ field: MatchField) -> String {
        switch field {
        case .family: "ip, ip6"
        case .proto: "a name, 0-255 or 0x00-0xff; no range"
        case .saddr, .daddr: "an address, prefix or range a-b of IPv4 or IPv6, or @set"
        case .sport, .dport: "0-65535, a range, a service name, or @set"
        case .iif, .oif: "a name of at most 15 bytes, prefix*, or \"*\""
        case .user, .group: "a name, 0-4294967294, or a range of numbers"
        case .cgroup: "a path in quotes, relative to the root of cgroup v2"
        case .unit: "a unit's name in quotes: \"packagekit.service\""
        case .app: "the name of an app statement"
        case .dscp: "a name, 0-63 or 0x00-0x3f, a range"
        case .mark: "N, N/MASK or a range; 32 bits, decimal or 0x"
        }
    }

    /// Names that other values are written with.
    static let nameParameters: [Parameter] = [
        Parameter(
            "service", "names for ports, from a table in the program: the same on every host",
            form: "in sport, dport and sets of ports", columns: ["name", "port"],
            rows: ServiceNames.all.map { [.text($0.name), .number(Int($0.port))] },
            notes: ["a name is a number, whatever transport protocol it is registered for"])
    ]
}
