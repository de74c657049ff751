// Where packets part by one field: region and list part with them.

extension Prover {
    /// One way that packets of a region take.
    private struct Branch {
        var state: WalkState
        /// Some of its coordinates, all alike.
        var set: CoordinateSet
        var size: Int
    }

    /// Proves all branches but one, which is left to the caller.
    func split(_ test: FieldTest, _ point: Point, _ region: Int32, _ list: Int32) throws(ProofEnd) -> WalkState? {
        let pieces = pieces(of: test, within: self.region(region, test.field))
        let ways = (test.targets + [test.rest]).map { follow($0, point) }
        // What is looked at again has to be remembered.
        let keeps = ways.map {
            reads($0) & 1 << UInt64(test.field) != 0 || (keepsTrafficClass && test.field == trafficClass)
        }
        var branches: [Branch] = []
        if pieces.allSatisfy({ $0.choice == pieces[0].choice }), let first = pieces.first, keeps[first.choice] {
            return WalkState(next: ways[first.choice], region: region, list: list)
        }
        addDecided(test.field, pieces, ways, keeps, region, list, &branches)
        addKept(test.field, pieces, ways, keeps, region, list, &branches)
        // Short lists are quickly told, and a difference there is found first.
        let order = branches.indices.sorted { (branches[$0].size, $0) < (branches[$1].size, $1) }
        for index in order.dropLast() {
            trail.append((test.field, branches[index].set))
            let state = branches[index].state
            try prove(state.next, region: state.region, list: state.list)
            trail.removeLast()
        }
        guard let last = order.last else { return nil }
        trail.append((test.field, branches[last].set))
        return branches[last].state
    }

    private struct Piece {
        var low: Int32
        var high: Int32
        /// An index into the targets; behind them, the rest.
        var choice: Int
    }

    /// The runs of a test inside a set, those of the rest included.
    private func pieces(of test: FieldTest, within set: CoordinateSet) -> [Piece] {
        let limits = sets.runs(of: set, count: coordinates[test.field].count)
        var pieces: [Piece] = []
        var index = 0
        for place in stride(from: 0, to: limits.count, by: 2) {
            var low = limits[place]
            let high = limits[place + 1]
            if index < test.lows.count, test.highs[index] < low { index = Self.firstRun(test.highs, from: index, low) }
            while index < test.lows.count, test.lows[index] <= high {
                if low < test.lows[index] {
                    pieces.append(Piece(low: low, high: test.lows[index] - 1, choice: test.targets.count))
                }
                let end = min(high, test.highs[index])
                pieces.append(Piece(low: max(low, test.lows[index]), high: end, choice: Int(test.choices[index])))
                low = end + 1
                guard test.highs[index] <= high else { break }
                index += 1
            }
            if low <= high { pieces.append(Piece(low: low, high: high, choice: test.targets.count)) }
        }
        budget.spend(pieces.count)
        return pieces
    }

    /// The first run that ends at a coordinate or behind it.
    private static func firstRun(_ highs: [Int32], from start: Int, _ coordinate: Int32) -> Int {
        var (low, high) = (start, highs.count)
        while low < high {
            let middle = (low + high) / 2
            if highs[middle] < coordinate { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Branches on which the field is not looked at again: each list there is, once, with all values that have it. A
    /// difference that the hopeful way finds has to be looked for at each of them.
    private func addDecided(
        _ field: Int, _ pieces: [Piece], _ ways: [Next], _ keeps: [Bool], _ region: Int32, _ list: Int32,
        _ branches: inout [Branch]
    ) {
        guard pieces.contains(where: { !keeps[$0.choice] }) else { return }
        let inside = self.region(region, with: CoordinateSets.full, in: field)
        var sweep = FieldSweep(boxes.boxes(list), field, boxes, sets)
        var places: [UInt64: Int] = [:]
        var runs: [[Int32]] = []
        var last: (choice: Int, version: Int, branch: Int)?
        let first = branches.count
        for piece in pieces where !keeps[piece.choice] {
            var low = piece.low
            while low <= piece.high {
                sweep.move(to: low)
                let high = min(piece.high, sweep.nextChange == .max ? .max : sweep.nextChange - 1)
                let branch: Int
                if let last, last.choice == piece.choice, last.version == sweep.version {
                    branch = last.branch
                } else {
                    let here = boxes.list(sweep.list(&boxes, &budget))
                    let key = UInt64(UInt32(here)) << 32 | UInt64(piece.choice)
                    branch = places[key] ?? runs.count
                    if branch == runs.count {
                        places[key] = branch
                        runs.append([])
                        branches.append(
                            Branch(
                                state: WalkState(next: ways[piece.choice], region: inside, list: here),
                                set: CoordinateSets.empty, size: boxes.length(here)))
                    }
                    last = (piece.choice, sweep.version, branch)
                }
                CoordinateSets.extend(&runs[branch], low, high)
                low = high + 1
            }
        }
        for (index, runs) in runs.enumerated() {
            branches[first + index].set = sets.intern(runs, count: coordinates[field].count)
        }
    }

    /// Branches on which it is: one each, with a region and a list of its own.
    private func addKept(
        _ field: Int, _ pieces: [Piece], _ ways: [Next], _ keeps: [Bool], _ region: Int32, _ list: Int32,
        _ branches: inout [Branch]
    ) {
        var runs: [Int: [Int32]] = [:]
        var order: [Int] = []
        for piece in pieces where keeps[piece.choice] {
            if runs[piece.choice] == nil { order.append(piece.choice) }
            CoordinateSets.extend(&runs[piece.choice, default: []], piece.low, piece.high)
        }
        guard !order.isEmpty else { return }
        let items = boxes.boxes(list)
        for choice in order {
            let set = sets.intern(runs[choice] ?? [], count: coordinates[field].count)
            var here: [Int32] = []
            for box in items {
                guard let narrowed = relative(box, field, set) else { continue }
                here.append(narrowed)
                if boxes.isFull(narrowed) { break }
            }
            budget.spend(items.count)
            branches.append(
                Branch(
                    state: WalkState(
                        next: ways[choice], region: self.region(region, with: set, in: field), list: boxes.list(here)),
                    set: set, size: here.count))
        }
    }
}
