public import NetlinkModel
public import QoSCompiler

/// The `link` statements of a policy against the links and the kernel of a host.
public enum LinkInspection {
    /// Errors are what `apply` has to refuse: links that are not there, forms that a link or the kernel cannot carry.
    /// Warnings are about what can be installed and will not work in all cases, notes about what is good to know. Each
    /// stands at the link's name in its statement.
    ///
    /// - links, qdiscs: all of the network namespace.
    /// - devices: what those do about tags that could be asked, by index.
    public static func findings(
        for policy: Policy, links: [Link], features: KernelFeatures, qdiscs: [TCQdisc] = [],
        devices: [Int32: LinkFeatures] = [:]
    ) -> [Diagnostic] {
        policy.links.flatMap { statement in
            findings(for: statement, links: links, features: features, qdiscs: qdiscs, devices: devices)
        }
    }

    /// The same about one statement.
    public static func findings(
        for statement: LinkStatement, links: [Link], features: KernelFeatures, qdiscs: [TCQdisc] = [],
        devices: [Int32: LinkFeatures] = [:]
    ) -> [Diagnostic] {
        let span = statement.interface.span
        guard let link = links.first(where: { $0.name == statement.interface.value }) else {
            return missing(statement, links) + (statement.isOptional ? [] : kernel(statement, features))
        }
        let found: [Diagnostic]
        switch LinkFitness.of(statement.form, on: link, among: links, qdiscs: qdiscs) {
        case .fits: found = []
        case .pointless(let message, let hint): found = [Diagnostic(.warning, .link, message, at: span, hint: hint)]
        case .impossible(let message, let hint): found = [Diagnostic(.error, .link, message, at: span, hint: hint)]
        }
        let kernel = kernel(statement, features)
        // How long frames are matters where there will be any.
        guard !found.hasErrors else { return found + kernel }
        return found + kernel + frames(statement, link, links, devices) + overwritten(statement, link, links)
    }

    /// Statements whose links are not there, optional ones included.
    public static func waiting(in policy: Policy, links: [Link]) -> [LinkStatement] {
        let names = Set(links.compactMap(\.name))
        return policy.links.filter { !names.contains($0.interface.value) }
    }

    // MARK: Single findings

    private static func missing(_ statement: LinkStatement, _ links: [Link]) -> [Diagnostic] {
        let (name, span) = (statement.interface.value.description, statement.interface.span)
        guard !statement.isOptional else {
            return [Diagnostic(.note, .link, "there is no link '\(name)' yet", at: span)]
        }
        let hint =
            Suggestion.text(for: name, among: links.compactMap { $0.name?.description })
            ?? "'link?' is for links that may be missing"
        return [Diagnostic(.error, .link, "there is no link '\(name)'", at: span, hint: hint)]
    }

    private static func kernel(_ statement: LinkStatement, _ features: KernelFeatures) -> [Diagnostic] {
        let (form, span) = (statement.form.keyword, statement.interface.span)
        let missing = features.missing(of: statement.form.needs)
        guard missing.isEmpty else {
            let options = list(missing.map(\.option))
            let hint =
                features.loadingIsDisabled
                ? "modules cannot be loaded any more (kernel.modules_disabled): load \(list(missing.map(\.name))) at boot"
                : "\(options) \(missing.count == 1 ? "is" : "are") not set, or no such module is installed"
            return [
                Diagnostic(
                    .error, .link,
                    "'\(form)' needs \(list(missing.map(\.name))), which kernel \(features.release) lacks",
                    at: span, hint: hint)
            ]
        }
        let unknown = statement.form.needs.filter { features[$0] == .unknown }
        guard !unknown.isEmpty else { return [] }
        return [
            Diagnostic(
                .note, .link,
                "'\(form)' needs \(list(unknown.map(\.name))); whether the kernel has that cannot be seen here",
                at: span)
        ]
    }

    private static func frames(
        _ statement: LinkStatement, _ link: Link, _ links: [Link], _ devices: [Int32: LinkFeatures]
    ) -> [Diagnostic] {
        let finding: FrameFinding? =
            switch statement.form {
            case .tagPriority: .ofPriorityTag(on: link, among: links, devices: devices)
            case .egressMapAuto, .egressMap: .ofVLANDevice(link, among: links, devices: devices)
            case .ingressMap, .retag, .trustPCP, .trustDSCP: nil
            }
        guard let finding else { return [] }
        return [
            Diagnostic(
                finding.isWarning ? .warning : .note, .link, finding.message, at: statement.interface.span,
                hint: finding.hint)
        ]
    }

    /// `vlan_do_receive` comes after tc, and sets the priority of every frame from the VLAN device's map, even an empty one.
    private static func overwritten(_ statement: LinkStatement, _ link: Link, _ links: [Link]) -> [Diagnostic] {
        guard statement.form == .trustPCP || statement.form == .trustDSCP else { return [] }
        let above = links.filter { $0.isVLANDevice && $0.lowerIndex == link.index }.map(\.shownName)
        guard !above.isEmpty else { return [] }
        let instead = statement.form == .trustPCP ? "ingress-map" : "trust dscp"
        return [
            Diagnostic(
                .note, .link,
                "frames for \(list(above)) get their priority from the ingress map there, whatever is trusted here",
                at: statement.interface.span, hint: "link \(above[0]) \(instead) …")
        ]
    }

    /// `a`, `a and b`, `a, b and c`.
    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
