import NetlinkModel
import SeededRandom

extension Mutation {
    /// Changes the elements of one anonymous set.
    private static func anonymous(
        _ name: String, _ change: @escaping @Sendable (inout NFTSet, inout SeededGenerator) -> Bool
    ) -> Mutation {
        Mutation(name) { table, random in
            table.replace(&random) { expression, random in
                guard case .lookup(.anonymous(var set), let register, let inverted) = expression,
                    change(&set, &random)
                else { return nil }
                return .lookup(.anonymous(set), register, inverted: inverted)
            }
        }
    }

    private static func named(
        _ name: String, maps: Bool = false,
        _ change: @escaping @Sendable (inout NFTSet, inout SeededGenerator) -> Bool
    ) -> Mutation {
        Mutation(name) { table, random in
            let places = table.sets.indices.filter { table.sets[$0].isMap == maps && !table.sets[$0].elements.isEmpty }
            guard !places.isEmpty else { return false }
            return change(&table.sets[random.pick(places)], &random)
        }
    }

    private static func remove(_ set: inout NFTSet, _ random: inout SeededGenerator) -> Bool {
        guard !set.elements.isEmpty else { return false }
        let index = random.int(0...(set.elements.count - 1))
        set.elements.remove(at: index)
        set.verdicts?.remove(at: index)
        return true
    }

    /// Moves one bound of an element, where there is room.
    private static func move(_ set: inout NFTSet, _ random: inout SeededGenerator) -> Bool {
        guard !set.elements.isEmpty else { return false }
        let index = random.int(0...(set.elements.count - 1))
        let maximum = set.key.length == 16 ? UInt128.max : (1 << UInt128(8 * set.key.length)) - 1
        let floor = index > 0 ? set.elements[index - 1].upper + 1 : 0
        let ceiling = index + 1 < set.elements.count ? set.elements[index + 1].lower - 1 : maximum
        var element = set.elements[index]
        switch random.int(0...3) {
        case 0 where element.lower > floor: element.lower -= 1
        case 1 where element.upper < ceiling: element.upper += 1
        case 2 where element.lower < element.upper: element.lower += 1
        case 3 where element.lower < element.upper: element.upper -= 1
        default: return false
        }
        if !set.isInterval {
            guard element.lower > floor, element.lower != set.elements[index].lower else { return false }
            element.upper = element.lower
        }
        set.elements[index] = element
        return true
    }

    /// Cuts an interval in two, which changes nothing.
    private static func cut(_ set: inout NFTSet, _ random: inout SeededGenerator) -> Bool {
        let long = set.elements.indices.filter { set.elements[$0].lower < set.elements[$0].upper }
        guard set.isInterval, !long.isEmpty else { return false }
        let index = random.pick(long)
        let element = set.elements[index]
        set.elements[index].upper = element.lower
        set.elements.insert(NFTSetElement(element.lower + 1, element.upper), at: index + 1)
        if let verdict = set.verdicts?[index] { set.verdicts?.insert(verdict, at: index + 1) }
        return true
    }

    static let sets: [Mutation] = [
        anonymous("no such element", remove),
        anonymous("an element a little longer or shorter", move),
        anonymous("an element in two parts", cut),
        anonymous("an empty set") { set, _ in
            set.elements = []
            return true
        },
        named("no such element of a named set", remove),
        named("an element of a named set a little longer or shorter", move),
        named("an element of a named set in two parts", cut),
        named("an empty named set") { set, _ in
            set.elements = []
            return true
        },
        Mutation("another set") { table, random in
            let sets = table.sets
            return table.replace(&random) { expression, random in
                guard case .lookup(.named(let name), let register, let inverted) = expression,
                    let old = sets.first(where: { $0.name == name })
                else { return nil }
                let others = sets.filter { $0.key == old.key && $0.isMap == old.isMap }
                return .lookup(.named(random.pick(others).name), register, inverted: inverted)
            }
        },
    ]

    static let maps: [Mutation] = [
        named("no such element of a map", maps: true, remove),
        named("an element of a map a little longer or shorter", maps: true, move),
        named("an element of a map in two parts", maps: true, cut),
        named("the verdict of another element", maps: true) { map, random in
            guard let verdicts = map.verdicts else { return false }
            map.verdicts?[random.int(0...(verdicts.count - 1))] = random.pick(verdicts)
            return map.verdicts != verdicts
        },
        named("swapped verdicts", maps: true) { map, random in
            guard let verdicts = map.verdicts else { return false }
            map.verdicts?.swapAt(random.int(0...(verdicts.count - 1)), random.int(0...(verdicts.count - 1)))
            return map.verdicts != verdicts
        },
        named("another verdict", maps: true) { map, random in
            guard let verdicts = map.verdicts else { return false }
            map.verdicts?[random.int(0...(verdicts.count - 1))] = random.pick([.return, .accept, .drop, .continue])
            return map.verdicts != verdicts
        },
        Mutation("another chain for an element") { table, random in
            let places = table.sets.indices.filter { table.sets[$0].isMap && !table.sets[$0].elements.isEmpty }
            guard !places.isEmpty else { return false }
            let map = random.pick(places)
            let users = table.rules.filter { rule in
                rule.expressions.contains {
                    if case .lookupVerdict(table.sets[map].name, _) = $0 { true } else { false }
                }
            }
            let chains = table.regularChains.filter { chain in
                !users.contains { table.leads(from: chain, to: $0.chain) }
            }
            guard !chains.isEmpty, let count = table.sets[map].verdicts?.count else { return false }
            let target = NFTVerdict.goto(random.pick(chains))
            let index = random.int(0...(count - 1))
            guard table.sets[map].verdicts?[index] != target else { return false }
            table.sets[map].verdicts?[index] = target
            return true
        },
    ]
}
