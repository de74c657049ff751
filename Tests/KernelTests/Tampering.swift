import NetworkLab
import PolicyTesting
import Testing

/// A change that somebody makes with nft in our table.
struct Tampering: CustomStringConvertible, Sendable {
    typealias Commands = @Sendable (ListedTable) throws -> [String]

    let description: String
    /// Lines for nft.
    let commands: Commands

    init(_ description: String, _ commands: @escaping Commands) {
        self.description = description
        self.commands = commands
    }

    func make(in laboratory: PolicyLab) throws {
        let table = try ListedTable(laboratory.nft("-a", "list", "table", "inet", "qosctl"))
        for command in try commands(table) { _ = try laboratory.nft(command) }
    }

    /// Changes that some packet shows, in `VerifyCommandTests.policy`.
    static let visible = [
        Tampering("an element of a verdict map") { table in
            let map = try #require(table.map(holding: "10.0.4.16/28 : goto"))
            return [
                "delete element inet qosctl \(map) { 10.0.4.16/28 }",
                "add element inet qosctl \(map) { 10.0.4.16/28 : goto \(try table.chain("_class_c1")) }",
            ]
        },
        Tampering("an element less") { table in
            let map = try #require(table.map(holding: "10.0.8.16/28 : goto"))
            return ["delete element inet qosctl \(map) { 10.0.8.16/28 }"]
        },
        Tampering("goto in place of jump") { table in
            let (chain, handle, text) = try table.rule("jump ", in: "_rules_output")
            let target = try #require(text.split(separator: " ").dropFirst().first)
            return ["replace rule inet qosctl \(chain) handle \(handle) goto \(target)"]
        },
        Tampering("no default rule") { table in
            let (chain, handle, _) = try table.rule("comment \"default\"", in: "_rules_output")
            return ["delete rule inet qosctl \(chain) handle \(handle)"]
        },
        Tampering("no default rule for fragments") { table in
            let (chain, handle, _) = try table.rule("comment \"default\"", in: "_fragments_output")
            return ["delete rule inet qosctl \(chain) handle \(handle)"]
        },
        Tampering("no jump to the rules") { table in
            let (chain, handle, _) = try table.rule("jump ", in: "_rules_output")
            return ["delete rule inet qosctl \(chain) handle \(handle)"]
        },
        Tampering("no rule in the base chain") { _ in ["flush chain inet qosctl output"] },
        Tampering("another DSCP for a class") { table in
            let (chain, handle, _) = try table.rule("ip6 dscp set cs1", in: "_class_c0")
            return ["replace rule inet qosctl \(chain) handle \(handle) ip6 dscp set af11 accept"]
        },
        Tampering("no counter for a class") { table in
            let (chain, handle, _) = try table.rule("meta priority set", in: "_class_c2")
            return ["replace rule inet qosctl \(chain) handle \(handle) meta priority set 0:6"]
        },
        Tampering("a rule that drops") { table in
            ["insert rule inet qosctl \(try table.chain("_rules_output")) udp dport 53 drop"]
        },
        Tampering("a rule that lets pass") { table in
            ["insert rule inet qosctl \(try table.chain("_rules_output")) ip6 daddr 2001:db8:7::9 accept"]
        },
    ]
}

/// What `nft -a list table` prints, to find things in.
struct ListedTable {
    private let lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n") }

    /// The name of the chain or map that a line stands in.
    private func owner(_ keyword: String, of line: Int) -> String? {
        for index in stride(from: line, through: 0, by: -1) {
            let words = lines[index].split(whereSeparator: \.isWhitespace)
            if words.count > 2, words[2] == "{", ["chain", "map", "set", "counter"].contains(words[0]) {
                return words[0] == keyword ? String(words[1]) : nil
            }
        }
        return nil
    }

    /// The chain whose name ends so.
    func chain(_ suffix: String) throws -> String {
        let names = lines.indices.compactMap { owner("chain", of: $0) }
        return try #require(names.first { $0.hasSuffix(suffix) }, "no chain …\(suffix)")
    }

    func map(holding element: String) -> String? {
        lines.indices.first { lines[$0].contains(element) }.flatMap { owner("map", of: $0) }
    }

    /// The first rule with that text in the chain whose name ends so.
    func rule(_ text: String, in suffix: String) throws -> (chain: String, handle: String, text: Substring) {
        let chain = try chain(suffix)
        let index = try #require(
            lines.indices.first { lines[$0].contains(text) && owner("chain", of: $0) == chain },
            "no rule '\(text)' in \(chain)")
        let parts = lines[index].split(separator: " # handle ")
        try #require(parts.count == 2)
        return (chain, String(parts[1]), parts[0].drop { $0.isWhitespace })
    }
}
