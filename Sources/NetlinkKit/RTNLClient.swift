public import NetlinkModel

/// rtnetlink in the network namespace of the calling thread: interfaces and routes, read only.
///
/// Holds nothing: each call opens a fresh netlink socket. Reading needs no privilege. Calls block.
public struct RTNLClient: Sendable {
    public init() {}

    /// All interfaces, in the order in which the kernel lists them.
    /// Throws `EAGAIN` when they change faster than they can be read.
    public func links() throws(NetlinkError) -> [Link] {
        var links: [Link] = []
        try dump("list the interfaces", Self.linkRequest) { () in
            links = []
        } each: { (message) throws(MalformedMessage) in
            if let link = try Link(message) { links.append(link) }
        }
        return links
    }

    /// The default routes of the main tables of IPv4 and IPv6, those that are used first in front.
    /// Throws `EAGAIN` when routes change faster than they can be read.
    public func defaultRoutes() throws(NetlinkError) -> [DefaultRoute] {
        var routes: [DefaultRoute] = []
        try dump("list the routes", Self.routeRequest) { () in
            routes = []
        } each: { (message) throws(MalformedMessage) in
            routes += try DefaultRoute.all(in: message)
        }
        let numbered = routes.enumerated().sorted { ($0.element.metric, $0.offset) < ($1.element.metric, $1.offset) }
        return numbered.map(\.element)
    }

    /// What a dump asks for.
    struct Request {
        var type: UInt16
        /// After the netlink header.
        var header: [UInt8]
        var arguments: @Sendable (inout NetlinkMessageWriter) -> Void
    }

    /// `struct ifinfomsg` of AF_UNSPEC; without statistics, which are most of an answer.
    static let linkRequest = Request(
        type: RTNLMessage.getLink, header: [UInt8](repeating: 0, count: RTNLSize.linkHeader)
    ) {
        $0.put(LinkAttribute.mask, number: UInt128(LinkAttribute.skipStatistics), length: 4, hostOrder: true)
    }

    /// `struct rtmsg` of AF_UNSPEC: all families.
    static let routeRequest = Request(
        type: RTNLMessage.getRoute, header: [UInt8](repeating: 0, count: RTNLSize.routeHeader), arguments: { _ in })

    /// Reads one dump whole; `begin` comes before every attempt.
    private func dump(
        _ operation: String, _ request: Request, begin: () -> Void,
        each: (NetlinkMessage) throws(MalformedMessage) -> Void
    ) throws(NetlinkError) {
        try NetlinkExchange.repeated(operation, "the list") { () throws(NetlinkExchange.Failure) in
            begin()
            var exchange: NetlinkExchange
            do throws(NetlinkError) {
                exchange = try NetlinkExchange(operation: operation, bus: NetlinkSocketOption.routeBus)
            } catch {
                throw .error(error)
            }
            let answer = try exchange.request(
                type: request.type, flags: NetlinkFlags.dump, header: request.header, arguments: request.arguments)
            try exchange.decode(answer, each)
        }
    }
}
