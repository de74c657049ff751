public import NetlinkModel

/// A plan's links as command lines of `tc` and `ip`: with the table of the nft format they make what `apply` makes, on
/// interfaces that have none of it yet.
public enum TCScript {
    /// What one `link` statement takes.
    struct Commands {
        var lines: [String] = []
        /// What it takes besides for every VLAN device above the interface, with `VID` for its VLAN's number.
        var linesForVLANs: [String] = []
    }

    public static func write(_ plan: Plan, to line: (String) -> Void) {
        guard !plan.links.isEmpty else {
            line("# no link statements: nothing for tc to do")
            return
        }
        for (link, commands) in zip(plan.links, self.commands(of: plan)) {
            line("# link\(link.isOptional ? "?" : "") \(link.interface) \(link.keyword)")
            if commands.lines.isEmpty, commands.linesForVLANs.isEmpty { line("# no marking has a pcp: nothing to do") }
            for command in commands.lines { line(command) }
            guard !commands.linesForVLANs.isEmpty else { continue }
            line("# and for every VLAN device above \(link.interface), with its VID in the place of VID:")
            for command in commands.linesForVLANs { line("# " + command) }
        }
    }

    /// For each link of the plan; a qdisc stands with the first that needs it.
    static func commands(of plan: Plan) -> [Commands] {
        var withClsact: Set<InterfaceName> = []
        return plan.links.map { link in
            let name = link.interface.description
            switch link.work {
            case .egressMap(let entries):
                return Commands(lines: [TCText.map(entries, isEgress: true, of: name)].compactMap(\.self))
            case .ingressMap(let entries):
                return Commands(lines: [TCText.map(entries, isEgress: false, of: name)].compactMap(\.self))
            case .filters(let filters):
                let isTagged = plan.links.contains { $0.interface == link.interface && $0.pushesTags }
                let own = filters.filters(on: 0, tags: [], besideTags: isTagged)
                let above =
                    link.includesVLANsAbove
                    ? filters.filters(on: 0, tags: [Self.anyTag], besideTags: isTagged).filter {
                        $0.identity.preference == LinkFilters.preferences.lowerBound
                    } : []
                var commands = Commands()
                if !(own.isEmpty && above.isEmpty), withClsact.insert(link.interface).inserted {
                    commands.lines.append(TCText.addClsact(name))
                }
                commands.lines += own.map { TCText.add($0, to: name) }
                commands.linesForVLANs = above.map { Self.template(TCText.add($0, to: name)) }
                return commands
            }
        }
    }

    /// No frame has it: VIDs end at 4095.
    private static let anyTag = LinkFilters.Tag(id: 0xffff, tagProtocol: EtherType.vlan)

    private static func template(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word -> Substring in
            if word == "65535" { return "VID" }
            return word == "65535)'" ? "VID)'" : word
        }.joined(separator: " ")
    }
}
