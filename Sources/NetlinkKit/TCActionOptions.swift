internal import NetlinkModel

/// The TCA_ACT_OPTIONS of an action whose times and parameters have the usual numbers.
struct TCActionOptions {
    /// Actions of which this is true: `TCA_*_TM` is 1, `TCA_*_PARMS` is 2 and starts with `tc_gen`
    /// (<linux/tc_act/*.h>).
    static let usualKinds: Set = [
        "gact", "skbedit", "vlan", "mirred", "bpf", "simple", "pedit", "sample", "skbmod", "tunnel_key", "mpls",
    ]

    /// By type, without times and padding; a type that came twice makes the options malformed.
    private var values: [UInt16: NetlinkAttribute] = [:]
    let control: TCControl
    /// `struct tc_vlan`: v_action; of others, whatever follows `tc_gen`.
    private let more: ArraySlice<UInt8>
    /// The options without what changes by itself: times, the action's number, who else uses it.
    private(set) var lasting: [UInt8] = []

    init(_ bytes: ArraySlice<UInt8>) throws(MalformedMessage) {
        var parameters: ArraySlice<UInt8>?
        var reader = NetlinkAttributeReader(bytes)
        while let attribute = try reader.next() {
            switch attribute.type {
            case TCActionOption.times:
                continue
            case TCActionOption.parameters:
                guard parameters == nil else { throw MalformedMessage() }
                parameters = attribute.payload
                lasting += Self.attribute(attribute.type, Self.withoutCounts(attribute.payload))
            default:
                // An empty attribute is padding before a 64-bit number.
                guard !attribute.payload.isEmpty else { continue }
                guard values.updateValue(attribute, forKey: attribute.type) == nil else { throw MalformedMessage() }
                lasting += Self.attribute(attribute.type, Array(attribute.payload))
            }
        }
        guard let parameters, parameters.count >= TCActionOption.generalSize, let action = parameters.hostUInt32(at: 8)
        else { throw MalformedMessage() }
        control = TCControl(rawValue: Int32(bitPattern: action))
        more = parameters.dropFirst(TCActionOption.generalSize)
    }

    /// Nil for an action that does anything else than the model has words for.
    func operation(_ kind: String) -> TCOperation? {
        switch kind {
        case "gact": values.isEmpty ? .generic : nil
        case "skbedit": try? edit()
        case "vlan": try? tag()
        default: nil
        }
    }

    /// `tcf_skbedit_dump`, net/sched/act_skbedit.c
    private func edit() throws(MalformedMessage) -> TCOperation? {
        guard let value = values.first, values.count == 1 else { return nil }
        switch value.key {
        case TCActionOption.priority:
            return .setPriority(try value.value.hostUInt32())
        case TCActionOption.editFlags:
            return try value.value.hostUInt64() == TCActionOption.inheritDSField ? .inheritDSField : nil
        default:
            return nil
        }
    }

    /// `tcf_vlan_dump`, net/sched/act_vlan.c
    private func tag() throws(MalformedMessage) -> TCOperation? {
        if more.hostUInt32(at: 0) == TCActionOption.pop { return values.isEmpty ? .popVLAN : nil }
        guard let id = try values[TCActionOption.vlanID]?.hostUInt16(),
            values.keys.allSatisfy({
                [TCActionOption.vlanID, TCActionOption.vlanProtocol, TCActionOption.vlanPriority].contains($0)
            })
        else { return nil }
        let tagProtocol = try values[TCActionOption.vlanProtocol]?.networkUInt16() ?? EtherType.vlan
        let priority = try values[TCActionOption.vlanPriority]?.uint8()
        return switch more.hostUInt32(at: 0) {
        // The kernel pushes 0 where it was told none, and lists that.
        case TCActionOption.push: .pushVLAN(id: id, priority: priority ?? 0, tagProtocol: tagProtocol)
        case TCActionOption.modify: .modifyVLAN(id: id, priority: priority, tagProtocol: tagProtocol)
        default: nil
        }
    }

    /// `tc_gen` with index, reference count and bind count at 0.
    private static func withoutCounts(_ parameters: ArraySlice<UInt8>) -> [UInt8] {
        parameters.enumerated().map { offset, byte in
            offset < 4 || (12..<TCActionOption.generalSize).contains(offset) ? 0 : byte
        }
    }

    private static func attribute(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
        var writer = NetlinkMessageWriter(capacity: payload.count + 8)
        writer.put(type, bytes: payload)
        return writer.bytes
    }
}
