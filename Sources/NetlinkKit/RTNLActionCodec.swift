internal import NetlinkModel

/// The actions of a filter (`tcf_action_dump`, net/sched/act_api.c): a list of attributes, numbered from 1.
enum RTNLActionCodec {
    // MARK: To the kernel

    static func put(_ actions: [TCAction], as type: UInt16, _ writer: inout NetlinkMessageWriter) {
        guard !actions.isEmpty else { return }
        writer.nest(type) { writer in
            for (index, action) in actions.enumerated() {
                writer.nest(UInt16(truncatingIfNeeded: index + 1)) { writer in put(action, &writer) }
            }
        }
    }

    private static func put(_ action: TCAction, _ writer: inout NetlinkMessageWriter) {
        writer.put(TCActionAttribute.kind, string: action.operation.kind)
        // The one attribute for which tc sets the flag.
        let options = writer.beginNested(TCActionAttribute.options)
        putOptions(action, &writer)
        writer.endNested(options)
        if !action.cookie.isEmpty { writer.put(TCActionAttribute.cookie, bytes: action.cookie) }
    }

    private static func putOptions(_ action: TCAction, _ writer: inout NetlinkMessageWriter) {
        // tc_gen: index (0: the kernel chooses), capabilities, action, reference count, bind count
        let general = [0, 0, UInt32(bitPattern: action.control.rawValue), 0, 0]
        func putParameters(_ more: [UInt32] = []) {
            writer.put(TCActionOption.parameters, bytes: (general + more).flatMap(\.hostBytes))
        }
        func putTag(_ id: UInt16, _ priority: UInt8?, _ tagProtocol: UInt16) {
            writer.put(TCActionOption.vlanID, host: id)
            // The kernel takes 802.1Q without being told (`tcf_vlan_init`, net/sched/act_vlan.c).
            if tagProtocol != EtherType.vlan { writer.put(TCActionOption.vlanProtocol, network: tagProtocol) }
            if let priority { writer.put(TCActionOption.vlanPriority, uint8: priority) }
        }
        switch action.operation {
        case .generic:
            putParameters()
        case .setPriority(let priority):
            putParameters()
            writer.put(TCActionOption.priority, host: priority)
        case .inheritDSField:
            putParameters()
            writer.put(TCActionOption.editFlags, host: TCActionOption.inheritDSField)
        case .pushVLAN(let id, let priority, let tagProtocol):
            putParameters([TCActionOption.push])
            putTag(id, priority, tagProtocol)
        case .modifyVLAN(let id, let priority, let tagProtocol):
            putParameters([TCActionOption.modify])
            putTag(id, priority, tagProtocol)
        case .popVLAN:
            putParameters([TCActionOption.pop])
        case .unknown:
            // Refused before.
            break
        }
    }

    // MARK: From the kernel

    static func actions(_ list: NetlinkAttribute) throws(MalformedMessage) -> [TCAction] {
        var actions: [TCAction] = []
        var reader = list.attributes
        while let attribute = try reader.next() { actions.append(try action(attribute)) }
        return actions
    }

    private static func action(_ attribute: NetlinkAttribute) throws(MalformedMessage) -> TCAction {
        var kind: String?
        var options: NetlinkAttribute?
        var cookie: [UInt8] = []
        var flags: UInt32 = 0
        var reader = attribute.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case TCActionAttribute.kind: kind = attribute.string()
            case TCActionAttribute.options: options = attribute
            case TCActionAttribute.cookie: cookie = Array(attribute.payload)
            // struct nla_bitfield32: value, selector
            case TCActionAttribute.flags: flags = attribute.payload.hostUInt32(at: 0) ?? 0
            default: break
            }
        }
        guard let kind else { throw MalformedMessage() }
        let bytes = options?.payload ?? []
        let parsed = try? TCActionOptions(bytes)
        if let parsed, flags & ~TCActionAttribute.noPerCPUStatistics == 0, let operation = parsed.operation(kind) {
            return TCAction(operation, then: parsed.control, cookie: cookie)
        }
        if let parsed, TCActionOptions.usualKinds.contains(kind) {
            return TCAction(.unknown(kind: kind, options: parsed.lasting), then: parsed.control, cookie: cookie)
        }
        return TCAction(.unknown(kind: kind, options: Array(bytes)), then: .other(.min), cookie: cookie)
    }
}

extension TCControl {
    /// `TC_ACT_GOTO_CHAIN`
    private static let gotoChain: UInt32 = 0x2000_0000

    /// The number of `TC_ACT_*`.
    var rawValue: Int32 {
        switch self {
        case .continue: -1
        case .pass: 0
        case .drop: 2
        case .pipe: 3
        case .goto(let chain): Int32(bitPattern: Self.gotoChain | chain & TCAttribute.chainMask)
        case .other(let value): value
        }
    }

    init(rawValue: Int32) {
        let bits = UInt32(bitPattern: rawValue)
        switch rawValue {
        case -1: self = .continue
        case 0: self = .pass
        case 2: self = .drop
        case 3: self = .pipe
        case _ where bits & ~TCAttribute.chainMask == Self.gotoChain:
            self = .goto(chain: bits & TCAttribute.chainMask)
        default: self = .other(rawValue)
        }
    }
}
