/// Makes the space of a policy: its axes, their steps, and the rules as boxes in it.
struct PacketSpaceBuilder {
    private let policy: Policy
    private var shapes: [Shape] = []
    private var indexes: [Axis: Int] = [:]
    private var raw: [RawSet] = []
    private var named: [SetKey: Int] = [:]
    private var cuts: [[UInt128]] = []

    private(set) var axes: [Axis] = []
    private(set) var scales: [Scale] = []
    private(set) var parts: [Region] = []
    private(set) var members: [PacketSpace.Member] = []
    private(set) var boxes: [PacketSpace.Box] = []
    private(set) var conditions: [PacketSpace.Condition] = []
    private(set) var sets: [IntervalSet<UInt32>] = []

    /// A rule whose sets stand in `raw`.
    private struct Shape {
        var rule: Int
        var families: FamilySet
        var needsSocket: Bool
        var needsInput: Bool
        /// Indices in `raw`.
        var boxes: [[Int]]?
    }

    private struct RawSet {
        var axis: Int
        var set: IntervalSet<UInt128>
    }

    private struct SetKey: Hashable {
        var axis: Int
        var key: String
    }

    init(_ policy: Policy) {
        self.policy = policy
    }

    private static func masks(_ policy: Policy) -> Set<UInt32> {
        var masks: Set<UInt32> = []
        for rule in policy.rules where rule.isEnabled {
            guard case .marks(let marks)? = rule.match(on: .mark)?.values else { continue }
            for masked in marks.masked { masks.insert(masked.mask) }
        }
        return masks
    }

    // MARK: Axes

    /// Finds the axes that conditions look at, and their steps.
    mutating func collect() {
        let layout = MarkLayout(masks: Self.masks(policy))
        for index in policy.rules.indices where policy.rules[index].isEnabled {
            let found = RuleRegions(policy.rules[index], marks: layout)
            let isPossible = policy.scope.paths.contains { $0 == .output ? !found.needsInput : !found.needsSocket }
            guard isPossible, !(found.needsInput && found.needsSocket), !found.families.isEmpty else { continue }
            shapes.append(
                Shape(
                    rule: index, families: found.families, needsSocket: found.needsSocket,
                    needsInput: found.needsInput, boxes: found.boxes?.map { box in box.map { place($0) } }))
        }
        // What the parts of all packets tell apart.
        for axis in axes {
            if let absent = axis.absent { cut(axis, IntervalSet(absent)) }
            if axis == .number(.sport) || axis == .number(.dport) { cut(.number(.proto), Self.portProtocols) }
        }
        scales = zip(axes, cuts).map { Scale(cuts: $1, maximum: $0.maximum) }
        cuts = []
        parts = makeParts()
    }

    private static let portProtocols = IntervalSet<UInt128>(
        ProtocolNames.withPorts.map { UInt128($0)...UInt128($0) })

    /// The place of a set in `raw`.
    private mutating func place(_ constraint: RuleRegions.Constraint) -> Int {
        let axis = index(of: constraint.axis)
        let key = constraint.key.map { SetKey(axis: axis, key: $0) }
        if let key, let known = named[key] { return known }
        let set = constraint.set
        raw.append(RawSet(axis: axis, set: set))
        cuts[axis] += Scale.cuts(of: set)
        if let key { named[key] = raw.count - 1 }
        return raw.count - 1
    }

    private mutating func index(of axis: Axis) -> Int {
        if let known = indexes[axis] { return known }
        axes.append(axis)
        cuts.append([])
        indexes[axis] = axes.count - 1
        return axes.count - 1
    }

    private mutating func cut(_ axis: Axis, _ set: IntervalSet<UInt128>) {
        guard let index = indexes[axis] else { return }
        cuts[index] += Scale.cuts(of: set)
    }

    // MARK: Parts

    /// All packets: families, paths with and without a socket, and ports or none; only what conditions tell apart.
    private func makeParts() -> [Region] {
        let hasPorts = indexes[.number(.sport)] != nil
        let owners = axes.filter(\.isOwner)
        let input = indexes[.number(.iif)] != nil
        var hosts: [(path: PacketPath, hasSocket: Bool)] = []
        if policy.scope != .forward {
            hosts += owners.isEmpty ? [(.output, false)] : [(.output, false), (.output, true)]
        }
        // Where nothing asks for the input, a forwarded packet is as one without a socket.
        if policy.scope == .forward || (policy.scope == .both && input) { hosts.append((.forward, false)) }
        return hosts.flatMap { host in
            IPFamily.allCases.flatMap { family in
                (hasPorts ? [true, false] : [false]).map { ports in
                    let sets = zip(axes, scales).map { axis, scale in
                        scale.coordinates(
                            of: numbers(axis, family, host.path, host.hasSocket, hasPorts ? ports : nil))
                    }
                    return Region(family: family, path: host.path, hasPorts: ports, sets: sets)
                }
            }
        }
    }

    /// What packets of a part have on an axis; `ports` is nil where no condition asks for them.
    private func numbers(
        _ axis: Axis, _ family: IPFamily, _ path: PacketPath, _ hasSocket: Bool, _ ports: Bool?
    ) -> IntervalSet<UInt128> {
        func presence(_ isPresent: Bool) -> IntervalSet<UInt128> {
            isPresent ? axis.present : IntervalSet(axis.absent ?? 0)
        }
        switch axis {
        case .number(.proto):
            if ports == true { return Self.portProtocols }
            return family == .ip ? axis.present : IntervalSet([0...axis.maximum])
        case .number(.sport), .number(.dport): return presence(ports ?? false)
        case .number(.iif): return presence(path == .forward)
        case .number(.user), .number(.group), .ownerName: return presence(hasSocket)
        default: return axis.present
        }
    }

    // MARK: Boxes

    /// Puts the rules into the space.
    mutating func place() {
        let everything = axes.indices.map { axis in
            parts.reduce(IntervalSet<UInt32>()) { IntervalSet($0.intervals + $1.sets[axis].intervals) }
        }
        sets = raw.map { scales[$0.axis].coordinates(of: $0.set) }
        let isFull = raw.indices.map { everything[raw[$0].axis].isSubset(of: sets[$0]) }
        let axisOfSet = raw.map(\.axis)
        raw = []
        let (socket, input) = (socketSets(everything), inputSets(everything))
        for shape in shapes {
            let member = members.count
            let first = boxes.count
            for box in shape.boxes ?? [] {
                var places = box.filter { !isFull[$0] }.map { (axis: axisOfSet[$0], set: $0) }
                // A packet with an owner came in nowhere, and one that came in has no owner.
                let implied = (shape.needsSocket ? socket : []) + (shape.needsInput ? input : [])
                for other in implied where !places.contains(where: { $0.axis == other.axis }) { places.append(other) }
                guard !places.contains(where: { sets[$0.set].isEmpty }) else { continue }
                add(places.sorted { $0.axis < $1.axis }, shape.families, member)
            }
            // A rule without boxes matches nothing, unless they were too many.
            guard first < boxes.count || shape.boxes == nil else { continue }
            members.append(PacketSpace.Member(rule: shape.rule, boxes: first..<boxes.count))
        }
        shapes = []
    }

    private mutating func add(_ places: [(axis: Int, set: Int)], _ families: FamilySet, _ member: Int) {
        let first = conditions.count
        for (axis, set) in places {
            let intervals = sets[set].intervals
            let own = IPFamily.allCases.filter { axes[axis].belongs(to: $0) }
            conditions.append(
                PacketSpace.Condition(
                    axis: axis, families: own.reduce([]) { $0.union(FamilySet($1)) },
                    lower: intervals.first?.lowerBound ?? 0, upper: intervals.last?.upperBound ?? 0,
                    isWhole: intervals.count == 1, set: set))
        }
        boxes.append(PacketSpace.Box(member: member, families: families, conditions: first..<conditions.count))
    }

    private mutating func socketSets(_ everything: [IntervalSet<UInt32>]) -> [(axis: Int, set: Int)] {
        axes.indices.compactMap { index in
            switch axes[index] {
            case .number(.user), .number(.group): implied(index, axes[index].present, of: everything)
            case .number(.iif): implied(index, IntervalSet(0), of: everything)
            default: nil
            }
        }
    }

    private mutating func inputSets(_ everything: [IntervalSet<UInt32>]) -> [(axis: Int, set: Int)] {
        axes.indices.compactMap { index in
            switch axes[index] {
            case .number(.iif): implied(index, axes[index].present, of: everything)
            case .number(.user), .number(.group), .ownerName:
                implied(index, IntervalSet(axes[index].absent ?? 0), of: everything)
            default: nil
            }
        }
    }

    /// Nil where all packets have that.
    private mutating func implied(
        _ axis: Int, _ set: IntervalSet<UInt128>, of everything: [IntervalSet<UInt32>]
    ) -> (axis: Int, set: Int)? {
        let set = scales[axis].coordinates(of: set)
        guard !everything[axis].isSubset(of: set) else { return nil }
        sets.append(set)
        return (axis, sets.count - 1)
    }
}

extension Axis {
    fileprivate var isOwner: Bool {
        switch self {
        case .number(.user), .number(.group), .ownerName: true
        default: false
        }
    }
}
