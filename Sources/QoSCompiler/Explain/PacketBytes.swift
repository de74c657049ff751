import NetlinkModel

/// A described packet as kernel rules read it: the bytes that a load brings into a register, or nothing where the packet
/// does not have them.
struct PacketBytes {
    let packet: Packet
    /// Numbers of the socket's owner.
    let owners: OwnerNumbers

    func load(_ expression: NFTExpression) -> [UInt8]? {
        switch expression {
        case .meta(let key, _): packet.bytes(key, owners)
        case .payload(let payload, _): self.payload(payload)
        case .extensionHeader(.fragmentOffset, _):
            // Any place but the first; the lower three bits are flags.
            packet.family == .ip6 && packet.isLaterFragment ? [0, 8] : nil
        case .immediate(let bytes, _): bytes
        default: nil
        }
    }

    private func payload(_ payload: NFTPayload) -> [UInt8]? {
        switch payload.base {
        case .link: return nil
        case .transport:
            // The kernel would read whatever stands there; rules ask for the protocol as well.
            guard let proto = packet.proto, ProtocolNames.hasPorts(proto), !packet.isLaterFragment else { return nil }
            switch payload {
            case NFTHeaderField.sourcePort.payload: return packet.sport.map(Self.bytes)
            case NFTHeaderField.destinationPort.payload: return packet.dport.map(Self.bytes)
            default: return nil
            }
        case .network: return packet.family == .ip ? ipv4(payload) : ipv6(payload)
        }
    }

    private func ipv4(_ payload: NFTPayload) -> [UInt8]? {
        switch payload {
        case NFTHeaderField.ipv4DSCP.payload: [packet.dscp.value << 2]
        case NFTHeaderField.ipv4FragmentOffset.payload: [0, packet.isLaterFragment ? 1 : 0]
        default:
            address(payload, packet.saddr, .ipv4SourceAddress)
                ?? address(payload, packet.daddr, .ipv4DestinationAddress)
        }
    }

    private func ipv6(_ payload: NFTPayload) -> [UInt8]? {
        switch payload {
        case NFTHeaderField.ipv6DSCP.payload: Self.bytes(6 << 12 | UInt16(packet.dscp.value) << 6)
        default:
            address(payload, packet.saddr, .ipv6SourceAddress)
                ?? address(payload, packet.daddr, .ipv6DestinationAddress)
        }
    }

    /// A whole address, or the first bytes of one.
    private func address(_ payload: NFTPayload, _ address: IPAddress?, _ field: NFTHeaderField) -> [UInt8]? {
        guard let address, payload.offset == field.payload.offset, payload.length <= field.payload.length,
            address.family == packet.family
        else { return nil }
        return Array(
            NumberMatch.bigEndian(address.number, count: Int(field.payload.length)).prefix(Int(payload.length)))
    }

    private static func bytes(_ number: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }
}
