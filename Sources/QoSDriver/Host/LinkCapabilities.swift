public import NetlinkModel
public import QoSCompiler

/// What a link can do about priorities, as far as reading tells.
public struct LinkCapabilities: Hashable, Sendable {
    /// What comes of a form of `link` here.
    public enum Outcome: Hashable, Sendable {
        case usable
        /// It could be installed, and hardly does what is meant; why, and what to use instead.
        case pointless(String, hint: String)
        /// The link cannot carry it; why.
        case impossible(String)
        /// The kernel lacks parts of what it needs.
        case missing([KernelFeature])
        /// Whether the kernel has these parts cannot be seen.
        case unknown([KernelFeature])
    }

    public var link: Link
    /// The name of the link below: of a VLAN device, or a tunnel.
    public var lower: String?
    /// The VLAN devices above it.
    public var vlanDevices: [String]
    /// Nil without an Ethernet header.
    public var frames: LinkFrames?
    /// The kinds of the qdiscs below its root, each once.
    public var innerQueues: [String]
    /// Its clsact or ingress qdisc, which filters hang on: somebody's already, or ours.
    public var filterQueue: String?
    /// What the card does about tags; nil where it could not be asked.
    public var features: LinkFeatures?
    /// Each form once, in the order of `LinkForm.samples`.
    public var forms: [(form: LinkForm, outcome: Outcome)] { zip(LinkForm.samples, outcomes).map { ($0, $1) } }
    private var outcomes: [Outcome]

    /// Whether a full frame with a tag may not pass; in words.
    public var frameWarning: String?

    /// Whether a form would fit here that the kernel cannot carry.
    public var lacksSomething: Bool {
        outcomes.contains { if case .missing = $0 { true } else { false } }
    }

    /// - links, qdiscs: all of the network namespace.
    public init(
        _ link: Link, among links: [Link], kernel: KernelFeatures, qdiscs: [TCQdisc] = [],
        devices: [Int32: LinkFeatures] = [:]
    ) {
        self.link = link
        // Of a veth, the number is that of its peer.
        let below = link.kind == "veth" ? nil : links.first { $0.index == link.lowerIndex }
        lower = below?.shownName
        vlanDevices = links.filter { $0.isVLANDevice && $0.lowerIndex == link.index }.map(\.shownName)
        frames = LinkFrames(link)
        features = devices[link.index]
        let queues = qdiscs.filter { $0.interfaceIndex == link.index }
        filterQueue = queues.first { $0.parent == .clsact }?.kind
        innerQueues = []
        for queue in queues where queue.parent != .clsact && queue.parent != .root && !innerQueues.contains(queue.kind)
        {
            innerQueues.append(queue.kind)
        }
        outcomes = LinkForm.samples.map { form in
            switch LinkFitness.of(form, on: link, among: links, qdiscs: qdiscs) {
            case .impossible(let reason, _): return .impossible(reason)
            case .pointless(let reason, let hint): return .pointless(reason, hint: hint)
            case .fits: break
            }
            let missing = kernel.missing(of: form.needs)
            guard missing.isEmpty else { return .missing(missing) }
            let unknown = form.needs.filter { kernel[$0] == .unknown }
            return unknown.isEmpty ? .usable : .unknown(unknown)
        }
        let finding: FrameFinding? =
            link.isVLANDevice
            ? .ofVLANDevice(link, among: links, devices: devices)
            : .ofPriorityTag(on: link, among: links, devices: devices)
        if let finding, finding.isWarning { frameWarning = finding.message }
    }
}

/// What a host and its links can do.
public struct HostCapabilities: Sendable {
    public var kernel: KernelFeatures
    /// In the kernel's order.
    public var links: [LinkCapabilities]

    public init(kernel: KernelFeatures, links: [LinkCapabilities]) {
        self.kernel = kernel
        self.links = links
    }
}
