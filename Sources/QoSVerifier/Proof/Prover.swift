import QoSCompiler

/// Compares what the rules of a table do with a first-match list, for all packets of one world.
///
/// It walks through the rules with a region of packets, given as one set of coordinates a field, and with the part of
/// the policy's list that the region can meet. Where rules divide packets, region and list are divided alike. States that
/// are proved once are not looked at again: they are compared in full.
///
/// Two ways to walk: the hopeful one leaves out knowledge that it hopes not to need, and so meets differences that are
/// none. Each is looked at again in the exact way, in its own region.
final class Prover {
    var sets: CoordinateSets
    let program: TableProgram
    let coordinates: [FieldCoordinates]
    let fields: [PacketField]
    var boxes: BoxStore
    var stacks: CallStacks
    var effects: [Effects] = []
    var outcomes: [Outcome] = []
    private var effectNumbers: [Effects: Int32] = [:]
    private var outcomeNumbers: [Outcome: Int32] = [:]
    /// Regions: a set for each field. 0 is all packets.
    var regions = SequenceInterner()

    /// States that are proved.
    var proved = SequenceInterner()
    /// Pairs of lists that do the same.
    var equalLists = SequenceInterner()
    var leaves: [Point: Next?] = [:]
    var leafLists: [Point: LeafList] = [:]
    var tests: [Int64: FieldTest?] = [:]

    /// What the region was cut down to on the way here, field by field.
    var trail: [(field: Int, set: CoordinateSet)] = []
    /// How many states lie inside each other here.
    var depth = 0
    /// Whether to leave out what is probably not needed.
    var isHopeful = true
    /// The part of the packets that the exact way looks at; nil for all.
    var box: [CoordinateSet]?
    /// Differences that turned out to be none in their own region, so that what led there is not proved in general.
    var repairs = 0
    /// Why something could not be proved; nil while everything was.
    var doubt: String?
    var budget: WorkBudget
    let hint: ProofHint?
    /// Where segments begin in a chain.
    var dispatchers: [Int32: Int32] = [:]
    let checker: CandidateChecker
    /// Whether the traffic class is kept in each region, so that its values can be compared with what is written to it.
    let keepsTrafficClass: Bool
    let trafficClass: Int
    /// All rules of the policy for this world, with their numbers, and the list of them.
    private(set) var root: Int32 = 0
    private(set) var rootRules: [(box: Int32, rule: Int)] = []

    /// `wanted` is what a rule of the policy does to its packets, the default for nil.
    init(
        _ model: WorldModel, wanted: (Int?) -> Effects, checker: CandidateChecker, hint: ProofHint?,
        keepsTrafficClass: Bool, budget: WorkBudget
    ) {
        sets = model.sets
        program = model.program
        coordinates = model.coordinates
        fields = model.fields
        boxes = BoxStore(fieldCount: model.fields.count)
        stacks = CallStacks(bases: model.program.bases.count)
        self.checker = checker
        self.hint = hint
        self.keepsTrafficClass = keepsTrafficClass
        self.budget = budget
        trafficClass = model.fields.firstIndex(of: .trafficClass) ?? 0
        let full = [CoordinateSet](repeating: CoordinateSets.full, count: model.fields.count)
        _ = regions.intern(full)
        _ = number(Effects.none)
        rootRules = model.boxes.map { box in
            (boxes.box(box.sets, number(Outcome(end: .accepted, effects: wanted(box.rule)))), box.rule)
        }
        let end = boxes.box(full, number(Outcome(end: .accepted, effects: wanted(nil))))
        root = boxes.list(rootRules.map(\.box) + [end])
    }

    func number(_ outcome: Outcome) -> Int32 {
        if let known = outcomeNumbers[outcome] { return known }
        let number = Int32(truncatingIfNeeded: outcomes.count)
        outcomes.append(outcome)
        outcomeNumbers[outcome] = number
        return number
    }

    func number(_ effect: Effects) -> Int32 {
        if let known = effectNumbers[effect] { return known }
        let number = Int32(truncatingIfNeeded: effects.count)
        effects.append(effect)
        effectNumbers[effect] = number
        return number
    }

    /// A box that every packet fits.
    func everything(_ outcome: Int32) -> Int32 {
        boxes.box([CoordinateSet](repeating: CoordinateSets.full, count: fields.count), outcome)
    }

    /// Where packets of this world enter the table.
    var entrance: Next { start(base: 0, effects: 0) }

    /// The beginning of a base chain; behind the last one, the end.
    func start(base: Int32, effects: Int32) -> Next {
        guard base < program.bases.count else {
            return .outcome(number(Outcome(end: .accepted, effects: self.effects[Int(effects)])))
        }
        let chain = program.bases[Int(base)].chain
        return .point(Point(chain: chain, rule: 0, step: 0, stack: base, effects: effects))
    }

    /// Proves all packets of the world, or throws. Where it neither can, there is a doubt.
    func run() throws(ProofEnd) {
        try prove(entrance, region: 0, list: root)
    }

    // MARK: Regions

    func region(_ region: Int32, _ field: Int) -> CoordinateSet { regions.item(field, of: region) }

    func region(_ region: Int32, with set: CoordinateSet, in field: Int) -> Int32 {
        if self.region(region, field) == set { return region }
        var sets = Array(regions[region])
        sets[field] = set
        return regions.intern(sets)
    }

    /// A list's boxes relative to a region: those that meet it, `full` in each field where they fill it.
    func relative(_ list: [Int32], to region: Int32) -> [Int32] {
        guard region != 0 else { return list }
        let limits = regions[region].enumerated().filter { $0.element != CoordinateSets.full }
        var result: [Int32] = []
        for box in list {
            budget.spend(1)
            var narrowed: Int32? = box
            for (field, limit) in limits {
                guard let box = narrowed else { break }
                narrowed = relative(box, field, limit)
            }
            guard let narrowed else { continue }
            result.append(narrowed)
            if boxes.isFull(narrowed) { break }
        }
        return result
    }

    /// Nil when the box has nothing there.
    func relative(_ box: Int32, _ field: Int, _ limit: CoordinateSet) -> Int32? {
        let set = boxes.set(box, field)
        if set == CoordinateSets.full { return box }
        let common = sets.intersection(set, limit)
        if common == CoordinateSets.empty { return nil }
        return boxes.with(box, field, common == limit ? CoordinateSets.full : common)
    }
}
