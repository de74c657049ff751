internal import NetlinkModel

extension TCQdisc {
    /// Decodes an `RTM_NEWQDISC` (or the message of `type`): `struct tcmsg`, then attributes (`tc_fill_qdisc`,
    /// net/sched/sch_api.c). Nil for any other message.
    init?(_ message: NetlinkMessage, type: UInt16 = RTNLMessage.newQdisc) throws(MalformedMessage) {
        guard message.type == type else { return nil }
        let header = try TCMessage(message.payload)
        var kind: String?
        var reader = TCMessage.attributes(message.payload)
        while let attribute = try reader.next() {
            if attribute.type == TCAttribute.kind { kind = attribute.string() }
        }
        guard let kind else { throw MalformedMessage() }
        self.init(
            interfaceIndex: header.interfaceIndex, kind: kind, handle: TCHandle(header.handle),
            parent: TCHandle(header.parent))
    }
}
