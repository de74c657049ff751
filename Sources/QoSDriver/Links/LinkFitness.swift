public import NetlinkModel
public import QoSCompiler

/// Whether a form of `link` can do its work on a link.
public enum LinkFitness: Hashable, Sendable {
    case fits
    /// It can be installed, and hardly does what was meant. In words, with what to write instead.
    case pointless(String, hint: String)
    /// The link cannot carry it. In words, with what to write instead.
    case impossible(String, hint: String?)

    /// - links, qdiscs: those of the same network namespace.
    public static func of(
        _ form: LinkForm, on link: Link, among links: [Link], qdiscs: [TCQdisc] = []
    ) -> LinkFitness {
        let fitness = of(form, on: link, among: links)
        // Both have the handle ffff:, and ingress has no egress side (sch_ingress.c).
        let isTaken = qdiscs.contains { $0.interfaceIndex == link.index && $0.kind == "ingress" }
        guard fitness == .fits, isTaken, form == .tagPriority || form == .retag else { return fitness }
        return .impossible(
            "\(link.shownName) has an ingress qdisc, where '\(form.keyword)' needs clsact",
            hint: "clsact does what ingress does: tc qdisc del dev \(link.shownName) ingress, and its filters anew")
    }

    private static func of(_ form: LinkForm, on link: Link, among links: [Link]) -> LinkFitness {
        let name = link.shownName
        switch form {
        case .egressMapAuto, .egressMap, .ingressMap:
            guard !link.isVLANDevice else { return .fits }
            let above = links.filter { $0.isVLANDevice && $0.lowerIndex == link.index }.map(\.shownName)
            let hint =
                above.isEmpty
                ? "an untagged port takes 'tag priority', a trunk 'retag'"
                : "its VLAN \(above.count == 1 ? "device is" : "devices are") \(above.joined(separator: ", "))"
            return .impossible("\(name) is no VLAN device, so it has no maps", hint: hint)
        case .tagPriority:
            guard link.isEthernet else { return noFrames(link) }
            guard !link.isVLANDevice else {
                return .impossible("\(name) is a VLAN device: its frames get a tag anyway", hint: "use 'egress-map'")
            }
            return portOfAnother(link, form, links)
        case .retag:
            guard link.isEthernet else { return noFrames(link) }
            guard !link.isVLANDevice else {
                return .pointless(
                    "\(name) is a VLAN device: its frames get their tag below it", hint: "use 'egress-map'")
            }
            return portOfAnother(link, form, links)
        case .trustPCP:
            guard link.isEthernet else { return noFrames(link) }
            guard !link.isVLANDevice else {
                return .pointless(
                    "\(name) is a VLAN device: its frames have lost their tag before", hint: "use 'ingress-map'")
            }
            return .fits
        case .trustDSCP: return .fits
        }
    }

    private static func noFrames(_ link: Link) -> LinkFitness {
        .impossible("\(link.shownName) is no Ethernet link: what it sends has no place for a tag", hint: nil)
    }

    /// A packet leaves on the bridge or bond, and only its frame on the port.
    private static func portOfAnother(_ link: Link, _ form: LinkForm, _ links: [Link]) -> LinkFitness {
        guard let index = link.masterIndex, let master = links.first(where: { $0.index == index }),
            let kind = master.kind, ["bridge", "bond", "team"].contains(kind)
        else { return .fits }
        return .pointless(
            "\(link.shownName) is a port of the \(kind) \(master.shownName), on which packets leave this host",
            hint: "link \(master.shownName) \(form.keyword)")
    }
}

extension Link {
    /// Its name, or its number where the name is no text.
    var shownName: String { name?.description ?? "#\(index)" }

    /// `ARPHRD_ETHER`
    var isEthernet: Bool { hardwareType == 1 }

    var isVLANDevice: Bool { kind == "vlan" }
}
