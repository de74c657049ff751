import NetlinkModel
import QoSCompiler

// What to do with a difference: a packet is made of it, and checked by itself.

extension Prover {
    /// The packets on the way that led here: a set for each field.
    var here: [CoordinateSet] {
        var box = self.box ?? [CoordinateSet](repeating: CoordinateSets.full, count: fields.count)
        for (field, set) in trail { box[field] = sets.intersection(box[field], set) }
        return box
    }

    /// Packets here get something else than they should, as far as the walk knows.
    func difference(_ loaded: Outcome, _ wanted: Outcome) throws(ProofEnd) {
        let box = here
        var shown = box
        if loaded.end == wanted.end, loaded.effects.differsInTrafficClassOnly(from: wanted.effects) {
            // Packets that already have what is written show nothing.
            let values = trafficClasses(box[trafficClass]).filter {
                loaded.effects.trafficClass($0) != wanted.effects.trafficClass($0)
            }
            let runs = values.flatMap { [Int32($0), Int32($0)] }
            shown[trafficClass] = sets.intern(runs, count: coordinates[trafficClass].count)
        }
        try check(shown)
        guard isHopeful else {
            note("a difference was found that no packet shows")
            return
        }
        try examine(box)
    }

    /// Remembers the first reason why something is not proved.
    private func note(_ text: String) {
        if doubt == nil { doubt = text }
    }

    /// The most rules whose packets are tried where the walk ends.
    private static let trialLimit = 64

    /// The walk ends here. A packet may still show a difference, so that one of each rule is tried.
    func doubt(_ text: String, _ list: Int32) throws(ProofEnd) {
        note(text)
        let box = here
        for rule in boxes.boxes(list).prefix(Self.trialLimit) {
            try check(zip(box, boxes.sets(rule)).map { sets.intersection($0, $1) })
        }
    }

    /// Throws when a packet of the box gets what it should not. There may be none in it.
    private func check(_ box: [CoordinateSet]) throws(ProofEnd) {
        guard !box.contains(CoordinateSets.empty) else { return }
        for packet in candidates(box) {
            if let found = checker.check(packet) { throw .found(found) }
        }
    }

    /// Looks at the packets of a box in the exact way.
    func examine(_ box: [CoordinateSet]) throws(ProofEnd) {
        repairs += 1
        guard !box.contains(CoordinateSets.empty) else { return }
        let (trail, isHopeful, outer) = (trail, isHopeful, self.box)
        self.trail = []
        self.isHopeful = false
        self.box = box
        defer {
            self.trail = trail
            self.isHopeful = isHopeful
            self.box = outer
        }
        let region = regions.intern(box)
        try prove(entrance, region: region, list: boxes.list(relative(boxes.boxes(root), to: region)))
    }

    // MARK: Packets

    /// Packets of a box: they differ in what is written to.
    private func candidates(_ box: [CoordinateSet]) -> [ConcretePacket] {
        var values: [FieldValue] = []
        for field in fields.indices {
            guard let value = value(of: field, in: box[field], values) else { return [] }
            values.append(value)
        }
        let runs = sets.runs(of: box[trafficClass], count: coordinates[trafficClass].count)
        var classes: [Int32] = []
        // DSCPs at both ends and in the middle, with ECN as it comes.
        if let low = runs.first, let high = runs.last {
            let middle = runs[runs.count / 4 * 2]
            classes = [low, high, middle]
        }
        var packets: [ConcretePacket] = []
        for coordinate in [nil] + classes.map(Optional.some) {
            var variant = values
            if let coordinate {
                guard let value = coordinates[trafficClass].value(of: Int(coordinate)) else { continue }
                variant[trafficClass] = .present(value)
            }
            for isFull in [false, true] {
                var packet = ConcretePacket(checker.world, fields, variant)
                packet.hasFullHeader = isFull
                if !packets.contains(packet) { packets.append(packet) }
            }
        }
        return packets
    }

    /// A value that reads well where there is a choice.
    private func value(of field: Int, in set: CoordinateSet, _ before: [FieldValue]) -> FieldValue? {
        let space = coordinates[field]
        for wish in ConcretePacket.wishes(for: fields[field], checker.world, fields, before) {
            switch wish {
            case .absent:
                if let absent = space.absent, sets.contains(set, Int32(truncatingIfNeeded: absent)) { return .absent }
            case .present(let value):
                guard let coordinate = space.coordinate(of: value),
                    sets.contains(set, Int32(truncatingIfNeeded: coordinate))
                else { continue }
                return .present(value)
            }
        }
        let runs = sets.runs(of: set, count: space.count)
        guard let first = runs.first else { return nil }
        guard let value = space.value(of: Int(first)) else { return space.absent == Int(first) ? .absent : nil }
        return .present(value)
    }
}
