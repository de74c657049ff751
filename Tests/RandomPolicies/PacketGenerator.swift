import NetlinkModel
import QoSCompiler

/// Random packets that a real host can send, every field given: half of them made to fit a rule of the policy, or to
/// miss it by one.
public struct PacketGenerator<Random: RandomNumberGenerator> {
    public var random: Random
    private let policy: Policy
    private let path: PacketPath
    /// Where packets of this host leave.
    public var interfaces = Pool.interfaces

    public init(_ random: Random, for policy: Policy, path: PacketPath) {
        self.random = random
        self.policy = policy
        self.path = path
    }

    public mutating func packet() -> Packet {
        var packet = Packet()
        packet.path = path
        packet.family = chance(3) ? .ip6 : .ip
        packet.proto = chance(2) ? 17 : Pool.protocols.pick(&random)
        packet.dscp = DSCP(Pool.dscps.pick(&random)) ?? packet.dscp
        packet.oif = path == .output ? interfaces.pick(&random) : "eth1"
        if path == .forward {
            packet.iif = "eth0"
        } else {
            packet.mark = chance(2) ? 0 : Pool.marks.pick(&random)
            packet.user = .id(Pool.users.pick(&random))
            packet.group = .id(Pool.users.pick(&random))
        }
        packet.saddr = address(packet.family)
        packet.daddr = address(packet.family)
        var ports = (Pool.ports.pick(&random), Pool.ports.pick(&random))
        if chance(2), let rule = policy.rules.filter(\.isEnabled).randomElement(using: &random) {
            fit(&packet, &ports, to: rule)
        }
        packet.isLaterFragment = chance(12)
        // The kernel gives up on a later IPv6 fragment that says AH comes next (`ipv6_find_hdr`): it has no protocol
        // there. The manual names this gap.
        if packet.isLaterFragment, packet.family == .ip6, packet.proto == ProtocolNames.authenticationHeader {
            packet.proto = 17
        }
        if let proto = packet.proto, ProtocolNames.hasPorts(proto), !packet.isLaterFragment {
            packet.sport = ports.0
            packet.dport = ports.1
        }
        return packet
    }

    /// Ports for a packet that has none, to stand where ports would: a trap.
    public mutating func decoyPorts() -> (UInt16, UInt16) {
        (Pool.ports.pick(&random), Pool.ports.pick(&random))
    }

    private mutating func fit(_ packet: inout Packet, _ ports: inout (UInt16, UInt16), to rule: PolicyRule) {
        for match in rule.matches where !match.isNegated || chance(2) {
            switch match.values {
            case .families(let families):
                guard let family = families.first, family != packet.family else { continue }
                packet.family = family
                packet.saddr = address(family)
                packet.daddr = address(family)
            case .protocols(let set): packet.proto = value(set, maximum: 255)
            case .ports(let set):
                if match.field == .sport {
                    ports.0 = value(set, maximum: .max)
                } else {
                    ports.1 = value(set, maximum: .max)
                }
                if let proto = packet.proto, !ProtocolNames.hasPorts(proto) { packet.proto = 17 }
            case .addresses(let set):
                guard set.names(packet.family) else { continue }
                let number = value(set.intervals(packet.family), maximum: packet.family.addressMaximum)
                let address = IPAddress(packet.family, number)
                if match.field == .saddr { packet.saddr = address } else { packet.daddr = address }
            case .dscps(let set): packet.dscp = DSCP(value(set, maximum: DSCP.maximum)) ?? packet.dscp
            case .marks(let marks):
                guard path == .output else { continue }
                packet.mark = marks.masked.first?.value ?? value(marks.exact, maximum: .max)
            case .owners(let owners):
                guard path == .output, !owners.ids.isEmpty else { continue }
                let id = min(value(owners.ids, maximum: 70_000), 70_000)
                if match.field == .user { packet.user = .id(id) } else { packet.group = .id(id) }
            case .interfaces, .names: continue
            }
        }
        // What no host sends as a whole packet, and what the far side would not let through.
        if let proto = packet.proto, ProtocolNames.extensionHeaders.contains(proto) { packet.proto = 17 }
    }

    /// A bound of an interval, or the value right beside it.
    private mutating func value<Value: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ set: IntervalSet<Value>, maximum: Value
    ) -> Value {
        guard let interval = set.intervals.randomElement(using: &random) else { return 0 }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return interval.lowerBound > 0 ? interval.lowerBound - 1 : interval.lowerBound
        case 1: return interval.upperBound < maximum ? interval.upperBound + 1 : interval.upperBound
        case 2: return interval.upperBound
        case 3: return interval.lowerBound + (interval.upperBound - interval.lowerBound) / 2
        default: return interval.lowerBound
        }
    }

    private mutating func address(_ family: IPFamily) -> IPAddress? {
        let base = (family == .ip ? Pool.ipv4 : Pool.ipv6).pick(&random)
        return IPAddress(base + String(Int.random(in: 1...40, using: &random)))
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
