import QoSCompiler
import QoSDriver

/// The links of a policy, for people and for programs.
enum LinkOutput {
    /// `eth0.10 egress-map: in force`
    static func text(_ link: LinkStatus) -> String {
        let detail = link.detail.first.map {
            " (\($0)\(link.detail.count > 1 ? "; and \(link.detail.count - 1) more" : ""))"
        }
        return "\(link.interface) \(link.form): \(link.state.rawValue)\(detail ?? "")"
    }

    static func value(_ link: LinkStatus) -> JSONValue {
        .object([
            "interface": .string(link.interface), "form": .string(link.form), "state": .string(link.state.rawValue),
            "detail": .array(link.detail.map(JSONValue.string)),
        ])
    }
}
