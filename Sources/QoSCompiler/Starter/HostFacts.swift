public import NetlinkModel

/// What a starter policy is made from: this host as one reading of it, without anything that reads.
public struct HostFacts: Hashable, Sendable {
    /// A user of the host (passwd(5)).
    public struct User: Hashable, Sendable {
        public var name: String
        public var id: UInt32

        public init(name: String, id: UInt32) {
            self.name = name
            self.id = id
        }
    }

    /// All interfaces, loopback included, in any order.
    public var links: [Link]
    /// Those that are used first in front.
    public var defaultRoutes: [DefaultRoute]
    /// All users, in any order.
    public var users: [User]
    /// `net.ipv4.ip_forward` of the network namespace.
    public var forwardsIPv4: Bool
    /// `net.ipv6.conf.all.forwarding` of the network namespace.
    public var forwardsIPv6: Bool

    public init(
        links: [Link] = [], defaultRoutes: [DefaultRoute] = [], users: [User] = [], forwardsIPv4: Bool = false,
        forwardsIPv6: Bool = false
    ) {
        self.links = links
        self.defaultRoutes = defaultRoutes
        self.users = users
        self.forwardsIPv4 = forwardsIPv4
        self.forwardsIPv6 = forwardsIPv6
    }
}
