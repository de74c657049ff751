import NetlinkModel
import QoSCompiler
import QoSDriver

/// What `capabilities` prints for people.
enum CapabilitiesText {
    static func print(_ capabilities: HostCapabilities) {
        let kernel = capabilities.kernel
        Console.print("kernel \(kernel.release.isEmpty ? "(release not known)" : kernel.release)", style: .heading)
        Console.print(table(kernel))
        if kernel.loadingIsDisabled { Console.print("modules cannot be loaded any more (kernel.modules_disabled)") }
        for link in capabilities.links {
            Console.print("")
            Console.print(title(link), style: .heading)
            Console.print(facts(link))
            Console.print(forms(link))
        }
    }

    static func table(_ kernel: KernelFeatures) -> Table {
        var table = Table([.text("PART"), .text("STATE"), .text("OPTION")], indent: "  ")
        for feature in KernelFeature.allCases {
            let state = kernel[feature]
            table.add([feature.name, state.rawValue, feature.option], style: style(state))
        }
        return table
    }

    private static func style(_ state: KernelFeatures.State) -> Style? {
        switch state {
        case .builtIn, .loaded, .loadable: nil
        case .missing: .bad
        case .unknown: .warning
        }
    }

    /// `eth0.10  vlan 10 over eth0, up`
    static func title(_ capabilities: LinkCapabilities) -> String {
        let link = capabilities.link
        var words: [String] = []
        if let vlan = link.vlan {
            words.append("vlan \(vlan.id)" + (vlan.tagProtocol == EtherType.serviceVLAN ? " (802.1ad)" : ""))
        } else {
            words.append(link.kind ?? (link.flags.contains(.loopback) ? "loopback" : "hardware"))
        }
        if let lower = capabilities.lower { words[0] += " over \(lower)" }
        if !capabilities.vlanDevices.isEmpty {
            words.append("below \(capabilities.vlanDevices.joined(separator: " "))")
        }
        words.append(link.flags.contains(.up) ? "up" : "down")
        return "\(link.name?.description ?? "#\(link.index)")  \(words.joined(separator: ", "))"
    }

    static func facts(_ capabilities: LinkCapabilities) -> Table {
        let link = capabilities.link
        var table = Table([.text(""), .flexible("")], indent: "  ")
        if let mtu = link.mtu {
            table.add(["MTU", "\(mtu)" + (link.maximumMTU.map { ", at most \($0)" } ?? "")])
        }
        if let frames = capabilities.frames {
            let text =
                link.vlan == nil
                ? "up to \(frames.untagged) bytes, \(frames.tagged) with a tag"
                : "up to \(frames.tagged) bytes with their tag"
            table.add(["frames", text])
        } else {
            table.add(["frames", "not Ethernet: no place for a tag"])
        }
        if let warning = capabilities.frameWarning { table.add(["warning", warning], style: .warning) }
        if let qdisc = link.qdisc {
            let inner =
                capabilities.innerQueues.isEmpty ? "" : " with \(capabilities.innerQueues.joined(separator: ", "))"
            // What the kernel puts there until the link comes up.
            let text = qdisc == "noop" ? "none while the link is down" : QueuePriority(qdisc: qdisc).text
            table.add(["queue", "\(qdisc)\(inner): \(text)"])
        }
        if let queue = capabilities.filterQueue { table.add(["filters", "there is a \(queue) qdisc"]) }
        if let features = capabilities.features {
            table.add(["tags", "written by \(worker(features.insertsTag)), taken by \(worker(features.takesTag))"])
        }
        if let vlan = link.vlan {
            let egress = vlan.egressMap.map { "\($0.priority):\($0.pcp)" }.joined(separator: " ")
            let ingress = vlan.ingressMap.map { "\($0.pcp):\($0.priority)" }.joined(separator: " ")
            table.add(["egress map", egress.isEmpty ? "empty: PCP 0 for all" : egress])
            table.add(["ingress map", ingress.isEmpty ? "empty: priority 0 for all" : ingress])
            if !vlan.flags.contains(.reorderHeader) { table.add(["reorder_hdr", "off"]) }
        }
        return table
    }

    private static func worker(_ state: LinkFeatures.State?) -> String {
        switch state?.isActive {
        case true?: "the device"
        case false?: "the kernel"
        case nil: "(not known)"
        }
    }

    static func forms(_ capabilities: LinkCapabilities) -> Table {
        var table = Table([.text(""), .flexible("")], indent: "  ")
        for (form, outcome) in capabilities.forms {
            switch outcome {
            case .usable: table.add([form.keyword, form.tool], style: .good)
            case .pointless(let reason, let hint): table.add([form.keyword, "no use: \(reason); \(hint)"], style: .dim)
            case .impossible(let reason): table.add([form.keyword, "not here: \(reason)"], style: .dim)
            case .missing(let features): table.add([form.keyword, "missing: \(list(features))"], style: .bad)
            case .unknown(let features): table.add([form.keyword, "not known: \(list(features))"], style: .warning)
            }
        }
        return table
    }

    /// Their options stand in the table of the kernel.
    private static func list(_ features: [KernelFeature]) -> String {
        features.map(\.name).joined(separator: ", ")
    }
}
