import NetlinkModel

// The walk through the rules of a table, along with the part of the policy's list that packets there can meet.

extension Prover {
    /// Proves that what comes next does with the region's packets what the list says, or throws, or leaves a doubt.
    func prove(_ start: Next, region: Int32, list: Int32) throws(ProofEnd) {
        depth += 1
        defer { depth -= 1 }
        let mark = trail.count
        defer { trail.removeLast(trail.count - mark) }
        let before = (repairs, doubt == nil)
        var passed: [[Int32]] = []
        var state = WalkState(next: start, region: region, list: list)
        walking: while true {
            guard !budget.isSpent, depth < WorkBudget.depth else { throw .exhausted }
            budget.spend(1)
            switch state.next {
            case .outcome(let outcome):
                try settle(outcome, state.region, state.list)
                break walking
            case .unclear(let text):
                try doubt(program.texts.names[Int(text)], state.list)
                break walking
            case .point(let point):
                if point.step == 0 {
                    let key = [point.chain, point.rule, point.stack, point.effects, state.region, state.list]
                    if proved.find(key) != nil { break walking }
                    passed.append(key)
                }
                guard let onward = try advance(point, state.region, state.list) else { break walking }
                state = onward
            }
        }
        guard before == (repairs, doubt == nil) else { return }
        for key in passed { _ = proved.intern(key) }
    }

    /// One step on; nil when nothing is left to prove.
    private func advance(_ point: Point, _ region: Int32, _ list: Int32) throws(ProofEnd) -> WalkState? {
        let chain = Int(point.chain)
        guard point.rule < program.chains[chain].rules.count else {
            return WalkState(next: leave(point.stack, point.effects), region: region, list: list)
        }
        if point.step == 0 {
            if isHopeful, mayBeSegments(point) {
                switch try proveSegments(point, region) {
                case .unknown: break
                case .onward(let state): return state
                case .finished: return nil
                }
            }
            let test = test(at: point)
            // A field that is decided here for good, as whether a packet is a later fragment.
            if let test, reads(follow(test.rest, point)) & 1 << UInt64(test.field) == 0 {
                return try split(test, point, region, list)
            }
            let leaves = leafList(point)
            if leaves.isComplete {
                try compare(boxes.list(relative(leaves.boxes, to: region)), list, region: region)
                return nil
            }
            if !leaves.boxes.isEmpty, let onward = try passLeaves(leaves, point, region, list) { return onward }
            if let test { return try split(test, point, region, list) }
        }
        return try advanceInRule(point, region, list)
    }

    private func advanceInRule(_ point: Point, _ region: Int32, _ list: Int32) throws(ProofEnd) -> WalkState? {
        let steps = program.chains[Int(point.chain)].rules[Int(point.rule)].steps
        var point = point
        guard point.step < steps.count else {
            point.step = 0
            point.rule += 1
            return WalkState(next: .point(point), region: region, list: list)
        }
        let step = steps[Int(point.step)]
        switch step {
        case .require(let field, let set):
            guard isAsLoaded(Int(field), point.effects) else {
                try doubt("a rule looks at what another one has written", list)
                return nil
            }
            return try split(requirement(field, set, point), point, region, list)
        case .look(let map):
            guard isAsLoaded(Int(program.maps[Int(map)].field), point.effects) else {
                try doubt("a map looks at what a rule has written", list)
                return nil
            }
            return try split(mapTest(map, point), point, region, list)
        default:
            return WalkState(next: perform(step, point), region: region, list: list)
        }
    }

    /// Whether rules have left a field as it came in.
    func isAsLoaded(_ field: Int, _ effects: Int32) -> Bool {
        let done = self.effects[Int(effects)]
        switch fields[field] {
        case .trafficClass: return done.kept == 0xff && done.flipped == 0
        case .other(.meta(.priority)): return done.priority == nil
        default: return true
        }
    }

    // MARK: Steps that decide nothing

    /// What a step does that is no condition.
    func perform(_ step: TableProgram.Step, _ point: Point) -> Next {
        var next = point
        next.step += 1
        func changing(_ change: (inout Effects) -> Void) -> Next {
            var done = effects[Int(point.effects)]
            change(&done)
            next.effects = number(done)
            return .point(next)
        }
        switch step {
        case .count(let counter): return changing { $0.count(counter) }
        case .setPriority(let value): return changing { $0.priority = value }
        case .setTrafficClass(let kept, let flipped):
            return changing { $0.writeTrafficClass(kept: kept, flipped: flipped) }
        case .damage(let text): return changing { $0.damage = $0.damage ?? text }
        case .proceed, .require, .look: return .point(next)
        case .accept:
            let bottom = stacks.bottom(point.stack)
            guard bottom == stacks.alone else { return start(base: bottom + 1, effects: point.effects) }
            return .outcome(number(Outcome(end: .accepted, effects: effects[Int(point.effects)])))
        case .drop: return .outcome(number(Outcome(end: .dropped, effects: effects[Int(point.effects)])))
        case .leave: return leave(point.stack, point.effects)
        case .goto(let chain):
            return .point(Point(chain: chain, rule: 0, step: 0, stack: point.stack, effects: point.effects))
        case .jump(let chain):
            guard let stack = stacks.push(point.stack, chain: point.chain, rule: point.rule + 1) else {
                return .outcome(number(Outcome(end: .dropped, effects: effects[Int(point.effects)])))
            }
            return .point(Point(chain: chain, rule: 0, step: 0, stack: stack, effects: point.effects))
        case .unclear(let text): return .unclear(text)
        }
    }

    /// The end of a chain.
    func leave(_ stack: Int32, _ effects: Int32) -> Next {
        if let top = stacks.top(stack) {
            return .point(Point(chain: top.chain, rule: top.rule, step: 0, stack: top.below, effects: effects))
        }
        let done = self.effects[Int(effects)]
        if stack == stacks.alone { return .outcome(number(Outcome(end: .undecided, effects: done))) }
        guard !program.bases[Int(stack)].isDropping else {
            return .outcome(number(Outcome(end: .dropped, effects: done)))
        }
        return start(base: stack + 1, effects: effects)
    }

    /// The fields that may be looked at from here on, as bits.
    func reads(_ next: Next) -> UInt64 {
        guard case .point(let point) = next else { return 0 }
        var mask = reads(ofStack: point.stack)
        let chain = program.chains[Int(point.chain)]
        guard point.rule < chain.rules.count else { return mask }
        if point.step == 0 { return mask | chain.reads[Int(point.rule)] }
        let behind = chain.reads[Int(point.rule) + 1]
        for step in chain.rules[Int(point.rule)].steps[Int(point.step)...] {
            switch step {
            // Packets that do not fit go on with the next rule.
            case .require(let field, _): mask |= 1 << UInt64(field) | behind
            case .look(let map):
                mask |= 1 << UInt64(program.maps[Int(map)].field) | behind
                for case let target? in program.maps[Int(map)].targets.map(TableProgram.chain) {
                    mask |= program.chains[Int(target)].reads[0]
                }
            case .accept, .drop, .leave: return mask
            case .goto(let target): return mask | program.chains[Int(target)].reads[0]
            case .jump(let target): mask |= program.chains[Int(target)].reads[0]
            default: continue
            }
        }
        return mask | behind
    }

    private func reads(ofStack stack: Int32) -> UInt64 {
        var mask: UInt64 = 0
        var stack = stack
        while let top = stacks.top(stack) {
            mask |= program.chains[Int(top.chain)].reads[Int(top.rule)]
            stack = top.below
        }
        guard stack != stacks.alone else { return mask }
        for base in program.bases[(Int(stack) + 1)...] { mask |= program.chains[Int(base.chain)].reads[0] }
        return mask
    }
}

/// What comes next for which packets, and what should.
struct WalkState {
    var next: Next
    var region: Int32
    var list: Int32
}
