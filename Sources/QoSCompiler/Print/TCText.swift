public import NetlinkModel

/// Filters and VLAN maps as the command lines of `tc` and `ip` that make them.
public enum TCText {
    public static func addClsact(_ interface: String) -> String { "tc qdisc add dev \(interface) clsact" }

    /// The line that adds a filter; without its handle, the kernel chooses one.
    public static func add(_ filter: TCFilter, to interface: String, handle: Bool = true) -> String {
        "tc filter add dev \(interface) \(text(of: filter, handle: handle))"
    }

    /// Everything behind the interface.
    public static func text(of filter: TCFilter, handle: Bool = true) -> String {
        let identity = filter.identity
        var words = ["\(identity.hook)", "pref \(identity.preference)"]
        words.append("protocol \(protocolName(identity.protocolType))")
        if identity.chain != 0 { words.append("chain \(identity.chain)") }
        if handle { words.append("handle 0x\(String(identity.handle, radix: 16))") }
        words.append(text(of: filter.classifier))
        words += filter.actions.map(text)
        return words.joined(separator: " ")
    }

    /// Entries of a VLAN device's map, if there are any; `isEgress` decides what stands before the colon.
    public static func map(_ entries: [VLANMapping], isEgress: Bool, of interface: String) -> String? {
        guard !entries.isEmpty else { return nil }
        let pairs = entries.map { isEgress ? "\($0.priority):\($0.pcp)" : "\($0.pcp):\($0.priority)" }
        return "ip link set dev \(interface) type vlan \(isEgress ? "egress" : "ingress")-qos-map "
            + pairs.joined(separator: " ")
    }

    // MARK: Parts

    /// The words of tc where it has one.
    static func protocolName(_ type: UInt16) -> String {
        switch type {
        case EtherType.all: "all"
        case EtherType.ipv4: "ip"
        case EtherType.ipv6: "ipv6"
        case EtherType.vlan: "802.1Q"
        case EtherType.serviceVLAN: "802.1ad"
        default: "0x" + String(type, radix: 16)
        }
    }

    static func text(of classifier: TCClassifier) -> String {
        switch classifier {
        case .matchAll: "matchall"
        case .flower(let keys): (["flower"] + keys.map(text)).joined(separator: " ")
        case .basic(let matches): "basic match '" + matches.map(text).joined(separator: " and ") + "'"
        case .unknown(let kind, let options): "\(kind) # \(options.count) bytes of options"
        }
    }

    private static func text(of key: TCFlowerKey) -> String {
        switch key {
        case .vlanID(let id): "vlan_id \(id)"
        case .vlanPriority(let pcp): "vlan_prio \(pcp)"
        case .vlanEtherType(let type): "vlan_ethtype \(protocolName(type))"
        }
    }

    private static func text(of match: TCMetaMatch) -> String {
        let datum = match.datum == .priority ? "priority" : "vlan"
        let mask = match.mask.map { " mask 0x" + String($0, radix: 16) } ?? ""
        let value = match.datum == .priority ? "0x" + String(match.value, radix: 16) : String(match.value)
        return "meta(\(datum)\(mask) eq \(value))"
    }

    static func text(of action: TCAction) -> String {
        let what: String
        switch action.operation {
        case .generic: what = "gact"
        case .setPriority(let priority): what = "skbedit priority \(classID(priority))"
        case .inheritDSField: what = "skbedit inheritdsfield"
        case .pushVLAN(let id, let priority, let type): what = "vlan push id \(id)" + tag(priority, type)
        case .modifyVLAN(let id, let priority, let type): what = "vlan modify id \(id)" + tag(priority, type)
        case .popVLAN: what = "vlan pop"
        case .unknown(let kind, _): what = kind
        }
        let cookie = action.cookie.isEmpty ? "" : " cookie " + action.cookie.map(hex).joined()
        return "action \(what) \(text(of: action.control))\(cookie)"
    }

    private static func tag(_ priority: UInt8?, _ type: UInt16) -> String {
        // 802.1Q is what tc takes without a word.
        (type == EtherType.vlan ? "" : " protocol \(protocolName(type))") + (priority.map { " priority \($0)" } ?? "")
    }

    /// As tc writes it: hexadecimal, with nothing before the colon for a plain number.
    private static func classID(_ priority: UInt32) -> String {
        let id = PacketPriority(priority)
        return (id.major == 0 ? "" : String(id.major, radix: 16)) + ":" + String(id.minor, radix: 16)
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static func text(of control: TCControl) -> String {
        switch control {
        case .continue: "continue"
        case .pass: "pass"
        case .drop: "drop"
        case .pipe: "pipe"
        case .goto(let chain): "goto chain \(chain)"
        case .other(let code): "# control \(code)"
        }
    }
}

extension TCText {
    /// The command line that does what a command does; `name` tells the interface of an index.
    public static func text(of command: RTNLCommand, name: (Int32) -> String) -> String {
        switch command {
        case .addClsact(let index): return addClsact(name(index))
        case .deleteClsact(let index): return "tc qdisc del dev \(name(index)) clsact"
        case .addFilter(let filter): return add(filter, to: name(filter.identity.interfaceIndex), handle: false)
        case .replaceFilter(let filter):
            return "tc filter replace dev \(name(filter.identity.interfaceIndex)) \(text(of: filter))"
        case .deleteFilter(let identity, let kind):
            return
                "tc filter del dev \(name(identity.interfaceIndex)) \(identity.hook) pref \(identity.preference) protocol "
                + "\(protocolName(identity.protocolType)) handle 0x\(String(identity.handle, radix: 16)) \(kind)"
        case .setVLANMaps(let index, let egress, let ingress):
            let maps = [map(egress, isEgress: true, of: name(index)), map(ingress, isEgress: false, of: name(index))]
            return maps.compactMap(\.self).joined(separator: "; ")
        }
    }
}
