import NetlinkModel
import QoSCompiler

/// A policy's links on this host: what can be installed, and what there is to say about the rest.
struct LinkContext {
    var host = HostLinks.none
    /// Those that the host has and that can carry what is asked.
    var planned: [PlannedLink] = []
    /// About all of them; errors are what `apply` refuses.
    var findings: [Diagnostic] = []
    /// The statements that are not in `planned`, with the reason.
    var waiting: [(link: PlannedLink, reason: String)] = []

    init() {}

    /// Reads the host only where the policy has links.
    init(_ policy: Policy) throws(DriverError) {
        guard !policy.links.isEmpty else {
            self.init()
            return
        }
        let host = try HostLinks.read()
        self.init(
            policy, host, .current(of: Set(policy.links.flatMap(\.form.needs))), qdiscs: try HostInspection.qdiscs(),
            HostInspection.deviceFeatures(of: policy.links.compactMap { host.link(named: $0.interface.value)?.index }))
    }

    init(
        _ policy: Policy, _ host: HostLinks, _ features: KernelFeatures, qdiscs: [TCQdisc] = [],
        _ devices: [Int32: LinkFeatures] = [:]
    ) {
        self.host = host
        for (statement, link) in zip(policy.links, PlannedLink.all(of: policy)) {
            let found = LinkInspection.findings(
                for: statement, links: host.links, features: features, qdiscs: qdiscs, devices: devices)
            findings += found
            if host.link(named: link.interface) == nil {
                waiting.append((link, "there is no such link"))
            } else if let error = found.first(where: { $0.severity == .error }) {
                waiting.append((link, error.message))
            } else {
                planned.append(link)
            }
        }
    }

    var errors: [Diagnostic] { findings.filter { $0.severity == .error } }

    /// Where packets have to carry tokens to.
    var tokenInterfaces: [InterfaceName] { host.tokenInterfaces(of: planned) }
}
