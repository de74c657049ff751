extension Parameter {
    /// The match fields: all of them in a list, and each by its name.
    static let matchParameters: [Parameter] =
        [
            Parameter(
                "match", "the fields that a rule can look at; all of a rule's fields have to hold",
                form: "FIELD VALUE, FIELD { VALUE ... }, FIELD != VALUE",
                columns: ["field", "values"],
                rows: MatchField.allCases.map {
                    [.text($0.rawValue), .text($0.summary + ($0.isSupported ? "" : " (not supported yet)"))]
                },
                notes: ["a field holds only if the packet has it, negated or not", MatchField.ownership])
            // dscp stands with the markings: its values are the same.
        ] + MatchField.allCases.filter { $0 != .dscp }.map(field)

    private static func field(_ field: MatchField) -> Parameter {
        var parameter = Parameter(
            field.rawValue, field.summary, default: "any", form: field.form, notes: field.notes)
        if field == .family {
            parameter.columns = ["family", "meaning"]
            parameter.rows = rows(["ip": "IPv4", "ip6": "IPv6"])
        }
        if field == .proto {
            parameter.columns = ["name", "number", "ports"]
            parameter.rows = ProtocolNames.names.map { name, number in
                [.text(name), .number(Int(number)), .text(ProtocolNames.hasPorts(number) ? "yes" : "no")]
            }
        }
        return parameter
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
