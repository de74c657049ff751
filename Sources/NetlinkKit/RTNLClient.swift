internal import Glibc
public import NetlinkModel

/// rtnetlink in the network namespace of the calling thread: interfaces, routes, qdiscs and filters.
///
/// Holds nothing: each call opens a fresh netlink socket. Reading needs no privilege, changing needs CAP_NET_ADMIN in the
/// user namespace that owns the network namespace. Calls block.
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

    /// The interface of this name; nil when there is none. Alternative names (`IFLA_ALT_IFNAME`) do not count.
    public func link(named name: InterfaceName) throws(NetlinkError) -> Link? {
        var link: Link?
        do throws(NetlinkError) {
            try request(
                "read interface \(name)", type: RTNLMessage.getLink, header: Self.linkRequest.header,
                arguments: {
                    Self.linkRequest.arguments(&$0)
                    $0.put(LinkAttribute.name, string: name.description)
                },
                each: { (message) throws(MalformedMessage) in link = try Link(message) })
        } catch {
            if error.code == ENODEV { return nil }
            throw error
        }
        return link?.name == name ? link : nil
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

    /// Sends one request that is no dump; `each` gets what the kernel answers.
    func request(
        _ operation: String, type: UInt16, flags: UInt16 = 0, header: [UInt8],
        arguments: (inout NetlinkMessageWriter) -> Void,
        each: (NetlinkMessage) throws(MalformedMessage) -> Void = { _ in }
    ) throws(NetlinkError) {
        var exchange = try NetlinkExchange(operation: operation, bus: NetlinkSocketOption.routeBus)
        do throws(NetlinkExchange.Failure) {
            let answer = try exchange.request(type: type, flags: flags, header: header, arguments: arguments)
            try exchange.decode(answer, each)
        } catch {
            guard case .error(let error) = error else { throw NetlinkError(operation: operation, code: EAGAIN) }
            throw error
        }
    }

    /// Reads one dump whole; `begin` comes before every attempt.
    func dump(
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
