import QoSCompiler
import SeededRandom

/// Random packets as a host can send or forward them: every field has a value, out of the pools of `RandomPolicy`.
///
/// Packets without ports have numbers where ports would be, to trap who reads them as such.
public enum RandomPacket {
    public static func packet(_ random: inout SeededGenerator, path: PacketPath) -> Packet {
        var packet = Packet()
        packet.path = path
        packet.family = random.pick(IPFamily.allCases)
        packet.proto = random.pick([6, 6, 17, 17, 132, 33, 136, 1, 58, 50, 51, 47, 255, 131])
        packet.saddr = address(&random, packet.family)
        packet.daddr = address(&random, packet.family)
        packet.sport = port(&random)
        packet.dport = port(&random)
        packet.isLaterFragment = random.chance(oneIn: 12)
        packet.oif = interface(&random)
        packet.dscp =
            DSCP(UInt8(random.chance(oneIn: 3) ? random.int(0...63) : random.pick([0, 1, 2, 7, 8, 9, 10, 16, 46, 63])))
            ?? packet.dscp
        packet.mark =
            random.chance(oneIn: 3)
            ? 0 : UInt32(random.pick([1, 2, 3, 4, 7, 0x10, 0x1f, 0xff, 0x100, 300, 301, 0x1ff, 0xffff_ffff]))
        switch path {
        case .forward: packet.iif = interface(&random)
        case .output:
            // A packet without a socket has no owner: an ICMP error, a reset.
            guard !random.chance(oneIn: 8) else { break }
            packet.user = .id(random.pick([0, 1, 999, 1000, 1001, 1003, 1004, 1005, 65_534]))
            packet.group = .id(random.pick([0, 5, 49, 50, 51, 60, 61, 1000]))
        }
        return packet
    }

    private static func address(_ random: inout SeededGenerator, _ family: IPFamily) -> IPAddress {
        let near = random.int(0...17)
        switch family {
        case .ip:
            return IPAddress(
                ipv4: random.pick([
                    0x0a00_0000 + UInt32(near), 0x0a00_0000 + UInt32(near), 0x0a00_00ff, 0x0a00_0100, 0x0a7f_ffff,
                    0x0a80_0000, 0, .max, 0x0b00_0000,
                ]))
        case .ip6:
            let base = UInt128(0x2001_0db8) << 96
            return IPAddress(
                ipv6: random.pick([
                    base + UInt128(near), base + UInt128(near), base + 1 << 64, base | 1 << 95, base + 1 << 96, 0, .max,
                    UInt128(0x0a00_0001),
                ]))
        }
    }

    private static func port(_ random: inout SeededGenerator) -> UInt16 {
        random.pick([
            0, 1, 52, 53, 54, 55, 78, 79, 80, 80, 81, 82, 442, 443, 443, 444, 999, 1000, 1001, 1003, 1004, 1009, 1010,
            65_534, 65_535,
        ])
    }

    private static func interface(_ random: inout SeededGenerator) -> String {
        random.pick(["eth0", "eth1", "eth10", "wg0", "wg1", "lo", "e", "fifteen-bytes-x", "fifteen-bytes-y", "wg"])
    }

    /// What the names of `RandomPolicy` stand for.
    public static let owners: Interpreter.OwnerResolver = { name, field in
        switch (field, name) {
        case (.user, "alice"): 1000
        case (.user, "bob"): 1001
        case (.group, "staff"): 50
        case (.group, "wheel"): 5
        default: nil
        }
    }

    /// What names stand for that are a letter and a number.
    public static let numberedOwners: Interpreter.OwnerResolver = { name, _ in UInt32(name.dropFirst()) }
}
