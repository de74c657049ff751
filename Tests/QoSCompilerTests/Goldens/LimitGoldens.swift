import QoSCompiler

/// Rules that would become too much.
extension DiagnosticGolden {
    private static func list(_ count: Int, _ value: (Int) -> String) -> String {
        "{ " + (0..<count).map(value).joined(separator: " ") + " }"
    }

    static let limits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "lists that multiply to 1024 kernel rules, and to 1025",
            [.tooLarge, .tooLarge],
            """
            rule fine oif \(list(32) { "a\($0)*" }) mark \(list(32) { "\($0)/0xff" }) keep
            rule more oif \(list(41) { "a\($0)*" }) mark \(list(25) { "\($0)/0xff" }) keep
            rule off oif \(list(41) { "a\($0)*" }) mark \(list(25) { "\($0)/0xff" }) keep disabled
            rule huge oif \(list(99) { "a\($0)*" }) mark \(list(99) { "\($0)/0xff" }) user \(list(99) { "u\($0)" }) keep
            """,
            """
            p.qos:2:6: error: rule 'more' needs more than 1024 kernel rules: its lists multiply
              rule more oif \(list(41) { "a\($0)*" }.prefix(146))
                   ^~~~
              hint: split it into several rules, or use fewer wildcards, masks and names
            p.qos:4:6: error: rule 'huge' needs more than 1024 kernel rules: its lists multiply
              rule huge oif \(list(99) { "a\($0)*" }.prefix(146))
                   ^~~~
              hint: split it into several rules, or use fewer wildcards, masks and names
            """)
    ]
}
