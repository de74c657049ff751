import NetlinkModel
import QoSCompiler

@testable import QoSVerifier

extension ConcretePacket {
    /// A packet of the interpreter as it comes to the kernel.
    init(_ packet: Packet) {
        let world = PacketWorld(path: packet.path, family: packet.family)
        func present(_ number: (some BinaryInteger)?) -> FieldValue { number.map { .present(UInt128($0)) } ?? .absent }
        func name(_ text: String?) -> FieldValue { text.map { .present(NameInterval.number($0.utf8)) } ?? .absent }
        func number(_ owner: Owner?) -> FieldValue {
            if case .id(let number)? = owner { .present(UInt128(number)) } else { .absent }
        }
        let values: [FieldValue] = PacketField.known.map { field in
            switch field {
            case .proto: present(packet.proto)
            case .saddr: present(packet.saddr?.number)
            case .daddr: present(packet.daddr?.number)
            case .sport: present(packet.sport)
            case .dport: present(packet.dport)
            case .fragment:
                packet.isLaterFragment ? .present(8) : packet.family == .ip ? .present(0) : .absent
            case .trafficClass: .present(UInt128(packet.dscp.value) << 2)
            case .iif: name(packet.iif)
            case .oif: name(packet.oif)
            case .user: number(packet.user)
            case .group: number(packet.group)
            case .mark: present(packet.mark)
            case .other: .absent
            }
        }
        self.init(world, PacketField.known, values)
    }
}

extension TableEvaluator {
    init(_ contents: NFTTableContents) { self.init(TableIndex(contents)) }

    /// What a packet gets, whichever chains it goes through.
    func result(_ packet: ConcretePacket) throws -> LoadedResult {
        var result = try run(packet)
        result.chains = []
        return result
    }
}
