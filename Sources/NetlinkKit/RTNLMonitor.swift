internal import Glibc
public import NetlinkModel

/// A change that rtnetlink tells of.
public enum RTNLEvent: Hashable, Sendable {
    /// An interface is new, or something of it has changed; as it is now.
    case link(Link)
    /// An interface is gone, or has moved to another network namespace; as it was.
    case linkRemoved(Link)
    /// A qdisc is new or has changed.
    case qdisc(TCQdisc)
    /// A qdisc is gone. The filters of a clsact qdisc go with it, and are not told of one by one.
    case qdiscRemoved(TCQdisc)
    /// A filter of a clsact or ingress qdisc is new or has changed.
    case filter(TCFilter)
    /// Some filter of this preference is new, and the kernel does not say which: handle 0. So it is for `matchall`, whose
    /// `mall_change` (net/sched/cls_matchall.c) hands no filter to the notification.
    case filtersChanged(TCFilter.Identity)
    /// A filter is gone; with handle 0, all of this preference, and with preference 0 all of the chain.
    case filterRemoved(TCFilter.Identity)
    /// The kernel had more to tell than was read in time (`ENOBUFS`): some is lost, and the caller has to read all anew.
    case overrun
}

/// Notifications of links, qdiscs and filters (`RTNLGRP_LINK`, `RTNLGRP_TC`) of one network namespace: that of the
/// thread that opened it. Needs no privilege.
///
/// What changed before it was opened is not told: open it, then read, then wait.
public struct RTNLMonitor: ~Copyable {
    private static let operation = "wait for changes of interfaces and filters"

    private let socket: NetlinkSocket
    private var buffer = [UInt8](repeating: 0, count: 128 << 10)
    /// Of one datagram, in order.
    private var events: ArraySlice<RTNLEvent> = []

    private init(socket: consuming NetlinkSocket) {
        self.socket = socket
    }

    public static func open() throws(NetlinkError) -> RTNLMonitor {
        let socket = try NetlinkSocket.open(
            bus: NetlinkSocketOption.routeBus, groups: RTNLGroup.link | RTNLGroup.tc, for: operation)
        return RTNLMonitor(socket: socket)
    }

    /// The next change, after at most `duration`; nil when there was none.
    public mutating func next(within duration: Duration) throws(NetlinkError) -> RTNLEvent? {
        let end = ContinuousClock.now + duration
        while true {
            if let event = events.popFirst() { return event }
            let count: Int?
            do throws(SystemError) {
                count = try socket.receive(into: &buffer, wait: false)
            } catch {
                if error.code == ENOBUFS { return .overrun }
                throw NetlinkError(operation: Self.operation, code: error.code)
            }
            if let count {
                do throws(MalformedMessage) {
                    events = try Self.events(in: buffer.prefix(count))[...]
                } catch {
                    throw NetlinkError(operation: Self.operation, code: EBADMSG)
                }
                continue
            }
            let left = end - .now
            guard left > .zero else { return nil }
            let milliseconds = left / .milliseconds(1)
            _ = socket.waitReadable(milliseconds: Int32(clamping: Int64(min(milliseconds.rounded(.up), 1e9))))
        }
    }

    static func events(in bytes: ArraySlice<UInt8>) throws(MalformedMessage) -> [RTNLEvent] {
        var events: [RTNLEvent] = []
        var reader = NetlinkMessageReader(bytes)
        while let message = try reader.next() {
            if let event = try RTNLEvent(message) { events.append(event) }
        }
        return events
    }
}

extension RTNLEvent {
    /// Nil for a message about anything else.
    init?(_ message: NetlinkMessage) throws(MalformedMessage) {
        switch message.type {
        case RTNLMessage.newLink:
            guard let link = try Self.link(message) else { return nil }
            self = .link(link)
        case RTNLMessage.deleteLink:
            guard let link = try Self.link(message) else { return nil }
            self = .linkRemoved(link)
        case RTNLMessage.newQdisc:
            guard let qdisc = try TCQdisc(message) else { return nil }
            self = .qdisc(qdisc)
        case RTNLMessage.deleteQdisc:
            guard let qdisc = try TCQdisc(message, type: message.type) else { return nil }
            self = .qdiscRemoved(qdisc)
        case RTNLMessage.newFilter:
            if let filter = try TCFilter(message) {
                self = .filter(filter)
            } else if let identity = try TCFilterListing(message).identity() {
                self = .filtersChanged(identity)
            } else {
                return nil
            }
        case RTNLMessage.deleteFilter:
            guard let identity = try TCFilterListing(message).identity() else { return nil }
            self = .filterRemoved(identity)
        default:
            return nil
        }
    }

    /// Nil for what a bridge says of its ports (AF_BRIDGE), and for events of wireless drivers, which have no MTU.
    private static func link(_ message: NetlinkMessage) throws(MalformedMessage) -> Link? {
        guard message.payload.first == RTNLFamily.unspecified, let link = try Link(message, type: message.type),
            link.mtu != nil
        else { return nil }
        return link
    }
}
