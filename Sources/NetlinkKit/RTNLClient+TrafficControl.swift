internal import Glibc
public import NetlinkModel

extension RTNLClient {
    /// The qdiscs of all interfaces, as `tc qdisc show` lists them: roots, clsact and ingress, and those of classes, but
    /// not those that the kernel puts below classes by itself (they need TCA_DUMP_INVISIBLE), nor the `noop` of an
    /// interface that is down.
    public func qdiscs() throws(NetlinkError) -> [TCQdisc] {
        var qdiscs: [TCQdisc] = []
        let request = Request(
            type: RTNLMessage.getQdisc, header: TCMessage(interfaceIndex: 0).bytes, arguments: { _ in })
        try dump("list the qdiscs", request) { () in
            qdiscs = []
        } each: { (message) throws(MalformedMessage) in
            if let qdisc = try TCQdisc(message) { qdiscs.append(qdisc) }
        }
        return qdiscs
    }

    /// The filters of one direction of an interface, of all chains; none where there is no clsact (or, for ingress,
    /// ingress) qdisc, and none where there is no such interface.
    ///
    /// In the kernel's order: by chain in order of their making, then by preference. Filters that several interfaces
    /// share (`TCA_INGRESS_BLOCK`) are among them. The kernel does not say when filters change while it lists them: read
    /// again where that matters.
    public func filters(on interfaceIndex: Int32, hook: TCHook) throws(NetlinkError) -> [TCFilter] {
        var filters: [TCFilter] = []
        let header = TCMessage(interfaceIndex: interfaceIndex, parent: hook.parent).bytes
        let request = Request(type: RTNLMessage.getFilter, header: header, arguments: { _ in })
        try dump("list the filters of \(hook.words) of interface \(interfaceIndex)", request) { () in
            filters = []
        } each: { (message) throws(MalformedMessage) in
            let filter = try TCFilter(message, asked: (interfaceIndex, hook))
            if let filter { filters.append(filter) }
        }
        // An ingress qdisc has one list, and gives it for any direction (`ingress_tcf_block`, net/sched/sch_ingress.c).
        if hook == .egress, !filters.isEmpty {
            let qdiscs = try qdiscs()
            guard qdiscs.contains(where: { $0.interfaceIndex == interfaceIndex && $0.kind == "clsact" }) else {
                return []
            }
        }
        return filters
    }

    /// Makes one change, and waits for the kernel's answer.
    ///
    /// Throws what the kernel said, and before anything is sent: `EINVAL` or `EMSGSIZE` for a value that does not fit
    /// (a PCP above 7, a VID above 4095, a cookie over 16 bytes, more than one attribute holds), `EOPNOTSUPP` for
    /// what was read as unknown.
    public func commit(_ command: RTNLCommand) throws(NetlinkError) {
        let encoder: RTNLCommandEncoder
        do throws(RefusedValue) {
            encoder = try RTNLCommandEncoder(command)
        } catch {
            throw NetlinkError(operation: command.operation, code: error.code, message: error.reason)
        }
        try request(
            command.operation, type: encoder.type, flags: encoder.flags, header: encoder.header,
            arguments: encoder.putAttributes)
    }

    /// Whether the kernel knows an action now; loads no module, and changes nothing (`tcf_action_get_1`,
    /// net/sched/act_api.c).
    public func actionKind(_ kind: String) throws(NetlinkError) -> ActionKindAnswer {
        do throws(NetlinkError) {
            try request(
                "ask for the action \(kind)", type: RTNLMessage.getAction,
                header: [UInt8](repeating: 0, count: TCActionAttribute.headerSize),
                arguments: {
                    $0.nest(TCActionAttribute.table) {
                        $0.nest(1) {
                            $0.put(TCActionAttribute.kind, string: kind)
                            $0.put(TCActionAttribute.index, host: UInt32(1))
                        }
                    }
                })
        } catch {
            switch error.code {
            // Known, and none of them has the number 1.
            case ENOENT: return .known
            // Not known; or a kernel without actions (CONFIG_NET_CLS_ACT).
            case EINVAL, EOPNOTSUPP: return .notKnown
            default: throw error
            }
        }
        return .known
    }
}

/// What the kernel says about a kind of actions.
public enum ActionKindAnswer: Hashable, Sendable {
    /// Built in, or its module is loaded.
    case known
    /// Not built in and not loaded; the module may be there for the first filter that uses it.
    case notKnown
}
