import NetlinkModel
import QoSCompiler
import QoSDriver

/// What `capabilities --json` prints.
enum CapabilitiesJSON {
    static func value(_ capabilities: HostCapabilities) -> JSONValue {
        .object([
            "schema": .number(1), "kernel": kernel(capabilities.kernel),
            "links": .array(capabilities.links.map(link)),
        ])
    }

    private static func kernel(_ kernel: KernelFeatures) -> JSONValue {
        let parts = KernelFeature.allCases.map { feature -> JSONValue in
            .object([
                "name": .string(feature.name), "state": .string(kernel[feature].rawValue),
                "module": .optional(feature.module), "option": .string(feature.option),
            ])
        }
        return .object([
            "release": .string(kernel.release), "loadingDisabled": .bool(kernel.loadingIsDisabled),
            "parts": .array(parts),
        ])
    }

    private static func link(_ capabilities: LinkCapabilities) -> JSONValue {
        let link = capabilities.link
        return .object([
            "name": .optional(link.name?.description), "index": .number(Int64(link.index)),
            "kind": .optional(link.kind), "up": .bool(link.flags.contains(.up)),
            "lower": .optional(capabilities.lower),
            "vlanDevices": .array(capabilities.vlanDevices.map(JSONValue.string)),
            "mtu": .optional(link.mtu), "maximumMTU": .optional(link.maximumMTU),
            "frames": capabilities.frames.map {
                .object(["untagged": .unsigned($0.untagged), "tagged": .unsigned($0.tagged)])
            } ?? .null,
            "warning": .optional(capabilities.frameWarning),
            "queue": link.qdisc.map {
                .object([
                    "kind": .string($0), "priority": .string(QueuePriority(qdisc: $0).rawValue),
                    "inner": .array(capabilities.innerQueues.map(JSONValue.string)),
                ])
            } ?? .null,
            "filterQueue": .optional(capabilities.filterQueue),
            "offload": capabilities.features.map {
                .object(["transmit": offload($0.insertsTag), "receive": offload($0.takesTag)])
            } ?? .null,
            "vlan": link.vlan.map(vlan) ?? .null,
            "forms": .array(capabilities.forms.map(form)),
        ])
    }

    private static func offload(_ state: LinkFeatures.State?) -> JSONValue {
        state.map { .bool($0.isActive) } ?? .null
    }

    private static func vlan(_ vlan: VLANDevice) -> JSONValue {
        func map(_ entries: [VLANMapping]) -> JSONValue {
            .array(entries.map { .object(["priority": .number(Int64($0.priority)), "pcp": .number(Int64($0.pcp))]) })
        }
        return .object([
            "id": .number(Int64(vlan.id)), "protocol": .number(Int64(vlan.tagProtocol)),
            "reorderHeader": .bool(vlan.flags.contains(.reorderHeader)), "egressMap": map(vlan.egressMap),
            "ingressMap": map(vlan.ingressMap),
        ])
    }

    /// `outcome`: usable, pointless, impossible, missing or unknown; `parts` of the kernel, where it is about them.
    private static func form(_ form: LinkForm, _ outcome: LinkCapabilities.Outcome) -> JSONValue {
        var reason: String?
        var parts: [KernelFeature] = []
        let word: String
        switch outcome {
        case .usable: word = "usable"
        case .pointless(let text, _): (word, reason) = ("pointless", text)
        case .impossible(let text): (word, reason) = ("impossible", text)
        case .missing(let features): (word, parts) = ("missing", features)
        case .unknown(let features): (word, parts) = ("unknown", features)
        }
        return .object([
            "form": .string(form.keyword), "outcome": .string(word), "tool": .string(form.tool),
            "reason": .optional(reason), "parts": .array(parts.map { .string($0.name) }),
        ])
    }
}
