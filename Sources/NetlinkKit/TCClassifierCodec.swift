internal import NetlinkModel

/// The TCA_OPTIONS of a filter: what it looks at, with the actions among it.
enum TCClassifierCodec {
    // MARK: To the kernel

    static func put(_ filter: TCFilter, _ writer: inout NetlinkMessageWriter) {
        switch filter.classifier {
        case .matchAll:
            RTNLActionCodec.put(filter.actions, as: TCMatchAllAttribute.actions, &writer)
        case .flower(let keys):
            for key in keys {
                switch key {
                case .vlanID(let id): writer.put(TCFlowerAttribute.vlanID, host: id)
                case .vlanPriority(let pcp): writer.put(TCFlowerAttribute.vlanPriority, uint8: pcp)
                case .vlanEtherType(let type): writer.put(TCFlowerAttribute.vlanEtherType, network: type)
                }
            }
            RTNLActionCodec.put(filter.actions, as: TCFlowerAttribute.actions, &writer)
            writer.put(TCFlowerAttribute.flags, host: UInt32(0))
            // flower takes the keys of a tag only behind the EtherType of one (`fl_set_key`, net/sched/cls_flower.c).
            if filter.identity.protocolType != EtherType.all {
                writer.put(TCFlowerAttribute.etherType, network: filter.identity.protocolType)
            }
        case .basic(let matches):
            if !matches.isEmpty { TCMetaCodec.put(matches, &writer) }
            RTNLActionCodec.put(filter.actions, as: TCBasicAttribute.actions, &writer)
        case .unknown:
            // Refused before.
            break
        }
    }

    // MARK: From the kernel

    /// Classifier and actions. What the model has no words for is kept as it came, except actions and counters.
    static func decode(
        kind: String, options: ArraySlice<UInt8>, protocolType: UInt16
    ) throws(MalformedMessage) -> (classifier: TCClassifier, actions: [TCAction]) {
        let places = Places(kind)
        var actions: [TCAction] = []
        var lasting: [NetlinkAttribute] = []
        var reader = NetlinkAttributeReader(options)
        do {
            while let attribute = try reader.next() {
                if attribute.type == places.actions {
                    actions += try RTNLActionCodec.actions(attribute)
                } else if !places.counters.contains(attribute.type), let kept = places.kept(attribute) {
                    lasting.append(kept)
                }
            }
        } catch {
            return (.unknown(kind: kind, options: Array(options)), [])
        }
        let known: TCClassifier? =
            switch kind {
            case "matchall": lasting.isEmpty ? .matchAll : nil
            case "flower": try? flower(lasting, protocolType: protocolType)
            case "basic": try? basic(lasting)
            default: nil
            }
        if let known { return (known, actions) }
        var writer = NetlinkMessageWriter()
        for attribute in lasting { writer.put(attribute.type, bytes: Array(attribute.payload)) }
        return (.unknown(kind: kind, options: writer.bytes), actions)
    }

    /// Which attributes of a classifier are not about what it looks at.
    private struct Places {
        var actions: UInt16?
        var flags: UInt16?
        var counters: [UInt16] = []

        init(_ kind: String) {
            switch kind {
            case "matchall":
                actions = TCMatchAllAttribute.actions
                flags = TCMatchAllAttribute.flags
                counters = [TCMatchAllAttribute.counters]
            case "flower":
                actions = TCFlowerAttribute.actions
                flags = TCFlowerAttribute.flags
                counters = [TCFlowerAttribute.hardwareCount]
            case "basic":
                actions = TCBasicAttribute.actions
                counters = [TCBasicAttribute.counters]
            case "u32":
                actions = TCForeignAttribute.u32Actions
                counters = [TCForeignAttribute.u32Counters]
            case "bpf":
                actions = TCForeignAttribute.bpfActions
            default: break
            }
        }

        /// The attribute without bits that say where the filter runs; nil when nothing is left of it.
        func kept(_ attribute: NetlinkAttribute) -> NetlinkAttribute? {
            guard attribute.type == flags, let value = try? attribute.hostUInt32() else { return attribute }
            let lasting = value & ~TCFilterFlags.volatile
            return lasting == 0 ? nil : NetlinkAttribute(type: attribute.type, payload: lasting.hostBytes[...])
        }
    }

    /// `fl_dump`, net/sched/cls_flower.c
    private static func flower(
        _ attributes: [NetlinkAttribute], protocolType: UInt16
    ) throws(MalformedMessage) -> TCClassifier? {
        var id: UInt16?
        var pcp: UInt8?
        var inner: UInt16?
        var outer: UInt16?
        for attribute in attributes {
            switch attribute.type {
            case TCFlowerAttribute.vlanID: id = try attribute.hostUInt16()
            case TCFlowerAttribute.vlanPriority: pcp = try attribute.uint8()
            case TCFlowerAttribute.vlanEtherType: inner = try attribute.networkUInt16()
            case TCFlowerAttribute.etherType: outer = try attribute.networkUInt16()
            default: return nil
            }
        }
        // The kernel lists the innermost EtherType here, and the filter's protocol stands for the tag's.
        if let outer, outer != protocolType, outer != inner { return nil }
        return .flower(
            [id.map(TCFlowerKey.vlanID), pcp.map(TCFlowerKey.vlanPriority), inner.map(TCFlowerKey.vlanEtherType)]
                .compactMap { $0 })
    }

    /// `basic_dump`, net/sched/cls_basic.c
    private static func basic(_ attributes: [NetlinkAttribute]) throws(MalformedMessage) -> TCClassifier? {
        guard let tree = attributes.first else { return .basic([]) }
        guard attributes.count == 1, tree.type == TCBasicAttribute.matches else { return nil }
        return try TCMetaCodec.matches(tree).map(TCClassifier.basic)
    }
}
