import CMnl
import CNftnl
import NetlinkModel
import SeededRandom
import Testing

@testable import NetlinkKit

/// What NetlinkKit writes by hand is what libnftnl makes of the same, to the byte.
struct LibNftnlTests {
    private static let create = NetlinkFlags.create | NetlinkFlags.exclusive

    /// A message with what libnftnl adds to it.
    private func message(
        _ kind: NFTMessage, _ flags: UInt16, _ payload: (UnsafeMutablePointer<nlmsghdr>) throws -> Void
    ) throws -> [UInt8] {
        var memory = [UInt8](repeating: 0, count: 128 << 10)
        return try memory.withUnsafeMutableBytes { area in
            let header = try #require(area.baseAddress.flatMap { mnl_nlmsg_put_header($0) })
            header.pointee.nlmsg_type = kind.type
            header.pointee.nlmsg_flags = NetlinkFlags.request | flags
            header.pointee.nlmsg_seq = 1
            let extra = try #require(mnl_nlmsg_put_extra_header(header, NetlinkSize.netfilterHeader))
            extra.storeBytes(of: sampleTable.family.rawValue, as: UInt8.self)
            try payload(header)
            return Array(area.prefix(Int(header.pointee.nlmsg_len)))
        }
    }

    /// The messages of a command.
    private func own(_ command: NFTCommand, prefix: String) throws -> [[UInt8]] {
        try NFTBatchEncoder.check([command], prefix: prefix)
        var encoder = NFTBatchEncoder(prefix: prefix)
        try encoder.append(command, index: 0)
        return split(encoder.bytes).map(\.bytes)
    }

    /// Where messages begin to differ; nil when they are the same.
    private func difference(_ own: [[UInt8]], _ libnftnl: [[UInt8]]) -> String? {
        for (index, (mine, theirs)) in zip(own, libnftnl).enumerated() where mine != theirs {
            let place = zip(mine, theirs).prefix { $0 == $1 }.count
            let start = max(0, place - 8)
            return "message \(index), byte \(place): own \(mine.dropFirst(start).prefix(32)), "
                + "libnftnl \(theirs.dropFirst(start).prefix(32))"
        }
        return own.count == libnftnl.count ? nil : "\(own.count) messages, libnftnl \(libnftnl.count)"
    }

    private func prefix(_ random: inout SeededGenerator) -> String { random.pick(["", "g7_", "g12345_"]) }

    @Test func rules() throws {
        var values = RandomValues(random: SeededGenerator("libnftnl rules"))
        for _ in 0..<2_000 {
            let rule = values.rule()
            let prefix = prefix(&values.random)
            let handle: UInt64? = Bool.random(using: &values.random) ? .random(in: 1 ... .max) : nil
            let flags = handle == nil ? NetlinkFlags.create | NetlinkFlags.append : NetlinkFlags.replace
            let expected = try message(.newRule, flags) { header in
                try Self.rule(rule, handle, prefix).build(into: header)
            }
            let command: NFTCommand =
                handle.map { .replaceRule(rule, handle: $0, table: sampleTable) } ?? .addRule(rule, table: sampleTable)
            #expect(difference(try own(command, prefix: prefix), [expected]) == nil, "\(values.random) \(rule)")
        }
    }

    private static func rule(
        _ rule: NFTRule, _ handle: UInt64?, _ prefix: String
    ) throws -> LibNftnl<LibNftnlRule> {
        let object = try LibNftnl<LibNftnlRule>()
        try object.set(NftnlRule.table, sampleTable.name)
        try object.set(NftnlRule.chain, prefix + rule.chain)
        if let handle { try object.set(NftnlRule.handle, handle) }
        if let comment = rule.comment { try object.set(NftnlRule.userData, NFTUserData.comment(comment)) }
        for expression in rule.expressions { object.append(try expression.libnftnl(prefix)) }
        return object
    }

    @Test func setsAndMaps() throws {
        var values = RandomValues(random: SeededGenerator("libnftnl sets"))
        for _ in 0..<1_000 {
            let set = values.set()
            let prefix = prefix(&values.random)
            let header = try message(.newSet, Self.create) { try Self.set(set, prefix).build(into: $0) }
            let elements = try message(.newSetElements, NetlinkFlags.create) { header in
                try Self.elements(set, prefix).buildElements(into: header)
            }
            let own = try own(.addSet(set, table: sampleTable), prefix: prefix)
            #expect(difference(own, [header, elements]) == nil, "\(values.random) \(set)")
        }
    }

    private static func set(_ set: NFTSet, _ prefix: String) throws -> LibNftnl<LibNftnlSet> {
        let object = try LibNftnl<LibNftnlSet>()
        try object.set(NftnlSet.table, sampleTable.name)
        try object.set(NftnlSet.name, prefix + set.name)
        try object.set(NftnlSet.flags, UInt32((set.isInterval ? 4 : 0) + (set.isMap ? 8 : 0)))
        try object.set(NftnlSet.keyType, set.key.typeNumber)
        try object.set(NftnlSet.keyLength, UInt32(set.key.length))
        if set.isMap {
            try object.set(NftnlSet.dataType, UInt32(0xffff_ff00))
            try object.set(NftnlSet.dataLength, UInt32(0))
        }
        try object.set(NftnlSet.id, UInt32(1))
        if !set.isInterval { try object.set(NftnlSet.size, UInt32(set.elements.count)) }
        try object.set(NftnlSet.userData, NFTUserData.set(set))
        return object
    }

    private static func elements(_ set: NFTSet, _ prefix: String) throws -> LibNftnl<LibNftnlSet> {
        let object = try LibNftnl<LibNftnlSet>()
        try object.set(NftnlSet.table, sampleTable.name)
        try object.set(NftnlSet.name, prefix + set.name)
        try object.set(NftnlSet.id, UInt32(1))
        var keys: [(key: UInt128, isEnd: Bool, isOpen: Bool, verdict: NFTVerdict?)] = []
        if set.isInterval, let first = set.elements.first, first.lower > 0 { keys.append((0, true, false, nil)) }
        for (index, element) in set.elements.enumerated() {
            let isOpen = set.isInterval && element.upper == set.key.maximum
            keys.append((element.lower, false, isOpen, set.verdicts?[index]))
            if set.isInterval, !isOpen { keys.append((element.upper + 1, true, false, nil)) }
        }
        for (key, isEnd, isOpen, verdict) in keys {
            let element = try LibNftnl<LibNftnlElement>()
            if isEnd { try element.set(NftnlElement.flags, UInt32(1)) }
            let bigEndian = (0..<set.key.length).reversed().map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) }
            let isHostOrder = set.key.isHostEndian && !set.isInterval && UInt16(1).littleEndian == 1
            try element.set(NftnlElement.key, isHostOrder ? bigEndian.reversed() : bigEndian)
            if let verdict {
                try element.set(NftnlElement.verdict, verdict.code)
                if let target = verdict.target { try element.set(NftnlElement.chain, prefix + target) }
            }
            if isOpen { try element.set(NftnlElement.userData, NFTUserData.openInterval) }
            object.append(element)
        }
        return object
    }

    @Test func chains() throws {
        let chains = [
            NFTChain(name: "regular"),
            NFTChain(name: "base", kind: .base(NFTBaseChain(type: .filter, hook: .output, priority: -140))),
            NFTChain(
                name: "other", kind: .base(NFTBaseChain(type: .route, hook: .forward, priority: .max, policy: .drop))),
        ]
        for chain in chains {
            let expected = try message(.newChain, Self.create) { header in
                let object = try LibNftnl<LibNftnlChain>()
                try object.set(NftnlChain.table, sampleTable.name)
                // A base chain keeps its name.
                try object.set(NftnlChain.name, (chain.kind == .regular ? "g1_" : "") + chain.name)
                if case .base(let base) = chain.kind {
                    try object.set(NftnlChain.type, base.type.rawValue)
                    try object.set(NftnlChain.hook, base.hook.rawValue)
                    try object.set(NftnlChain.priority, base.priority)
                    try object.set(NftnlChain.policy, base.policy.rawValue)
                }
                object.build(into: header)
            }
            #expect(try own(.addChain(chain, table: sampleTable), prefix: "g1_") == [expected])
        }
    }

    @Test func countersAndDeletions() throws {
        let counter = NFTCounter(name: "c", packets: 1 << 40, bytes: .max)
        let added = try message(.newObject, Self.create) { header in
            let object = try LibNftnl<LibNftnlObject>()
            try object.set(NftnlObject.table, sampleTable.name)
            try object.set(NftnlObject.name, counter.name)
            try object.set(NftnlObject.type, counterObjectType)
            try object.set(NftnlObject.packets, counter.packets)
            try object.set(NftnlObject.bytes, counter.bytes)
            object.build(into: header)
        }
        #expect(try own(.addCounter(counter, table: sampleTable), prefix: "g1_") == [added])
        let chain = try message(.deleteChain, 0) { header in
            let object = try LibNftnl<LibNftnlChain>()
            try object.set(NftnlChain.table, sampleTable.name)
            try object.set(NftnlChain.name, "g1_x")
            object.build(into: header)
        }
        #expect(try own(.deleteChain("x", table: sampleTable), prefix: "g1_") == [chain])
        let set = try message(.deleteSet, 0) { header in
            let object = try LibNftnl<LibNftnlSet>()
            try object.set(NftnlSet.table, sampleTable.name)
            try object.set(NftnlSet.name, "g1_x")
            object.build(into: header)
        }
        #expect(try own(.deleteSet("x", table: sampleTable), prefix: "g1_") == [set])
        for handle: UInt64? in [nil, 77] {
            let rule = try message(.deleteRule, 0) { header in
                try Self.rule(NFTRule(chain: "x", expressions: []), handle, "g1_").build(into: header)
            }
            let command: NFTCommand =
                handle.map { .deleteRule(chain: "x", handle: $0, table: sampleTable) }
                ?? .flushChain("x", table: sampleTable)
            #expect(try own(command, prefix: "g1_") == [rule])
        }
    }
}
