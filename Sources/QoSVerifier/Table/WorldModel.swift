import NetlinkModel
import QoSCompiler

/// Table and policy for the packets of one world, in common coordinates.
struct WorldModel {
    /// A rule of the policy as one set of coordinates a field.
    struct Box {
        var rule: Int
        /// By field; `full` where the rule does not look at it.
        var sets: [CoordinateSet]
    }

    let world: PacketWorld
    let fields: [PacketField]
    let coordinates: [FieldCoordinates]
    var sets = CoordinateSets()
    var program = TableProgram()
    /// The rules that match any packet of this world, in order.
    private(set) var boxes: [Box] = []

    /// Why there is no model.
    struct Failure: Error {
        var reason: String
    }

    /// `policy` is nil for packets that no policy looks at.
    init(
        _ world: PacketWorld, _ policy: Policy?, _ table: TableIndex, counters: inout NameTable
    ) throws(Failure) {
        self.world = world
        var reader = RuleReader(PacketLayout(world), sets: table.sets)
        let lowered = table.chains.map { chain in chain.rules.compactMap { reader.read($0) } }
        let fields = reader.fields
        let policyReader = PolicyReader(world)
        let policyBoxes = (policy?.rules ?? []).enumerated().compactMap { policyReader.box($1, $0) }

        var bounds = [[UInt128]](repeating: [], count: fields.count)
        var patterns = [Set<BitPattern>](repeating: [], count: fields.count)
        func take(_ field: Int, _ values: ValueSet) {
            for interval in values.intervals {
                bounds[field].append(interval.lowerBound)
                if interval.upperBound < .max { bounds[field].append(interval.upperBound + 1) }
            }
            patterns[field].formUnion(values.patterns)
        }
        let indices = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1, $0) })
        for rules in lowered {
            for case .require(let field, let values) in rules.lazy.flatMap(\.steps) { take(field, values) }
            for case .look(let field, let entries) in rules.lazy.flatMap(\.steps) {
                for entry in entries { take(field, entry.values) }
            }
        }
        for box in policyBoxes {
            for condition in box.conditions { take(indices[condition.field] ?? 0, condition.values) }
        }
        // A class of its own for each value, so that what is written to it can be followed.
        if let field = indices[.trafficClass] { bounds[field] += (0...255).map { UInt128($0) } }
        var coordinates: [FieldCoordinates] = []
        for (index, field) in fields.enumerated() {
            guard
                let made = FieldCoordinates(
                    world.domain(of: field), startingAt: bounds[index], patterns: patterns[index])
            else { throw Failure(reason: "the masks on '\(field)' are too many to follow") }
            coordinates.append(made)
        }
        self.fields = fields
        self.coordinates = coordinates
        for box in policyBoxes {
            var mine = [CoordinateSet](repeating: CoordinateSets.full, count: fields.count)
            for condition in box.conditions {
                let field = indices[condition.field] ?? 0
                mine[field] = sets.intersection(mine[field], intern(field, condition.values))
            }
            if !mine.contains(CoordinateSets.empty) { boxes.append(Box(rule: box.rule, sets: mine)) }
        }
        try build(lowered, table, &counters)
    }

    private mutating func intern(_ field: Int, _ values: ValueSet) -> CoordinateSet {
        sets.intern(coordinates[field].runs(values), count: coordinates[field].count)
    }

    // MARK: The program

    private mutating func build(
        _ lowered: [[LoweredRule]], _ table: TableIndex, _ counters: inout NameTable
    ) throws(Failure) {
        for (chain, rules) in zip(table.chains, lowered) {
            var built = TableProgram.Chain(name: chain.name)
            built.rules.reserveCapacity(rules.count)
            for rule in rules {
                if let steps = steps(rule, table, &counters) { built.rules.append(TableProgram.Rule(steps: steps)) }
            }
            program.chains.append(built)
        }
        program.bases = table.bases(of: world.path).compactMap { base in
            table.chainNumbers[base.name].map {
                TableProgram.Base(chain: $0, isDropping: base.policy == .drop)
            }
        }
        guard program.findReads() else { throw Failure(reason: "chains lead in a circle") }
    }

    /// Nil for a rule that no packet of this world gets through.
    private mutating func steps(
        _ rule: LoweredRule, _ table: TableIndex, _ counters: inout NameTable
    ) -> [TableProgram.Step]? {
        var steps: [TableProgram.Step] = []
        for step in rule.steps {
            switch step {
            case .require(let field, let values):
                let set = intern(field, values)
                if set == CoordinateSets.full { continue }
                if set == CoordinateSets.empty { return steps.contains { !$0.isCondition } ? steps : nil }
                steps.append(.require(field: Int32(truncatingIfNeeded: field), set))
            case .look(let field, let entries): steps.append(look(field, entries, table, in: rule.chain))
            case .count(let name): steps.append(.count(counters.number(name)))
            case .setPriority(let value): steps.append(.setPriority(value))
            case .setTrafficClass(let kept, let flipped): steps.append(.setTrafficClass(kept: kept, flipped: flipped))
            case .damage(let text): steps.append(.damage(program.texts.number(text)))
            case .verdict(let verdict): steps.append(self.step(verdict, table, in: rule.chain))
            case .unclear(let text): steps.append(unclear("\(text) in chain '\(rule.chain)' is not followed"))
            }
        }
        return steps
    }

    private mutating func unclear(_ text: String) -> TableProgram.Step { .unclear(program.texts.number(text)) }

    private mutating func step(_ verdict: NFTVerdict, _ table: TableIndex, in chain: String) -> TableProgram.Step {
        switch verdict {
        case .accept: return .accept
        case .drop: return .drop
        case .continue: return .proceed
        case .return: return .leave
        case .jump(let name), .goto(let name):
            guard let target = table.chainNumbers[name] else {
                return unclear("chain '\(chain)' leads to '\(name)', which cannot be read")
            }
            if case .jump = verdict { return .jump(chain: target) }
            return .goto(chain: target)
        }
    }

    private mutating func look(
        _ field: Int, _ entries: [(values: ValueSet, verdict: NFTVerdict)], _ table: TableIndex, in chain: String
    ) -> TableProgram.Step {
        var map = TableProgram.Map(field: Int32(truncatingIfNeeded: field))
        var numbers: [NFTVerdict: Int32] = [:]
        var runs: [(low: Int32, high: Int32, choice: Int32)] = []
        runs.reserveCapacity(entries.count)
        for entry in entries {
            let choice: Int32
            if let known = numbers[entry.verdict] {
                choice = known
            } else {
                choice = Int32(truncatingIfNeeded: map.targets.count)
                numbers[entry.verdict] = choice
                map.targets.append(step(entry.verdict, table, in: chain))
            }
            let list = coordinates[field].runs(entry.values)
            for index in stride(from: 0, to: list.count, by: 2) { runs.append((list[index], list[index + 1], choice)) }
        }
        runs.sort { $0.low < $1.low }
        for run in runs {
            guard run.low > map.highs.last ?? -1 else {
                return unclear("a map with overlapping keys in chain '\(chain)'")
            }
            map.lows.append(run.low)
            map.highs.append(run.high)
            map.choices.append(run.choice)
        }
        program.maps.append(map)
        return .look(map: Int32(truncatingIfNeeded: program.maps.count - 1))
    }
}

extension TableProgram.Step {
    var isCondition: Bool { if case .require = self { true } else { false } }
}
