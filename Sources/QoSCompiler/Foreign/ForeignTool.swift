/// Whose syntax a line or a file is in.
enum ForeignTool: String {
    case nft = "nft syntax"
    case iptables = "iptables syntax"
    case pf = "pf syntax"
    case tc = "tc syntax"
    case firewalld = "firewalld or ufw syntax"
    case powerShell = "PowerShell"
    case groupPolicy = "Windows' Policy-based QoS"
    case netsh = "netsh syntax"
    case registry = "a Windows registry file (.reg)"
    case yaml = "YAML"
    case json = "JSON"
    case ini = "INI or TOML"
    case xml = "XML"

    /// Where each is put beside a policy.
    static let page = "docs/coming-from.md"

    /// What the first word of a line, with the second one, says; nil when it says nothing.
    static func of(_ first: String, then second: String) -> ForeignTool? {
        let word = first.lowercased()
        switch word {
        case "table": return second.hasPrefix("<") ? .pf : .nft
        case "add", "insert", "delete", "destroy", "flush", "create":
            return ["rule", "table", "chain", "set", "map", "element", "ruleset"].contains(second) ? .nft : nil
        case "chain", "define", "nft", "type", "elements", "meta", "th", "ct", "tcp", "udp", "ip", "ip6", "icmp",
            "icmpv6",
            "oifname", "iifname", "skuid", "skgid", "counter":
            return .nft
        case "iptables", "ip6tables", "iptables-restore", "ipset", "commit", "*mangle", "*filter", "*nat", "*raw", "-a",
            "-p", "-m", "-t", "-j", "-d", "-s", "-o":
            return .iptables
        case "pass", "block", "match", "altq", "anchor", "scrub", "antispoof": return .pf
        case "tc", "qdisc", "filter": return .tc
        case "firewall-cmd", "ufw", "allow", "deny": return .firewalld
        case "netsh", "gpupdate", "gpupdate.exe": return .netsh
        case "regedit4": return .registry
        case "windows": return second == "Registry" ? .registry : nil
        case "apppathname", "dscpvalue", "throttlerate", "policyname": return .groupPolicy
        case "dscp", "throttle", "policy", "application", "local", "remote":
            return ["Value:", "Value", "Rate:", "Rate", "Name:", "Name", "Port:", "Port", "IP", "Prefix"].contains(
                second)
                ? .groupPolicy : nil
        case "sudo": return of(second, then: "")
        case "---", "-", "...": return .yaml
        case "[", "]", "],": return .json
        default: break
        }
        if word.hasSuffix("-netqospolicy") { return .powerShell }
        if word.hasPrefix(":"), !second.isEmpty { return .iptables }
        if word.hasPrefix("[hkey_") { return .registry }
        if word.hasPrefix("<") { return .xml }
        if word.hasPrefix("["), word.hasSuffix("]") { return .ini }
        if word.utf8.count > 1, word.hasSuffix(":"), !word.hasPrefix("/") { return .yaml }
        if word.hasPrefix("\"") { return second.hasPrefix("=") ? .registry : second.hasPrefix(":") ? .json : nil }
        if second == "=" { return .ini }
        return nil
    }

    /// What to do instead, where the line itself cannot be put into the policy language.
    var hint: String {
        switch self {
        case .nft: "no tables and chains here: one rule a line, rule NAME MATCH… ACTION; see \(Self.page)"
        case .iptables, .pf, .tc: "a rule is rule NAME MATCH… ACTION; see \(Self.page)"
        case .firewalld: "a policy marks packets and stops none: rule NAME MATCH… ACTION; see \(Self.page)"
        case .powerShell, .netsh, .registry, .groupPolicy:
            "a QoS policy is a rule here: rule NAME MATCH… set dscp D; see \(Self.page)"
        case .yaml: "no colons, no dashes, no indentation: one statement a line, such as class voice dscp ef"
        case .json: "policies in JSON are not supported yet; one statement a line, such as class voice dscp ef"
        case .ini: "no sections and no =: one statement a line, such as class voice dscp ef"
        case .xml: "one statement a line, such as class voice dscp ef"
        }
    }
}
