import NetlinkModel
import QoSCompiler
import SeededRandom

/// Packets aimed at what a policy tells apart: inside rules, inside of two rules at once, and at the ends of intervals and
/// just beside them, where every mistake shows.
public struct PacketAim {
    private typealias Axis = AimedBox.Axis

    private let boxes: [AimedBox]
    private let paths: [PacketPath]
    /// For each axis the ends of all intervals and their neighbours, sorted.
    private var edges: [[UInt128]]
    private var interfaces: [String]

    public init(_ policy: Policy, resolvingOwners owners: @escaping Interpreter.OwnerResolver) {
        let boxes = policy.rules.filter(\.isEnabled).map { AimedBox($0, owners) }
        self.boxes = boxes
        paths = policy.scope.paths
        edges = Axis.allCases.map { axis in
            var values: Set<UInt128> = [0, axis.maximum]
            for box in boxes {
                for range in box.ranges[axis.rawValue] ?? [] {
                    values.insert(range.lowerBound)
                    values.insert(range.upperBound)
                    if range.lowerBound > 0 { values.insert(range.lowerBound - 1) }
                    if range.upperBound < axis.maximum { values.insert(range.upperBound + 1) }
                }
            }
            return values.sorted()
        }
        var names: Set<String> = ["lo", "eth0"]
        for match in boxes.flatMap({ [$0.iif, $0.oif] }) {
            guard case .interfaces(let patterns)? = match?.values else { continue }
            for pattern in patterns { names.formUnion(Self.names(near: pattern)) }
        }
        interfaces = names.sorted()
    }

    /// Names that a pattern matches, and names that it just misses.
    private static func names(near pattern: InterfacePattern) -> [String] {
        let stem =
            switch pattern {
            case .exact(let name): name.description
            case .prefix(let prefix): prefix
            }
        return [stem, stem + "0", stem + "z9", String(stem.dropLast())].filter { InterfacePattern($0) != nil }
    }

    /// Any packet, most of which some rule takes.
    public func packet(_ random: inout SeededGenerator) -> Packet {
        guard !boxes.isEmpty else { return packet(nil, nil, &random) }
        let first = random.int(0...(boxes.count - 1))
        switch random.int(0...9) {
        case 0...3: return packet(boxes[first], nil, &random)
        case 4...6:
            let near = first + random.int(-8...8)
            let other =
                random.chance(oneIn: 2) && boxes.indices.contains(near) ? near : random.int(0...(boxes.count - 1))
            return packet(boxes[first], boxes[other], &random)
        case 7...8:
            var packet = packet(boxes[first], nil, &random)
            for _ in 0..<random.int(1...2) { move(&packet, &random) }
            return packet
        default: return packet(nil, nil, &random)
        }
    }

    private func packet(_ first: AimedBox?, _ second: AimedBox?, _ random: inout SeededGenerator) -> Packet {
        var packet = Packet()
        packet.path = path(first, &random)
        packet.family = family(first, second, &random)
        for axis in Axis.allCases {
            let value = value(axis, first?.ranges[axis.rawValue], second?.ranges[axis.rawValue], &random)
            set(axis, value, &packet)
        }
        if let marks = first?.marks, !marks.isEmpty {
            let mark = random.pick(marks)
            packet.mark = mark.value | UInt32(truncatingIfNeeded: random.next()) & ~mark.mask
        }
        packet.isLaterFragment = random.chance(oneIn: 16)
        if random.chance(oneIn: 64) { packet.proto = nil }
        packet.oif = interface(first?.oif, second?.oif, &random)
        switch packet.path {
        case .forward: packet.iif = interface(first?.iif, second?.iif, &random)
        case .output:
            // A packet without a socket has no owner: an ICMP error, a reset.
            if random.chance(oneIn: first?.needsSocket == true ? 32 : 8) {
                packet.user = nil
                packet.group = nil
            }
        }
        return packet
    }

    // MARK: Fields

    private func path(_ box: AimedBox?, _ random: inout SeededGenerator) -> PacketPath {
        // What the policy does not look at has to stay as it is.
        if random.chance(oneIn: 50) { return random.pick(PacketPath.allCases) }
        if let box, paths.count > 1 {
            if box.needsSocket { return .output }
            if box.iif != nil { return .forward }
        }
        return random.pick(paths)
    }

    private func family(_ first: AimedBox?, _ second: AimedBox?, _ random: inout SeededGenerator) -> IPFamily {
        let mine = first?.families ?? .both
        let common = mine.intersection(second?.families ?? .both)
        let families = common.isEmpty ? mine.families : common.families
        return families.isEmpty || random.chance(oneIn: 50) ? random.pick(IPFamily.allCases) : random.pick(families)
    }

    private func value(
        _ axis: Axis, _ first: AimedBox.Ranges?, _ second: AimedBox.Ranges?, _ random: inout SeededGenerator
    ) -> UInt128 {
        guard let mine = first ?? second else { return anything(axis, &random) }
        guard let theirs = second, first != nil else { return Self.value(in: random.pick(mine), &random) }
        for _ in 0..<4 {
            let range = random.pick(mine)
            let place = Self.firstIndex(in: theirs, reaching: range.lowerBound)
            if place < theirs.count, theirs[place].overlaps(range) {
                return Self.value(in: range.clamped(to: theirs[place]), &random)
            }
        }
        return Self.value(in: random.pick(random.chance(oneIn: 2) ? mine : theirs), &random)
    }

    /// The ends more often than what is between.
    private static func value(in range: ClosedRange<UInt128>, _ random: inout SeededGenerator) -> UInt128 {
        switch random.int(0...7) {
        case 0...2: range.lowerBound
        case 3...5: range.upperBound
        default: UInt128.random(in: range, using: &random)
        }
    }

    /// The first range that does not end below a value.
    private static func firstIndex(in ranges: AimedBox.Ranges, reaching value: UInt128) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func anything(_ axis: Axis, _ random: inout SeededGenerator) -> UInt128 {
        if axis == .proto, random.chance(oneIn: 2) { return UInt128(random.pick([6, 17, 132, 33, 136, 1, 58, 47])) }
        if random.chance(oneIn: 4) { return UInt128.random(in: 0...axis.maximum, using: &random) }
        return random.pick(edges[axis.rawValue])
    }

    /// Puts one field on the end of some interval, or beside it.
    private func move(_ packet: inout Packet, _ random: inout SeededGenerator) {
        switch random.int(0...15) {
        case 0:
            packet.family = packet.family == .ip ? .ip6 : .ip
            for axis in [Axis.saddr, .saddr6, .daddr, .daddr6] { set(axis, anything(axis, &random), &packet) }
        case 1: packet.oif = random.pick(interfaces)
        case 2 where packet.iif != nil: packet.iif = random.pick(interfaces)
        case 3: packet.isLaterFragment.toggle()
        default:
            let axis = random.pick(Axis.allCases)
            // Axes that no rule names have two edges.
            let axes = Axis.allCases.filter { edges[$0.rawValue].count > 2 }
            let moved = axes.isEmpty ? axis : random.pick(axes)
            guard (moved != .user && moved != .group) || packet.path == .output else { return }
            set(moved, random.pick(edges[moved.rawValue]), &packet)
        }
    }

    private func set(_ axis: Axis, _ value: UInt128, _ packet: inout Packet) {
        switch axis {
        case .proto: packet.proto = UInt8(truncatingIfNeeded: value)
        // Packets without ports have numbers where ports would be, to trap who reads them as such.
        case .sport: packet.sport = UInt16(truncatingIfNeeded: value)
        case .dport: packet.dport = UInt16(truncatingIfNeeded: value)
        case .saddr: if packet.family == .ip { packet.saddr = IPAddress(.ip, value) }
        case .daddr: if packet.family == .ip { packet.daddr = IPAddress(.ip, value) }
        case .saddr6: if packet.family == .ip6 { packet.saddr = IPAddress(.ip6, value) }
        case .daddr6: if packet.family == .ip6 { packet.daddr = IPAddress(.ip6, value) }
        case .user: if packet.path == .output { packet.user = .id(UInt32(truncatingIfNeeded: value)) }
        case .group: if packet.path == .output { packet.group = .id(UInt32(truncatingIfNeeded: value)) }
        case .dscp: packet.dscp = DSCP(UInt8(truncatingIfNeeded: value)) ?? packet.dscp
        case .mark: packet.mark = UInt32(truncatingIfNeeded: value)
        }
    }

    private func interface(_ first: FieldMatch?, _ second: FieldMatch?, _ random: inout SeededGenerator) -> String {
        var name = random.pick(interfaces)
        for _ in 0..<4 {
            if Self.fits(name, first), Self.fits(name, second) { break }
            name = random.pick(interfaces)
        }
        return name
    }

    private static func fits(_ name: String, _ match: FieldMatch?) -> Bool {
        guard let match, case .interfaces(let patterns) = match.values else { return true }
        return patterns.contains { $0.matches(name) } != match.isNegated
    }
}
