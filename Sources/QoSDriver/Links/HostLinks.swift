import NetlinkKit
import NetlinkModel
import QoSCompiler

/// The links of a network namespace, and which stand above and below which.
struct HostLinks: Sendable {
    let links: [Link]

    static let none = HostLinks(links: [])

    /// Reads those of the calling thread's namespace.
    static func read() throws(DriverError) -> HostLinks {
        do throws(NetlinkError) { return HostLinks(links: try RTNLClient().links()) } catch {
            throw .refused("\(error)")
        }
    }

    func link(named name: InterfaceName) -> Link? { links.first { $0.name == name } }

    func link(_ index: Int32) -> Link? { links.first { $0.index == index } }

    // MARK: Above

    /// The tags that frames of VLAN devices right above a link have: of its own, and of the bond or team that it is in.
    func tags(above link: Link) -> [LinkFilters.Tag] {
        var tags: [UInt16: LinkFilters.Tag] = [:]
        for lower in [link] + masters(of: link) {
            for vlan in vlans(on: lower).compactMap(\.vlan) where tags[vlan.id] == nil {
                tags[vlan.id] = LinkFilters.Tag(id: vlan.id, tagProtocol: vlan.tagProtocol)
            }
        }
        return tags.values.sorted { $0.id < $1.id }
    }

    /// The interfaces that packets can leave by to get to one of these links with a token.
    func tokenInterfaces(of planned: [PlannedLink]) -> [InterfaceName] {
        var names: Set<InterfaceName> = []
        for wanted in planned where wanted.wantsTokens {
            guard let link = link(named: wanted.interface) else { continue }
            var pending = [link] + masters(of: link)
            var seen = Set(pending.map(\.index))
            while let next = pending.popLast() {
                if let name = next.name { names.insert(name) }
                guard wanted.includesVLANsAbove else { continue }
                for above in vlans(on: next) where seen.insert(above.index).inserted { pending.append(above) }
            }
        }
        return names.sorted { $0.description < $1.description }
    }

    private func vlans(on link: Link) -> [Link] {
        links.filter { $0.vlan != nil && $0.lowerIndex == link.index }
    }

    /// The bond or team that a link is a port of: its frames are the port's.
    private func masters(of link: Link) -> [Link] {
        guard let index = link.masterIndex, let master = self.link(index),
            master.kind == "bond" || master.kind == "team"
        else { return [] }
        return [master]
    }

    // MARK: Below

    /// The links that a VLAN device's frames go through, itself first.
    func path(of link: Link) -> [Link] {
        var path = [link]
        var pending = below(link)
        while let next = pending.popLast() {
            guard !path.contains(where: { $0.index == next.index }) else { continue }
            path.append(next)
            pending += below(next)
        }
        return path
    }

    private func below(_ link: Link) -> [Link] {
        if link.vlan != nil, let index = link.lowerIndex, let lower = self.link(index) { return [lower] }
        guard link.kind == "bond" || link.kind == "team" else { return [] }
        return links.filter { $0.masterIndex == link.index }
    }
}
