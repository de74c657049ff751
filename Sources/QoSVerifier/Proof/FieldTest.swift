/// A place where packets part by the value of one field.
struct FieldTest {
    /// What packets of some values get: a step, or for nil the place itself.
    struct Target {
        var rule: Int32
        var step: Int32
        var action: TableProgram.Step?
    }

    var field: Int
    /// Runs of coordinates, sorted and disjoint, with an index into `targets` for each.
    var lows: [Int32] = []
    var highs: [Int32] = []
    var choices: [Int32] = []
    var targets: [Target] = []
    /// For all other values.
    var rest: Target

    /// Gives a target to runs that have none yet. `runs` are sorted and disjoint.
    fileprivate mutating func add(_ runs: [(low: Int32, high: Int32, choice: Int32)]) {
        guard !lows.isEmpty else {
            lows = runs.map(\.low)
            highs = runs.map(\.high)
            choices = runs.map(\.choice)
            return
        }
        var merged: [(low: Int32, high: Int32, choice: Int32)] = []
        var index = 0
        for run in runs {
            var low = run.low
            while index < lows.count, highs[index] < low {
                merged.append((lows[index], highs[index], choices[index]))
                index += 1
            }
            while index < lows.count, lows[index] <= run.high, low <= run.high {
                if low < lows[index] { merged.append((low, lows[index] - 1, run.choice)) }
                low = highs[index] + 1
                guard highs[index] <= run.high else { break }
                merged.append((lows[index], highs[index], choices[index]))
                index += 1
            }
            if low <= run.high { merged.append((low, run.high, run.choice)) }
        }
        while index < lows.count {
            merged.append((lows[index], highs[index], choices[index]))
            index += 1
        }
        lows = merged.map(\.low)
        highs = merged.map(\.high)
        choices = merged.map(\.choice)
    }
}

extension Prover {
    /// At most so many rules make one test.
    private static let testLimit: Int32 = 64

    /// The test that rules from here on make, which look at one field each, the same; nil when the first looks at
    /// none or at several.
    func test(at point: Point) -> FieldTest? {
        guard case let test?? = cachedTest(point), isAsLoaded(test.field, point.effects) else { return nil }
        return test
    }

    private func cachedTest(_ point: Point) -> FieldTest?? {
        let key = Int64(point.chain) << 32 | Int64(point.rule)
        if let known = tests[key] { return known }
        let made = makeTest(point)
        tests[key] = .some(made)
        return made
    }

    private func makeTest(_ point: Point) -> FieldTest? {
        let rules = program.chains[Int(point.chain)].rules
        guard let field = Self.onlyField(of: rules[Int(point.rule)].steps, program) else { return nil }
        var test = FieldTest(field: field, rest: FieldTest.Target(rule: point.rule, step: 0, action: nil))
        var rule = point.rule
        while rule < rules.count, rule - point.rule < Self.testLimit,
            Self.onlyField(of: rules[Int(rule)].steps, program) == field
        {
            var set = CoordinateSets.full
            var step: Int32 = 0
            for case .require(_, let required) in rules[Int(rule)].steps {
                set = sets.intersection(set, required)
                step += 1
            }
            if step < rules[Int(rule)].steps.count, case .look(let map) = rules[Int(rule)].steps[Int(step)] {
                add(map, within: set, rule, step, to: &test)
            } else {
                let choice = Int32(truncatingIfNeeded: test.targets.count)
                test.targets.append(FieldTest.Target(rule: rule, step: step, action: nil))
                let runs = sets.runs(of: set, count: coordinates[field].count)
                test.add(stride(from: 0, to: runs.count, by: 2).map { (runs[$0], runs[$0 + 1], choice) })
            }
            rule += 1
        }
        test.rest.rule = rule
        return test
    }

    /// The field that all conditions of a rule look at, before it does anything; nil if there is not just one.
    private static func onlyField(of steps: [TableProgram.Step], _ program: TableProgram) -> Int? {
        var field: Int32?
        var isOver = false
        for step in steps {
            let looked: Int32
            switch step {
            case .require(let required, _): looked = required
            case .look(let map): looked = program.maps[Int(map)].field
            default:
                isOver = true
                continue
            }
            guard !isOver, field ?? looked == looked else { return nil }
            field = looked
            // What a map does with some values, it does in the middle of a rule.
            if case .look = step { isOver = true }
        }
        return field.map { Int($0) }
    }

    private func add(_ number: Int32, within set: CoordinateSet, _ rule: Int32, _ step: Int32, to test: inout FieldTest)
    {
        let map = program.maps[Int(number)]
        let first = Int32(truncatingIfNeeded: test.targets.count)
        test.targets += map.targets.map { FieldTest.Target(rule: rule, step: step, action: $0) }
        var runs: [(low: Int32, high: Int32, choice: Int32)] = []
        runs.reserveCapacity(map.lows.count)
        let limits = sets.runs(of: set, count: coordinates[test.field].count)
        var limit = 0
        for index in map.lows.indices {
            while limit < limits.count, limits[limit + 1] < map.lows[index] { limit += 2 }
            var place = limit
            while place < limits.count, limits[place] <= map.highs[index] {
                runs.append(
                    (
                        max(limits[place], map.lows[index]), min(limits[place + 1], map.highs[index]),
                        first + map.choices[index]
                    ))
                place += 2
            }
        }
        test.add(runs)
    }

    /// The test that one condition inside a rule makes.
    func requirement(_ field: Int32, _ set: CoordinateSet, _ point: Point) -> FieldTest {
        var test = FieldTest(
            field: Int(field), rest: FieldTest.Target(rule: point.rule + 1, step: 0, action: nil))
        test.targets = [FieldTest.Target(rule: point.rule, step: point.step + 1, action: nil)]
        let runs = sets.runs(of: set, count: coordinates[Int(field)].count)
        test.add(stride(from: 0, to: runs.count, by: 2).map { (runs[$0], runs[$0 + 1], 0) })
        return test
    }

    /// The test that a map inside a rule makes.
    func mapTest(_ map: Int32, _ point: Point) -> FieldTest {
        var test = FieldTest(
            field: Int(program.maps[Int(map)].field),
            rest: FieldTest.Target(rule: point.rule + 1, step: 0, action: nil))
        add(map, within: CoordinateSets.full, point.rule, point.step, to: &test)
        return test
    }

    func follow(_ target: FieldTest.Target, _ point: Point) -> Next {
        var place = point
        place.rule = target.rule
        place.step = target.step
        guard let action = target.action else { return .point(place) }
        return perform(action, place)
    }
}
