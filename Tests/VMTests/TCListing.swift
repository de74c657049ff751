import Foundation
import NetlinkModel

/// Filters in the words of `tc -j -d filter show`, to be compared: read from it, and made of values.
enum TCListing {
    // MARK: Of tc

    /// The filters in tc's order. Left out is what it prints for a preference as such, and the type behind a tag where it
    /// prints that twice.
    static func filters(_ json: String) throws -> [String] {
        let listed = try JSONSerialization.jsonObject(with: Data(repaired(json).utf8)) as? [[String: Any]] ?? []
        return listed.compactMap { filter in
            guard let options = filter["options"] as? [String: Any] else { return nil }
            var words = [word(filter["pref"]), word(filter["protocol"]), word(filter["kind"]), word(options["handle"])]
            words += (options["ematch"] as? String).map { [$0] } ?? []
            words += (options["keys"] as? [String: Any] ?? [:]).filter { $0.key != "eth_type" }.sorted {
                $0.key < $1.key
            }.map { "\($0) \(word($1))" }
            return (words + (options["actions"] as? [[String: Any]] ?? []).map(action)).joined(separator: " ")
        }
    }

    /// iproute2 6.1 prints the ematches of `basic` between the members of an object, as plain text.
    private static func repaired(_ json: String) -> String {
        var lines: [String] = []
        var matches: [Substring] = []
        for line in json.split(separator: "\n") {
            if line.hasPrefix("  ") {
                matches.append(line.drop { $0 == " " })
            } else {
                if !matches.isEmpty { lines.append(",\"ematch\":\"\(matches.joined(separator: " "))\"") }
                matches = []
                lines.append(String(line))
            }
        }
        return lines.joined()
    }

    private static func action(_ action: [String: Any]) -> String {
        let control = action["control_action"] as? [String: Any] ?? [:]
        var words = ["action", word(action["kind"])]
        for key in ["vlan_action", "id", "protocol", "priority"] where action[key] != nil {
            words.append(word(action[key]))
        }
        if action.keys.contains("inheritdsfield") { words.append("inheritdsfield") }
        words += [word(control["type"]), control["chain"].map { word($0) } ?? "", word(action["cookie"])]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func word(_ value: Any?) -> String { value.map { "\($0)" } ?? "" }

    // MARK: Of values

    static func words(_ filter: TCFilter) -> String {
        var words = [
            "\(filter.identity.preference)", protocolName(filter.identity.protocolType), filter.classifier.kind,
            filter.classifier.kind == "basic"
                ? String(filter.identity.handle, radix: 16) : "\(filter.identity.handle)",
        ]
        switch filter.classifier {
        case .basic(let matches): words.append(matches.map(match).joined(separator: " AND "))
        case .flower(let keys): words += keys.map(key).sorted()
        case .matchAll, .unknown: break
        }
        return (words + filter.actions.map(action)).joined(separator: " ")
    }

    private static func match(_ match: TCMetaMatch) -> String {
        let mask = match.mask.map { " mask 0x" + hex($0, digits: 8) } ?? ""
        return "meta(\(match.datum == .priority ? "priority" : "vlan")\(mask) eq \(match.value))"
    }

    private static func key(_ key: TCFlowerKey) -> String {
        switch key {
        case .vlanID(let id): "vlan_id \(id)"
        case .vlanPriority(let pcp): "vlan_prio \(pcp)"
        case .vlanEtherType(let type): "vlan_ethtype \(protocolName(type))"
        }
    }

    private static func action(_ action: TCAction) -> String {
        var words = ["action", action.operation.kind]
        switch action.operation {
        case .generic, .unknown: break
        case .setPriority(let priority): words.append(classID(priority))
        case .inheritDSField: words.append("inheritdsfield")
        case .pushVLAN(let id, let pcp, let type): words += ["push", "\(id)", protocolName(type), "\(pcp)"]
        case .modifyVLAN(let id, let pcp, let type):
            words += ["modify", "\(id)", protocolName(type)] + (pcp.map { ["\($0)"] } ?? [])
        case .popVLAN: words.append("pop")
        }
        switch action.control {
        case .goto(let chain): words += ["goto", "\(chain)"]
        default: words.append("\(action.control)")
        }
        words.append(action.cookie.map { hex(UInt32($0), digits: 2) }.joined())
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func protocolName(_ type: UInt16) -> String {
        switch type {
        case EtherType.all: "all"
        case EtherType.vlan: "802.1Q"
        case EtherType.serviceVLAN: "802.1ad"
        case EtherType.ipv4: "ip"
        default: "ipv6"
        }
    }

    private static func classID(_ priority: UInt32) -> String {
        let (major, minor) = (priority >> 16, priority & 0xffff)
        if priority == 0 { return "none" }
        return (major == 0 ? "" : String(major, radix: 16)) + ":" + (minor == 0 ? "" : String(minor, radix: 16))
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
