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
            """),
        DiagnosticGolden(
            "sixty-four blocks in each other, and one more",
            [.unsupported, .unsupported, .tooLarge],
            """
            \(blocks(64))
            \(blocks(65))
            """,
            """
            p.qos:1:1: error: not supported yet: when
              \(blocks(64).prefix(160))
              ^~~~
            p.qos:2:1: error: not supported yet: when
              \(blocks(65).prefix(160))
              ^~~~
            p.qos:2:1039: error: blocks nest deeper than 64
              \(blocks(65).prefix(1158).suffix(160))
                                                      ^
            """),
        DiagnosticGolden(
            "more negated values than one kernel rule holds",
            [.tooLarge],
            """
            rule fine user != \(list(50) { "u\($0)" }) keep
            rule more user != \(list(70) { "u\($0)" }) keep
            """,
            """
            p.qos:2:6: error: rule 'more' has more conditions than one kernel rule holds
              rule more user != \(list(70) { "u\($0)" }.prefix(142))
                   ^~~~
              hint: shorten its negated lists, or put a keep rule for their values before it
            """),
    ]

    private static func blocks(_ depth: Int) -> String {
        String(repeating: "when time \"x\" { ", count: depth) + String(repeating: "} ", count: depth)
    }
}
