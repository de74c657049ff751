import NetlinkModel
import SeededRandom

extension Mutation {
    private static func expression(
        _ name: String, _ change: @escaping @Sendable (NFTExpression, inout SeededGenerator) -> NFTExpression?
    ) -> Mutation {
        Mutation(name) { table, random in table.replace(&random, change) }
    }

    /// Changes a rule that writes the DSCP.
    private static func write(
        _ name: String, isForeign: Bool = false,
        _ change: @escaping @Sendable (inout [NFTExpression], inout SeededGenerator) -> Bool
    ) -> Mutation {
        Mutation(name, isForeign: isForeign) { table, random in
            guard
                let rule = table.pickRule(
                    &random,
                    where: { $0.expressions.contains { if case .setPayload = $0 { true } else { false } } })
            else { return false }
            return change(&table.rules[rule].expressions, &random)
        }
    }

    static let markings: [Mutation] = [
        expression("another priority") { expression, random in
            guard case .immediate(let bytes, let register) = expression else { return nil }
            return .immediate(flipped(bytes, &random), into: register)
        },
        expression("a priority in the other byte order") { expression, _ in
            guard case .immediate(let bytes, let register) = expression else { return nil }
            return .immediate(bytes.reversed(), into: register)
        },
        expression("a mark instead of a priority") { expression, _ in
            guard case .setMeta(.priority, let register) = expression else { return nil }
            return .setMeta(.mark, from: register)
        },
        expression("no priority") { expression, _ in
            guard case .setMeta = expression else { return nil }
            return .verdict(.continue)
        },
        write("another DSCP") { expressions, random in
            for place in expressions.indices {
                guard case .bitwise(let from, let into, let mask, let xor) = expressions[place] else { continue }
                expressions[place] = .bitwise(from: from, into: into, mask: mask, xor: flipped(xor, &random))
                return true
            }
            return false
        },
        write("another part of the header kept") { expressions, random in
            for place in expressions.indices {
                guard case .bitwise(let from, let into, let mask, let xor) = expressions[place] else { continue }
                expressions[place] = .bitwise(from: from, into: into, mask: flipped(mask, &random), xor: xor)
                return true
            }
            return false
        },
        write("another checksum") { expressions, random in
            for place in expressions.indices {
                guard case .setPayload(let payload, let register, let old) = expressions[place] else { continue }
                let new = random.pick([NFTChecksum.none, .internet(offset: 10), .internet(offset: 8)])
                expressions[place] = .setPayload(payload, from: register, checksum: new)
                return new != old
            }
            return false
        },
        write("a write elsewhere", isForeign: true) { expressions, random in
            for place in expressions.indices {
                guard case .setPayload(var payload, let register, let checksum) = expressions[place] else { continue }
                payload.offset = random.pick([2, 4])
                expressions[place] = .setPayload(payload, from: register, checksum: checksum)
                return true
            }
            return false
        },
        write("no write") { expressions, _ in
            expressions.removeAll { if case .setPayload = $0 { true } else { false } }
            return true
        },
        Mutation("a marking without one family") { table, random in
            guard
                let rule = table.pickRule(
                    &random, where: { $0.chain.hasPrefix("class_") || $0.chain.hasPrefix("set_") })
            else { return false }
            table.rules.remove(at: rule)
            return true
        },
        Mutation("another counter") { table, random in
            let names = table.counters.map(\.name)
            return table.replace(&random) { expression, random in
                if case .countOn = expression { .countOn(random.pick(names)) } else { nil }
            }
        },
        Mutation("no counter") { table, random in
            guard
                let (rule, place) = table.pickExpression(
                    &random, where: { if case .countOn = $0 { true } else { false } })
            else { return false }
            table.rules[rule].expressions.remove(at: place)
            return true
        },
        Mutation("counted twice") { table, random in
            guard
                let (rule, place) = table.pickExpression(
                    &random, where: { if case .countOn = $0 { true } else { false } })
            else { return false }
            table.rules[rule].expressions.insert(table.rules[rule].expressions[place], at: place)
            return true
        },
        Mutation("counted before the conditions") { table, random in
            guard
                let (rule, place) = table.pickExpression(
                    &random, where: { if case .countOn = $0 { true } else { false } })
            else { return false }
            let counter = table.rules[rule].expressions.remove(at: place)
            table.rules[rule].expressions.insert(counter, at: 0)
            return true
        },
    ]

    /// Changes one base chain.
    private static func base(
        _ name: String, _ change: @escaping @Sendable (inout NFTBaseChain, inout SeededGenerator) -> Void
    ) -> Mutation {
        Mutation(name) { table, random in
            let bases = table.chains.indices.filter { table.chains[$0].kind != .regular }
            guard !bases.isEmpty else { return false }
            let index = random.pick(bases)
            guard case .base(var base) = table.chains[index].kind else { return false }
            change(&base, &random)
            let hooks = table.chains.indices.filter { $0 != index }.compactMap { other -> NFTHook? in
                if case .base(let base) = table.chains[other].kind { base.hook } else { nil }
            }
            guard !hooks.contains(base.hook) else { return false }
            table.chains[index].kind = .base(base)
            return true
        }
    }

    static let tables: [Mutation] = [
        Mutation("a dormant table") { table, _ in
            table.table.isDormant = true
            return true
        },
        base("another hook") { base, _ in base.hook = base.hook == .output ? .forward : .output },
        base("a base chain that drops") { base, _ in base.policy = .drop },
        base("another priority of a base chain") { base, _ in base.priority += 1 },
        base("another type of a base chain") { base, _ in base.type = .route },
        Mutation("no rule in a base chain") { table, random in
            let bases = table.chains.filter { $0.kind != .regular }.map(\.name)
            let chain = random.pick(bases)
            table.rules.removeAll { $0.chain == chain }
            return true
        },
        Mutation("chains under other names") { table, _ in
            for index in table.chains.indices where table.chains[index].kind == .regular {
                table.chains[index].name = "x" + table.chains[index].name
            }
            let bases = Set(table.chains.filter { $0.kind != .regular }.map(\.name))
            for index in table.sets.indices {
                table.sets[index].verdicts = table.sets[index].verdicts?.map { $0.renamingTarget { "x" + $0 } }
            }
            for index in table.rules.indices {
                if !bases.contains(table.rules[index].chain) {
                    table.rules[index].chain = "x" + table.rules[index].chain
                }
                table.rules[index].expressions = table.rules[index].expressions.map { expression in
                    guard case .verdict(let verdict) = expression else { return expression }
                    return .verdict(verdict.renamingTarget { "x" + $0 })
                }
            }
            return true
        },
        Mutation("swapped jumps") { table, random in
            let jumps = zip(table.rules.indices, table.rules.indices.dropFirst()).filter { a, b in
                guard table.rules[a].chain == table.rules[b].chain,
                    case .verdict(.jump)? = table.rules[a].expressions.first,
                    case .verdict(.jump)? = table.rules[b].expressions.first
                else { return false }
                return true
            }
            guard !jumps.isEmpty else { return false }
            let (a, b) = random.pick(jumps.map { ($0, $1) })
            table.rules.swapAt(a, b)
            return true
        },
    ]
}
