import NetlinkModel
import QoSCompiler

/// A write to packet bytes: `bytes & kept ^ flipped`, which may change the traffic class and nothing else.
struct TrafficClassWrite {
    private let target: LoadedValue
    private let kept: UInt128
    private let flipped: UInt128
    private let payload: NFTPayload
    private let checksum: NFTChecksum
    private let world: PacketWorld

    /// `target` is what stands in those bytes before.
    init(
        _ target: LoadedValue, kept: UInt128, flipped: UInt128, to payload: NFTPayload, _ checksum: NFTChecksum,
        world: PacketWorld
    ) {
        self.target = target
        self.kept = kept
        self.flipped = flipped
        self.payload = payload
        self.checksum = checksum
        self.world = world
    }

    /// What it does to a packet.
    func steps(_ fields: [PacketField]) -> [LoweredStep] {
        let all = ValueSet.allOnes(8 * target.length)
        let part = target.parts.first { fields[$0.field] == .trafficClass }
        let own = part?.bits ?? 0
        // Bits that have one value in all packets may be written with it.
        let fixed = all & ~target.variable & ~target.unknown
        let changed = (~kept | flipped) & all
        let others = (changed & ~own & ~fixed) | (((target.known & kept) ^ flipped ^ target.known) & fixed)
        var steps: [LoweredStep] = []
        var write: (kept: UInt8, flipped: UInt8) = (0xff, 0)
        if let part, changed & own != 0 {
            write = (~field(~kept & own, part), field(flipped & own, part))
            steps.append(.setTrafficClass(kept: write.kept, flipped: write.flipped))
        }
        if others != 0 { steps.append(.damage("header bytes besides the DSCP are written")) }
        // The two lowest bits are ECN, which always stay.
        if write.kept & 3 != 3 || write.flipped & 3 != 0 { steps.append(.damage("ECN is written")) }
        if !steps.isEmpty, !isChecksumRight { steps.append(.damage("the header checksum becomes wrong")) }
        return steps
    }

    /// Register bits as bits of the traffic class.
    private func field(_ bits: UInt128, _ part: LoadedValue.Part) -> UInt8 {
        UInt8(
            truncatingIfNeeded: part.shift >= 0 ? bits >> UInt128(part.shift) : bits << UInt128(-part.shift))
    }

    /// The kernel repairs with sums of 16-bit words, counted from where the write begins.
    private var isChecksumRight: Bool {
        switch (world.family, checksum) {
        case (.ip, .internet(let offset)): offset == 10 && payload.offset % 2 == 0 && payload.length % 2 == 0
        case (.ip6, .none): true
        default: false
        }
    }
}
