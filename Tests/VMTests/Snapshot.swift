import Testing

/// `nft list ruleset`; `tc qdisc show`, and `tc filter show` of all links and hooks; `ip -d link`.
struct Snapshot: Equatable, CustomStringConvertible {
    enum Part: Int, CaseIterable { case rules, filters, links }

    private var parts: [String]

    /// The commands, for a shell.
    static let listing = """
        nft list ruleset; echo '=== '
        { echo 'qdisc show'; ip -o link | sort -k 2 | while read -r number name rest; do
            link=${name%:}; link=${link%@*}
            for hook in root ingress egress; do
                echo "qdisc show dev $link"
                echo "filter show dev $link $hook"
            done
        done; } | tc -batch -; echo '=== '
        ip -d link
        """

    init(text: String) {
        parts = text.split(separator: "=== \n", omittingEmptySubsequences: false).map(String.init)
        precondition(parts.count == Part.allCases.count)
    }

    subscript(part: Part) -> String { parts[part.rawValue] }

    /// The same without what differs between two ways to one state: numbers of applies, of actions and of links, counts,
    /// the order of filters and of what is in tables.
    var plain: Snapshot {
        var plain = self
        for part in Part.allCases {
            let lines = self[part].split(separator: "\n", omittingEmptySubsequences: false).map(Self.plainLine)
            plain.parts[part.rawValue] =
                switch part {
                case .rules: Self.sortedTables(lines)
                case .filters: Self.sortedHooks(lines)
                case .links: lines.joined(separator: "\n")
                }
        }
        return plain
    }

    func isSame(as other: Snapshot, in parts: [Part]) -> Bool { parts.allSatisfy { self[$0] == other[$0] } }

    /// Lines that only one of two has.
    func difference(_ other: Snapshot) -> String {
        let (mine, theirs) = (description.split(separator: "\n"), other.description.split(separator: "\n"))
        return theirs.difference(from: mine).map { change in
            switch change {
            case .insert(_, let line, _): "+\(line)"
            case .remove(_, let line, _): "-\(line)"
            }
        }.joined(separator: "\n")
    }

    var description: String { parts.joined(separator: "\n") }

    private static func plainLine(_ line: Substring) -> String {
        String(line).replacing(#/^\d+: /#, with: "").replacing(#/\bg\d+\b/#, with: "g").replacing(
            #/\bg\d+_/#, with: "g_"
        )
        .replacing(#/packets \d+ bytes \d+/#, with: "").replacing(#/index \d+ ref \d+ bind \d+/#, with: "")
        .replacing(#/(pref 2080[34] .*) handle 0x[0-9a-f]+/#) { String($0.output.1) }
    }

    /// Chains, sets and counters by their text, in each table.
    private static func sortedTables(_ lines: [String]) -> String {
        var tables: [[String]] = []
        for line in lines where !line.isEmpty {
            if line.hasPrefix("table ") || tables.isEmpty {
                tables.append([line])
            } else if line.hasPrefix("\t"), !line.hasPrefix("\t\t"), line.hasSuffix("{") || line.hasPrefix("\tcomment")
            {
                tables[tables.count - 1].append(line)
            } else if line != "}" {
                tables[tables.count - 1][tables[tables.count - 1].count - 1] += "\n" + line
            }
        }
        return tables.map { ($0.prefix(1) + $0.dropFirst().sorted()).joined(separator: "\n") }.joined(separator: "\n")
    }

    /// Filters by their text, at each hook.
    private static func sortedHooks(_ lines: [String]) -> String {
        // The list of all qdiscs comes first, in the order of the links.
        let qdiscs = lines.prefix { $0.hasPrefix("qdisc ") }
        var hooks: [[String]] = [qdiscs.sorted()]
        for line in lines.dropFirst(qdiscs.count) where !line.isEmpty {
            if line.hasPrefix("qdisc ") {
                hooks.append([line])
            } else if line.hasPrefix("filter ") || hooks[hooks.count - 1].isEmpty {
                hooks[hooks.count - 1].append(line)
            } else {
                hooks[hooks.count - 1][hooks[hooks.count - 1].count - 1] += "\n" + line
            }
        }
        return hooks.map { ($0.prefix(1) + $0.dropFirst().sorted()).joined(separator: "\n") }.joined(separator: "\n")
    }
}

/// Tells the lines that differ.
func expectSame(
    _ now: Snapshot, _ wanted: Snapshot, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let isSame = now == wanted
    #expect(isSame, "\(comment)\n\(wanted.difference(now))", sourceLocation: sourceLocation)
}
