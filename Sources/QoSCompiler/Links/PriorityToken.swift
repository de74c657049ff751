public import NetlinkModel

/// A packet priority of our own, which tells tc what nft has decided.
///
/// A frame is tagged where it leaves, long after the rules; what travels with the packet is its priority. Applications
/// choose priorities too, so a plain number does not tell who chose it: a token does. It stands for one stated priority
/// with one PCP, in every policy, so that filters for the tokens of two policies can be in force side by side. Whoever
/// takes a token puts the stated priority back.
///
/// `0x51`, then the PCP (8 for a change of VLAN maps), 16 bits of the stated priority's hash (0 for a plain number), and
/// its last 4 bits: qdiscs that choose a band by those (`TC_PRIO_MAX`) see no difference.
public struct PriorityToken: Hashable, Sendable {
    public let value: UInt32
    /// The priority that the packet has otherwise.
    public let priority: PacketPriority
    /// Nil for a token that only stands in for its priority while VLAN maps change.
    public let pcp: PriorityCodePoint?

    /// The first byte of every token.
    public static let prefix: UInt32 = 0x5100_0000
    public static let prefixMask: UInt32 = 0xff00_0000

    private static let changeMark: UInt32 = 8
    /// Whether a priority could be one.
    static func isToken(_ priority: PacketPriority) -> Bool { priority.value & prefixMask == prefix }

    /// Tokens for priorities, and for each the PCP that it stands for; equal for equal input.
    static func all(_ wanted: some Sequence<(priority: PacketPriority, pcp: PriorityCodePoint?)>) -> [PriorityToken] {
        let sorted = wanted.sorted { ($0.priority.value, $0.pcp?.value ?? 8) < ($1.priority.value, $1.pcp?.value ?? 8) }
        var taken: Set<UInt32> = []
        var tokens: [PriorityToken] = []
        for (priority, pcp) in sorted {
            if let last = tokens.last, last.priority == priority, last.pcp == pcp { continue }
            var hash = Self.hash(priority)
            var value = Self.value(priority, pcp, hash)
            // There are fewer tokens than hashes by far.
            while !taken.insert(value).inserted {
                hash = hash == UInt16.max ? 1 : hash + 1
                value = Self.value(priority, pcp, hash)
            }
            tokens.append(PriorityToken(value: value, priority: priority, pcp: pcp))
        }
        return tokens
    }

    private static func value(_ priority: PacketPriority, _ pcp: PriorityCodePoint?, _ hash: UInt16) -> UInt32 {
        prefix | (pcp.map { UInt32($0.value) } ?? changeMark) << 20 | UInt32(hash) << 4 | priority.value & 15
    }

    private static func hash(_ priority: PacketPriority) -> UInt16 {
        guard priority.value > PacketPriority.maximumPlain else { return 0 }
        // FNV-1a over the four bytes, folded.
        var hash: UInt32 = 2_166_136_261
        for shift in stride(from: 24, through: 0, by: -8) {
            hash = (hash ^ (priority.value >> UInt32(shift) & 0xff)) &* 16_777_619
        }
        return max(1, UInt16(truncatingIfNeeded: hash ^ hash >> 16))
    }
}

extension Policy {
    /// Every priority that goes with a PCP, by a class or an inline marking, used or not: the map of `egress-map auto`.
    public var statedPCPs: [(priority: PacketPriority, pcp: PriorityCodePoint)] {
        var pcps: [PacketPriority: PriorityCodePoint] = [:]
        for (_, marking, _) in statedMarkings {
            if let pcp = marking.pcp, let priority = marking.priority { pcps[priority] = pcp }
        }
        return pcps.sorted { $0.key.value < $1.key.value }.map { ($0.key, $0.value) }
    }

    /// The priorities that rules in force and the default give packets.
    public var prioritiesGiven: Set<UInt32> {
        Set((rules.lazy.filter(\.isEnabled).map(\.action) + [defaultAction]).compactMap { $0.marking.priority?.value })
    }

    /// A token for each marking with a PCP, and for the markings without a PCP that give these priorities.
    public func tokens(changing priorities: Set<UInt32> = []) -> [PriorityToken] {
        let without = statedMarkings.compactMap { _, marking, _ in
            marking.pcp == nil ? marking.priority.flatMap { priorities.contains($0.value) ? $0 : nil } : nil
        }
        return PriorityToken.all(statedPCPs.map { ($0.priority, $0.pcp) } + without.map { ($0, nil) })
    }
}
