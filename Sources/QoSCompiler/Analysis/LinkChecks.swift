/// Findings about what `link` statements make of the PCPs that the policy states.
enum LinkChecks {
    static func run(_ policy: Policy) -> [Diagnostic] {
        let markings = policy.statedMarkings
        let stated = statedPCPs(markings)
        guard let first = stated.first else { return nothingToMap(policy) }
        return pcpWithoutLink(policy, first) + foreignPCP(policy, markings, stated) + explicitMaps(policy, stated)
    }

    /// A priority that goes with a PCP, and who says so first.
    private typealias Stated = (priority: PacketPriority, pcp: PriorityCodePoint, owner: String, span: SourceSpan)

    private static func statedPCPs(_ markings: [StatedMarking]) -> [Stated] {
        var seen: Set<PacketPriority> = []
        return markings.compactMap { owner, marking, span in
            guard let pcp = marking.pcp, let priority = marking.priority, seen.insert(priority).inserted else {
                return nil
            }
            return (priority, pcp, owner, span)
        }
    }

    private static func pcpWithoutLink(_ policy: Policy, _ first: Stated) -> [Diagnostic] {
        guard !policy.links.contains(where: \.form.writesPCPs) else { return [] }
        return [
            Diagnostic(
                .note, .pcpWithoutLink, "pcp only sets the packet priority here: no link writes it into frames",
                at: first.span, hint: "for each port: link IF egress-map auto, link IF tag priority, or link IF retag")
        ]
    }

    /// Markings whose priority has a PCP that another one states: on a link with a map their frames get that PCP.
    private static func foreignPCP(
        _ policy: Policy, _ markings: [StatedMarking], _ stated: [Stated]
    ) -> [Diagnostic] {
        let stated = Dictionary(stated.map { ($0.priority, $0) }, uniquingKeysWith: { first, _ in first })
        return markings.compactMap { owner, marking, span in
            guard marking.pcp == nil, let priority = marking.priority, let other = stated[priority] else { return nil }
            let hasMap = policy.links.contains { $0.form.maps(priority, to: other.pcp) }
            return Diagnostic(
                hasMap ? .warning : .note, .foreignPCP,
                "\(owner) has priority \(priority) and no pcp; frames on a link with a map get PCP \(other.pcp), which "
                    + "\(other.owner) states for that priority", at: span,
                hint: "give it a pcp and a priority of its own, or state pcp \(other.pcp)")
        }
    }

    /// Links that write the PCPs of the policy's markings, where none has one.
    private static func nothingToMap(_ policy: Policy) -> [Diagnostic] {
        policy.links.filter(\.form.writesStatedPCPs).map { link in
            Diagnostic(
                .warning, .unused,
                "'link \(link.interface.value) \(link.form.words)' does nothing: no class and no marking has a pcp",
                at: link.interface.span, hint: "give the classes a pcp: class voice dscp ef priority 6 pcp 5")
        }
    }

    /// Maps in braces that do not say what the policy's markings say.
    private static func explicitMaps(_ policy: Policy, _ stated: [Stated]) -> [Diagnostic] {
        policy.links.flatMap { link -> [Diagnostic] in
            guard case .egressMap(let entries) = link.form else { return [] }
            let given = Dictionary(entries.map { ($0.priority, $0.pcp) }, uniquingKeysWith: { first, _ in first })
            let others = stated.compactMap { priority, pcp, owner, _ -> Diagnostic? in
                guard let other = given[priority.value], other != pcp else { return nil }
                return Diagnostic(
                    .warning, .foreignPCP,
                    "the map of \(link.interface.value) gives priority \(priority) PCP \(other), but \(owner) states "
                        + "PCP \(pcp)", at: link.interface.span,
                    hint: "write \(priority.value):\(pcp) in the map, or egress-map auto, which takes the classes' PCPs"
                )
            }
            // PCP 0 is what a priority has that no map names.
            let missing = stated.filter { given[$0.priority.value] == nil && $0.pcp.value != 0 }
            guard !missing.isEmpty else { return others }
            let names = missing.map { "\($0.priority) (\($0.owner))" }.joined(separator: ", ")
            let text = missing.map { "\($0.priority.value):\($0.pcp)" }.joined(separator: " ")
            return others + [
                Diagnostic(
                    .note, .foreignPCP,
                    "the map of \(link.interface.value) leaves out priorities that have a pcp: \(names); their frames get "
                        + "PCP 0, or what the device's map has", at: link.interface.span, hint: "add \(text)")
            ]
        }
    }
}
