/// Rules of a chain, from some place on, that each give an outcome: a first-match list.
struct LeafList {
    /// One box a rule.
    var boxes: [Int32] = []
    /// The number of each of those rules in its chain.
    var rules: [Int32] = []
    /// Whether the list ends with a box that every packet fits.
    var isComplete = false
    /// The first rule that is not in it; not to be used when it is complete.
    var stop: Int32 = 0
}

extension Prover {
    /// The longest list of rules from a place on that each give an outcome.
    func leafList(_ point: Point) -> LeafList {
        if let known = leafLists[point] { return known }
        let made = makeLeafList(point)
        leafLists[point] = made
        return made
    }

    private func makeLeafList(_ point: Point) -> LeafList {
        let rules = program.chains[Int(point.chain)].rules
        var list = LeafList()
        var place = point
        let full = [CoordinateSet](repeating: CoordinateSets.full, count: fields.count)
        while place.rule < rules.count {
            budget.spend(1)
            var box = full
            var isPossible = true
            place.step = 0
            // Behind the first step that does something, no condition takes that back.
            for case .require(let field, let set) in rules[Int(place.rule)].steps.prefix(while: \.isCondition) {
                guard isAsLoaded(Int(field), point.effects) else { return stopped(list, at: place.rule) }
                let common = sets.intersection(box[Int(field)], set)
                if common == CoordinateSets.empty { isPossible = false }
                box[Int(field)] = common
                place.step += 1
            }
            if isPossible {
                guard case .outcome(let outcome)? = leaf(.point(place)) else { return stopped(list, at: place.rule) }
                list.boxes.append(boxes.box(box, outcome))
                list.rules.append(place.rule)
                if box == full { return complete(list) }
            }
            place.rule += 1
        }
        guard case .outcome(let outcome)? = leaf(leave(point.stack, point.effects)) else {
            return stopped(list, at: place.rule)
        }
        list.boxes.append(everything(outcome))
        list.rules.append(place.rule)
        return complete(list)
    }

    private func stopped(_ list: LeafList, at rule: Int32) -> LeafList {
        var list = list
        list.stop = rule
        return list
    }

    private func complete(_ list: LeafList) -> LeafList {
        var list = list
        list.isComplete = true
        return list
    }

    /// The end of a way on which no field is looked at; nil when one is.
    func leaf(_ next: Next) -> Next? {
        guard case .point(let point) = next else { return next }
        if let known = leaves[point] { return known }
        let end = makeLeaf(point)
        leaves[point] = .some(end)
        return end
    }

    private func makeLeaf(_ point: Point) -> Next? {
        var next = Next.point(point)
        while case .point(var place) = next {
            let rules = program.chains[Int(place.chain)].rules
            guard place.rule < rules.count else {
                next = leave(place.stack, place.effects)
                continue
            }
            let steps = rules[Int(place.rule)].steps
            guard place.step < steps.count else {
                place.rule += 1
                place.step = 0
                next = .point(place)
                continue
            }
            switch steps[Int(place.step)] {
            case .require, .look: return nil
            case let step: next = perform(step, place)
            }
        }
        return next
    }

    /// Goes on behind rules that each give an outcome and are not the last; nil where they have to be looked at one by
    /// one, from here.
    func passLeaves(
        _ leaves: LeafList, _ point: Point, _ region: Int32, _ list: Int32
    ) throws(ProofEnd) -> WalkState? {
        var behind = point
        behind.rule = leaves.stop
        let mine = relative(leaves.boxes, to: region)
        if mine.isEmpty { return WalkState(next: .point(behind), region: region, list: list) }
        if isHopeful {
            // What the policy says first, in the same words: packets behind it have not met it, which is left out.
            let theirs = boxes.boxes(list)
            if theirs.count > mine.count, theirs.starts(with: mine) {
                return WalkState(
                    next: .point(behind), region: region, list: boxes.list(Array(theirs.dropFirst(mine.count))))
            }
            return nil
        }
        // The first of them that packets of the region meet.
        guard let first = leaves.boxes.firstIndex(where: { !relative([$0], to: region).isEmpty }),
            leaves.rules[first] != point.rule
        else { return nil }
        behind.rule = leaves.rules[first]
        return WalkState(next: .point(behind), region: region, list: list)
    }
}
