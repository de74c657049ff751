internal import NetlinkModel

extension RTNLCommand {
    /// What the command does, in words that follow "cannot".
    var operation: String {
        switch self {
        case .addClsact(let index): "add a clsact qdisc to interface \(index)"
        case .deleteClsact(let index): "delete the clsact qdisc of interface \(index)"
        case .addFilter(let filter): "add a filter to \(filter.identity.words)"
        case .replaceFilter(let filter): "replace a filter of \(filter.identity.words)"
        case .deleteFilter(let identity, _): "delete a filter of \(identity.words)"
        case .setVLANMaps(let index, _, _): "set the VLAN maps of interface \(index)"
        }
    }
}

extension TCFilter.Identity {
    /// The EtherType is left out: all filters of one preference have the same.
    fileprivate var words: String {
        let chain = chain == 0 ? "" : "chain \(chain), "
        return "\(hook.words) of interface \(interfaceIndex) (\(chain)preference \(preference), handle \(handle))"
    }
}

extension TCHook {
    var words: String {
        switch self {
        case .ingress: "ingress"
        case .egress: "egress"
        }
    }
}
