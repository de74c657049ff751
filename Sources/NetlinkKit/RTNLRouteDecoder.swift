internal import NetlinkModel

extension DefaultRoute {
    /// Decodes an `RTM_NEWROUTE`: `struct rtmsg`, then attributes (`fib_dump_info`, net/ipv4/fib_semantics.c;
    /// `rt6_fill_node`, net/ipv6/route.c). One value for each next hop; none for a route that is no unicast default
    /// route of the main table, and for any other message.
    static func all(in message: NetlinkMessage) throws(MalformedMessage) -> [DefaultRoute] {
        guard message.type == RTNLMessage.newRoute else { return [] }
        let header = Array(message.payload.prefix(RTNLSize.routeHeader))
        guard header.count == RTNLSize.routeHeader else { throw MalformedMessage() }
        // family, destination length, source length, TOS, table, protocol, scope, type, flags
        guard header[1] == 0, header[2] == 0, header[7] == RouteAttribute.unicast,
            header[0] == RTNLFamily.ipv4 || header[0] == RTNLFamily.ipv6
        else { return [] }
        var table = UInt32(header[4])
        var metric: UInt32 = 0
        var interfaces: [Int32] = []
        var reader = NetlinkAttributeReader(message.payload.dropFirst(RTNLSize.routeHeader))
        while let attribute = try reader.next() {
            switch attribute.type {
            case RouteAttribute.table: table = try attribute.hostUInt32()
            case RouteAttribute.priority: metric = try attribute.hostUInt32()
            case RouteAttribute.outputInterface: interfaces.append(Int32(bitPattern: try attribute.hostUInt32()))
            case RouteAttribute.multipath: interfaces += try nextHops(attribute.payload)
            default: break
            }
        }
        guard table == RouteAttribute.mainTable else { return [] }
        return interfaces.map { index in
            DefaultRoute(isIPv6: header[0] == RTNLFamily.ipv6, interfaceIndex: index, metric: metric)
        }
    }

    /// The interfaces of a run of `struct rtnexthop`: length, flags, hops, interface, attributes.
    private static func nextHops(_ bytes: ArraySlice<UInt8>) throws(MalformedMessage) -> [Int32] {
        var interfaces: [Int32] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let length = rest.hostUInt16(at: 0), let index = rest.hostUInt32(at: 4),
                Int(length) >= RTNLSize.nextHop, Int(length) <= rest.count
            else { throw MalformedMessage() }
            interfaces.append(Int32(bitPattern: index))
            rest = rest.dropFirst(NetlinkSize.aligned(Int(length)))
        }
        return interfaces
    }
}
