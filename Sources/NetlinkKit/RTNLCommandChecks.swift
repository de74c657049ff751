internal import Glibc
internal import NetlinkModel

// What may be sent. Every command passes here before a byte of it is sent: the kernel cuts some numbers silently
// (`vlan_dev_set_egress_priority` takes a PCP modulo 8).

extension RTNLCommand {
    /// Throws the first thing in the command that must not or cannot be sent.
    func check() throws(RefusedValue) {
        switch self {
        case .addClsact(let index), .deleteClsact(let index):
            try checkInterface(index)
        case .addFilter(let filter), .replaceFilter(let filter):
            try filter.identity.check()
            try filter.checkClassifier()
            guard filter.actions.count <= TCActionAttribute.maximumCount else {
                throw RefusedValue(
                    "\(filter.actions.count) actions; the kernel takes \(TCActionAttribute.maximumCount)")
            }
            for action in filter.actions { try action.check() }
        case .deleteFilter(let identity, let kind):
            try identity.check()
            // IFNAMSIZ counts the terminating NUL (`tcf_proto_check_kind`).
            guard (1...15).contains(kind.utf8.count), !kind.utf8.contains(0) else {
                throw RefusedValue("the kind of a filter has 1 to 15 bytes and no NUL")
            }
        case .setVLANMaps(let index, let egress, let ingress):
            try checkInterface(index)
            for entry in egress + ingress { try checkPCP(entry.pcp) }
        }
    }
}

private func checkInterface(_ interfaceIndex: Int32) throws(RefusedValue) {
    guard interfaceIndex > 0 else { throw RefusedValue("\(interfaceIndex) is no index of an interface") }
}

private func checkPCP(_ pcp: UInt8) throws(RefusedValue) {
    guard pcp <= 7 else { throw RefusedValue("\(pcp) is no PCP; there are 0 to 7") }
}

private func checkVID(_ vid: UInt16) throws(RefusedValue) {
    guard vid <= 4095 else { throw RefusedValue("\(vid) is no VID; there are 0 to 4095") }
}

private func checkChain(_ chain: UInt32) throws(RefusedValue) {
    guard chain <= TCAttribute.chainMask else {
        throw RefusedValue("\(chain) is no chain; there are 0 to \(TCAttribute.chainMask)")
    }
}

extension TCFilter.Identity {
    fileprivate func check() throws(RefusedValue) {
        try checkInterface(interfaceIndex)
        try checkChain(chain)
        // 0 would mean any, or one that the kernel chooses.
        guard preference > 0 else { throw RefusedValue("a filter with preference 0") }
        guard protocolType > 0 else { throw RefusedValue("a filter with protocol 0") }
        guard handle > 0 else { throw RefusedValue("a filter with handle 0") }
    }
}

extension TCFilter {
    fileprivate func checkClassifier() throws(RefusedValue) {
        switch classifier {
        case .matchAll:
            break
        case .flower(let keys):
            guard zip(keys, keys.dropFirst()).allSatisfy({ $0.place < $1.place }) else {
                throw RefusedValue("keys of flower in another order than VID, PCP, EtherType, or twice")
            }
            guard keys.isEmpty || [EtherType.vlan, EtherType.serviceVLAN].contains(identity.protocolType) else {
                throw RefusedValue("keys of a VLAN tag in a filter whose protocol is none")
            }
            for key in keys {
                switch key {
                case .vlanID(let id): try checkVID(id)
                case .vlanPriority(let pcp): try checkPCP(pcp)
                case .vlanEtherType: break
                }
            }
        case .basic(let matches):
            for match in matches {
                guard match.mask != 0 else { throw RefusedValue("the mask 0 of a meta match would mean no mask") }
            }
        case .unknown(let kind, _):
            throw RefusedValue("this filter of kind \(kind) can be read back but not sent", code: EOPNOTSUPP)
        }
    }
}

extension TCFlowerKey {
    /// The order in which they are read back.
    fileprivate var place: Int {
        switch self {
        case .vlanID: 0
        case .vlanPriority: 1
        case .vlanEtherType: 2
        }
    }
}

extension TCAction {
    fileprivate func check() throws(RefusedValue) {
        guard cookie.count <= Self.maximumCookieLength else {
            throw RefusedValue("a cookie of \(cookie.count) bytes; the kernel takes \(Self.maximumCookieLength)")
        }
        switch operation {
        case .generic, .setPriority, .inheritDSField, .popVLAN:
            break
        case .pushVLAN(let id, let priority, let tagProtocol):
            try checkTag(id, priority, tagProtocol)
        case .modifyVLAN(let id, let priority, let tagProtocol):
            try checkTag(id, priority, tagProtocol)
        case .unknown(let kind, _):
            throw RefusedValue("this action of kind \(kind) can be read back but not sent", code: EOPNOTSUPP)
        }
        if case .goto(let chain) = control { try checkChain(chain) }
        guard TCControl(rawValue: control.rawValue) == control, control != .other(.min) else {
            throw RefusedValue("an action's control that has another name")
        }
    }

    private func checkTag(_ id: UInt16, _ priority: UInt8?, _ tagProtocol: UInt16) throws(RefusedValue) {
        try checkVID(id)
        if let priority { try checkPCP(priority) }
        guard [EtherType.vlan, EtherType.serviceVLAN].contains(tagProtocol) else {
            throw RefusedValue("\(tagProtocol) is no EtherType of a VLAN tag")
        }
    }
}
