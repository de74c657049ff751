import NetlinkModel
public import QoSCompiler

/// How a `link` statement of the active policy fares.
public struct LinkStatus: Sendable {
    public enum State: String, Sendable {
        /// All that it asks for is in the kernel.
        case inForce = "in force"
        /// Somebody has changed it, or the link was made anew.
        case differs
        /// The link is not there, or cannot carry it yet.
        case waiting
        /// `link?`, and the link is not there.
        case absent
    }

    public var interface: String
    /// The words of the form.
    public var form: String
    public var state: State
    /// Why it waits, or what has to change, as lines of tc and ip; empty for what is in force.
    public var detail: [String]

    /// Whether the policy is in force as far as this goes.
    public var isGood: Bool { state == .inForce || state == .absent }
}

extension LinkStatus {
    /// Of all statements, in the policy's order.
    static func all(_ policy: Policy, _ context: LinkContext, _ work: LinkWork) -> [LinkStatus] {
        let steps = Dictionary(grouping: work.steps.prepare + work.steps.finish, by: \.statement)
        return PlannedLink.all(of: policy).map { link in
            var status = LinkStatus(
                interface: link.interface.description, form: link.keyword, state: .inForce, detail: [])
            if let waiting = context.waiting.first(where: { $0.link.statement == link.statement }) {
                status.state = link.isOptional && context.host.link(named: link.interface) == nil ? .absent : .waiting
                status.detail = [waiting.reason]
            } else if let steps = steps[link.statement] {
                status.state = .differs
                status.detail = steps.map { TCText.text(of: $0.command) { context.host.name(of: $0) } }
            }
            return status
        }
    }
}

extension HostLinks {
    func name(of index: Int32) -> String { link(index)?.name?.description ?? "interface \(index)" }
}
